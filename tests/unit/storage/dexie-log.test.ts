import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareEntries, type LogEntry } from '$lib/domain/log/entry';
import type { JournalPage, LogRepository } from '$lib/ports/log';
import type { PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import {
	appending,
	deletion,
	INCIDENT,
	OTHER_INCIDENT,
	photo,
	summary,
	TestDevice
} from '../../doubles/log-entries';
import { apartEntry, GROUP_ID, groupRecord, receipt } from '../../doubles/group-rows';
import { done, openRaw, putRaw, rawRows } from '../../doubles/raw-database';
import { valued } from '../../doubles/valued';

let indexedDB: IDBFactory;
beforeEach(() => {
	indexedDB = new IDBFactory();
	// Dexie says on the console what the app says on the screen
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
	vi.restoreAllMocks();
});

let count = 0;
interface Opened {
	readonly storage: PhoneStorage;
	readonly log: LogRepository;
	readonly name: string;
	readonly device: TestDevice;
	readonly troubles: StorageError[];
}
async function opened(): Promise<Opened> {
	const name = `dexie-log-${++count}`;
	const storage = valued(await openDexieStorage({ name, indexedDB }));
	const troubles: StorageError[] = [];
	storage.onTrouble((error) => troubles.push(error));
	const device = new TestDevice();
	valued(await storage.identity.create(device.identity));
	return { storage, log: storage.log, name, device, troubles };
}
type RawRow = Record<string, unknown> & { arrival: number };

/** Counts the rows that are read at most: steps of cursors, and what is asked for at once. */
function countingReads(): () => number {
	let rows = 0;
	for (const method of ['continue', 'advance', 'continuePrimaryKey'] as const) {
		const original = IDBCursor.prototype[method] as (...given: unknown[]) => void;
		vi.spyOn(IDBCursor.prototype, method).mockImplementation(function (this: IDBCursor, ...given: unknown[]) {
			rows += 1;
			original.apply(this, given);
		});
	}
	for (const source of [IDBIndex.prototype, IDBObjectStore.prototype]) {
		const original = source.getAll as (...given: unknown[]) => IDBRequest<unknown[]>;
		vi.spyOn(source, 'getAll').mockImplementation(function (this: object, ...given: unknown[]) {
			const [query, most] = given as [{ count?: number } | null, number?];
			rows += query?.count ?? most ?? Infinity;
			return original.apply(this, given);
		});
	}
	return () => {
		const since = rows;
		rows = 0;
		return since;
	};
}

const entriesOf = (page: JournalPage) => page.rows.map((row) => row.entry);

describe('writing the log', () => {
	it('asks for strict durability in every transaction that writes', async () => {
		// Dexie takes hold of it when it opens
		const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const { storage, log, device } = await opened();
		const entry = device.next();
		const theirs = new TestDevice(2).next();
		const person = { name: 'Åse', roleId: null, contactId: null };
		const writes: [string, () => Promise<unknown>][] = [
			['log.append', () => log.append(appending([entry], { files: [photo()] }))],
			['log.receive', () => log.receive(appending([theirs]))],
			['log.repair', () => log.repair(1, entry)],
			['log.deleteIncident', () => log.deleteIncident(deletion())],
			['identity.create', () => storage.identity.create(device.identity)],
			['identity.setPerson', () => storage.identity.setPerson(person)],
			['documents.append', () => storage.documents.append('a', Uint8Array.of(1))],
			['documents.append', () => storage.documents.append('a', Uint8Array.of(2))],
			[
				'documents.replace',
				async () =>
					storage.documents.replace('a', valued(await storage.documents.load('a')), Uint8Array.of(3))
			],
			['group.put', () => storage.group.put(groupRecord())],
			['group.change', () => storage.group.change(GROUP_ID, (held) => held)],
			['group.remove', () => storage.group.remove(GROUP_ID)],
			['receipts.put', () => storage.receipts.put(receipt({ logId: OTHER_INCIDENT }))],
			['apart.put', () => storage.apart.put([apartEntry('x', { logId: OTHER_INCIDENT })])],
			['apart.remove', () => storage.apart.remove(OTHER_INCIDENT, [apartEntry('x').id])]
		];
		for (const [name, write] of writes) {
			transaction.mockClear();
			expect(await write()).toMatchObject({ ok: true });
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
		const { log, device } = await opened();
		order.length = 0;
		valued(await log.append(appending([device.next()])));
		expect([...order, 'told']).toEqual(['complete', 'told']);
	});

	it.each([1, 2, 3, 4, 5, 6])(
		'is refused as a whole when the phone is full at the %i. thing that is put',
		async (nth) => {
			const { storage, log, device, name } = await opened();
			let puts = 0;
			for (const method of ['add', 'put'] as const) {
				const original = IDBObjectStore.prototype[method];
				vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
					this: IDBObjectStore,
					...given
				) {
					if (++puts === nth) throw new DOMException('no room', 'QuotaExceededError');
					return original.apply(this, given);
				});
			}
			const append = appending(device.chain(3), { files: [photo()], documentUpdate: Uint8Array.of(1) });
			expect(await log.append(append)).toMatchObject({ ok: false, error: { code: 'storageFull' } });
			vi.restoreAllMocks();
			const raw = await openRaw(indexedDB, name);
			for (const table of ['entries', 'incidents', 'incidentFiles', 'documentUpdates'])
				expect([table, await rawRows(raw, table)]).toEqual([table, []]);
			// reading goes on, and so does writing when there is room again
			expect(valued(await log.all(INCIDENT)).rows).toEqual([]);
			valued(await log.append(append));
			expect(valued(await storage.documents.load(INCIDENT))).toHaveLength(1);
		}
	);
});

