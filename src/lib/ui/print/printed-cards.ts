import { m } from '$lib/paraglide/messages';
import type { ActionCard, CardPhase, CardStep, Plan } from '$lib/domain/plan/schema';
import { bySituation, type CardSection } from '$lib/domain/plan/card-order';

const PHASES: readonly [CardPhase, () => string][] = [
	['first15Minutes', m.card_phase_first15Minutes],
	['firstHour', m.card_phase_firstHour],
	['ongoing', m.card_phase_ongoing],
	['closing', m.card_phase_closing]
];

export interface PrintedPhase {
	readonly phase: CardPhase;
	readonly name: string;
	readonly steps: readonly CardStep[];
}

/** A card's steps under the names of their phases; phases without steps are left out. */
export function phasesOf(card: ActionCard): PrintedPhase[] {
	return PHASES.map(([phase, name]) => ({
		phase,
		name: name(),
		steps: card.steps.filter((step) => step.phase === phase)
	})).filter(({ steps }) => steps.length > 0);
}

/** The cards that are printed together, by situation: a retired one is not put on a shelf. */
export function printedSections(plan: Plan): CardSection[] {
	return bySituation(plan).filter((section) => section.kind !== 'retired');
}

/** The same cards without their headings. */
export function printedCards(plan: Plan): ActionCard[] {
	return printedSections(plan).flatMap((section) => section.cards);
}

/** What the steps of `cards` rest on, in the plan's order; lines of the plan are none of them. */
export function sourcesOf(plan: Plan, cards: readonly ActionCard[]): Plan['sources'] {
	const used = new Set(cards.flatMap((card) => card.steps.flatMap((step) => step.sources)));
	return plan.sources.filter((source) => used.has(source.id));
}
