import { liveQuery, type Subscription } from 'dexie';
import { fail, ok } from '$lib/base/result';
import type { IncidentId } from '$lib/domain/log/entry';
import type { DamagedRow, JournalPage, JournalRow } from '$lib/ports/log';
import type { Observer, Unsubscribe } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { nextRows, rowsOf, strayRowsOf } from './dexie-log-reads';
import { readEntryRows, type StoredEntryRow } from './entry-rows';
import { toStorageError } from './storage-errors';

/** How many rows are read at a time, so that a press is answered in between. */
const SLICE = 1_000;

/**
 * Tells all rows of an incident, and after each change those that arrived since. Arrival numbers rise in the order in
 * which transactions are done, whichever tab's they are, so nothing arrives below one that was told.
 */
export function followRows(
	database: BeredtDatabase,
	incidentId: IncidentId,
	report: (error: StorageError) => void,
	observer: Observer<JournalPage>
): Unsubscribe {
	const { entries } = database;
	/** The greatest arrival, of whatever incident, up to which all was told; null before the first page. */
	let told: number | null = null;
	const find = () =>
		database.transaction('r', entries, async () => {
			const [newest = 0] = await entries.orderBy('arrival').reverse().limit(1).primaryKeys();
			const since = told;
			if (since === null) return { newest, rows: await rowsOf(database, incidentId) };
			const arrived = entries.where('arrival').above(since);
			return { newest, rows: await arrived.filter((row) => row.incidentId === incidentId).toArray() };
		});
	let isEnded = false;
	let subscription: Subscription | null = null;
	const subscribe = () => {
		subscription = liveQuery(() =>
			// as a value: Dexie keeps it to itself when the database was closed
			find().then(ok, (error: unknown) => fail(toStorageError(error)))
		).subscribe((found) => {
			if (!found.ok) {
				observer(found);
				return;
			}
			const { newest, rows } = found.value;
			const reached = told;
			told = Math.max(newest, reached ?? 0);
			// a query that was begun before the last page was told finds its rows again
			const fresh = reached === null ? rows : rows.filter((row) => row.arrival > reached);
			if (reached === null || fresh.length > 0) observer(ok(readEntryRows(fresh, report)));
		});
	};
	// what goes wrong here is told by the query, which reads all of it again
	void readAtFirst(database, incidentId, report, () => isEnded)
		.catch(() => null)
		.then((first) => {
			if (isEnded) return;
			if (first) {
				told = first.newest;
				observer(ok(first.page));
			}
			subscribe();
		});
	return () => {
		isEnded = true;
		subscription?.unsubscribe();
	};
}

/**
 * All rows of an incident, in slices. What is written meanwhile arrives after `newest`, and is found by whoever looks
 * for what arrived since.
 */
async function readAtFirst(
	database: BeredtDatabase,
	incidentId: IncidentId,
	report: (error: StorageError) => void,
	isEnded: () => boolean
): Promise<{ newest: number; page: JournalPage }> {
	const [newest = 0] = await database.entries.orderBy('arrival').reverse().limit(1).primaryKeys();
	const rows: JournalRow[] = [];
	const damaged: DamagedRow[] = [];
	const take = (raw: readonly StoredEntryRow[]) => {
		const page = readEntryRows(
			raw.filter((row) => row.arrival <= newest),
			report
		);
		rows.push(...page.rows);
		damaged.push(...page.damaged);
	};
	for (let raw = await nextRows(database, incidentId, null, SLICE); raw.length > 0 && !isEnded();) {
		take(raw);
		const last = raw.at(-1);
		raw = raw.length < SLICE || !last ? [] : await nextRows(database, incidentId, last.order, SLICE);
	}
	take(await strayRowsOf(database, incidentId));
	return { newest, page: { rows, damaged } };
}
