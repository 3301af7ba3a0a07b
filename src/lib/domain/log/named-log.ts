/** A log as phones name it to each other, as bytes (docs/protocol.md, 4 and 7). */
import { uuidBytes, uuidText, type ByteReader } from '../../base/byte-fields';
import type { IncidentId } from './entry';

/** What this phone says, or another says, of a log that it has. */
export interface NamedLog {
	readonly logId: IncidentId;
	/** Whether it is the group's own. */
	readonly isGroup: boolean;
	/** Whether a phone that does not have it is to begin it. */
	readonly isOpen: boolean;
}

/** The most that are named in one session, or stand in one parcel. */
export const LOGS_MAX = 256;

const GROUP = 1;
const OPEN = 2;

/** @throws TypeError for what is no log's id. */
export function namedLogParts({ logId, isGroup, isOpen }: NamedLog): Uint8Array[] {
	return [uuidBytes(logId), Uint8Array.of((isGroup ? GROUP : 0) | (isOpen ? OPEN : 0))];
}

/** Null where there is none, or where something is said of it that this version does not know. */
export function readNamedLog(reader: ByteReader): NamedLog | null {
	const id = reader.take(16);
	const flags = reader.bigEndian(1);
	if (!id || flags === null || flags > (GROUP | OPEN)) return null;
	return {
		logId: uuidText(id) as IncidentId,
		isGroup: (flags & GROUP) !== 0,
		isOpen: (flags & OPEN) !== 0
	};
}
