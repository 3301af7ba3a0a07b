import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PHONE_RUN_ID } from '$lib/domain/checklist/checklist';
import { NATIVE_VERSION } from '$lib/storage/database-facts';
import { readFirst } from '$lib/storage/first-reading';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { onWrittenElsewhere } from '$lib/storage/other-tabs';
import { appending, OTHER_INCIDENT, summary } from '../../doubles/log-entries';
import { acknowledgement, contactUpdate, minute, tick } from '../../doubles/phone-rows';
import { openRaw, putRaw } from '../../doubles/raw-database';
import { heldTinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

let indexedDB: IDBFactory;
let name: string;
let count = 0;
beforeEach(() => {
	indexedDB = new IDBFactory();
	// Dexie tells changes by name
	name = `first-${++count}`;
});

const opened = async () => valued(await openDexieStorage({ name, indexedDB }));
const read = (more = {}) => readFirst({ name, indexedDB, ...more });

/** A phone that has been used, with its storage still open. */
async function usedPhone() {
	const storage = await opened();
	valued(await storage.plans.replace(heldTinyPlan()));
	valued(await storage.checklist.append([tick(2), tick(1), tick(3, { runId: 'phone-2' })]));
	valued(await storage.contactUpdates.put(contactUpdate()));
	valued(await storage.acknowledgements.put(acknowledgement()));
	return storage;
}

/** Puts a row in past all checks. */
async function putPast(store: string, row: unknown): Promise<void> {
	const database = await openRaw(indexedDB, name);
	await putRaw(database, store, [row]);
	database.close();
}

describe('a first reading', () => {
	it('holds what the storage itself reads', async () => {
		const storage = await usedPhone();
		valued(await storage.log.receive(appending([], { summary: summary({ openedAt: minute(1) }) })));
		valued(
			await storage.log.receive(
				appending([], { summary: summary({ incidentId: OTHER_INCIDENT, openedAt: minute(2) }) })
			)
		);
		const incidents = valued(await storage.log.incidents());
		expect(incidents).toHaveLength(2);
		const checklist = valued(await storage.checklist.ofRun(PHONE_RUN_ID));
		expect(checklist.map(({ sequence }) => sequence)).toEqual([1, 2]);
		expect(await read()).toEqual({
			plan: valued(await storage.plans.current()),
			checklist,
			contactUpdates: valued(await storage.contactUpdates.all()),
			acknowledgements: valued(await storage.acknowledgements.all()),
			incidents
		});
	});

	it('leaves no database where there was none', async () => {
		expect(await read()).toBeNull();
		expect(await indexedDB.databases()).toEqual([]);
	});

	it('is none where the browser has no database, or refuses it', async () => {
		expect(await readFirst({ name, indexedDB: undefined })).toBeNull();
		vi.spyOn(indexedDB, 'open').mockImplementation(() => {
			throw new DOMException('refused', 'SecurityError');
		});
		expect(await read()).toBeNull();
	});

	it('is none where the browser does not answer', async () => {
		await usedPhone();
		vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
		expect(await read({ waitMs: 10 })).toBeNull();
	});

	it('is none before a plan was ever stored', async () => {
		await opened();
		expect(await read()).toBeNull();
	});

	it.each([1, 10, NATIVE_VERSION - 10, NATIVE_VERSION + 10, 10_000])(
		'is none of a database of the browser’s version %i',
		async (version) => {
			expect(version).not.toBe(NATIVE_VERSION);
			(await openRaw(indexedDB, name, version)).close();
			expect(await read()).toBeNull();
			// it holds nothing back, and has changed nothing
			expect(await indexedDB.databases()).toEqual([{ name, version }]);
		}
	);

	it('knows the version that the storage makes', async () => {
		await opened();
		expect(await indexedDB.databases()).toEqual([{ name, version: NATIVE_VERSION }]);
	});

	it('closes what it opened, so that no other tab waits for it', async () => {
		await usedPhone();
		const closing = vi.spyOn(IDBDatabase.prototype, 'close');
		expect(await read()).not.toBeNull();
		expect(closing).toHaveBeenCalledTimes(1);
		closing.mockRestore();
	});

	it.each([
		['plans', { ...heldTinyPlan(), slot: 'current', json: '{' }],
		['checklistEvents', { ...tick(9), at: 'yesterday' }],
		['checklistEvents', { id: 'event-9', runId: PHONE_RUN_ID }],
		['contactUpdates', { ...contactUpdate(), more: 1 }],
		['acknowledgements', { ...acknowledgement(), at: null }],
		['incidents', { ...summary(), mode: 'drill' }]
	])('is none where a row of %s cannot be read back: the storage tells of it', async (store, row) => {
		await usedPhone();
		expect(await read()).not.toBeNull();
		await putPast(store, row);
		expect(await read()).toBeNull();
	});
});

describe('another tab', () => {
	it('is heard when it writes', async () => {
		const listener = vi.fn();
		const stop = onWrittenElsewhere(listener);
		const storage = await opened();
		valued(await storage.checklist.append([tick(1)]));
		await vi.waitFor(() => {
			expect(listener).toHaveBeenCalled();
		});
		stop();
		listener.mockClear();
		valued(await storage.checklist.append([tick(2)]));
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(listener).not.toHaveBeenCalled();
	});

	it('is not heard in a browser that has no channel', () => {
		vi.stubGlobal('BroadcastChannel', undefined);
		expect(onWrittenElsewhere(() => undefined)).toBeTypeOf('function');
		vi.unstubAllGlobals();
	});
});
