import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StorageError } from '$lib/ports/storage-error';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { apartEntry, GROUP_ID, groupRecord, receipt } from '../../doubles/group-rows';
import { INCIDENT, TestDevice } from '../../doubles/log-entries';
import { openRaw, putRaw, rawRows } from '../../doubles/raw-database';
import { valued } from '../../doubles/valued';

let indexedDB: IDBFactory;
let count = 0;
beforeEach(() => {
	indexedDB = new IDBFactory();
});

async function opened() {
	const name = `dexie-group-${++count}`;
	const storage = valued(await openDexieStorage({ name, indexedDB }));
	const troubles: StorageError[] = [];
	storage.onTrouble((error) => troubles.push(error));
	const putPast = async (store: string, row: unknown) => {
		const database = await openRaw(indexedDB, name);
		await putRaw(database, store, [row]);
		database.close();
	};
	return { storage, troubles, putPast, name };
}

describe('a damaged row of the group', () => {
	const damaged = { ...groupRecord(), secrets: [{ epoch: 1, secret: new Uint8Array(5) }] };

	it('is told when the group is asked for, with nothing of what is secret, and to who observes it', async () => {
		const { storage, putPast } = await opened();
		await putPast('groups', damaged);
		const error = { code: 'storageDamaged', detail: 'groups: secrets.0.secret badLength' };
		expect(await storage.group.get()).toEqual({ ok: false, error });
		expect(await storage.group.change(GROUP_ID, (held) => held)).toEqual({ ok: false, error });
		const seen: unknown[] = [];
		storage.group.observe((held) => seen.push(held));
		await vi.waitFor(() => {
			expect(seen).toEqual([{ ok: false, error }]);
		});
	});

	it('is left where it is until the group is joined again, or left', async () => {
		const { storage, putPast, name } = await opened();
		await putPast('groups', damaged);
		// its log is a group's all the same
		const { entries, ...rest } = { entries: [], summary: null, documentUpdate: null, files: [] };
		const theirs = new TestDevice(2).next({ incidentId: GROUP_ID });
		valued(await storage.log.receive({ ...rest, entries: [...entries, theirs] }));
		expect(valued(await storage.readAll()).incidents).toEqual([]);
		const raw = await openRaw(indexedDB, name);
		expect(await rawRows(raw, 'groups')).toEqual([damaged]);
		raw.close();
		valued(await storage.group.put(groupRecord()));
		expect(valued(await storage.group.get())).toEqual(groupRecord());
		await putPast('groups', damaged);
		valued(await storage.group.remove(GROUP_ID));
		expect(valued(await storage.group.get())).toBeNull();
		expect(valued(await storage.log.count(GROUP_ID))).toBe(0);
	});
});

describe('damaged rows of receipts and of what is kept apart', () => {
	it('are told, and the others read', async () => {
		const { storage, troubles, putPast } = await opened();
		valued(await storage.receipts.put(receipt()));
		await putPast('receipts', { ...receipt({ deviceId: new TestDevice(3).deviceId }), heads: 'all' });
		valued(await storage.apart.put([apartEntry()]));
		await putPast('apartEntries', { ...apartEntry('to'), bytes: Uint8Array.of(1) });
		expect(valued(await storage.receipts.all(INCIDENT))).toEqual([receipt()]);
		expect(valued(await storage.apart.all(INCIDENT))).toEqual([apartEntry()]);
		expect(troubles).toEqual([
			{ code: 'storageDamaged', detail: 'receipts: heads wrongType' },
			{ code: 'storageDamaged', detail: 'apartEntries: id badId' }
		]);
	});
});