describe('reading the newest entries', () => {
	it('reads no more than is asked for, however long the log is', async () => {
		const { log } = await opened();
		const theirs = new TestDevice(2);
		const decided = theirs.chain(5, { kind: 'decided' });
		valued(await log.receive(appending([...decided, ...theirs.chain(400)])));
		const read = countingReads();
		expect(valued(await log.newest(INCIDENT, 10)).rows).toHaveLength(10);
		expect(read()).toBeLessThanOrEqual(10);
		const newestDecided = valued(await log.newest(INCIDENT, 10, { kind: 'decided' }));
		expect(entriesOf(newestDecided)).toEqual(decided.reverse());
		expect(read()).toBeLessThanOrEqual(10);
		valued(await log.head(INCIDENT, theirs.deviceId));
		expect(read()).toBeLessThanOrEqual(2);
		valued(await log.latestHlc(INCIDENT));
		expect(read()).toBeLessThanOrEqual(2);
	});

	it('reads no more to write, either: the head, and the latest time', async () => {
		const { log, device } = await opened();
		const theirs = new TestDevice(2).chain(400);
		valued(await log.receive(appending(theirs)));
		const read = countingReads();
		valued(await log.append(appending([device.next({ hlc: { ms: 5e12, counter: 0 } })])));
		expect(read()).toBeLessThanOrEqual(4);
	});
});

