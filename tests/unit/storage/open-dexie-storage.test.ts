import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { acknowledgement, attachment, contactUpdate, tick } from '../../doubles/phone-rows';
import { done, openRaw, putRaw, rawRows } from '../../doubles/raw-database';
import { heldTinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

let indexedDB: IDBFactory;
beforeEach(() => {
	indexedDB = new IDBFactory();
	// Dexie says on the console what the app says on the screen
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

let count = 0;
/** Opens the database of this test; its name is its own, since Dexie tells changes by name. */
async function opened(): Promise<{ storage: PhoneStorage; name: string; troubles: StorageError[] }> {
	const name = `open-${++count}`;
	const storage = valued(await openDexieStorage({ name, indexedDB }));
	const troubles: StorageError[] = [];
	storage.onTrouble((error) => troubles.push(error));
	return { storage, name, troubles };
}

describe('writing', () => {
	it('asks for strict durability in every transaction that writes', async () => {
		// Dexie takes hold of it when it opens
		const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const { storage } = await opened();
		const writes: [string, () => Promise<unknown>][] = [
			['plans.replace', () => storage.plans.replace(heldTinyPlan())],
			['checklist.append', () => storage.checklist.append([tick(1)])],
			['contactUpdates.put', () => storage.contactUpdates.put(contactUpdate())],
			['contactUpdates.remove', () => storage.contactUpdates.remove('tiny', 'contact-1')],
			['acknowledgements.put', () => storage.acknowledgements.put(acknowledgement())],
			['acknowledgements.remove', () => storage.acknowledgements.remove('tiny', 'warning-1')],
			['attachments.put', () => storage.attachments.put(attachment())],
			['attachments.remove', () => storage.attachments.remove('tiny', 'network-drawing')],
			['restore', async () => storage.restore(valued(await storage.readAll()))],
			['deleteAll', () => storage.deleteAll()]
		];
		for (const [name, write] of writes) {
			transaction.mockClear();
			await write();
			const options = transaction.mock.calls
				.filter(([, mode]) => mode === 'readwrite')
				.map(([, , given]) => given);
			expect([name, options]).toEqual([name, [{ durability: 'strict' }]]);
		}
	});

	it('is told as done only when the transaction is complete', async () => {
		const order: string[] = [];
		const begin = IDBDatabase.prototype.transaction;
		vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
			const transaction = begin.apply(this, given);
			if (given[1] === 'readwrite') transaction.addEventListener('complete', () => order.push('complete'));
			return transaction;
		});
		const { storage } = await opened();
		expect(await storage.checklist.append([tick(1)])).toMatchObject({ ok: true });
		expect([...order, 'told']).toEqual(['complete', 'told']);
	});

	it('is refused as a whole when the phone is full', async () => {
		const { storage } = await opened();
		vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
			throw new DOMException('no room', 'QuotaExceededError');
		});
		expect(await storage.checklist.append([tick(1), tick(2)])).toMatchObject({
			ok: false,
			error: { code: 'storageFull' }
		});
		vi.restoreAllMocks();
		expect(valued(await storage.checklist.all())).toEqual([]);
	});

	it('is seen by another tab that observes', async () => {
		const { storage, name } = await opened();
		const other = valued(await openDexieStorage({ name, indexedDB }));
		const seen: unknown[] = [];
		const stop = other.checklist.observeRun('phone', (events) => seen.push(valued(events)));
		await vi.waitFor(() => {
			expect(seen).toEqual([[]]);
		});
		valued(await storage.checklist.append([tick(1)]));
		await vi.waitFor(() => {
			expect(seen.at(-1)).toEqual([tick(1)]);
		});
		stop();
	});
});

