/** The messages of a session as bytes (docs/protocol.md, 4), written and read strictly. */
import { bigEndian, ByteReader, uuidBytes, uuidText, varint } from '../../base/byte-fields';
import { concatBytes, fromBase64Url, toBase64Url } from '../../base/bytes';
import { ENTRY_MAX_BYTES, type DeviceId, type EntryId, type IncidentId } from '../../domain/log/entry';
import { LOGS_MAX, namedLogParts, readNamedLog, type NamedLog } from '../../domain/log/named-log';
import { deviceIdBytes, headParts, readDeviceId, readHead, type Head } from '../../domain/log/head';
import { INCIDENT_FILE_MAX_BYTES } from '../../domain/log/incident-records';
import { PICTURE_SECTIONS, type PictureSection } from '../../domain/log/kinds';
import type { EpochSecret } from '../../ports/group';
import type { Clocks } from '../../ports/incident-document';
import type { Description } from '../../ports/peer-link';
import { decodeDescription, DESCRIPTION_BYTES, encodeDescription } from '../signaling/description';
import { decodeClocks, encodeClocks } from './clocks';

export const PROTOCOL_VERSION = 1;
/** The longest of those messages that carry no update, no entries and no photo. */
const SMALL_MAX_BYTES = 65_536;
const JSON_MAX_BYTES = 2_000;
/** Hashes of photos in a message. */
export const HASHES_MAX = 2_000;
const ENTRY_ID_BYTES = 16;
const NO_ENTRY = new Uint8Array(ENTRY_ID_BYTES);
const EPOCHS_MAX = 255;
/** As many devices as a group has members. */
export const REACHED_MAX = 500;
/** How many phones on the way a code may pass, and so how far away a phone is known. */
export const HOPS_MAX = 6;
export const RELAYED_MAX_BYTES = 200;

/** Why a phone hangs up. */
export const BYE_REASONS = ['leaves', 'refused', 'otherVersion', 'revoked', 'busy', 'spare'] as const;
export type ByeReason = (typeof BYE_REASONS)[number];

/** `group`: between members; `invite`: with somebody who has the secret of an invite. */
export type SessionKind = 'group' | 'invite';

/** What is said of a log. */
export type LogMessage =
	| { readonly type: 'update'; readonly update: Uint8Array }
	| { readonly type: 'clocks' | 'pull'; readonly clocks: Clocks }
	| { readonly type: 'heads'; readonly heads: readonly Head[] }
	| { readonly type: 'want'; readonly deviceId: DeviceId; readonly from: number; readonly to: number }
	| { readonly type: 'entries'; readonly entries: readonly Uint8Array[] }
	/** Photos that are held, by their hash. Without any: drafts are known here. */
	| { readonly type: 'holds'; readonly hashes: readonly string[] }
	| { readonly type: 'fetch'; readonly hash: string }
	/** `bytes`: none where it is not held any more. */
	| { readonly type: 'photo'; readonly hash: string; readonly bytes: Uint8Array }
	| DraftMessage;

/** What `bytes` are in a message of a draft. */
export const DRAFT_PARTS = ['clocks', 'update', 'presence'] as const;

/** What is said of a text that nobody has kept yet. */
export interface DraftMessage {
	readonly type: 'draft';
	readonly section: PictureSection;
	/** The entry that it goes on from; null where there is none. */
	readonly base: EntryId | null;
	readonly what: (typeof DRAFT_PARTS)[number];
	/** Still to be read. */
	readonly bytes: Uint8Array;
}

export type Message =
	| {
			readonly type: 'hello';
			readonly version: number;
			readonly kind: SessionKind;
			/** To the nonce that comes next. */
			readonly commitment: Uint8Array;
	  }
	| { readonly type: 'nonce'; readonly nonce: Uint8Array }
	| {
			readonly type: 'proof';
			readonly deviceKey: Uint8Array;
			readonly mac: Uint8Array;
			readonly signature: Uint8Array;
	  }
	| { readonly type: 'ready' }
	/** JSON text, which is still to be read. */
	| { readonly type: 'introduce' | 'welcome'; readonly json: string }
	| {
			readonly type: 'admit';
			readonly groupId: IncidentId;
			readonly secrets: readonly EpochSecret[];
			/** JSON text, which is still to be read. */
			readonly plan: string;
	  }
	| { readonly type: 'epoch'; readonly epoch: number }
	| { readonly type: 'secrets'; readonly secrets: readonly EpochSecret[] }
	| { readonly type: 'logs'; readonly logs: readonly NamedLog[] }
	/** `log`: its number in the order in which the sender has named logs in this session, from 0. */
	| (LogMessage & { readonly log: number })
	/** Those that have changed since the last time. */
	| { readonly type: 'peers'; readonly reached: readonly Reached[] }
	| {
			readonly type: 'relay';
			/** How often it may still be sent on, this time counted. */
			readonly hops: number;
			readonly to: DeviceId;
			readonly from: DeviceId;
			/** A code, which is still to be read. */
			readonly code: Uint8Array;
	  }
	| {
			/** A connection that the sender keeps in reserve. */
			readonly type: 'reserve';
			/** The sender's newest. */
			readonly epoch: number;
			readonly description: Description;
	  }
	| { readonly type: 'bye'; readonly why: ByeReason };

