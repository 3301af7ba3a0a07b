import * as v from 'valibot';
import { bySequence, PHONE_RUN_ID } from '$lib/domain/checklist/checklist';
import { incidentSummarySchema } from '$lib/domain/log/incident-summary-schema';
import type { FirstReading } from '$lib/ports/repositories';
import type { DatabaseOptions } from './database';
import { DATABASE_NAME, NATIVE_VERSION } from './database-facts';
import { readPlanRow } from './plan-rows';
import { newestFirst, readRows, type ListName, type Row } from './rows';

export interface ReadingOptions extends DatabaseOptions {
	/** How long the browser may take at all. */
	readonly waitMs?: number;
}

/**
 * Reads what the start page shows by IndexedDB alone, without Dexie (docs/adr/0006). Nothing is made, changed or kept
 * open by it.
 * @returns Null where the database is not there, is not of this app's version, could not be read, or holds anything
 * that cannot be read back: then the storage is to be opened, which upgrades, repairs or tells.
 */
export async function readFirst(options: ReadingOptions = {}): Promise<FirstReading | null> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tooLate = new Promise<null>((resolve) => {
		timer = setTimeout(() => {
			resolve(null);
		}, options.waitMs ?? 5_000);
	});
	try {
		return await Promise.race([reading(options), tooLate]);
	} catch {
		return null;
	} finally {
		clearTimeout(timer);
	}
}

async function reading(options: ReadingOptions): Promise<FirstReading | null> {
	const factory = 'indexedDB' in options ? options.indexedDB : globalThis.indexedDB;
	const database = await openAsItIs(factory, options.name ?? DATABASE_NAME);
	if (!database) return null;
	const raw = await rawRows(database, options.IDBKeyRange ?? globalThis.IDBKeyRange).finally(() => {
		database.close();
	});
	// events that are too damaged to stand in the index of runs
	if (raw.eventCount !== raw.indexedCount) return null;
	const plan = await readPlanRow('current', raw.plan);
	const checklist = soundRows('checklistEvents', raw.events);
	const contactUpdates = soundRows('contactUpdates', raw.contactUpdates);
	const acknowledgements = soundRows('acknowledgements', raw.acknowledgements);
	const incidents = v.safeParse(v.array(incidentSummarySchema), raw.incidents);
	if (!plan.ok || !plan.value || !checklist || !contactUpdates || !acknowledgements || !incidents.success)
		return null;
	return {
		plan: plan.value,
		checklist: checklist.sort(bySequence),
		contactUpdates,
		acknowledgements,
		incidents: newestFirst(incidents.output, (summary) => summary.openedAt)
	};
}

/** Null where it is not there, or is of another version. */
function openAsItIs(factory: IDBFactory | undefined, name: string): Promise<IDBDatabase | null> {
	return new Promise((resolve, reject) => {
		if (!factory) {
			resolve(null);
			return;
		}
		const asked = factory.open(name);
		// it is not there: what would be made is not
		asked.onupgradeneeded = () => asked.transaction?.abort();
		asked.onerror = (event) => {
			// Firefox writes on the console what nobody says is known
			event.preventDefault();
			reject(asked.error ?? new Error('not opened'));
		};
		asked.onsuccess = () => {
			const database = asked.result;
			// an upgrade or a deletion waits for nobody who only reads
			database.onversionchange = () => {
				database.close();
			};
			const isOurs = database.version === NATIVE_VERSION;
			if (!isOurs) database.close();
			resolve(isOurs ? database : null);
		};
	});
}

interface RawRows {
	readonly plan: unknown;
	readonly events: readonly unknown[];
	readonly eventCount: number;
	readonly indexedCount: number;
	readonly contactUpdates: readonly unknown[];
	readonly acknowledgements: readonly unknown[];
	readonly incidents: readonly unknown[];
}

/** Everything as it lay there at one instant. */
function rawRows(database: IDBDatabase, keyRange: typeof IDBKeyRange): Promise<RawRows> {
	return new Promise((resolve, reject) => {
		const names = ['plans', 'checklistEvents', 'contactUpdates', 'acknowledgements', 'incidents'];
		const transaction = database.transaction(names);
		const events = transaction.objectStore('checklistEvents');
		const byRun = events.index('[runId+sequence]');
		const plan: IDBRequest<unknown> = transaction.objectStore('plans').get('current');
		const eventCount = events.count();
		const indexedCount = byRun.count();
		// an array comes after every number
		const ofRun = byRun.getAll(keyRange.bound([PHONE_RUN_ID], [PHONE_RUN_ID, []]));
		const [contactUpdates, acknowledgements, incidents] = [
			transaction.objectStore('contactUpdates').getAll(),
			transaction.objectStore('acknowledgements').getAll(),
			transaction.objectStore('incidents').getAll()
		];
		transaction.onabort = () => {
			reject(transaction.error ?? new Error('not read'));
		};
		transaction.oncomplete = () => {
			resolve({
				plan: plan.result,
				events: ofRun.result,
				eventCount: eventCount.result,
				indexedCount: indexedCount.result,
				contactUpdates: contactUpdates.result,
				acknowledgements: acknowledgements.result,
				incidents: incidents.result
			});
		};
	});
}

/** Null where one of them cannot be read back. */
function soundRows<Name extends ListName>(name: Name, raw: readonly unknown[]): Row<Name>[] | null {
	const { rows, damaged } = readRows(name, raw);
	return damaged.length === 0 ? rows : null;
}
