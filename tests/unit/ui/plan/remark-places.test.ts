import { describe, expect, it } from 'vitest';
import type { Plan, PlanWarning } from '$lib/domain/plan/schema';
import { placeRemarks } from '$lib/ui/plan/remark-places';
import { nordoePlan, viborgPlan } from '../../../doubles/plans';
import { tinyPlan } from '../../../doubles/tiny-plan';

const placesOf = (plan: Plan, remarkId: string) =>
	[...placeRemarks(plan).at].filter(([, ids]) => ids.includes(remarkId)).map(([place]) => place);
const remark = (id: string, ...about: string[]): PlanWarning => ({
	id,
	kind: 'missing',
	severity: 'low',
	about,
	text: id
});

describe('the remarks on the plan’s screen', () => {
	it('stand beside everything that they are about', () => {
		expect(placesOf(viborgPlan(), 'W10')).toEqual(['L55', 'D6']);
	});

	it('stand once among what is seen together', () => {
		// about the line that opens the document's block, and about the document
		expect(placesOf(viborgPlan(), 'W5')).toEqual(['L68']);
		// about the list and about its one retired channel
		expect(placesOf(viborgPlan(), 'W3')).toEqual(['skype']);
		// about the sentence and the place that is shown with it, and about a decision elsewhere
		expect(placesOf(viborgPlan(), 'H6')).toEqual(['L29-2', 'D11']);
	});

	it('stand over a section when they are about that and several things in it', () => {
		expect(placesOf(viborgPlan(), 'W14')).toEqual(['creation-and-revision']);
	});

	it('do not part a sentence from the list that it opens', () => {
		expect(placesOf(viborgPlan(), 'H5')).toEqual(['alarm-source-list', 'alarm-flow']);
	});

	it('are all on this screen, unless they are about people, roles or cards alone', () => {
		for (const plan of [viborgPlan(), nordoePlan()]) {
			const { first, elsewhere } = placeRemarks(plan);
			const others = new Set([...plan.contacts, ...plan.roles, ...plan.cards].map((one) => one.id));
			const missing = plan.warnings.filter((one) => !first.has(one.id) && !elsewhere.includes(one));
			expect(missing.flatMap((one) => one.about).filter((id) => !others.has(id))).toEqual([]);
		}
	});

	it('stand at the end when what they are about is shown on no screen', () => {
		const plan = tinyPlan({ warnings: [remark('on-a-step', 'step-1'), remark('on-a-person', 'contact-1')] });
		expect(placeRemarks(plan).elsewhere.map((one) => one.id)).toEqual(['on-a-step']);
	});

	it('are about the plan itself at its head', () => {
		const plan = tinyPlan({ warnings: [remark('on-all', 'tiny')] });
		expect(placesOf(plan, 'on-all')).toEqual(['tiny']);
	});
});
