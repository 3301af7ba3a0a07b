import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '$lib/app/create-app';
import { fail, ok } from '$lib/base/result';
import { PHONE_RUN_ID } from '$lib/domain/checklist/checklist';
import type { FirstReading, PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { createDeviceKeys } from '$lib/security/device-keys';
import { AppState } from '$lib/state/app-state.svelte';
import { laterStorage } from '$lib/storage/later';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { withoutGroup } from '../../doubles/app-parts';
import { SeededIds } from '../../doubles/ids';
import { acknowledgement, contactUpdate, minute, tick } from '../../doubles/phone-rows';
import { heldTinyPlan, tinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

const refused: StorageError = { code: 'storageRefused', detail: 'SecurityError' };

let storage: PhoneStorage;
beforeEach(async () => {
	storage = createMemoryStorage(null);
	valued(await storage.plans.replace(heldTinyPlan()));
	valued(await storage.checklist.append([tick(7)]));
	valued(await storage.contactUpdates.put(contactUpdate()));
	valued(await storage.acknowledgements.put(acknowledgement()));
});

async function readingOf(from: PhoneStorage): Promise<FirstReading> {
	const plan = valued(await from.plans.current());
	if (!plan) throw new Error('no plan');
	return {
		plan,
		checklist: valued(await from.checklist.ofRun(PHONE_RUN_ID)),
		contactUpdates: valued(await from.contactUpdates.all()),
		acknowledgements: valued(await from.acknowledgements.all()),
		incidents: []
	};
}

/** A phone whose storage is opened when it is asked for. */
function phone(reading: FirstReading | null, { open = () => Promise.resolve(storage), own = 'own' } = {}) {
	const opening = vi.fn(open);
	let outdate: () => void = () => undefined;
	const app: App = {
		storage: laterStorage(opening),
		firstReading: (onOutdated) => {
			outdate = onOutdated;
			return Promise.resolve(reading);
		},
		clock: new FixedClock(),
		ids: new SeededIds(),
		deviceKeys: createDeviceKeys,
		...withoutGroup,
		incidentDocuments: () => Promise.reject(new Error('not asked for')),
		embedded: { fingerprint: own, load: () => Promise.resolve(ok(tinyPlan({ id: 'own' }))) }
	};
	return {
		state: new AppState(app),
		opening,
		otherTabWrites: () => {
			outdate();
		}
	};
}

/** All that screens are told. */
function shown(state: AppState) {
	const { held, unreachable, isKept, trouble, ticked, contactUpdates, acknowledged } = state;
	return { held, unreachable, isKept, trouble, ticked, contactUpdates, acknowledged };
}

describe('a start with a first reading', () => {
	it('shows what the storage would, and does not open it', async () => {
		const quick = phone(await readingOf(storage));
		await quick.state.start();
		const slow = phone(null);
		await slow.state.start();
		expect([quick.opening.mock.calls.length, slow.opening.mock.calls.length]).toEqual([0, 1]);
		expect(shown(quick.state)).toEqual(shown(slow.state));
		expect([...quick.state.ticked]).toEqual([['step-1', minute(7)]]);
	});

	it('opens the storage when the plan that came with the app is another one now', async () => {
		valued(await storage.plans.replace(heldTinyPlan({ origin: 'embedded', fingerprint: 'before' })));
		const { state } = phone(await readingOf(storage), { own: 'after' });
		await state.start();
		expect(state.plan.id).toBe('own');
		expect(valued(await storage.plans.current())?.fingerprint).toBe('after');
	});

	it('follows the storage as soon as another tab writes', async () => {
		const { state, otherTabWrites } = phone(await readingOf(storage));
		await state.start();
		const { held } = state;
		valued(await storage.checklist.append([tick(8, { kind: 'unticked' })]));
		otherTabWrites();
		await state.follow();
		expect([...state.ticked]).toEqual([]);
		// nothing is drawn anew that is the same
		expect(state.held).toBe(held);
		valued(await storage.checklist.append([tick(9)]));
		await vi.waitFor(() => {
			expect([...state.ticked]).toEqual([['step-1', minute(9)]]);
		});
	});

	it('shows nothing old over what is followed already', async () => {
		const reading = await readingOf(storage);
		valued(await storage.checklist.append([tick(8, { kind: 'unticked' })]));
		const { state } = phone(reading);
		await Promise.all([state.start(), state.follow()]);
		expect([...state.ticked]).toEqual([]);
	});

	it('counts a press from what other tabs have written since', async () => {
		const { state } = phone(await readingOf(storage));
		await state.start();
		valued(await storage.checklist.append([tick(40), tick(41, { kind: 'unticked' })]));
		await state.setTicked('card-1', 'step-1', 'ticked');
		expect(valued(await storage.checklist.all()).map((event) => event.sequence)).toEqual([7, 40, 41, 42]);
		expect([...state.ticked.keys()]).toEqual(['step-1']);
	});

	it('keeps what is shown when the storage cannot be had later on, and tells of it', async () => {
		const { state, opening } = phone(await readingOf(storage), {
			open: () => Promise.reject(new Error('no chunk'))
		});
		await state.start();
		expect([state.isKept, state.trouble]).toEqual([true, null]);
		await state.follow();
		expect(state.held?.fingerprint).toBe('tiny-1');
		expect([...state.ticked.keys()]).toEqual(['step-1']);
		expect([state.isKept, state.trouble?.code]).toEqual([false, 'storageFailed']);
		// it is asked for again the next time
		opening.mockResolvedValue(storage);
		expect(await state.setTicked('card-1', 'step-2', 'ticked')).toBeNull();
	});

	it('says that nothing is kept when the browser refuses the database later on', async () => {
		const memory = createMemoryStorage(refused);
		valued(await memory.restore(valued(await storage.readAll())));
		const { state } = phone(await readingOf(storage), { open: () => Promise.resolve(memory) });
		await state.start();
		await state.follow();
		expect([state.isKept, state.trouble, state.app.storage.kind]).toEqual([false, refused, 'memory']);
		expect(state.held?.fingerprint).toBe('tiny-1');
	});
});

describe('a storage that is opened later', () => {
	it('tells an observer why it could not be opened, and not after it has stopped', async () => {
		const later = laterStorage(() => Promise.reject(new Error('no chunk')));
		const told = vi.fn();
		const stopped = vi.fn();
		const troubles = vi.fn();
		later.onTrouble(troubles);
		later.contactUpdates.observeAll(stopped)();
		later.contactUpdates.observeAll(told);
		const error = { code: 'storageFailed', detail: 'Error: no chunk' };
		await vi.waitFor(() => {
			expect(told).toHaveBeenCalledWith(fail(error));
		});
		expect(troubles).toHaveBeenCalledWith(error);
		expect(stopped).not.toHaveBeenCalled();
	});
});