describe('another tab', () => {
	it('with a newer Beredt takes the database over, and this one stops writing', async () => {
		const { storage, name, troubles } = await opened();
		const newer = await openRaw(indexedDB, name, 20);
		expect(troubles).toMatchObject([{ code: 'storageOutdated' }]);
		const late: StorageError[] = [];
		storage.onTrouble((error) => late.push(error));
		expect(late).toEqual(troubles);

		const outdated = { ok: false, error: { code: 'storageOutdated' } };
		expect(await storage.checklist.append([tick(1)])).toMatchObject(outdated);
		expect(await storage.plans.current()).toMatchObject(outdated);
		const seen: unknown[] = [];
		const stop = storage.checklist.observeRun('phone', (events) => seen.push(events));
		await vi.waitFor(() => {
			expect(seen).toMatchObject([outdated]);
		});
		stop();
		expect(await rawRows(newer, 'checklistEvents')).toEqual([]);
	});

	it('that deletes the database stops this one, which does not make another', async () => {
		const { storage, name, troubles } = await opened();
		await done(indexedDB.deleteDatabase(name));
		expect(troubles).toEqual([{ code: 'storageOutdated', detail: 'deleted' }]);
		expect(await storage.checklist.append([tick(1)])).toMatchObject({
			ok: false,
			error: { code: 'storageOutdated' }
		});
		expect(await indexedDB.databases()).toEqual([]);
	});

	it.each([
		['with all of our stores', true],
		['with other stores', false]
	])('has left a newer database %s: it is left alone', async (_, isOurs) => {
		const name = `open-${++count}`;
		if (isOurs) valued(await openDexieStorage({ name, indexedDB }));
		(await openRaw(indexedDB, name, 20)).close();
		const refused = await openDexieStorage({ name, indexedDB });
		expect(refused).toMatchObject({ ok: false, error: { code: 'storageOutdated' } });
		expect((await openRaw(indexedDB, name)).version).toBe(20);
	});

	it('that holds an older database is waited for, but not for ever', async () => {
		const name = `open-${++count}`;
		const older = await openRaw(indexedDB, name, 5);
		const blocked = await openDexieStorage({ name, indexedDB, blockedWaitMs: 20 });
		expect(blocked).toMatchObject({ ok: false, error: { code: 'storageBlocked' } });
		older.close();
		valued(await openDexieStorage({ name, indexedDB }));
	});

	it('that lets an older database go in time is no trouble', async () => {
		const name = `open-${++count}`;
		const older = await openRaw(indexedDB, name, 5);
		setTimeout(() => {
			older.close();
		}, 20);
		valued(await openDexieStorage({ name, indexedDB }));
	});
});

describe('a browser', () => {
	const refusing = (open: () => IDBOpenDBRequest) => ({ open }) as unknown as IDBFactory;

	it('without IndexedDB refuses', async () => {
		expect(await openDexieStorage({ indexedDB: undefined })).toMatchObject({
			ok: false,
			error: { code: 'storageRefused' }
		});
	});

	it('that throws when it is asked for its IndexedDB refuses', async () => {
		const was = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
		Object.defineProperty(globalThis, 'indexedDB', {
			configurable: true,
			get() {
				throw new DOMException('blocked by settings', 'SecurityError');
			}
		});
		const refused = await openDexieStorage();
		if (was) Object.defineProperty(globalThis, 'indexedDB', was);
		expect(refused).toMatchObject({ ok: false, error: { code: 'storageRefused' } });
	});

	it.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
		'that opens with %s refuses',
		async (name) => {
			const factory = refusing(() => {
				throw new DOMException('no', name);
			});
			expect(await openDexieStorage({ indexedDB: factory })).toMatchObject({
				ok: false,
				error: { code: 'storageRefused' }
			});
		}
	);

	it('that never answers is given up', async () => {
		const factory = refusing(() => ({}) as IDBOpenDBRequest);
		expect(await openDexieStorage({ indexedDB: factory, openWaitMs: 20 })).toMatchObject({
			ok: false,
			error: { code: 'storageFailed' }
		});
	});
});