describe('a damaged row of the log', () => {
	type Change = (row: RawRow) => Record<string, unknown>;
	const changed =
		(change: Record<string, unknown>): Change =>
		(row) => ({ ...row, ...change });
	const flippedAt =
		(at: number): Change =>
		({ bytes, ...row }) => {
			const flipped = (bytes as Uint8Array).slice();
			flipped[at] = (flipped[at] ?? 0) ^ 1;
			return { ...row, bytes: flipped };
		};
	const without =
		(field: string): Change =>
		(row) =>
			Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
	const damages: [string, Change, string][] = [
		['one bit of the signature', flippedAt(200), 'id differs'],
		['one bit of the version', flippedAt(0), 'bytes entryOtherVersion'],
		['no bytes', without('bytes'), 'bytes wrongType'],
		['text for bytes', changed({ bytes: 'x' }), 'bytes wrongType'],
		['another id', changed({ id: 'A'.repeat(22) }), 'id differs'],
		['another kind', changed({ kind: 'decided' }), 'kind differs'],
		['another sequence', changed({ sequence: 1.5 }), 'sequence differs'],
		['another hash', changed({ hash: 'A'.repeat(43) }), 'hash differs'],
		['a place in the order that is not its own', changed({ order: 'ffff' }), 'order differs'],
		['a number for its place', changed({ order: 7 }), 'order differs'],
		['no place in the order', without('order'), 'order differs'],
		['a field that nobody knows', changed({ verified: true }), 'unknownKey'],
		['no incident', without('incidentId'), 'incidentId differs']
	];

	it.each(damages)('with %s is named and left, and the others are read', async (_, change, detail) => {
		const { storage, log, name, device, troubles } = await opened();
		const entries = device.chain(5);
		valued(await log.append(appending(entries)));
		valued(await log.append(appending([device.next({ incidentId: OTHER_INCIDENT })])));
		const raw = await openRaw(indexedDB, name);
		const middle = ((await rawRows(raw, 'entries')) as RawRow[])[2];
		if (!middle) throw new Error('five rows are needed');
		const bad = change(middle);
		await putRaw(raw, 'entries', [bad]);

		const sound = entries.filter((_, index) => index !== 2);
		const page = valued(await log.all(INCIDENT));
		expect(entriesOf(page)).toEqual(sound);
		expect(page.damaged).toEqual([{ arrival: middle.arrival, entryId: bad.id ?? middle.id, detail }]);
		expect(troubles).toEqual([
			{ code: 'storageDamaged', detail: `entries ${middle.arrival} ${String(bad.id)}: ${detail}` }
		]);
		// a page is as long as is asked for, whatever is damaged
		expect(entriesOf(valued(await log.newest(INCIDENT, 4)))).toEqual([...sound].reverse());
		expect(
			valued(await storage.readAll())
				.incidents.map((one) => one.entries.length)
				.sort()
		).toEqual([1, 4]);
		// told once, however often it is read; and it stays as it is
		expect(troubles).toHaveLength(1);
		expect(await rawRows(raw, 'entries')).toContainEqual(bad);

		valued(await log.repair(middle.arrival, entries[2] as LogEntry));
		expect(valued(await log.all(INCIDENT))).toMatchObject({ damaged: [] });
		expect(entriesOf(valued(await log.all(INCIDENT))).sort(compareEntries)).toEqual(entries);
	});

	it('is told to a follower, and so is its repair', async () => {
		const { log, name, device } = await opened();
		const entries = device.chain(3);
		valued(await log.append(appending(entries)));
		const raw = await openRaw(indexedDB, name);
		const [first] = (await rawRows(raw, 'entries')) as RawRow[];
		await putRaw(raw, 'entries', [{ ...first, bytes: Uint8Array.of(1) }]);
		const pages: JournalPage[] = [];
		const stop = log.follow(INCIDENT, (page) => pages.push(valued(page)));
		await vi.waitFor(() => {
			expect(pages).toHaveLength(1);
		});
		expect(entriesOf(pages[0] as JournalPage)).toEqual(entries.slice(1));
		expect(pages[0]?.damaged).toMatchObject([{ arrival: 1, entryId: entries[0]?.id }]);
		valued(await log.repair(1, entries[0] as LogEntry));
		await vi.waitFor(() => {
			expect(pages).toHaveLength(2);
		});
		expect(entriesOf(pages[1] as JournalPage)).toEqual([entries[0]]);
		stop();
	});

	it('of a long log is told with all the others, each once', { timeout: 30_000 }, async () => {
		const { log, name, device } = await opened();
		const entries = device.chain(1_100);
		valued(await log.append(appending(entries)));
		const raw = await openRaw(indexedDB, name);
		const rows = (await rawRows(raw, 'entries')) as RawRow[];
		await putRaw(raw, 'entries', [{ ...rows[1_050], bytes: Uint8Array.of(1) }]);
		const pages: JournalPage[] = [];
		const stop = log.follow(INCIDENT, (page) => pages.push(valued(page)));
		const later = device.next();
		valued(await log.append(appending([later])));
		await vi.waitFor(
			() => {
				expect(pages.flatMap(entriesOf)).toHaveLength(1_100);
			},
			{ timeout: 10_000 }
		);
		expect(pages.flatMap(entriesOf)).toEqual([
			...entries.filter((entry) => entry.id !== entries[1_050]?.id),
			later
		]);
		expect(pages[0]?.damaged).toMatchObject([{ entryId: entries[1_050]?.id }]);
		stop();
	});

	it('fails alone when it is asked for', async () => {
		const { log, name, device } = await opened();
		const entry = device.next();
		valued(await log.append(appending([entry])));
		const raw = await openRaw(indexedDB, name);
		const [row] = (await rawRows(raw, 'entries')) as RawRow[];
		await putRaw(raw, 'entries', [{ ...row, kind: 'decided' }]);
		expect(await log.get(INCIDENT, entry.id)).toMatchObject({
			ok: false,
			error: { code: 'storageDamaged' }
		});
	});

	it('at the head of this device’s chain does not stop it, nor fork it', async () => {
		const { log, name, device } = await opened();
		const entries = device.chain(3);
		valued(await log.append(appending(entries)));
		const raw = await openRaw(indexedDB, name);
		const last = ((await rawRows(raw, 'entries')) as RawRow[]).at(-1);
		await putRaw(raw, 'entries', [{ ...last, bytes: new Uint8Array() }]);
		expect(valued(await log.head(INCIDENT, device.deviceId))).toEqual({
			sequence: 3,
			hash: entries[2]?.hash
		});
		expect(valued(await log.latestHlc(INCIDENT))).toEqual(entries[2]?.hlc);
		valued(await log.append(appending([device.next()])));
	});

	it('at the head, whose fields say two things, stops writing until it is repaired', async () => {
		const { log, name, device } = await opened();
		const entries = device.chain(2);
		valued(await log.append(appending(entries)));
		const raw = await openRaw(indexedDB, name);
		const last = ((await rawRows(raw, 'entries')) as RawRow[]).at(-1);
		await putRaw(raw, 'entries', [{ ...last, hash: 'A'.repeat(43), bytes: new Uint8Array() }]);
		const damaged = { ok: false, error: { code: 'storageDamaged' } };
		expect(await log.head(INCIDENT, device.deviceId)).toMatchObject(damaged);
		const next = device.next();
		expect(await log.append(appending([next]))).toMatchObject(damaged);
		valued(await log.repair(last?.arrival ?? 0, entries[1] as LogEntry));
		valued(await log.append(appending([next])));
	});

	it('that stands in no index goes with its incident when that is deleted', async () => {
		const { log, name, device } = await opened();
		valued(await log.append(appending(device.chain(3))));
		valued(await log.append(appending([device.next({ incidentId: OTHER_INCIDENT })])));
		const raw = await openRaw(indexedDB, name);
		const [first, second] = (await rawRows(raw, 'entries')) as RawRow[];
		await putRaw(raw, 'entries', [
			{ ...first, order: null },
			{ ...second, order: null, bytes: null }
		]);
		valued(await log.deleteIncident(deletion()));
		expect(await rawRows(raw, 'entries')).toMatchObject([{ incidentId: OTHER_INCIDENT }]);
	});
});