/** A phone that another reaches: over a session of its own where `hops` is 1, and no more where it is 0. */
export interface Reached {
	/** Its number where the sender has named it before: in the order in which it has named phones in this session, from 0. */
	readonly device: DeviceId | number;
	readonly hops: number;
}

/** Put before the hops of a phone that was named before. */
const NAMED_BEFORE = 0x80;

const NUMBERS = {
	hello: 1,
	proof: 2,
	introduce: 3,
	welcome: 4,
	admit: 5,
	epoch: 6,
	secrets: 7,
	nonce: 8,
	ready: 9,
	logs: 16,
	update: 17,
	clocks: 18,
	pull: 19,
	heads: 20,
	want: 21,
	entries: 22,
	peers: 23,
	relay: 24,
	holds: 25,
	fetch: 26,
	photo: 27,
	reserve: 28,
	draft: 29,
	bye: 31
} as const satisfies Record<Message['type'], number>;

/** @throws RangeError or TypeError for what no phone would read again: a bug of its maker. */
export function encodeMessage(message: Message): Uint8Array {
	return concatBytes(Uint8Array.of(NUMBERS[message.type]), ...partsOf(message));
}

function partsOf(message: Message): Uint8Array[] {
	switch (message.type) {
		case 'hello':
			return [Uint8Array.of(message.version, message.kind === 'group' ? 0 : 1), message.commitment];
		case 'nonce':
			return [message.nonce];
		case 'ready':
			return [];
		case 'proof':
			return [message.deviceKey, message.mac, message.signature];
		case 'introduce':
		case 'welcome':
			return [utf8(message.json)];
		case 'admit':
			return [uuidBytes(message.groupId), ...secretParts(message.secrets), utf8(message.plan)];
		case 'epoch':
			return [bigEndian(message.epoch, 4)];
		case 'secrets':
			return secretParts(message.secrets);
		case 'logs':
			return message.logs.flatMap(namedLogParts);
		case 'update':
			return [bigEndian(message.log, 1), message.update];
		case 'clocks':
		case 'pull':
			return [bigEndian(message.log, 1), encodeClocks(message.clocks)];
		case 'heads':
			return [bigEndian(message.log, 1), ...message.heads.flatMap(headParts)];
		case 'want':
			return [
				bigEndian(message.log, 1),
				deviceIdBytes(message.deviceId),
				varint(message.from),
				varint(message.to)
			];
		case 'entries':
			return [
				bigEndian(message.log, 1),
				...message.entries.flatMap((entry) => [varint(entry.length), entry])
			];
		case 'holds':
			return [bigEndian(message.log, 1), ...message.hashes.map(hashBytes)];
		case 'fetch':
			return [bigEndian(message.log, 1), hashBytes(message.hash)];
		case 'photo':
			return [bigEndian(message.log, 1), hashBytes(message.hash), message.bytes];
		case 'draft':
			return [
				Uint8Array.of(message.log, PICTURE_SECTIONS.indexOf(message.section)),
				message.base === null ? NO_ENTRY : entryIdBytes(message.base),
				Uint8Array.of(DRAFT_PARTS.indexOf(message.what)),
				message.bytes
			];
		case 'peers':
			return message.reached.flatMap(({ device, hops }) =>
				typeof device === 'number'
					? [Uint8Array.of(NAMED_BEFORE | hops), bigEndian(device, 2)]
					: [Uint8Array.of(hops), deviceIdBytes(device)]
			);
		case 'relay':
			return [
				Uint8Array.of(message.hops),
				deviceIdBytes(message.to),
				deviceIdBytes(message.from),
				message.code
			];
		case 'reserve':
			return [bigEndian(message.epoch, 4), encodeDescription(message.description)];
		case 'bye':
			return [Uint8Array.of(BYE_REASONS.indexOf(message.why))];
	}
}

