import { describe, expect, it } from 'vitest';
import { exportPhoneData, readPhoneDataFile, restorePhoneData } from '$lib/app/phone-data';
import { loadPlanInUse, usePlan, type EmbeddedPlan } from '$lib/app/plan-in-use';
import { fail, ok } from '$lib/base/result';
import { PHONE_DATA_MAX_BYTES, type PhoneSettings } from '$lib/domain/phone-data/phone-data';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { acknowledgement, attachment, contactUpdate, minute, pdf, tick } from '../../doubles/phone-rows';
import { picked, unreadable } from '../../doubles/picked';
import { tinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

const clock = new FixedClock();
const settings: PhoneSettings = { locale: 'en', theme: 'night' };
const embedded: EmbeddedPlan = {
	fingerprint: 'own',
	load: () => Promise.resolve(ok(tinyPlan({ id: 'own' })))
};

/** A phone with something of everything on it. */
async function usedPhone(): Promise<PhoneStorage> {
	const storage = createMemoryStorage(null);
	valued(await loadPlanInUse(storage, embedded, clock));
	valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
	valued(await storage.checklist.append([tick(1), tick(2, { stepId: 'step-2' })]));
	valued(await storage.contactUpdates.put(contactUpdate({ name: 'Åse Ny' })));
	valued(await storage.acknowledgements.put(acknowledgement()));
	valued(await storage.attachments.put(attachment({ bytes: pdf('1.7 tegning') })));
	return storage;
}

describe('a full copy of a phone’s data', () => {
	it('gives the same phone back after everything was deleted', async () => {
		const storage = await usedPhone();
		const before = valued(await storage.readAll());
		const { text } = valued(await exportPhoneData(storage, settings, clock));
		valued(await storage.deleteAll());
		// what the app does when nothing is held
		valued(await loadPlanInUse(storage, embedded, clock));

		const data = valued(await readPhoneDataFile(picked(text)));
		expect(data.settings).toEqual(settings);
		valued(await restorePhoneData(storage, embedded, data));
		expect(valued(await storage.readAll())).toEqual(before);
	});

	it('gives a phone with the app’s own plan back as one', async () => {
		const storage = createMemoryStorage(null);
		valued(await loadPlanInUse(storage, embedded, clock));
		const before = valued(await storage.readAll());
		const { text } = valued(await exportPhoneData(storage, settings, clock));
		const other = createMemoryStorage(null);
		valued(await restorePhoneData(other, embedded, valued(await readPhoneDataFile(picked(text)))));
		expect(valued(await other.readAll())).toEqual(before);
	});

	it('says what is in it and when it was made', async () => {
		const storage = await usedPhone();
		const made = valued(await exportPhoneData(storage, settings, clock));
		expect(made).toMatchObject({
			exportedAt: '2026-11-24T14:00:00.000Z',
			leftOut: 0,
			summary: {
				plan: { plan: { id: 'theirs' } },
				previousPlan: { plan: { id: 'own' } },
				ticked: { count: 2, newestAt: minute(2) },
				contactUpdates: { count: 1 },
				acknowledgements: { count: 1 },
				attachments: [{ name: 'tegning.pdf', bytes: pdf('1.7 tegning').byteLength }]
			}
		});
	});

	it('says how many things could not be read and are not in it', async () => {
		const storage = await usedPhone();
		const damaged: PhoneStorage = {
			...storage,
			onTrouble: (listener) => {
				listener({ code: 'storageDamaged', detail: 'checklistEvents a' });
				listener({ code: 'storageDamaged', detail: 'checklistEvents b' });
				listener({ code: 'storageOutdated', detail: 'version 2' });
				return () => undefined;
			}
		};
		expect(valued(await exportPhoneData(damaged, settings, clock)).leftOut).toBe(2);
	});

	it('is not made, and says why, when the phone cannot be read or holds too much', async () => {
		const storage = await usedPhone();
		const error = { code: 'storageFailed', detail: 'x' } as const;
		const failing = { ...storage, readAll: () => Promise.resolve(fail(error)) };
		expect(await exportPhoneData(failing, settings, clock)).toEqual({ ok: false, error });

		for (const blockId of ['a', 'b', 'c'])
			valued(
				await storage.attachments.put(attachment({ blockId, bytes: pdf('7'.repeat(17 * 1024 * 1024)) }))
			);
		expect(await exportPhoneData(storage, settings, clock)).toMatchObject({
			ok: false,
			error: { code: 'phoneDataTooLarge' }
		});
	});
});

describe('a copy that was picked', () => {
	it('is refused above 64 MiB without a byte of it being read', async () => {
		const file = picked('{}', PHONE_DATA_MAX_BYTES + 1);
		expect(await readPhoneDataFile(file)).toMatchObject({ ok: false, error: { code: 'phoneDataTooLarge' } });
		expect(file.reads).toBe(0);
	});

	it('is told to be out of reach when the browser cannot read it', async () => {
		expect(await readPhoneDataFile(unreadable)).toMatchObject({
			ok: false,
			error: { code: 'fileUnreadable' }
		});
	});

	it('adds to what the phone has: what is newer here stays, and nothing is deleted', async () => {
		const { text } = valued(await exportPhoneData(await usedPhone(), settings, clock));
		const other = createMemoryStorage(null);
		const newer = contactUpdate({ name: 'Nyere', confirmedAt: minute(9) });
		valued(await other.contactUpdates.put(newer));
		valued(await other.checklist.append([tick(7, { stepId: 'step-7' })]));
		valued(await restorePhoneData(other, embedded, valued(await readPhoneDataFile(picked(text)))));
		const content = valued(await other.readAll());
		expect(content.contactUpdates).toEqual([newer]);
		expect(content.checklist.map(({ sequence }) => sequence)).toEqual([1, 2, 7]);
	});
});