describe('a damaged row of an incident', () => {
	it.each([
		['incidents', summary({ title: '' }), /^incidents 3f0e6d1c-.*: title empty$/],
		[
			'incidentDeletions',
			{ ...deletion(), reason: 'why not' },
			/^incidentDeletions 3f0e6d1c-.*: reason wrongType$/
		],
		['incidentFiles', { ...photo('a'), hash: photo('b').hash }, /^incidentFiles 3f0e6d1c-.*: hash badHash$/]
	])('in %s is named and left, and the others are read', async (table, bad, detail) => {
		const { storage, log, name, device, troubles } = await opened();
		const other = summary({ incidentId: OTHER_INCIDENT });
		const entry = device.next({ incidentId: OTHER_INCIDENT });
		valued(await log.append(appending([entry], { files: [photo('x', OTHER_INCIDENT)] })));
		const raw = await openRaw(indexedDB, name);
		await putRaw(raw, table, [bad]);
		expect(valued(await log.incidents())).toEqual([other]);
		expect(valued(await log.deletions())).toEqual([]);
		expect(valued(await storage.readAll()).incidents).toEqual([
			{ summary: other, entries: [entry], files: [photo('x', OTHER_INCIDENT)] }
		]);
		expect(troubles).toMatchObject([{ code: 'storageDamaged' }]);
		expect(troubles[0]?.detail).toMatch(detail);
		expect(await rawRows(raw, table)).toContainEqual(bad);
	});

	it('that is a photo fails alone, when it is asked for', async () => {
		const { log, name } = await opened();
		await putRaw(await openRaw(indexedDB, name), 'incidentFiles', [{ ...photo(), bytes: 'none' }]);
		expect(await log.file(INCIDENT, photo().hash)).toMatchObject({
			ok: false,
			error: { code: 'storageDamaged' }
		});
	});

	it('that is missing, with its entries there, is told', async () => {
		const { storage, log, name, device, troubles } = await opened();
		valued(await log.append(appending(device.chain(2))));
		const raw = await openRaw(indexedDB, name);
		await done(raw.transaction('incidents', 'readwrite').objectStore('incidents').clear());
		expect(valued(await storage.readAll()).incidents).toEqual([]);
		expect(troubles).toEqual([
			{ code: 'storageDamaged', detail: `incidents ${INCIDENT}: missing, with 2 entries` }
		]);
		// the next entry that brings a summary puts it right
		valued(await log.append(appending([device.next()])));
		expect(valued(await log.incidents())).toEqual([summary()]);
	});
});

