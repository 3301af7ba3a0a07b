import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareEntries } from '$lib/domain/log/entry';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
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
import { openRaw, putRaw, rawRows } from '../../doubles/raw-database';
import { heldTinyPlan, tinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

/** A database as that version of the app left it. An object with nothing but `base64` stands for bytes. */
interface DatabaseFixture {
	/** Dexie's version; IndexedDB's is ten times that. */
	readonly version: number;
	readonly stores: Record<
		string,
		{
			readonly keyPath: string | string[];
			readonly autoIncrement?: true;
			readonly indexes: Record<string, string | string[]>;
			readonly unique?: readonly string[];
			readonly rows: Record<string, unknown>[];
		}
	>;
}

/** Every version that was ever released: add the fixture of a new one, and leave the old ones as they are. */
const RELEASED = ['database-v1.json', 'database-v2.json', 'database-v3.json'];

async function databaseOf(fixture: DatabaseFixture): Promise<IDBFactory> {
	const factory = new IDBFactory();
	const database = await openRaw(factory, 'beredt', fixture.version * 10, (made) => {
		for (const [name, { keyPath, autoIncrement = false, indexes, unique }] of Object.entries(
			fixture.stores
		)) {
			const store = made.createObjectStore(name, { keyPath, autoIncrement });
			for (const [index, path] of Object.entries(indexes))
				store.createIndex(index, path, { unique: unique?.includes(index) ?? false });
		}
	});
	for (const [name, { rows }] of Object.entries(fixture.stores))
		await putRaw(database, name, rows.map(withBytes));
	database.close();
	return factory;
}

function withBytes(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withBytes);
	if (typeof value !== 'object' || value === null) return value;
	if ('base64' in value) return new Uint8Array(Buffer.from(String(value.base64), 'base64'));
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withBytes(part)]));
}

describe.each(RELEASED)('a phone with %s', (file) => {
	const text = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8');
	const fixture = JSON.parse(text) as DatabaseFixture;

	it('opens in this app with all that it held', async () => {
		const storage = valued(await openDexieStorage({ indexedDB: await databaseOf(fixture) }));
		const troubles: unknown[] = [];
		storage.onTrouble((error) => troubles.push(error));
		const content = valued(await storage.readAll());
		expect(troubles).toEqual([]);
		expect(content.plan).toEqual(heldTinyPlan());
		expect(content.previousPlan).toEqual(
			heldTinyPlan({ fingerprint: 'tiny-0', origin: 'embedded', plan: { id: 'tiny-before' } })
		);
		expect(content.checklist.map((event) => [event.id, event.kind, event.sequence])).toEqual([
			['3f0e6d1c-7a52-4b7e-9a70-000000000001', 'ticked', 1],
			['3f0e6d1c-7a52-4b7e-9a70-000000000002', 'unticked', 2],
			['3f0e6d1c-7a52-4b7e-9a70-000000000003', 'ticked', 3]
		]);
		expect(valued(await storage.checklist.ofRun('phone'))).toEqual(content.checklist);
		expect(content.contactUpdates.map((update) => [update.contactId, update.phone])).toEqual([
			['contact-1', '87 65 43 21'],
			['contact-2', null]
		]);
		expect(content.acknowledgements.map((one) => one.warningId)).toEqual(['warning-1']);
		expect(content.attachments.map((one) => [one.name, new TextDecoder().decode(one.bytes)])).toEqual([
			['tegning.pdf', '%PDF-1.7 fixture']
		]);
	});

	it('has its rows as they were, once this app has opened and read them', async () => {
		const factory = await databaseOf(fixture);
		const storage = valued(await openDexieStorage({ indexedDB: factory }));
		valued(await storage.readAll());
		const raw = await openRaw(factory, 'beredt');
		// a later version that changes rows says here what they become
		for (const [name, { rows }] of Object.entries(fixture.stores))
			expect(await rawRows(raw, name)).toEqual(rows.map(withBytes));
	});

	it('is parsed again where its plan was stored without a hash', async () => {
		const factory = await databaseOf(fixture);
		const raw = await openRaw(factory, 'beredt');
		const [current] = (await rawRows(raw, 'plans')) as Record<string, unknown>[];
		await putRaw(raw, 'plans', [{ ...current, sha256: null }]);
		raw.close();
		const storage = valued(await openDexieStorage({ indexedDB: factory }));
		expect(valued(await storage.plans.current())?.plan).toEqual(tinyPlan());
	});
});

