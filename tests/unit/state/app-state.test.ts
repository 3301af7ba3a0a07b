import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '$lib/app/create-app';
import { fail, ok } from '$lib/base/result';
import type { ChecklistEvent } from '$lib/domain/checklist/checklist';
import type { Plan } from '$lib/domain/plan/schema';
import type { Observer, PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { createDeviceKeys } from '$lib/security/device-keys';
import { AppState } from '$lib/state/app-state.svelte';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { FixedClock } from '../../doubles/clock';
import { withoutGroup } from '../../doubles/app-parts';
import { FakeCaches } from '../../doubles/fake-caches';
import { SeededIds } from '../../doubles/ids';
import { minute, tick } from '../../doubles/phone-rows';
import { heldTinyPlan, tinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

const full: StorageError = { code: 'storageFull', detail: 'QuotaExceededError' };
const FIRST_SCREEN = 'beredt-first-screen';
let caches: FakeCaches;

beforeEach(() => {
	caches = new FakeCaches();
	vi.stubGlobal('caches', caches);
	vi.stubGlobal('document', { documentElement: { lang: 'da', dataset: { theme: 'system' } } });
});
afterEach(() => {
	vi.unstubAllGlobals();
});

/** What the app is made of on a phone that is still off. */
function appOn(storage: PhoneStorage, embedded = { plan: tinyPlan(), fingerprint: 'embedded-1' }) {
	const clock = new FixedClock();
	const app: App = {
		storage,
		firstReading: () => Promise.resolve(null),
		clock,
		ids: new SeededIds(),
		deviceKeys: createDeviceKeys,
		...withoutGroup,
		incidentDocuments: () => Promise.reject(new Error('not asked for')),
		embedded: { fingerprint: embedded.fingerprint, load: () => Promise.resolve(ok(embedded.plan)) }
	};
	return { app, clock };
}

/** A phone that is switched on: its state, and what it stands on. */
async function started(
	storage: PhoneStorage = createMemoryStorage(null),
	embedded?: { plan: Plan; fingerprint: string }
) {
	const { app, clock } = appOn(storage, embedded);
	const state = new AppState(app);
	await state.start();
	return { state, storage, clock };
}

/** A storage whose observers of ticks are told by the test. */
function withTicksToldBy(storage: PhoneStorage) {
	const observers: Observer<ChecklistEvent[]>[] = [];
	const told: PhoneStorage = {
		...storage,
		checklist: {
			...storage.checklist,
			observeRun: (_runId, observer) => {
				observers.push(observer);
				return () => undefined;
			}
		}
	};
	return { told, tell: (events: ChecklistEvent[]) => observers.forEach((observer) => observer(ok(events))) };
}

describe('a step', () => {
	it('is shown as ticked, with its time, when it is on the disk', async () => {
		const { state, storage } = await started();
		expect(await state.setTicked('card-1', 'step-1', 'ticked')).toBeNull();
		expect([...state.ticked]).toEqual([['step-1', minute(0)]]);
		expect(valued(await storage.checklist.all())).toMatchObject([
			{ planId: 'tiny', cardId: 'card-1', stepId: 'step-1', kind: 'ticked', sequence: 1, runId: 'phone' }
		]);
		expect(await state.setTicked('card-1', 'step-1', 'unticked')).toBeNull();
		expect([...state.ticked]).toEqual([]);
	});

	it('is not shown as ticked when it could not be kept, and the trouble is told', async () => {
		const storage = createMemoryStorage(null);
		const { state } = await started({
			...storage,
			checklist: { ...storage.checklist, append: () => Promise.resolve(fail(full)) }
		});
		expect(await state.setTicked('card-1', 'step-1', 'ticked')).toEqual(full);
		expect([...state.ticked]).toEqual([]);
		expect(state.trouble).toEqual(full);
	});

	it('that was ticked before is ticked as soon as anything is shown at all', async () => {
		const storage = createMemoryStorage(null);
		valued(await storage.checklist.append([tick(7)]));
		const { told, tell } = withTicksToldBy(storage);
		const { app } = appOn(told);
		const state = new AppState(app);
		const starting = state.start();
		await vi.waitFor(async () => {
			expect(valued(await storage.plans.current())).not.toBeNull();
		});
		await new Promise((resolve) => setTimeout(resolve, 20));
		// the plan is there, but the screens wait for what was done with it
		expect(state.held).toBeNull();
		tell([tick(7)]);
		await starting;
		expect(state.held).not.toBeNull();
		expect([...state.ticked.keys()]).toEqual(['step-1']);
	});

	it('of another plan is no tick of this one', async () => {
		const storage = createMemoryStorage(null);
		valued(await storage.checklist.append([tick(1, { planId: 'other' })]));
		const { state } = await started(storage);
		expect([...state.ticked]).toEqual([]);
	});

	it('keeps its last press, whatever the clock says in between', async () => {
		const { state, clock, storage } = await started();
		await state.setTicked('card-1', 'step-1', 'ticked');
		clock.step(-3_600_000);
		await state.setTicked('card-1', 'step-1', 'unticked');
		expect([...state.ticked]).toEqual([]);
		const { state: again } = await started(storage);
		expect([...again.ticked]).toEqual([]);
	});

	it('has a place of its own in the journal, though two are pressed at once', async () => {
		const { state, storage } = await started();
		await Promise.all([
			state.setTicked('card-1', 'step-1', 'ticked'),
			state.setTicked('card-1', 'step-2', 'ticked')
		]);
		expect(valued(await storage.checklist.all()).map((event) => event.sequence)).toEqual([1, 2]);
	});

	it('comes after what another tab wrote', async () => {
		const storage = createMemoryStorage(null);
		const { state } = await started(storage);
		valued(await storage.checklist.append([tick(40), tick(41, { kind: 'unticked' })]));
		await state.setTicked('card-1', 'step-1', 'ticked');
		expect([...state.ticked.keys()]).toEqual(['step-1']);
		expect(valued(await storage.checklist.all()).map((event) => event.sequence)).toEqual([40, 41, 42]);
	});

	it('stays ticked when an observation arrives that is older than the press', async () => {
		const { told, tell } = withTicksToldBy(createMemoryStorage(null));
		const starting = started(told);
		await vi.waitFor(() => {
			tell([]);
			return Promise.race([starting, Promise.reject(new Error('not yet'))]);
		});
		const { state, storage } = await starting;
		await state.setTicked('card-1', 'step-1', 'ticked');
		tell([]);
		expect([...state.ticked.keys()]).toEqual(['step-1']);
		tell(valued(await storage.checklist.all()));
		expect([...state.ticked.keys()]).toEqual(['step-1']);
		// everything was deleted: nothing of it is held on to
		tell([]);
		expect([...state.ticked]).toEqual([]);
	});
});

describe('a card that is begun anew', () => {
	it('has no ticks, and undo brings them back with the times that they had', async () => {
		const { state, clock, storage } = await started();
		await state.setTicked('card-1', 'step-1', 'ticked');
		const before = state.ticked;
		clock.step(600_000);
		expect(await state.clearCard('card-1')).toBeNull();
		expect([...state.ticked]).toEqual([]);
		clock.step(60_000);
		expect(await state.restoreTicks('card-1', before)).toBeNull();
		expect([...state.ticked]).toEqual([['step-1', minute(0)]]);
		// every act is in the journal, in the order that it was done
		expect(valued(await storage.checklist.all()).map(({ kind, at }) => [kind, at])).toEqual([
			['ticked', minute(0)],
			['unticked', minute(10)],
			['ticked', minute(0)]
		]);
	});

	it('leaves the ticks of other cards', async () => {
		const [card] = tinyPlan().cards;
		if (!card) throw new Error('no card');
		const other = { ...card, id: 'card-2', steps: card.steps.map((step) => ({ ...step, id: 'step-2' })) };
		const { state } = await started(createMemoryStorage(null), {
			plan: tinyPlan({ cards: [card, other] }),
			fingerprint: 'two-cards'
		});
		await state.setTicked('card-1', 'step-1', 'ticked');
		await state.setTicked('card-2', 'step-2', 'ticked');
		await state.clearCard('card-1');
		expect([...state.ticked.keys()]).toEqual(['step-2']);
	});
});

describe('the plan', () => {
	it('is kept on this phone after the first start', async () => {
		const { state } = await started();
		expect(state.isKept).toBe(true);
		expect(state.plan.id).toBe('tiny');
	});

	it('is shown, but not called kept, when there is no room or no database; and called kept when that is mended', async () => {
		const refused: StorageError = { code: 'storageRefused', detail: '' };
		const { state: onMemory } = await started(createMemoryStorage(refused));
		expect(onMemory.plan.id).toBe('tiny');
		expect([onMemory.isKept, onMemory.trouble]).toEqual([false, refused]);

		const storage = createMemoryStorage(null);
		const { state } = await started({
			...storage,
			plans: { ...storage.plans, replace: () => Promise.resolve(fail(full)) }
		});
		expect([state.isKept, state.trouble]).toEqual([false, full]);
		valued(await storage.plans.replace(heldTinyPlan()));
		expect(state.isKept).toBe(true);
	});

	it('follows another tab that puts another in use', async () => {
		const { state, storage } = await started();
		valued(await storage.plans.replace(heldTinyPlan({ plan: { id: 'other' }, fingerprint: 'other' })));
		expect(state.plan.id).toBe('other');
	});

	it('says why there is none', async () => {
		const error = { code: 'embeddedPlanUnreachable', detail: 'gone' } as const;
		const state = new AppState({
			storage: createMemoryStorage(null),
			firstReading: () => Promise.resolve(null),
			clock: new FixedClock(),
			ids: new SeededIds(),
			deviceKeys: createDeviceKeys,
			...withoutGroup,
			incidentDocuments: () => Promise.reject(new Error('not asked for')),
			embedded: { fingerprint: 'x', load: () => Promise.resolve(fail(error)) }
		});
		await state.start();
		expect([state.held, state.unreachable]).toEqual([null, error]);
	});
});

describe('a contact', () => {
	it('is shown as it was corrected on this phone, at once and after a restart', async () => {
		const { state, storage } = await started();
		const [contact] = state.plan.contacts;
		if (!contact) throw new Error('no contact');
		const correction = { contactId: contact.id, name: 'Bo Berg', phone: '87 65 43 21', mail: null };
		expect(await state.updateContact(correction)).toBeNull();
		expect(state.effective(contact).name).toBe('Bo Berg');
		const { state: again } = await started(storage);
		expect(again.effective(contact).name).toBe('Bo Berg');
		expect(await again.resetContact(contact.id)).toBeNull();
		expect(again.effective(contact).name).toBe('Åse Ærø');
	});
});

describe('the picture of the first screen', () => {
	const pictureHtml = async () =>
		(JSON.parse((await caches.text(FIRST_SCREEN, '/__first-screen')) ?? 'null') as { html: string } | null)
			?.html;

	it('is taken away before a number in it is replaced, so that the old one is not offered at the next start', async () => {
		const { state } = await started();
		expect(await pictureHtml()).toBeUndefined();
		await state.updateContact({ contactId: 'contact-1', name: null, phone: '1', mail: null });
		expect(await pictureHtml()).toBe('');
	});

	it('is taken away when the app brings another plan than the one in it', async () => {
		const { storage } = await started();
		expect(await pictureHtml()).toBeUndefined();
		await started(storage, { plan: tinyPlan({ id: 'newer' }), fingerprint: 'embedded-2' });
		expect(await pictureHtml()).toBe('');
	});

	it('stays when the plan is the same', async () => {
		const { storage } = await started();
		await started(storage);
		expect(await pictureHtml()).toBeUndefined();
	});
});
