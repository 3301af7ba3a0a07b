import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '$lib/app/fingerprint';
import { heldAsOurs, readPlanFile, relationOf, useEmbeddedPlan, usePreviousPlan } from '$lib/app/import-plan';
import { loadPlanInUse, usePlan, type EmbeddedPlan } from '$lib/app/plan-in-use';
import { fail, ok } from '$lib/base/result';
import { PLAN_MAX_BYTES, type Plan } from '$lib/domain/plan/schema';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { picked, unreadable } from '../../doubles/picked';
import { heldTinyPlan, tinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

const clock = new FixedClock();
const embeddedAs = (plan: Plan, fingerprint: string): EmbeddedPlan => ({
	fingerprint,
	load: () => Promise.resolve(ok(plan))
});
const own = embeddedAs(tinyPlan({ id: 'own' }), 'own-2');
const gone: EmbeddedPlan = {
	fingerprint: 'own-2',
	load: () => Promise.resolve(fail({ code: 'embeddedPlanUnreachable', detail: 'gone' }))
};

describe('a plan file that was picked', () => {
	it('is read, and nothing is put in use', async () => {
		const text = readFileSync(new URL('../../fixtures/nordoe-staff-plan.json', import.meta.url), 'utf8');
		expect(valued(await readPlanFile(picked(text))).id).toBe('nordoe-staff-plan');
	});

	it('is refused above 5 MB without a byte of it being read', async () => {
		const file = picked('{}', PLAN_MAX_BYTES + 1);
		expect(await readPlanFile(file)).toEqual({
			ok: false,
			error: { code: 'planTooLarge', bytes: PLAN_MAX_BYTES + 1 }
		});
		expect(file.reads).toBe(0);
	});

	it('is bounded by what it holds too, whatever the browser said of its size', async () => {
		const file = picked(new Uint8Array(PLAN_MAX_BYTES + 1), 10);
		expect(await readPlanFile(file)).toMatchObject({ ok: false, error: { code: 'planTooLarge' } });
	});

	it('is told to be out of reach when the browser cannot read it', async () => {
		expect(await readPlanFile(unreadable)).toMatchObject({ ok: false, error: { code: 'fileUnreadable' } });
	});
});

describe('a plan stands to the one in use', () => {
	const updatedOn = (lastUpdatedOn: string) =>
		tinyPlan({ revision: { ...tinyPlan().revision, lastUpdatedOn } });

	it('as the same, a newer or an older one, another edition of the same day, or another plan', () => {
		expect(relationOf(tinyPlan(), tinyPlan())).toBe('same');
		expect(relationOf(updatedOn('2024-03-01'), tinyPlan())).toBe('newer');
		expect(relationOf(updatedOn('2023-12-31'), tinyPlan())).toBe('older');
		expect(relationOf(tinyPlan({ municipality: 'Sydø' }), tinyPlan())).toBe('otherEdition');
		expect(relationOf(tinyPlan({ id: 'other' }), tinyPlan())).toBe('otherPlan');
	});
});

describe('the previous plan', () => {
	it('comes back, and the one in use is put aside in its place', async () => {
		const storage = createMemoryStorage(null);
		valued(await loadPlanInUse(storage, own, clock));
		valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
		expect(valued(await usePreviousPlan(storage, own))).toMatchObject({
			origin: 'embedded',
			plan: { id: 'own' }
		});
		expect(valued(await storage.plans.current())).toMatchObject({ origin: 'embedded', fingerprint: 'own-2' });
		expect(valued(await storage.plans.previous())).toMatchObject({
			origin: 'imported',
			plan: { id: 'theirs' }
		});
		expect(valued(await usePreviousPlan(storage, own))).toMatchObject({ plan: { id: 'theirs' } });
	});

	it('stays when it is an older one of the app’s own, which the next start would have replaced', async () => {
		const storage = createMemoryStorage(null);
		valued(await loadPlanInUse(storage, embeddedAs(tinyPlan({ id: 'own' }), 'own-1'), clock));
		valued(await loadPlanInUse(storage, own, clock));
		expect(valued(await usePreviousPlan(storage, own))).toMatchObject({
			origin: 'imported',
			fingerprint: 'own-1'
		});
		expect(valued(await loadPlanInUse(storage, own, clock)).held.fingerprint).toBe('own-1');
	});

	it('is none on a phone that has had only one', async () => {
		const storage = createMemoryStorage(null);
		valued(await loadPlanInUse(storage, own, clock));
		expect(valued(await usePreviousPlan(storage, own))).toBeNull();
		expect(valued(await storage.plans.current())).toMatchObject({ fingerprint: 'own-2' });
	});

	it('is told not to be in use when it could not be stored', async () => {
		const storage = createMemoryStorage(null);
		const full = { code: 'storageFull', detail: 'QuotaExceededError' } as const;
		const failing = {
			...storage,
			plans: {
				...storage.plans,
				previous: () => Promise.resolve(ok(heldTinyPlan())),
				replace: () => Promise.resolve(fail(full))
			}
		};
		expect(await usePreviousPlan(failing, own)).toEqual({ ok: false, error: full });
		expect(await useEmbeddedPlan(failing, own, clock)).toEqual({ ok: false, error: full });
	});
});

describe('the app’s own plan', () => {
	it('is put in use again, and follows the app’s updates from then on', async () => {
		const storage = createMemoryStorage(null);
		valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
		valued(await useEmbeddedPlan(storage, own, clock));
		expect(valued(await storage.plans.current())).toMatchObject({ origin: 'embedded', plan: { id: 'own' } });
		expect(valued(await storage.plans.previous())).toMatchObject({ plan: { id: 'theirs' } });
		const newer = embeddedAs(tinyPlan({ id: 'own' }), 'own-3');
		expect(valued(await loadPlanInUse(storage, newer, clock)).held.fingerprint).toBe('own-3');
	});

	it('leaves the one in use alone when it cannot be had', async () => {
		const storage = createMemoryStorage(null);
		valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
		expect(await useEmbeddedPlan(storage, gone, clock)).toMatchObject({
			ok: false,
			error: { code: 'embeddedPlanUnreachable' }
		});
		expect(valued(await storage.plans.current())).toMatchObject({ plan: { id: 'theirs' } });
	});
});

describe('a plan from a phone-data file', () => {
	it('is none where the file has none', async () => {
		expect(await heldAsOurs(null, 'current', own)).toBeNull();
	});

	it('that a person chose gets the fingerprint of its own text, whatever the file says', async () => {
		const theirs = heldTinyPlan({ fingerprint: 'own-2' });
		expect(await heldAsOurs(theirs, 'current', own)).toEqual({
			...theirs,
			fingerprint: await fingerprintOf(theirs.plan)
		});
	});

	it('that was an app’s own is this app’s edition of it', async () => {
		const theirs = heldTinyPlan({ origin: 'embedded', fingerprint: 'own-1', plan: { id: 'own' } });
		expect(await heldAsOurs(theirs, 'current', own)).toMatchObject({
			origin: 'embedded',
			fingerprint: 'own-2',
			plan: tinyPlan({ id: 'own' })
		});
	});

	it('that only claims to be the app’s own, with another text, is the app’s own all the same', async () => {
		const forged = tinyPlan({ id: 'own', municipality: 'Falsk Kommune' });
		const theirs = { ...heldTinyPlan({ origin: 'embedded', fingerprint: 'own-2' }), plan: forged };
		expect((await heldAsOurs(theirs, 'current', own))?.plan).toEqual(tinyPlan({ id: 'own' }));
		expect((await heldAsOurs(theirs, 'previous', own))?.plan).toEqual(tinyPlan({ id: 'own' }));
	});

	it('that was the own plan of another app is one that a person chose, and stays', async () => {
		const theirs = heldTinyPlan({ origin: 'embedded', fingerprint: 'other', plan: { id: 'other' } });
		expect(await heldAsOurs(theirs, 'current', own)).toMatchObject({
			origin: 'imported',
			plan: { id: 'other' }
		});
	});

	it('that was put aside as an older own one is kept as it is', async () => {
		const theirs = heldTinyPlan({ origin: 'embedded', fingerprint: 'own-1', plan: { id: 'own' } });
		expect(await heldAsOurs(theirs, 'previous', own)).toMatchObject({
			origin: 'imported',
			plan: theirs.plan
		});
	});

	it('is taken as it is when the app’s own cannot be had', async () => {
		const theirs = heldTinyPlan({ origin: 'embedded', plan: { id: 'own' } });
		expect(await heldAsOurs(theirs, 'current', gone)).toMatchObject({
			origin: 'imported',
			plan: theirs.plan
		});
	});
});