it('makes the same stores and indexes as the newest fixture has', async () => {
	const newest = RELEASED.at(-1) ?? '';
	const text = readFileSync(new URL(`../../fixtures/${newest}`, import.meta.url), 'utf8');
	const { stores, version } = JSON.parse(text) as DatabaseFixture;
	const factory = new IDBFactory();
	valued(await openDexieStorage({ indexedDB: factory }));
	const raw = await openRaw(factory, 'beredt');
	expect(raw.version).toBe(version * 10);
	const made = Object.fromEntries(
		[...raw.objectStoreNames].map((name) => {
			const store = raw.transaction(name).objectStore(name);
			const names = [...store.indexNames];
			const indexes = Object.fromEntries(names.map((one) => [one, store.index(one).keyPath]));
			const unique = names.filter((one) => store.index(one).unique);
			return [name, { keyPath: store.keyPath, autoIncrement: store.autoIncrement, indexes, unique }];
		})
	);
	expect(made).toEqual(
		Object.fromEntries(
			Object.entries(stores).map(([name, { keyPath, autoIncrement = false, indexes, unique = [] }]) => [
				name,
				{ keyPath, autoIncrement, indexes, unique }
			])
		)
	);
});

it('opens version 2 with its incidents, its identity and its documents', async () => {
	const text = readFileSync(new URL('../../fixtures/database-v2.json', import.meta.url), 'utf8');
	const storage = valued(
		await openDexieStorage({ indexedDB: await databaseOf(JSON.parse(text) as DatabaseFixture) })
	);
	const [ours, theirs] = [new TestDevice(1), new TestDevice(2)];
	const own = ours.chain(2);
	const received = theirs.next({ copiedFrom: 'paper', occurredAtMs: 1_795_528_800_000 });
	const content = valued(await storage.readAll());
	expect(content.incidents).toEqual([
		{ summary: summary(), entries: [...own, received].sort(compareEntries), files: [photo()] }
	]);
	expect(content.incidentDeletions).toEqual([deletion({ incidentId: OTHER_INCIDENT })]);
	expect(valued(await storage.identity.get())).toEqual({
		...ours.identity,
		person: { name: 'Åse Ærø', roleId: 'chair', contactId: 'contact-1' }
	});
	expect(valued(await storage.documents.load(INCIDENT))).toEqual([
		{ number: 1, bytes: Uint8Array.of(1, 2, 3) }
	]);
	// the chain goes on where it was
	valued(await storage.log.append(appending([ours.next()])));
});

it('opens version 3 with its group, and what belongs to that', async () => {
	const text = readFileSync(new URL('../../fixtures/database-v3.json', import.meta.url), 'utf8');
	const storage = valued(
		await openDexieStorage({ indexedDB: await databaseOf(JSON.parse(text) as DatabaseFixture) })
	);
	expect(valued(await storage.group.get())).toEqual(groupRecord());
	expect(valued(await storage.receipts.all(INCIDENT))).toEqual([receipt()]);
	expect(valued(await storage.apart.all(INCIDENT))).toEqual([apartEntry()]);
	const ours = new TestDevice(1);
	ours.next({
		incidentId: GROUP_ID,
		kind: 'inviteWithdrawn',
		payload: { inviteId: 'AAAAAAAAAAAAAAAAAAAAAA' }
	});
	expect(valued(await storage.log.count(GROUP_ID))).toBe(1);
	// the group's chain goes on where it was
	valued(await storage.log.append(appending([ours.next({ incidentId: GROUP_ID })], { summary: null })));
});

it('holds the embedded plan and gives it back to the letter', async () => {
	const file = readFileSync(new URL('../../../plans/viborg-it-delplan.json', import.meta.url), 'utf8');
	const plan = valued(parsePlanFile(file));
	const factory = new IDBFactory();
	const storage = valued(await openDexieStorage({ indexedDB: factory }));
	valued(await storage.plans.replace({ ...heldTinyPlan(), plan }));
	const again = valued(await openDexieStorage({ indexedDB: factory }));
	expect(valued(await again.plans.current())?.plan).toEqual(plan);
});
