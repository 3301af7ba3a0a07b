import { fail, ok, type Result } from '$lib/base/result';
import { FIRST_HASH, type IncidentId, type LogEntry } from '$lib/domain/log/entry';
import { compareHlc, nextHlc, type Hlc } from '$lib/domain/log/hlc';
import type {
	Append,
	ChainHead,
	HeadMoved,
	IdentityChanged,
	IncidentDeleted,
	IncidentFile,
	IncidentSummary
} from '$lib/ports/log';
import type { StorageError } from '$lib/ports/storage-error';
import { toEntryRow, type EntryRow } from './entry-rows';
import { checkIncidentRow } from './incident-rows';

/** The rules by which entries come into a journal; both adapters go by them. */

/** What an append writes, checked; copies. */
export interface AppendRows {
	readonly incidentId: IncidentId;
	readonly entries: readonly EntryRow[];
	readonly summary: IncidentSummary | null;
	readonly documentUpdate: Uint8Array | null;
	readonly files: readonly IncidentFile[];
}

/** Checks all that is to be written: nothing that could not be read back, and of one incident alone. */
export function toAppendRows(append: Append): Result<AppendRows, StorageError> {
	const incidentId =
		append.entries[0]?.incidentId ?? append.summary?.incidentId ?? append.files[0]?.incidentId ?? null;
	if (!incidentId) return notWritten('of no incident');
	const entries: EntryRow[] = [];
	for (const entry of append.entries) {
		const row = toEntryRow(entry);
		if (!row.ok) return row;
		entries.push(row.value);
	}
	const summary = append.summary ? checkIncidentRow('incidents', append.summary) : ok(null);
	if (!summary.ok) return summary;
	const files: IncidentFile[] = [];
	for (const file of append.files) {
		const row = checkIncidentRow('incidentFiles', file);
		if (!row.ok) return row;
		files.push(row.value);
	}
	const parts = [...entries, ...files, ...(summary.value ? [summary.value] : [])];
	if (parts.some((part) => part.incidentId !== incidentId)) return notWritten('of two incidents');
	const documentUpdate = append.documentUpdate?.slice() ?? null;
	return ok({ incidentId, entries, summary: summary.value, documentUpdate, files });
}

/** Why `entries` are no piece of one author's chain; null when they are. */
export function brokenChain(entries: readonly LogEntry[]): StorageError | null {
	for (const [index, entry] of entries.entries()) {
		const before = entries[index - 1];
		if (before && (entry.authorKey !== before.authorKey || !followsOn(entry, before)))
			return notWritten(`entry ${entry.sequence} does not follow on ${before.sequence}`).error;
	}
	return null;
}

/** What a journal holds of an incident, or of a group, before something is added to it. */
export interface HeldOfIncident {
	readonly isDeleted: boolean;
	readonly hasSummary: boolean;
	/** Whether it is the log of the group that this phone is in, which has no summary. */
	readonly isGroup: boolean;
}

/** Why nothing may be added to an incident; null when it may. */
export function refusedByIncident(
	rows: AppendRows,
	held: HeldOfIncident
): StorageError | IncidentDeleted | null {
	if (held.isDeleted) return { code: 'incidentDeleted' };
	if (held.isGroup) return rows.summary ? notWritten('a group has no summary').error : null;
	return held.hasSummary || rows.summary ? null : notWritten('the incident has no summary').error;
}

/**
 * Why the entry `first` may not be added as this device's own; null when it may.
 * @param ownKey The public key of this phone's identity; null where there is none.
 * @param head Of the author's chain; null before the first.
 * @param latest The greatest time that is held of the incident.
 */
export function refusedAsOwn(
	first: LogEntry,
	ownKey: string | null,
	head: ChainHead | null,
	latest: Hlc
): HeadMoved | IdentityChanged | null {
	if (first.authorKey !== ownKey) return { code: 'identityChanged' };
	const follows = followsOn(first, head ?? { sequence: 0, hash: FIRST_HASH });
	// at the last time of all the clock stands still
	const comesAfter = compareHlc(first.hlc, nextHlc(latest, 0)) >= 0;
	return follows && comesAfter ? null : { code: 'headMoved' };
}

function followsOn(entry: LogEntry, before: ChainHead): boolean {
	return entry.sequence === before.sequence + 1 && entry.previousHash === before.hash;
}

function notWritten(reason: string): { ok: false; error: StorageError } {
	return fail({ code: 'storageFailed', detail: `not written, ${reason}` });
}
