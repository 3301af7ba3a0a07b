import { liveQuery } from 'dexie';
import { fail, ok } from '$lib/base/result';
import type { IncidentId } from '$lib/domain/log/entry';
import type { JournalPage } from '$lib/ports/log';
import type { Observer, Unsubscribe } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { rowsOf } from './dexie-log-reads';
import { readEntryRows } from './entry-rows';
import { toStorageError } from './storage-errors';

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
	const subscription = liveQuery(() =>
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
	return () => {
		subscription.unsubscribe();
	};
}
