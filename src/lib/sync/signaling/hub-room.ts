/** What phones say to each other in a hub's room, sealed (docs/protocol.md, 8). Nothing that a hub says makes it throw. */
import { bigEndian, ByteReader, uuidBytes } from '../../base/byte-fields';
import { concatBytes, fromBase64Url, label, toBase64Url } from '../../base/bytes';
import type { DeviceId } from '../../domain/log/entry';
import { deviceIdBytes, readDeviceId } from '../../domain/log/head';
import type { EpochSecret, GroupId } from '../../ports/group';
import type { GroupCrypto } from '../../ports/group-crypto';
import { RELAYED_MAX_BYTES } from '../session/messages';

const NONCE_BYTES = 12;
const SAID_BYTES = 1 + 16 + 16 + 1 + RELAYED_MAX_BYTES;
const DATA_BYTES = NONCE_BYTES + SAID_BYTES + 16;
const WHATS = ['here', 'gone', 'code', 'cameIn'] as const;
const TO_ALL = new Uint8Array(16);

/** Where the phones meet that hold one epoch's secret. */
export interface HubRoom {
	readonly epoch: number;
	readonly topic: string;
	readonly key: Uint8Array;
}

/** What is said in a room. */
export type Said =
	/** To all: that it is there, leaves, or has just come in and knows of nobody. */
	| { readonly what: 'here' | 'gone' | 'cameIn'; readonly from: DeviceId }
	/** To one. */
	| { readonly what: 'code'; readonly from: DeviceId; readonly to: DeviceId; readonly code: Uint8Array };

/** The room of an epoch. */
export async function hubRoom(
	crypto: GroupCrypto,
	groupId: GroupId,
	{ epoch, secret }: EpochSecret
): Promise<HubRoom> {
	const room = await crypto.derive(
		secret,
		concatBytes(label('beredt/hub/1'), uuidBytes(groupId), bigEndian(epoch, 4))
	);
	const [topic, key] = await Promise.all([
		crypto.derive(room, label('beredt/hub-topic/1')),
		crypto.derive(room, label('beredt/hub-key/1'))
	]);
	return { epoch, topic: toBase64Url(topic), key };
}

/** @throws RangeError for a code that is too long. */
export async function sealSaid(crypto: GroupCrypto, room: HubRoom, said: Said): Promise<string> {
	const { code, to } = said.what === 'code' ? said : { code: new Uint8Array(), to: null };
	if (code.length > RELAYED_MAX_BYTES) throw new RangeError(`a code of ${code.length} bytes`);
	const plain = new Uint8Array(SAID_BYTES);
	plain.set(
		concatBytes(
			Uint8Array.of(WHATS.indexOf(said.what)),
			deviceIdBytes(said.from),
			to ? deviceIdBytes(to) : TO_ALL,
			Uint8Array.of(code.length),
			code
		)
	);
	const nonce = crypto.random(NONCE_BYTES);
	return toBase64Url(concatBytes(nonce, await crypto.seal(room.key, nonce, plain, ascii(room.topic))));
}

/** What `data` says; null for what nobody of the room has said. */
export async function openSaid(crypto: GroupCrypto, room: HubRoom, data: string): Promise<Said | null> {
	const bytes = fromBase64Url(data);
	if (bytes?.length !== DATA_BYTES) return null;
	const plain = await crypto.unseal(
		room.key,
		bytes.subarray(0, NONCE_BYTES),
		bytes.subarray(NONCE_BYTES),
		ascii(room.topic)
	);
	return plain && readSaid(plain);
}

function readSaid(plain: Uint8Array): Said | null {
	const reader = new ByteReader(plain);
	const what = WHATS[reader.bigEndian(1) ?? -1];
	const [from, to] = [readDeviceId(reader), readDeviceId(reader)];
	const code = reader.take(reader.bigEndian(1) ?? 0);
	const rest = reader.take(reader.left);
	if (!what || !from || !to || !code || rest?.some((byte) => byte !== 0)) return null;
	const isToAll = to === toBase64Url(TO_ALL);
	if (what === 'code') return isToAll || code.length === 0 ? null : { what, from, to, code };
	return isToAll && code.length === 0 ? { what, from } : null;
}

function ascii(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