describe('a damaged row', () => {
	const lists = [
		['checklistEvents', { id: 'bad', runId: 'phone', sequence: 1, kind: 'ticked' }],
		['checklistEvents', { id: 'bad' }],
		['checklistEvents', { ...tick(7), id: 'bad', extra: true }],
		['contactUpdates', { planId: 'tiny', contactId: 'bad', phone: 7 }],
		['acknowledgements', { planId: 'tiny', warningId: 'bad', at: 'yesterday' }],
		['attachments', { ...attachment(), blockId: 'bad', bytes: new Uint8Array([1]) }]
	] as const;

	it.each(lists)('of %s is told and kept, and the others are read', async (table, bad) => {
		const { storage, name, troubles } = await opened();
		valued(await storage.checklist.append([tick(1)]));
		valued(await storage.contactUpdates.put(contactUpdate()));
		valued(await storage.acknowledgements.put(acknowledgement()));
		valued(await storage.attachments.put(attachment()));
		const raw = await openRaw(indexedDB, name);
		await putRaw(raw, table, [bad]);

		expect(valued(await storage.readAll())).toMatchObject({
			checklist: [tick(1)],
			contactUpdates: [contactUpdate()],
			acknowledgements: [acknowledgement()],
			attachments: [attachment()]
		});
		expect(troubles).toMatchObject([{ code: 'storageDamaged' }]);
		expect(troubles[0]?.detail).toMatch(new RegExp(`^${table} (tiny/)?bad: `));
		// told once, however often it is read
		expect(valued(await storage.checklist.ofRun('phone'))).toEqual([tick(1)]);
		expect(valued(await storage.checklist.all())).toHaveLength(1);
		expect(valued(await storage.contactUpdates.all())).toHaveLength(1);
		expect(valued(await storage.acknowledgements.all())).toHaveLength(1);
		expect(valued(await storage.attachments.all())).toHaveLength(1);
		expect(troubles).toHaveLength(1);
		expect(await rawRows(raw, table)).toHaveLength(2);
	});

	it.each(lists.slice(0, 3))('of %s is told by the run alone', async (table, bad) => {
		const { storage, name, troubles } = await opened();
		valued(await storage.checklist.append([tick(1), tick(2, { runId: 'other' })]));
		await putRaw(await openRaw(indexedDB, name), table, [bad]);
		expect(valued(await storage.checklist.ofRun('phone'))).toEqual([tick(1)]);
		expect(troubles).toMatchObject([{ code: 'storageDamaged' }]);
	});

	it('of the attachments fails alone, when it is asked for', async () => {
		const { storage, name } = await opened();
		await putRaw(await openRaw(indexedDB, name), 'attachments', [{ ...attachment(), bytes: 'none' }]);
		expect(await storage.attachments.get('tiny', 'network-drawing')).toEqual({
			ok: false,
			error: { code: 'storageDamaged', detail: 'attachments tiny/network-drawing: bytes wrongType' }
		});
	});

	it.each([
		['text that was changed', { json: '{}' }, 'sha256'],
		['text that is no JSON, with no hash', { json: '{', sha256: null }, 'not JSON'],
		['text that is no plan, with no hash', { json: '{}', sha256: null }, 'planOtherFormat'],
		['a field of another type', { storedAt: 7 }, 'storedAt wrongType'],
		['a field that nobody knows', { extra: 1 }, 'extra unknownKey']
	])('of the plans, with %s, is an error and stays', async (_, change, what) => {
		const { storage, name, troubles } = await opened();
		valued(await storage.plans.replace(heldTinyPlan()));
		const raw = await openRaw(indexedDB, name);
		const [good] = (await rawRows(raw, 'plans')) as Record<string, unknown>[];
		const bad = { ...good, ...change };
		await putRaw(raw, 'plans', [bad]);

		const damaged = { code: 'storageDamaged', detail: `plans current: ${what}` };
		expect(await storage.plans.current()).toEqual({ ok: false, error: damaged });
		const seen: unknown[] = [];
		const stop = storage.plans.observeCurrent((held) => seen.push(held));
		await vi.waitFor(() => {
			expect(seen).toEqual([{ ok: false, error: damaged }]);
		});
		stop();
		expect(await rawRows(raw, 'plans')).toEqual([bad]);
		expect(valued(await storage.readAll()).plan).toBeNull();
		expect(troubles).toEqual([damaged]);
		// another plan puts it aside, and does not delete it
		valued(await storage.plans.replace(heldTinyPlan({ fingerprint: 'another' })));
		const another = { ...good, fingerprint: 'another' };
		expect(await rawRows(raw, 'plans')).toEqual([another, { ...bad, slot: 'previous' }]);
	});

	it('of the plan in use, with its text changed, is put aside by the same plan too', async () => {
		const { storage, name } = await opened();
		valued(await storage.plans.replace(heldTinyPlan()));
		const raw = await openRaw(indexedDB, name);
		const [good] = (await rawRows(raw, 'plans')) as Record<string, unknown>[];
		await putRaw(raw, 'plans', [{ ...good, json: '{}' }]);
		valued(await storage.plans.replace(heldTinyPlan()));
		expect(await rawRows(raw, 'plans')).toEqual([good, { ...good, json: '{}', slot: 'previous' }]);
	});

	it('gives way to a sound one that is restored', async () => {
		const { storage, name } = await opened();
		await putRaw(await openRaw(indexedDB, name), 'contactUpdates', [
			{ planId: 'tiny', contactId: 'contact-1' }
		]);
		const content = { ...valued(await storage.readAll()), contactUpdates: [contactUpdate()] };
		valued(await storage.restore(content));
		expect(valued(await storage.contactUpdates.all())).toEqual([contactUpdate()]);
	});
});

it('parses a stored plan again where there is no WebCrypto', async () => {
	const { storage } = await opened();
	vi.stubGlobal('crypto', {});
	valued(await storage.plans.replace(heldTinyPlan()));
	expect(valued(await storage.plans.current())).toEqual(heldTinyPlan());
});
