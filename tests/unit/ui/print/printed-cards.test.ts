import { describe, expect, it } from 'vitest';
import type { ActionCard, CardStep } from '$lib/domain/plan/schema';
import { cssString } from '$lib/ui/print/margin-box';
import { phasesOf, printedCards, sourcesOf } from '$lib/ui/print/printed-cards';
import { tinyPlan } from '../../../doubles/tiny-plan';

const [card] = tinyPlan().cards as [ActionCard];
const [step] = card.steps as [CardStep];

describe('the cards on paper', () => {
	it('are all but the retired ones', () => {
		const retired: ActionCard = {
			...card,
			id: 'old',
			approval: { status: 'retired', approvedBy: null, approvedOn: null }
		};
		expect(printedCards(tinyPlan({ cards: [retired, card] })).map(({ id }) => id)).toEqual([card.id]);
	});

	it('have their steps in the order of the phases, and no phase without steps', () => {
		const steps: CardStep[] = [
			{ ...step, id: 'last', phase: 'closing' },
			{ ...step, id: 'first', phase: 'first15Minutes' }
		];
		expect(phasesOf({ ...card, steps }).map(({ phase, steps: [one] }) => [phase, one?.id])).toEqual([
			['first15Minutes', 'first'],
			['closing', 'last']
		]);
	});

	it('list each source once, and no line of the plan', () => {
		const sources = ['A', 'B', 'C'].map((id) => ({ id, text: id }));
		const steps = [
			{ ...step, id: 'one', sources: ['C', 'P:L3'] },
			{ ...step, id: 'two', sources: ['A', 'C'] }
		];
		expect(sourcesOf(tinyPlan({ sources }), [{ ...card, steps }]).map(({ id }) => id)).toEqual(['A', 'C']);
	});
});

describe('text in a stylesheet', () => {
	it('cannot end its string', () => {
		expect(cssString('Plan "A" \\ B\nC')).toBe('"Plan \\22 A\\22  \\5c  B\\a C"');
	});
});