/** What stands in `bytes`; null for what is no message of this version, in any part of it. */
export function decodeMessage(bytes: Uint8Array): Message | null {
	const type = typeOf(bytes[0]);
	if (!type) return null;
	const isLarge = type === 'admit' || type === 'update' || type === 'entries' || type === 'photo';
	if (!isLarge && bytes.length > SMALL_MAX_BYTES) return null;
	const reader = new ByteReader(bytes, 1);
	const message = READERS[type](reader);
	return message && reader.left === 0 ? message : null;
}

function typeOf(number: number | undefined): Message['type'] | null {
	const found = Object.entries(NUMBERS).find(([, one]) => one === number);
	return found ? (found[0] as Message['type']) : null;
}

const READERS: Readonly<Record<Message['type'], (reader: ByteReader) => Message | null>> = {
	hello(reader) {
		const version = reader.bigEndian(1);
		const kind = reader.bigEndian(1);
		const commitment = reader.take(32);
		if (version === null || (kind !== 0 && kind !== 1) || !commitment) return null;
		return { type: 'hello', version, kind: kind === 0 ? 'group' : 'invite', commitment };
	},
	nonce(reader) {
		const nonce = reader.take(32);
		return nonce && { type: 'nonce', nonce };
	},
	ready: () => ({ type: 'ready' }),
	proof(reader) {
		const [deviceKey, mac, signature] = [reader.take(32), reader.take(32), reader.take(64)];
		return deviceKey && mac && signature ? { type: 'proof', deviceKey, mac, signature } : null;
	},
	introduce: (reader) => readJson(reader, 'introduce'),
	welcome: (reader) => readJson(reader, 'welcome'),
	admit(reader) {
		const groupId = readLogId(reader);
		const secrets = readSecrets(reader);
		const plan = readText(reader);
		return groupId && secrets && plan !== null ? { type: 'admit', groupId, secrets, plan } : null;
	},
	epoch(reader) {
		const epoch = reader.bigEndian(4);
		return epoch ? { type: 'epoch', epoch } : null;
	},
	secrets(reader) {
		const secrets = readSecrets(reader);
		return secrets && { type: 'secrets', secrets };
	},
	logs(reader) {
		const logs: NamedLog[] = [];
		while (reader.left > 0) {
			const log = readNamedLog(reader);
			if (!log || logs.length === LOGS_MAX) return null;
			logs.push(log);
		}
		return { type: 'logs', logs };
	},
	update(reader) {
		const log = reader.bigEndian(1);
		const update = reader.take(reader.left);
		return log !== null && update ? { type: 'update', log, update } : null;
	},
	clocks: (reader) => readClocks(reader, 'clocks'),
	pull: (reader) => readClocks(reader, 'pull'),
	heads(reader) {
		const log = reader.bigEndian(1);
		const heads: Head[] = [];
		while (reader.left > 0) {
			const head = readHead(reader);
			if (!head) return null;
			heads.push(head);
		}
		return log === null ? null : { type: 'heads', log, heads };
	},
	want(reader) {
		const log = reader.bigEndian(1);
		const deviceId = readDeviceId(reader);
		const [from, to] = [reader.varint(), reader.varint()];
		return log !== null && deviceId && from && to && from <= to
			? { type: 'want', log, deviceId, from, to }
			: null;
	},
	entries(reader) {
		const log = reader.bigEndian(1);
		const entries: Uint8Array[] = [];
		while (reader.left > 0) {
			const length = reader.varint();
			const entry = length === null || length > ENTRY_MAX_BYTES ? null : reader.take(length);
			if (!entry) return null;
			entries.push(entry);
		}
		return log === null ? null : { type: 'entries', log, entries };
	},
	holds(reader) {
		const log = reader.bigEndian(1);
		const hashes: string[] = [];
		while (reader.left > 0) {
			const hash = readHash(reader);
			if (!hash || hashes.length === HASHES_MAX) return null;
			hashes.push(hash);
		}
		return log === null ? null : { type: 'holds', log, hashes };
	},
	fetch(reader) {
		const [log, hash] = [reader.bigEndian(1), readHash(reader)];
		return log !== null && hash ? { type: 'fetch', log, hash } : null;
	},
	photo(reader) {
		const [log, hash] = [reader.bigEndian(1), readHash(reader)];
		const bytes = reader.left <= INCIDENT_FILE_MAX_BYTES ? reader.take(reader.left) : null;
		return log !== null && hash && bytes ? { type: 'photo', log, hash, bytes } : null;
	},
	draft(reader) {
		const log = reader.bigEndian(1);
		const section = PICTURE_SECTIONS[reader.bigEndian(1) ?? -1];
		const base = reader.take(ENTRY_ID_BYTES);
		const what = DRAFT_PARTS[reader.bigEndian(1) ?? -1];
		const bytes = reader.take(reader.left);
		if (log === null || !section || !base || !what || !bytes) return null;
		const isFirst = base.every((byte) => byte === 0);
		return {
			type: 'draft',
			log,
			section,
			base: isFirst ? null : (toBase64Url(base) as EntryId),
			what,
			bytes
		};
	},
	peers(reader) {
		const reached: Reached[] = [];
		while (reader.left > 0) {
			const first = reader.bigEndian(1) ?? 0;
			const device = first & NAMED_BEFORE ? reader.bigEndian(2) : readDeviceId(reader);
			const hops = first & ~NAMED_BEFORE;
			if (device === null || hops >= HOPS_MAX || reached.length === 2 * REACHED_MAX) return null;
			reached.push({ device, hops });
		}
		return { type: 'peers', reached };
	},
	relay(reader) {
		const hops = readHops(reader);
		const to = readDeviceId(reader);
		const from = readDeviceId(reader);
		const isCode = reader.left > 0 && reader.left <= RELAYED_MAX_BYTES;
		const code = isCode ? reader.take(reader.left) : null;
		return hops && to && from && code ? { type: 'relay', hops, to, from, code } : null;
	},
	reserve(reader) {
		const [epoch, bytes] = [reader.bigEndian(4), reader.take(DESCRIPTION_BYTES)];
		const description = bytes && decodeDescription(bytes);
		return epoch && description ? { type: 'reserve', epoch, description } : null;
	},
	bye(reader) {
		const why = BYE_REASONS[reader.bigEndian(1) ?? -1];
		return why ? { type: 'bye', why } : null;
	}
};

