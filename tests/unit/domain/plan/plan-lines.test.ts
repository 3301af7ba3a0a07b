import { describe, expect, it } from 'vitest';
import { planLinesOf } from '$lib/domain/plan/plan-lines';
import { viborgPlan } from '../../../doubles/read-plan';

const plan = viborgPlan();

describe('lines of the plan that a step rests on', () => {
	it.each([
		['P:L23', '23', 'L23-1'],
		['P:L68', '68', 'L68'],
		['P:L9-13', '9–13', 'KY1'],
		['P:L33', '33', 'sms'],
		['P:L1', '1', 'L1']
	])('%s are called %s and lead to %s', (source, label, anchor) => {
		expect(planLinesOf(plan, source)).toEqual({ label, anchor });
	});

	it('lead to the block of contacts for a person, who stands in it', () => {
		const anchor = planLinesOf(plan, 'P:L63')?.anchor;
		const block = plan.sections.flatMap((section) => section.blocks).find((one) => one.id === anchor);
		expect(block?.kind).toBe('contacts');
	});

	it('lead to the first line of a range that is shown, and nowhere when none is', () => {
		expect(planLinesOf(plan, 'P:L2-3')?.anchor).toBe(planLinesOf(plan, 'P:L3')?.anchor);
		expect(planLinesOf(plan, 'P:L999')).toEqual({ label: '999', anchor: null });
	});

	it.each(['FAG', 'GDPR33', 'P:L', 'P:Lx', 'XP:L1', ''])('are not what the source “%s” names', (source) => {
		expect(planLinesOf(plan, source)).toBeNull();
	});

	it('lead somewhere for every line that a card names', () => {
		const named = new Set(plan.cards.flatMap((card) => card.steps.flatMap((step) => step.sources)));
		const lines = [...named].filter((source) => source.startsWith('P:L'));
		expect(lines.length).toBeGreaterThan(10);
		expect(lines.filter((source) => !planLinesOf(plan, source)?.anchor)).toEqual([]);
	});
});
