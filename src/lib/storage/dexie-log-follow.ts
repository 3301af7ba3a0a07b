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
	/** The greatest arrival that was told; null before the first page. */
	let told: number | null = null;
	const find = () => {
		if (told === null) return rowsOf(database, incidentId);
		const since = database.entries.where('arrival').above(told);
		return since.filter((row) => row.incidentId === incidentId).toArray();
	};
	const subscription = liveQuery(() =>
		// as a value: Dexie keeps it to itself when the database was closed
		find().then(ok, (error: unknown) => fail(toStorageError(error)))
	).subscribe((found) => {
		if (!found.ok) {
			observer(found);
			return;
		}
		const isFirst = told === null;
		const reached = told ?? 0;
		// a query that was begun before the last page was told finds its rows again
		const fresh = found.value.filter((row) => isFirst || row.arrival > reached);
		told = fresh.reduce((greatest, row) => Math.max(greatest, row.arrival), reached);
		if (isFirst || fresh.length > 0) observer(ok(readEntryRows(fresh, report)));
	});
	return () => {
		subscription.unsubscribe();
	};
}
