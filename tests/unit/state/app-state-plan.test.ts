import { describe, expect, it, vi } from 'vitest';
import { usePlan, type EmbeddedPlan } from '$lib/app/plan-in-use';
import { fail, ok, type Result } from '$lib/base/result';
import type { HeldPlan, PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { createDeviceKeys } from '$lib/security/device-keys';
import { AppState } from '$lib/state/app-state.svelte';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { withoutGroup } from '../../doubles/app-parts';
import { SeededIds } from '../../doubles/ids';
import { tinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

const clock = new FixedClock();
const embedded = (): EmbeddedPlan => ({
	fingerprint: 'own',
	load: vi.fn(() => Promise.resolve(ok(tinyPlan({ id: 'own' }))))
});

async function started(storage: PhoneStorage, own = embedded()): Promise<AppState> {
	const state = new AppState({
		storage,
		firstReading: () => Promise.resolve(null),
		embedded: own,
		clock,
		ids: new SeededIds(),
		deviceKeys: createDeviceKeys,
		...withoutGroup,
		incidentDocuments: () => Promise.reject(new Error('not asked for'))
	});
	await state.start();
	return state;
}

/** A storage that keeps, as far as anybody can tell. */
const durable = (): PhoneStorage => ({ ...createMemoryStorage(null), kind: 'durable' });

describe('the app', () => {
	it('shows a plan as soon as it is put in use, and after it the one before', async () => {
		const storage = durable();
		const state = await started(storage);
		expect(state.plan.id).toBe('own');
		valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
		await vi.waitFor(() => {
			expect(state.plan.id).toBe('theirs');
		});
		expect(state.isKept).toBe(true);
	});

	it('tells a plan that was picked from the same one that came with the app', async () => {
		const storage = durable();
		const state = await started(storage);
		const held = valued(await storage.plans.current());
		if (!held) throw new Error('nothing is held');
		valued(await storage.plans.replace({ ...held, origin: 'imported' }));
		await vi.waitFor(() => {
			expect(state.held?.origin).toBe('imported');
		});
	});

	it('shows and stores its own plan again once everything was deleted, in every tab', async () => {
		const storage = durable();
		const [one, other] = [await started(storage), await started(storage)];
		valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
		await vi.waitFor(() => {
			expect([one.plan.id, other.plan.id]).toEqual(['theirs', 'theirs']);
		});
		valued(await storage.deleteAll());
		await vi.waitFor(() => {
			expect([one.plan.id, other.plan.id]).toEqual(['own', 'own']);
		});
		await vi.waitFor(async () => {
			expect(valued(await storage.plans.current())).toMatchObject({ origin: 'embedded', fingerprint: 'own' });
		});
		expect(valued(await storage.plans.previous())).toBeNull();
		expect([one.isKept, other.isKept]).toEqual([true, true]);
	});

	it('does so where nothing can be kept, too', async () => {
		const refused: StorageError = { code: 'storageRefused', detail: 'private window' };
		const storage = createMemoryStorage(refused);
		const state = await started(storage);
		valued(await usePlan(storage, tinyPlan({ id: 'theirs' }), clock));
		await vi.waitFor(() => {
			expect(state.plan.id).toBe('theirs');
		});
		valued(await storage.deleteAll());
		await vi.waitFor(() => {
			expect(state.plan.id).toBe('own');
		});
		expect(state.isKept).toBe(false);
		expect(state.trouble).toEqual(refused);
	});

	it('does not fetch its own plan again and again on a full phone', async () => {
		const own = embedded();
		const full: Result<void, StorageError> = fail({ code: 'storageFull', detail: 'QuotaExceededError' });
		const storage = durable();
		const observers: ((held: Result<HeldPlan | null, StorageError>) => void)[] = [];
		const state = await started(
			{
				...storage,
				plans: {
					...storage.plans,
					replace: () => Promise.resolve(full),
					observeCurrent: (observer) => {
						observers.push(observer);
						return () => undefined;
					}
				}
			},
			own
		);
		for (const observer of observers) observer(ok(null));
		expect(state.plan.id).toBe('own');
		expect(state.isKept).toBe(false);
		expect(own.load).toHaveBeenCalledTimes(1);
	});

	it('says that there is no plan when its own is out of reach after everything was deleted', async () => {
		const storage = durable();
		const own = embedded();
		const state = await started(storage, own);
		vi.mocked(own.load).mockResolvedValue(fail({ code: 'embeddedPlanUnreachable', detail: 'gone' }));
		valued(await storage.deleteAll());
		await vi.waitFor(() => {
			expect(state.unreachable).toEqual({ code: 'embeddedPlanUnreachable', detail: 'gone' });
		});
		expect(state.held).toBeNull();
	});
});
