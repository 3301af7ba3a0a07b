/** What is in a parcel, as bytes, before it is signed and sealed (docs/protocol.md, 7). */
import { bigEndian, ByteReader, varint } from '../../base/byte-fields';
import { joinBytes } from '../../base/bytes';
import { ENTRY_MAX_BYTES, type IncidentId } from '../log/entry';
import { headParts, readHead, type Head } from '../log/head';
import { LOGS_MAX, namedLogParts, readNamedLog, type NamedLog } from '../log/named-log';

/** Of a log, in a parcel. */
export interface ParcelLog extends NamedLog {
	/** How far the journal of the phone that made the parcel reaches. */
	readonly heads: readonly Head[];
	/** The bytes of each, still to be judged. */
	readonly entries: readonly Uint8Array[];
}

export interface ParcelBody {
	/** When it was made, by the clock of the phone that made it. */
	readonly madeAtMs: number;
	readonly logs: readonly ParcelLog[];
}

const HEADS_MAX = 1_000;

/** @throws RangeError or TypeError for what no phone would read again: a bug of its maker. */
export function encodeBody({ madeAtMs, logs }: ParcelBody): Uint8Array {
	return joinBytes([
		bigEndian(madeAtMs, 6),
		...logs.flatMap(({ heads, entries, ...named }) => [
			...namedLogParts(named),
			varint(heads.length),
			...heads.flatMap(headParts),
			varint(entries.length),
			...entries.flatMap((entry) => [varint(entry.length), entry])
		])
	]);
}

/** What stands in `bytes`; null for what is no body, in any part of it. */
export function decodeBody(bytes: Uint8Array): ParcelBody | null {
	const reader = new ByteReader(bytes);
	const madeAtMs = reader.bigEndian(6);
	if (madeAtMs === null) return null;
	const logs: ParcelLog[] = [];
	const ids = new Set<IncidentId>();
	while (reader.left > 0) {
		const log = readLog(reader);
		if (!log || ids.has(log.logId) || logs.length === LOGS_MAX) return null;
		ids.add(log.logId);
		logs.push(log);
	}
	return { madeAtMs, logs };
}

function readLog(reader: ByteReader): ParcelLog | null {
	const named = readNamedLog(reader);
	if (!named) return null;
	const heads = readMany(reader, HEADS_MAX, readHead);
	const entries = heads && readMany(reader, Infinity, readEntryBytes);
	if (!entries) return null;
	return { ...named, heads, entries };
}

/** A count and so many of something; a count that lies ends where the bytes do. */
function readMany<Item>(
	reader: ByteReader,
	most: number,
	read: (reader: ByteReader) => Item | null
): Item[] | null {
	const count = reader.varint();
	if (count === null || count > most) return null;
	const items: Item[] = [];
	while (items.length < count) {
		const item = read(reader);
		if (item === null) return null;
		items.push(item);
	}
	return items;
}

function readEntryBytes(reader: ByteReader): Uint8Array | null {
	const length = reader.varint();
	return length && length <= ENTRY_MAX_BYTES ? reader.take(length) : null;
}
