import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { IncidentCarriers } from '$lib/app/incident-carriers';
import { EntryWriter, type EntryWords } from '$lib/app/write-entry';
import { fail } from '$lib/base/result';
import type { LogEntry } from '$lib/domain/log/entry';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createDeviceKeys } from '$lib/security/device-keys';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';
import { YIncidentDocuments } from '$lib/sync/document/y-incident-documents';
import { FixedClock } from '../../doubles/clock';
import { appending, deletion, INCIDENT, summary, TestDevice } from '../../doubles/log-entries';
import { done, openRaw } from '../../doubles/raw-database';
import { valued } from '../../doubles/valued';

const words = (text: string): EntryWords => ({ kind: 'observed', payload: { text, certainty: 'confirmed' } });

let storage: PhoneStorage;
let device: TestDevice;
let clock: FixedClock;
beforeEach(async () => {
	indexedDB = new IDBFactory();
	storage = valued(await openDexieStorage());
	device = new TestDevice();
	clock = new FixedClock();
	valued(await storage.identity.create(device.identity));
});

/** A start of the app: nothing is open in it yet. */
async function started(): Promise<{ writer: EntryWriter; carriers: IncidentCarriers }> {
	const carriers: IncidentCarriers = new IncidentCarriers({
		log: storage.log,
		repository: storage.documents,
		documents: new YIncidentDocuments(storage.documents),
		verifier: await createDeviceKeys(),
		writer: { exclusively: (incidentId, work) => writer.exclusively(incidentId, work) }
	});
	const writer: EntryWriter = new EntryWriter({
		log: storage.log,
		signer: device.signer,
		clock,
		documentOf: (incidentId) => carriers.documentOf(incidentId)
	});
	return { writer, carriers };
}
const held = async () => valued(await storage.log.all(INCIDENT)).rows.map((row) => row.entry.id);

/** Changes the bytes of the row of `entry` behind everybody's back. */
async function damage(entry: LogEntry): Promise<void> {
	const database = await openRaw(indexedDB, 'beredt');
	const store = () => database.transaction('entries', 'readwrite').objectStore('entries');
	const rows = (await done(store().getAll())) as { id: string; bytes: Uint8Array }[];
	const row = rows.find((one) => one.id === entry.id);
	if (!row) throw new Error('there is no such row');
	await done(store().put({ ...row, bytes: row.bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) }));
	database.close();
}

describe('the documents of incidents', () => {
	it('put a damaged row of the journal right', async () => {
		const first = await started();
		const [one, two] = valued(
			await first.writer.write(INCIDENT, [words('en'), words('to')], { summary: summary() })
		) as [LogEntry, LogEntry];
		expect(valued(await first.carriers.open(INCIDENT))).toEqual({ repaired: 0, recovered: 0, added: 2 });
		await damage(one);
		expect(await held()).toEqual([two.id]);

		const again = await started();
		expect(valued(await again.carriers.open(INCIDENT))).toMatchObject({ repaired: 1 });
		expect(await held()).toEqual([one.id, two.id]);
		expect(valued(await storage.log.all(INCIDENT)).damaged).toEqual([]);
	});

	it('hold what was written before they were opened, while they were, and after', async () => {
		const { writer, carriers } = await started();
		valued(await writer.write(INCIDENT, [words('før')], { summary: summary() }));
		const opening = carriers.open(INCIDENT);
		valued(await writer.write(INCIDENT, [words('imens')]));
		valued(await opening);
		valued(await writer.write(INCIDENT, [words('efter')]));
		const ids = await held();
		expect(ids).toHaveLength(3);
		expect(ids.filter((id) => carriers.documentOf(INCIDENT)?.get(id) === null)).toEqual([]);

		// and so does what is stored of it
		const again = await started();
		expect(valued(await again.carriers.open(INCIDENT))).toEqual({ repaired: 0, recovered: 0, added: 0 });
		expect(ids.filter((id) => again.carriers.documentOf(INCIDENT)?.get(id) === null)).toEqual([]);
	});

	it('are one for each incident, however many ask for it at once', async () => {
		const { writer, carriers } = await started();
		valued(await writer.write(INCIDENT, [words('en')], { summary: summary() }));
		const first = carriers.open(INCIDENT);
		const second = carriers.open(INCIDENT);
		expect(valued(await first)).toMatchObject({ added: 1 });
		const document = carriers.documentOf(INCIDENT);
		valued(await second);
		valued(await carriers.open(INCIDENT));
		expect(carriers.documentOf(INCIDENT)).toBe(document);
		// and what it lacked was stored once
		expect(valued(await storage.documents.load(INCIDENT))).toHaveLength(1);
	});

	it('are opened another time when they could not be', async () => {
		const { writer, carriers } = await started();
		valued(await writer.write(INCIDENT, [words('en')], { summary: summary() }));
		const load = storage.documents.load.bind(storage.documents);
		storage.documents.load = () => Promise.resolve(fail({ code: 'storageFailed', detail: 'now' }));
		expect(await carriers.open(INCIDENT)).toMatchObject({ ok: false });
		storage.documents.load = load;
		valued(await carriers.open(INCIDENT));
		expect(carriers.documentOf(INCIDENT)).not.toBeNull();
	});

	it('give the journal what only they have, but nothing that is not signed', async () => {
		const { writer, carriers } = await started();
		valued(await writer.write(INCIDENT, [words('en')], { summary: summary() }));
		valued(await carriers.open(INCIDENT));
		const other = new TestDevice(2);
		const sound = other.next();
		// a signature of somebody else's key
		const forged = new TestDevice(3).sign({
			...sound,
			authorKey: other.authorKey,
			payload: { text: 'falsk' }
		});
		const update = carriers
			.documentOf(INCIDENT)
			?.stage([sound, forged].map(({ id, bytes }) => ({ id, bytes }))).update;
		valued(await storage.documents.append(INCIDENT, update ?? new Uint8Array()));

		const again = await started();
		expect(valued(await again.carriers.open(INCIDENT))).toMatchObject({ recovered: 1 });
		expect(await held()).toContain(sound.id);
		expect(await held()).not.toContain(forged.id);
	});

	it('bring nothing back of an incident that was deleted meanwhile', async () => {
		const { writer, carriers } = await started();
		valued(await writer.write(INCIDENT, [words('en')], { summary: summary() }));
		const original = storage.log.all.bind(storage.log);
		storage.log.all = async (incidentId) => {
			const page = await original(incidentId);
			valued(await storage.log.deleteIncident(deletion()));
			return page;
		};
		valued(await carriers.open(INCIDENT));
		expect(valued(await storage.documents.load(INCIDENT))).toEqual([]);
		expect(await held()).toEqual([]);
	});

	it('leave a row as it is that nothing can put right', async () => {
		valued(await storage.log.append(appending([device.next()], { summary: summary() })));
		const lone = device.next();
		valued(await storage.log.append(appending([lone])));
		await damage(lone);
		const { carriers } = await started();
		expect(valued(await carriers.open(INCIDENT))).toMatchObject({ repaired: 0 });
		expect(valued(await storage.log.all(INCIDENT)).damaged).toHaveLength(1);
	});
});
