import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { dueText } from '$lib/ui/cards/due';
import { nordoePlan, viborgPlan } from '../../../doubles/read-plan';

afterEach(() => {
	overwriteGetLocale(() => 'da');
});

describe('when a step is due', () => {
	it.each([
		[0, 'cardStarted', 'Senest 0 min efter start'],
		[5, 'cardStarted', 'Senest 5 min efter start'],
		[60, 'cardStarted', 'Senest 1 time efter start'],
		[90, 'cardStarted', 'Senest 1 time 30 min efter start'],
		[120, 'cardStarted', 'Senest 2 timer efter start'],
		[1_440, 'awareness', 'Senest 24 timer efter kendskab'],
		[4_320, 'awareness', 'Senest 72 timer efter kendskab'],
		[10_080, 'cardStarted', 'Senest 7 døgn efter start'],
		[43_200, 'notificationSent', 'Senest 1 måned efter underretning'],
		[86_400, 'cardStarted', 'Senest 2 måneder efter start']
	] as const)('%i minutes from %s is “%s”', (dueMinutes, dueAnchor, text) => {
		expect(dueText({ dueMinutes, dueAnchor })).toBe(text);
	});

	it.each([
		[60, 'cardStarted', 'Within 1 hour of the start'],
		[4_320, 'awareness', 'Within 72 hours of becoming aware'],
		[43_200, 'notificationSent', 'Within 1 month of the notification']
	] as const)('%i minutes from %s is in English “%s”', (dueMinutes, dueAnchor, text) => {
		overwriteGetLocale(() => 'en');
		expect(dueText({ dueMinutes, dueAnchor })).toBe(text);
	});

	it('is nothing when the plan sets no time', () => {
		expect(dueText({ dueMinutes: null, dueAnchor: null })).toBeNull();
	});

	it('is said for every step of both plans that has a deadline', () => {
		const steps = [viborgPlan(), nordoePlan()].flatMap((plan) => plan.cards.flatMap((card) => card.steps));
		for (const step of steps) {
			if (step.dueMinutes === null) expect(dueText(step)).toBeNull();
			else
				expect(dueText(step)).toMatch(
					/^Senest [1-9]\d* (min|time|timer|døgn|måned|måneder)( \d+ min)? efter /
				);
		}
	});
});
