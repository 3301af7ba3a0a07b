/** How far chains reach, as bytes (docs/protocol.md, 4 and 7). */
import { varint, type ByteReader } from '../../base/byte-fields';
import { fromBase64Url, toBase64Url } from '../../base/bytes';
import type { DeviceId } from './entry';

/** How far an author's chain is held. */
export interface Head {
	readonly deviceId: DeviceId;
	/** Of the author's newest entry that is held; from 1. */
	readonly sequence: number;
	/** The first 8 bytes of that entry's hash. */
	readonly hash: Uint8Array;
}

/** @throws TypeError for what is no device id. */
export function deviceIdBytes(deviceId: DeviceId): Uint8Array {
	const bytes = fromBase64Url(deviceId);
	if (bytes?.length !== 16) throw new TypeError(`${deviceId} is no device id`);
	return bytes;
}

/** Null where there are not 16 bytes left. */
export function readDeviceId(reader: ByteReader): DeviceId | null {
	const bytes = reader.take(16);
	return bytes && (toBase64Url(bytes) as DeviceId);
}

/** A head as bytes, in parts. */
export function headParts({ deviceId, sequence, hash }: Head): Uint8Array[] {
	return [deviceIdBytes(deviceId), varint(sequence), hash];
}

/** Null where there is no whole head. */
export function readHead(reader: ByteReader): Head | null {
	const deviceId = readDeviceId(reader);
	const sequence = reader.varint();
	const hash = reader.take(8);
	return deviceId && sequence && hash ? { deviceId, sequence, hash } : null;
}

/** What is held of each author after `news`: theirs in place of the one before, by device id, as a receipt has them. */
export function headsWith(held: readonly Head[], news: Iterable<Head>): Head[] {
	const all = new Map(held.map((head) => [head.deviceId, head]));
	for (const head of news) all.set(head.deviceId, head);
	return [...all.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}

/** How far each author's chain is held. */
export function sequencesOf(heads: readonly Head[] = []): Map<DeviceId, number> {
	return new Map(heads.map((head) => [head.deviceId, head.sequence]));
}
