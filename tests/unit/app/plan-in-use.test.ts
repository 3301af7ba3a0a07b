import { describe, expect, it } from 'vitest';
import { loadPlanInUse, usePlan, type EmbeddedPlan } from '$lib/app/plan-in-use';
import { fail, ok } from '$lib/base/result';
import type { Plan } from '$lib/domain/plan/schema';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { tinyPlan } from '../../doubles/tiny-plan';

const clock = { now: () => Date.parse('2026-11-24T20:00:00Z') };

function embeddedAs(plan: Plan, fingerprint: string): EmbeddedPlan & { loads: number } {
	return {
		fingerprint,
		loads: 0,
		load() {
			this.loads += 1;
			return Promise.resolve(ok(plan));
		}
	};
}

describe('the plan in use', () => {
	it('is the embedded one on a first start, and is stored', async () => {
		const storage = createMemoryStorage(null);
		const loaded = await loadPlanInUse(storage, embeddedAs(tinyPlan(), 'one'), clock);
		expect(loaded).toMatchObject({
			ok: true,
			value: { held: { origin: 'embedded', fingerprint: 'one' }, notKept: null }
		});
		expect(await storage.plans.current()).toMatchObject({ ok: true, value: { fingerprint: 'one' } });
	});

	it('is read from the phone on the next start, without the embedded file', async () => {
		const storage = createMemoryStorage(null);
		const embedded = embeddedAs(tinyPlan(), 'one');
		await loadPlanInUse(storage, embedded, clock);
		await loadPlanInUse(storage, embedded, clock);
		expect(embedded.loads).toBe(1);
	});

	it('follows the app when a new version brings another embedded plan, and keeps the old one aside', async () => {
		const storage = createMemoryStorage(null);
		await loadPlanInUse(storage, embeddedAs(tinyPlan(), 'one'), clock);
		const loaded = await loadPlanInUse(storage, embeddedAs(tinyPlan(), 'two'), clock);
		expect(loaded).toMatchObject({ ok: true, value: { held: { fingerprint: 'two' } } });
		expect(await storage.plans.previous()).toMatchObject({ ok: true, value: { fingerprint: 'one' } });
	});

	it('stays the imported one, whatever a new version brings', async () => {
		const storage = createMemoryStorage(null);
		const used = await usePlan(storage, tinyPlan({ id: 'mine' }), clock);
		expect(used.ok).toBe(true);
		const loaded = await loadPlanInUse(storage, embeddedAs(tinyPlan(), 'two'), clock);
		expect(loaded).toMatchObject({ ok: true, value: { held: { origin: 'imported', plan: { id: 'mine' } } } });
	});

	it('is the held one when the newer embedded one cannot be had', async () => {
		const storage = createMemoryStorage(null);
		await loadPlanInUse(storage, embeddedAs(tinyPlan(), 'one'), clock);
		const gone: EmbeddedPlan = {
			fingerprint: 'two',
			load: () => Promise.resolve(fail({ code: 'embeddedPlanUnreachable', detail: 'gone' }))
		};
		expect(await loadPlanInUse(storage, gone, clock)).toMatchObject({
			ok: true,
			value: { held: { fingerprint: 'one' } }
		});
	});

	it('is shown, and said not to be kept, when the stored one cannot be read; the damaged one is not overwritten', async () => {
		const storage = createMemoryStorage(null);
		const damaged = { code: 'storageDamaged', detail: 'plans/current' } as const;
		let replaced = 0;
		const broken = {
			...storage,
			plans: {
				...storage.plans,
				current: () => Promise.resolve(fail(damaged)),
				replace: () => {
					replaced += 1;
					return Promise.resolve(ok(undefined));
				}
			}
		};
		const loaded = await loadPlanInUse(broken, embeddedAs(tinyPlan(), 'one'), clock);
		expect(loaded).toMatchObject({ ok: true, value: { held: { fingerprint: 'one' }, notKept: damaged } });
		expect(replaced).toBe(0);
	});

	it('is none, and says why, when nothing is held and the embedded one is out of reach', async () => {
		const error = { code: 'embeddedPlanUnreachable', detail: 'gone' } as const;
		const gone: EmbeddedPlan = { fingerprint: 'one', load: () => Promise.resolve(fail(error)) };
		expect(await loadPlanInUse(createMemoryStorage(null), gone, clock)).toEqual({ ok: false, error });
	});
});