function readJson(reader: ByteReader, type: 'introduce' | 'welcome'): Message | null {
	if (reader.left > JSON_MAX_BYTES) return null;
	const json = readText(reader);
	return json === null ? null : { type, json };
}

function readClocks(reader: ByteReader, type: 'clocks' | 'pull'): Message | null {
	const log = reader.bigEndian(1);
	const clocks = decodeClocks(reader.take(reader.left) ?? new Uint8Array());
	return log === null ? null : clocks && { type, log, clocks };
}

function readLogId(reader: ByteReader): IncidentId | null {
	const bytes = reader.take(16);
	return bytes && (uuidText(bytes) as IncidentId);
}

function readHash(reader: ByteReader): string | null {
	const bytes = reader.take(32);
	return bytes && toBase64Url(bytes);
}

/** @throws TypeError for what is no hash in base64url. */
function hashBytes(hash: string): Uint8Array {
	const bytes = fromBase64Url(hash);
	if (bytes?.length !== 32) throw new TypeError(`${hash} is no hash`);
	return bytes;
}

/** @throws TypeError for what is no entry's id in base64url. */
function entryIdBytes(id: EntryId): Uint8Array {
	const bytes = fromBase64Url(id);
	if (bytes?.length !== ENTRY_ID_BYTES) throw new TypeError(`${id} is no entry's id`);
	return bytes;
}

function readHops(reader: ByteReader): number | null {
	const hops = reader.bigEndian(1);
	return hops !== null && hops >= 1 && hops <= HOPS_MAX ? hops : null;
}

function readSecrets(reader: ByteReader): EpochSecret[] | null {
	const count = reader.bigEndian(1);
	if (count === null) return null;
	const secrets: EpochSecret[] = [];
	for (let at = 0; at < count; at += 1) {
		const epoch = reader.bigEndian(4);
		const secret = reader.take(32);
		if (!epoch || !secret) return null;
		secrets.push({ epoch, secret: secret.slice() });
	}
	return secrets;
}

function secretParts(secrets: readonly EpochSecret[]): Uint8Array[] {
	// the newest, should there ever be so many
	const newest = secrets.slice(-EPOCHS_MAX);
	return [
		Uint8Array.of(newest.length),
		...newest.flatMap(({ epoch, secret }) => [bigEndian(epoch, 4), secret])
	];
}

function readText(reader: ByteReader): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
			reader.take(reader.left) ?? undefined
		);
	} catch {
		return null;
	}
}

function utf8(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