describe('a damaged identity', () => {
	it.each([
		['no key', { privateKey: null }],
		['a key of 31 bytes', { privateKey: new Uint8Array(31) }],
		['a field that nobody knows', { extra: 1 }],
		['a person without a name', { person: { name: '', roleId: null, contactId: null } }]
	])('with %s is told, and put aside for a new one', async (_, change) => {
		const { storage, name, device } = await opened();
		const raw = await openRaw(indexedDB, name);
		const [good] = (await rawRows(raw, 'identity')) as RawRow[];
		const bad = { ...good, ...change };
		await putRaw(raw, 'identity', [bad]);
		const damaged = { ok: false, error: { code: 'storageDamaged' } };
		expect(await storage.identity.get()).toMatchObject(damaged);
		const person = { name: 'Åse', roleId: null, contactId: null };
		expect(await storage.identity.setPerson(person)).toMatchObject(damaged);
		const next = new TestDevice(2).identity;
		expect(valued(await storage.identity.create(next))).toEqual(next);
		expect(valued(await storage.identity.get())).toEqual(next);
		expect(await rawRows(raw, 'identity')).toContainEqual({ ...bad, slot: 'damaged' });
		expect(device.authorKey).not.toBe(next.keys.publicKey);
	});
});

it('names a damaged update of a document, and gives the others', async () => {
	const { storage, name, troubles } = await opened();
	valued(await storage.documents.append('a', Uint8Array.of(1)));
	await putRaw(await openRaw(indexedDB, name), 'documentUpdates', [
		{ number: 5, documentId: 'a', bytes: 'x' }
	]);
	expect(valued(await storage.documents.load('a'))).toHaveLength(1);
	expect(troubles).toEqual([{ code: 'storageDamaged', detail: 'documentUpdates a/5: bytes wrongType' }]);
});

it('tells followers that another tab with a newer Beredt has taken over', async () => {
	const { log, name } = await opened();
	await openRaw(indexedDB, name, 1_000);
	const seen: unknown[] = [];
	const outdated = { ok: false, error: { code: 'storageOutdated' } };
	const stops = [
		log.follow(INCIDENT, (page) => seen.push(page)),
		log.observeIncidents((list) => seen.push(list))
	];
	await vi.waitFor(() => {
		expect(seen).toMatchObject([outdated, outdated]);
	});
	for (const stop of stops) stop();
	expect(await log.append(appending(new TestDevice().chain(1)))).toMatchObject(outdated);
});
