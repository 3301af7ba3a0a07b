import { fail, ok, type Result } from '$lib/base/result';
import {
	decodeEntry,
	type DeviceId,
	type EntryId,
	type IncidentId,
	type LogEntry
} from '$lib/domain/log/entry';
import { HLC_MAX_MS, type Hlc } from '$lib/domain/log/hlc';
import type { ChainHead, DamagedRow, JournalPage, JournalRow } from '$lib/ports/log';
import type { StorageError } from '$lib/ports/storage-error';

/**
 * An entry as it is written: its bytes, and what the indexes need of them. On reading, the bytes are decoded again,
 * and a row whose other fields say anything else is damaged.
 */
export interface EntryRow {
	readonly id: EntryId;
	readonly incidentId: IncidentId;
	readonly deviceId: DeviceId;
	readonly sequence: number;
	readonly kind: string;
	/** See `orderOf`. */
	readonly order: string;
	/** In no index: what the author's next entry follows on, should `bytes` be damaged. */
	readonly hash: string;
	readonly bytes: Uint8Array;
}
export type StoredEntryRow = EntryRow & { readonly arrival: number };

/** A text that sorts as `compareEntries` does. */
export function orderOf({ hlc, deviceId, sequence, id }: LogEntry): string {
	return `${hex(hlc.ms, 12)}${hex(hlc.counter, 4)}${deviceId}${hex(sequence, 8)}${id}`;
}

/** The time in a text that `orderOf` made; null where it is none. */
export function hlcOfOrder(order: unknown): Hlc | null {
	if (typeof order !== 'string' || !/^[0-9a-f]{16}/.test(order)) return null;
	const ms = parseInt(order.slice(0, 12), 16);
	return ms < HLC_MAX_MS ? { ms, counter: parseInt(order.slice(12, 16), 16) } : null;
}

/**
 * The row of an entry that is about to be written, made of its bytes alone: what could not be read back is not
 * written at all.
 */
export function toEntryRow(entry: LogEntry): Result<EntryRow, StorageError> {
	// a view of a large buffer would be stored with all of that buffer
	const decoded = decodeEntry(entry.bytes.slice());
	if (decoded.ok && decoded.value.id === entry.id) return ok(rowOf(decoded.value));
	const reason = decoded.ok ? 'id differs' : decoded.error.code;
	return fail({ code: 'storageFailed', detail: `not written, entry ${entry.sequence}: ${reason}` });
}

/** Reads a row back, strictly. */
export function readEntryRow(raw: unknown): Result<JournalRow, DamagedRow> {
	const found = fieldsOf(raw);
	const arrival = Number(found.arrival);
	const damaged = (detail: string) =>
		fail({ arrival, entryId: isEntryId(found.id) ? found.id : null, detail } satisfies DamagedRow);
	if (!(found.bytes instanceof Uint8Array)) return damaged('bytes wrongType');
	const decoded = decodeEntry(found.bytes);
	if (!decoded.ok) return damaged(`bytes ${decoded.error.code}`);
	const expected = Object.entries({ ...rowOf(decoded.value), arrival });
	for (const [name, value] of expected)
		if (found[name as keyof StoredEntryRow] !== value) return damaged(`${name} differs`);
	if (Object.keys(found).length > expected.length) return damaged('unknownKey');
	return ok({ arrival, entry: decoded.value });
}

/** Reads rows back. `report` is told of the damaged ones. */
export function readEntryRows(raw: readonly unknown[], report: (error: StorageError) => void): JournalPage {
	const rows: JournalRow[] = [];
	const damaged: DamagedRow[] = [];
	for (const one of raw) {
		const row = readEntryRow(one);
		if (row.ok) rows.push(row.value);
		else damaged.push(row.error);
	}
	for (const row of damaged) report(toDamagedError(row));
	return { rows, damaged };
}

/** A damaged row as an error of the storage. */
export function toDamagedError({ arrival, entryId, detail }: DamagedRow): StorageError {
	return { code: 'storageDamaged', detail: `entries ${arrival} ${entryId ?? '?'}: ${detail}` };
}

/**
 * What a row is the head of a chain with. Of one whose bytes are damaged, its fields tell it where they agree: the id
 * is the beginning of the hash.
 */
export function headOfRow(raw: unknown): Result<ChainHead, StorageError> {
	const row = readEntryRow(raw);
	if (row.ok) return ok({ sequence: row.value.entry.sequence, hash: row.value.entry.hash });
	const { id, hash, sequence } = fieldsOf(raw);
	const agree =
		isEntryId(id) && typeof hash === 'string' && hash.length === 43 && hash.startsWith(id.slice(0, 21));
	if (agree && typeof sequence === 'number' && Number.isSafeInteger(sequence)) return ok({ sequence, hash });
	return fail(toDamagedError(row.error));
}

/**
 * Whether a row that stands in no index may belong to an incident: by its bytes, by its field, or because neither
 * tells.
 */
export function mayBelongTo(raw: unknown, incidentId: IncidentId): boolean {
	const named = incidentOfRow(raw);
	return named === null || named === incidentId;
}

/** The incident that a row belongs to, by its bytes or by its field; null where neither tells. */
export function incidentOfRow(raw: unknown): string | null {
	const { bytes, incidentId } = fieldsOf(raw);
	const decoded = bytes instanceof Uint8Array ? decodeEntry(bytes) : null;
	if (decoded?.ok) return decoded.value.incidentId;
	return typeof incidentId === 'string' ? incidentId : null;
}

function rowOf(entry: LogEntry): EntryRow {
	const { id, incidentId, deviceId, sequence, kind, hash, bytes } = entry;
	return { id, incidentId, deviceId, sequence, kind, order: orderOf(entry), hash, bytes };
}

function fieldsOf(raw: unknown): Partial<Record<keyof StoredEntryRow, unknown>> {
	return typeof raw === 'object' && raw !== null ? raw : {};
}

function isEntryId(value: unknown): value is EntryId {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{22}$/.test(value);
}

function hex(value: number, width: number): string {
	return value.toString(16).padStart(width, '0');
}
