import { describe, expect, it } from 'vitest';
import { summarise } from '$lib/app/phone-summary';
import type { PhoneContent } from '$lib/domain/phone-data/phone-content';
import { acknowledgement, attachment, contactUpdate, minute, pdf, tick } from '../../doubles/phone-rows';

const NOTHING: PhoneContent = {
	plan: null,
	previousPlan: null,
	checklist: [],
	contactUpdates: [],
	acknowledgements: [],
	attachments: []
};

describe('the summary of a phone', () => {
	it('of an empty one counts nothing, and dates nothing', () => {
		expect(summarise(NOTHING)).toEqual({
			plan: null,
			previousPlan: null,
			ticked: { count: 0, newestAt: null },
			contactUpdates: { count: 0, newestAt: null },
			acknowledgements: { count: 0, newestAt: null },
			attachments: []
		});
	});

	it('counts the steps that are ticked now, each plan’s and run’s for itself', () => {
		const checklist = [
			tick(1),
			tick(2, { kind: 'unticked' }),
			tick(3, { stepId: 'step-2' }),
			tick(4, { planId: 'other' }),
			tick(5, { runId: 'incident' })
		];
		expect(summarise({ ...NOTHING, checklist }).ticked).toEqual({ count: 3, newestAt: minute(5) });
	});

	it('dates each kind by its newest, in whatever order they stand', () => {
		const content = {
			...NOTHING,
			contactUpdates: [contactUpdate({ confirmedAt: minute(5) }), contactUpdate({ confirmedAt: minute(2) })],
			acknowledgements: [acknowledgement({ at: minute(3) })],
			attachments: [attachment({ bytes: pdf('12345') })]
		};
		expect(summarise(content)).toMatchObject({
			contactUpdates: { count: 2, newestAt: minute(5) },
			acknowledgements: { count: 1, newestAt: minute(3) },
			attachments: [{ name: 'tegning.pdf', bytes: 10, addedAt: minute(0) }]
		});
	});
});
