import type { ActionCard, CriticalService, Plan } from './schema';

/** Cards under one heading. */
export interface CardSection {
	/** The group's id, which links lead to; of those that are no group's, one of our own. */
	readonly id: string;
	readonly kind: 'group' | 'service' | 'anyService' | 'other' | 'retired';
	/** The plan's own heading; null where the screen has the word. */
	readonly title: string | null;
	readonly cards: readonly ActionCard[];
}

/** All cards in the plan's groups, then those in none, then the retired. Empty sections are left out. */
export function bySituation(plan: Plan): CardSection[] {
	const grouped = new Set(plan.cardGroups.flatMap((group) => group.cards));
	return withCards([
		...plan.cardGroups.map((group): CardSection => ({
			id: group.id,
			kind: 'group',
			title: group.title,
			cards: group.cards.flatMap((id) => plan.cards.filter((card) => card.id === id && !isRetired(card)))
		})),
		{
			id: 'cards-other',
			kind: 'other',
			title: null,
			cards: plan.cards.filter((card) => !grouped.has(card.id) && !isRetired(card))
		},
		retiredSection(plan)
	]);
}

/** The cards for one service, or for each: first those that name it among few, then those for whatever is hit. */
export function byService(plan: Plan, services: readonly CriticalService[]): CardSection[] {
	return withCards([
		...services.map((service): CardSection => ({
			id: `cards-${service.id}`,
			kind: 'service',
			title: service.name,
			cards: plan.cards
				.filter((card) => !isRetired(card) && !isForAny(plan, card) && card.services.includes(service.id))
				.sort((a, b) => a.services.length - b.services.length)
		})),
		{
			id: 'cards-any-service',
			kind: 'anyService',
			title: null,
			cards: plan.cards.filter((card) => !isRetired(card) && isForAny(plan, card))
		},
		retiredSection(plan)
	]);
}

/** Whether a card is for all services; one that names none is. */
export function isForAny(plan: Plan, card: ActionCard): boolean {
	return card.services.length === 0 || plan.services.every((service) => card.services.includes(service.id));
}

/** The card's group (or those in no group), and the cards before and after it there. */
export function neighboursOf(
	plan: Plan,
	cardId: string
): { section: CardSection; previous: ActionCard | null; next: ActionCard | null } | null {
	const section = bySituation(plan).find((one) => one.cards.some((card) => card.id === cardId));
	if (!section) return null;
	const at = section.cards.findIndex((card) => card.id === cardId);
	return { section, previous: section.cards[at - 1] ?? null, next: section.cards[at + 1] ?? null };
}

/** The cards that a text speaks of by their ids, as in "Start AC-09". */
export function cardsNamedIn(plan: Plan, text: string, exceptId: string): ActionCard[] {
	const words = new Set(text.split(/[^\p{L}\p{N}._-]+/u).map((word) => word.replace(/[._-]+$/, '')));
	return plan.cards.filter((card) => card.id !== exceptId && words.has(card.id));
}

function isRetired(card: ActionCard): boolean {
	return card.approval.status === 'retired';
}

function retiredSection(plan: Plan): CardSection {
	return { id: 'cards-retired', kind: 'retired', title: null, cards: plan.cards.filter(isRetired) };
}

function withCards(sections: CardSection[]): CardSection[] {
	return sections.filter((section) => section.cards.length > 0);
}
