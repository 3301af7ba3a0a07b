import { describe, expect, it } from 'vitest';
import { byService, bySituation, cardsNamedIn, isForAny, neighboursOf } from '$lib/domain/plan/card-order';
import type { ActionCard, CriticalService, Plan } from '$lib/domain/plan/schema';
import { nordoePlan, viborgPlan } from '../../../doubles/read-plan';
import { tinyPlan } from '../../../doubles/tiny-plan';

const viborg = viborgPlan();
const idsOf = (sections: readonly { id: string; cards: readonly ActionCard[] }[]) =>
	sections.map(({ id, cards }) => [id, cards.map((card) => card.id)]);

/** A plan with cards of these ids, each with what is given of it. */
function planWith(cards: Record<string, Partial<ActionCard>>, rest: Partial<Plan> = {}): Plan {
	const [card] = tinyPlan().cards;
	if (!card) throw new Error('no card');
	return tinyPlan({ ...rest, cards: Object.entries(cards).map(([id, own]) => ({ ...card, id, ...own })) });
}
const retired = { approval: { status: 'retired' as const, approvedBy: null, approvedOn: null } };
const service = (id: string): CriticalService => ({
	id,
	name: id,
	covers: [],
	text: id,
	lines: [],
	basis: 'plan'
});

describe('cards by situation', () => {
	it('are all there, each once, in the plan’s groups and order', () => {
		const sections = bySituation(viborg);
		expect(sections.map((section) => section.title)).toEqual(viborg.cardGroups.map((group) => group.title));
		expect(idsOf(sections)[4]).toEqual(['leading-the-response', ['AC-16', 'AC-14', 'AC-13']]);
		const ids = sections.flatMap((section) => section.cards.map((card) => card.id));
		expect([...ids].sort()).toEqual(viborg.cards.map((card) => card.id));
	});

	it('have those in no group under a heading of their own, and the retired last, in no other', () => {
		const plan = planWith(
			{ a: {}, b: {}, old: retired },
			{ cardGroups: [{ id: 'group', title: 'Gruppe', cards: ['b', 'old'] }] }
		);
		expect(idsOf(bySituation(plan))).toEqual([
			['group', ['b']],
			['cards-other', ['a']],
			['cards-retired', ['old']]
		]);
	});

	it('have no heading with nothing under it', () => {
		const plan = planWith({}, { cardGroups: [{ id: 'group', title: 'Gruppe', cards: [] }] });
		expect(bySituation(plan)).toEqual([]);
	});
});

describe('cards by service', () => {
	it('are all there, under a service or under those for whatever is hit', () => {
		const sections = byService(viborg, viborg.services);
		expect(sections.map((section) => section.id)).toEqual([
			'cards-KY1',
			'cards-KY2',
			'cards-KY3',
			'cards-KY4',
			'cards-KY5',
			'cards-any-service'
		]);
		const ids = new Set(sections.flatMap((section) => section.cards.map((card) => card.id)));
		expect([...ids].sort()).toEqual(viborg.cards.map((card) => card.id));
	});

	it('have for one service first the card that is for it alone, then the others that name it', () => {
		const mail = viborg.services.filter((one) => one.id === 'KY4');
		expect(idsOf(byService(viborg, mail))[0]).toEqual(['cards-KY4', ['AC-06', 'AC-11', 'AC-03']]);
	});

	it('leave a service without a card of its own to those for whatever is hit', () => {
		const plan = planWith({ any: {}, one: { services: ['x'] } }, { services: [service('x'), service('y')] });
		const unserved = plan.services.filter((one) => one.id === 'y');
		expect(idsOf(byService(plan, unserved))).toEqual([['cards-any-service', ['any']]]);
	});

	it('keep a retired card out of every service', () => {
		const plan = planWith(
			{ old: { ...retired, services: ['x'] } },
			{ services: [service('x'), service('y')] }
		);
		expect(idsOf(byService(plan, plan.services))).toEqual([['cards-retired', ['old']]]);
	});
});

describe('a card', () => {
	it('is for whatever is hit when it names every service, or none', () => {
		const services = [service('x'), service('y')];
		const plan = planWith(
			{ all: { services: ['y', 'x'] }, none: {}, one: { services: ['x'] } },
			{ services }
		);
		expect(plan.cards.filter((card) => isForAny(plan, card)).map((card) => card.id)).toEqual(['all', 'none']);
		expect(
			nordoePlan()
				.cards.filter((card) => isForAny(nordoePlan(), card))
				.map((card) => card.id)
		).toEqual(['NK-01', 'NK-05']);
	});

	it('has the one before and the one after it in its group', () => {
		const around = (id: string) => {
			const found = neighboursOf(viborg, id);
			return [found?.section.id, found?.previous?.id ?? null, found?.next?.id ?? null];
		};
		expect(around('AC-16')).toEqual(['leading-the-response', null, 'AC-14']);
		expect(around('AC-14')).toEqual(['leading-the-response', 'AC-16', 'AC-13']);
		expect(around('AC-15')).toEqual(['closing', null, null]);
		expect(neighboursOf(viborg, 'AC-99')).toBeNull();
	});
});

describe('the cards that a text speaks of', () => {
	const named = (text: string, except = '') => cardsNamedIn(viborg, text, except).map((card) => card.id);

	it.each([
		['Start AC-09, og regn med datalæk.', ['AC-09']],
		['Gå til AC-08. Brug AC-06/AC-11 (eller AC-09)', ['AC-06', 'AC-08', 'AC-09', 'AC-11']],
		['AC-091 og XAC-09 er ingen kort', []],
		['Trinet AC-09.02 er intet kort', []],
		['Intet kort her', []]
	])('in “%s” are %j', (text, ids) => {
		expect(named(text)).toEqual(ids);
	});

	it('are not the card that says it', () => {
		expect(named('Se AC-08 og AC-09', 'AC-08')).toEqual(['AC-09']);
	});
});
