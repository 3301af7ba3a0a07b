import { ok, type Result } from '$lib/base/result';
import type { PhoneContent } from '$lib/domain/phone-data/phone-content';
import type { IncidentDeletion, IncidentSummary } from '$lib/ports/log';
import type { StorageError } from '$lib/ports/storage-error';
import { toAppendRows, type AppendRows } from './append-rows';
import { checkIncidentRow } from './incident-rows';

/** The rules by which the incidents of a phone-data file are added to what a phone holds; both adapters go by them. */

/** The incidents of a phone-data file as the rows that are to be written. */
export interface IncidentsToRestore {
	readonly incidents: readonly { readonly rows: AppendRows; readonly summary: IncidentSummary }[];
	readonly deletions: readonly IncidentDeletion[];
}

/** Checks all incidents of `content`; the first row that could not be read back again refuses the whole. */
export function incidentsToRestore(content: PhoneContent): Result<IncidentsToRestore, StorageError> {
	const incidents: IncidentsToRestore['incidents'][number][] = [];
	for (const { summary, entries, files } of content.incidents) {
		const rows = toAppendRows({ entries, summary, files, documentUpdate: null });
		if (!rows.ok) return rows;
		incidents.push({ rows: rows.value, summary: rows.value.summary ?? summary });
	}
	const deletions: IncidentDeletion[] = [];
	for (const deletion of content.incidentDeletions) {
		const row = checkIncidentRow('incidentDeletions', deletion);
		if (!row.ok) return row;
		deletions.push(row.value);
	}
	return ok({ incidents, deletions });
}

/** The summary that is held stays, but for one that goes on where theirs is closed. */
export function mergeSummary(held: IncidentSummary | undefined, theirs: IncidentSummary): IncidentSummary {
	return held && (held.closedAt !== null || theirs.closedAt === null) ? held : theirs;
}
