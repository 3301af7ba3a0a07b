import { describe, expect, it } from 'vitest';
import { summarise } from '$lib/app/phone-summary';
import type { PhoneContent } from '$lib/domain/phone-data/phone-content';
import { OTHER_INCIDENT, photo, summary, TestDevice } from '../../doubles/log-entries';
import { acknowledgement, attachment, contactUpdate, minute, pdf, tick } from '../../doubles/phone-rows';

const NOTHING: PhoneContent = {
	plan: null,
	previousPlan: null,
	checklist: [],
	contactUpdates: [],
	acknowledgements: [],
	attachments: [],
	incidents: [],
	incidentDeletions: []
};

describe('the summary of a phone', () => {
	it('of an empty one counts nothing, and dates nothing', () => {
		expect(summarise(NOTHING)).toEqual({
			plan: null,
			previousPlan: null,
			ticked: { count: 0, newestAt: null },
			contactUpdates: { count: 0, newestAt: null },
			acknowledgements: { count: 0, newestAt: null },
			incidents: [],
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

	it('names every incident, the newest first, and counts what it holds', () => {
		const device = new TestDevice();
		const older = {
			summary: summary({ openedAt: minute(1), closedAt: minute(9) }),
			entries: [device.next()],
			files: []
		};
		const newer = {
			summary: summary({
				incidentId: OTHER_INCIDENT,
				title: 'Øvelse',
				mode: 'exercise',
				openedAt: minute(5)
			}),
			entries: device.chain(2, { incidentId: OTHER_INCIDENT }),
			files: [photo('x', OTHER_INCIDENT)]
		};
		expect(summarise({ ...NOTHING, incidents: [older, newer] }).incidents).toEqual([
			{ title: 'Øvelse', mode: 'exercise', openedAt: minute(5), closedAt: null, entries: 2, photos: 1 },
			{
				title: summary().title,
				mode: 'real',
				openedAt: minute(1),
				closedAt: minute(9),
				entries: 1,
				photos: 0
			}
		]);
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
