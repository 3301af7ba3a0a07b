/**
 * A log entry as bytes, format version 1 (docs/log-format.md): written once by one device, signed, never changed.
 *
 *     version        1 byte, 1
 *     incident id    16 bytes, a UUID
 *     author key     32 bytes, the device's Ed25519 public key
 *     sequence       varint, 1 for the author's first entry in this incident, then one more for each
 *     previous hash  32 bytes, SHA-256 of the author's previous entry as it stands here; zeros before the first
 *     hlc ms         6 bytes, big-endian
 *     hlc counter    2 bytes, big-endian
 *     wall ms        6 bytes, big-endian: what the author's own clock said
 *     body length    varint
 *     body           UTF-8, canonical JSON: {"k": kind, "p": payload} and, where it was written down later,
 *                    "o": when it happened, "w": "paper"
 *     signature      64 bytes, Ed25519 over "beredt/entry/1" and a zero byte and all of the above
 *
 * The entry's id is the first 16 bytes of the SHA-256 of all of it, signature included: no entry can take another's
 * place under its id. A varint is LEB128 in its shortest form, at most 5 bytes.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bigEndian, ByteReader, uuidBytes, uuidText, varint } from '../../base/byte-fields';
import { concatBytes, fromBase64Url, label, toBase64Url } from '../../base/bytes';
import { fail, ok, type Result } from '../../base/result';
import { canonicalJson, parseCanonical, type CanonicalValue } from './canonical-json';
import { HLC_MAX_MS, type Hlc } from './hlc';

export const ENTRY_VERSION = 1;
/** The longest entry that is read or written at all, in bytes. */
export const ENTRY_MAX_BYTES = 16_384;
const BODY_MAX_BYTES = 16_000;
const WALL_MAX_MS = 2 ** 48 - 1;
const SIGNATURE_BYTES = 64;
const LABEL = label('beredt/entry/1');
const KIND = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Base64url of 16 bytes. */
export type EntryId = string & { readonly entryId: unique symbol };
/** Base64url of the first 16 bytes of the SHA-256 of a device's public key. */
export type DeviceId = string & { readonly deviceId: unique symbol };
/** A UUID in lower case. */
export type IncidentId = string & { readonly incidentId: unique symbol };

/** What an author says, before it is signed. */
export interface EntryDraft {
	readonly incidentId: IncidentId;
	/** Base64url of the public key. */
	readonly authorKey: string;
	readonly sequence: number;
	/** Base64url of 32 bytes; `FIRST_HASH` before the first. */
	readonly previousHash: string;
	readonly hlc: Hlc;
	/** What the author's clock said, as near as 6 bytes can; never used to put entries in order. */
	readonly wallMs: number;
	readonly kind: string;
	readonly payload: { readonly [key: string]: CanonicalValue | undefined };
	/** When it happened, where that is not when it was written. */
	readonly occurredAtMs: number | null;
	/** Where it was copied from; null where it was written here first. */
	readonly copiedFrom: 'paper' | null;
}

/** An entry and the bytes that it stands in. */
export interface LogEntry extends EntryDraft {
	readonly id: EntryId;
	readonly deviceId: DeviceId;
	/** Base64url of the SHA-256 of `bytes`. */
	readonly hash: string;
	readonly bytes: Uint8Array;
}

/** Why bytes are no entry. */
export type EntryProblem =
	| { readonly code: 'entryTooLarge'; readonly bytes: number }
	| { readonly code: 'entryOtherVersion'; readonly version: number }
	| { readonly code: 'entryMalformed'; readonly where: string };

/** What stands for the hash of the entry before the first. */
export const FIRST_HASH = toBase64Url(new Uint8Array(32));

/** The id of the entry that stands in `bytes`, whether or not they are one. */
export function entryIdOf(bytes: Uint8Array): EntryId {
	return idOfHash(sha256(bytes));
}

/** The device id of a public key. */
export function deviceIdOf(publicKey: Uint8Array): DeviceId {
	return toBase64Url(sha256(publicKey).subarray(0, 16)) as DeviceId;
}

/**
 * The bytes of a draft that its author signs, label and all, and those that go before the signature.
 * @returns `entryTooLarge` when there is more in it than an entry may hold.
 * @throws RangeError or TypeError for a draft that no phone would read again, this one neither: a bug of its maker.
 */
export function encodeDraft(
	draft: EntryDraft
): Result<{ toSign: Uint8Array; unsigned: Uint8Array }, EntryProblem> {
	const body = new TextEncoder().encode(
		canonicalJson({
			k: draft.kind,
			p: draft.payload,
			o: draft.occurredAtMs ?? undefined,
			w: draft.copiedFrom ?? undefined
		})
	);
	if (body.length > BODY_MAX_BYTES) return fail({ code: 'entryTooLarge', bytes: body.length });
	const unsigned = concatBytes(
		Uint8Array.of(ENTRY_VERSION),
		uuidBytes(draft.incidentId),
		keyBytes(draft.authorKey),
		varint(draft.sequence),
		keyBytes(draft.previousHash),
		bigEndian(draft.hlc.ms, 6),
		bigEndian(draft.hlc.counter, 2),
		bigEndian(wallClock(draft.wallMs), 6),
		varint(body.length),
		body
	);
	const read = decodeEntry(concatBytes(unsigned, new Uint8Array(SIGNATURE_BYTES)));
	if (!read.ok) throw new TypeError(`nobody would read this draft: ${JSON.stringify(read.error)}`);
	return ok({ unsigned, toSign: concatBytes(LABEL, unsigned) });
}

/** What the signature of an entry is over. */
export function signedBytes(entry: Pick<LogEntry, 'bytes'>): { message: Uint8Array; signature: Uint8Array } {
	const split = entry.bytes.length - SIGNATURE_BYTES;
	return {
		message: concatBytes(LABEL, entry.bytes.subarray(0, split)),
		signature: entry.bytes.subarray(split)
	};
}

/**
 * Reads an entry strictly: version, length, every field in the one form it can have, nothing after it. Its signature
 * is not looked at: see ports/log.ts.
 */
export function decodeEntry(bytes: Uint8Array): Result<LogEntry, EntryProblem> {
	if (bytes.length > ENTRY_MAX_BYTES) return fail({ code: 'entryTooLarge', bytes: bytes.length });
	if (bytes.length === 0) return malformed('length');
	if (bytes[0] !== ENTRY_VERSION) return fail({ code: 'entryOtherVersion', version: bytes[0] ?? 0 });
	const reader = new ByteReader(bytes, 1);
	const incident = reader.take(16);
	const key = reader.take(32);
	const sequence = reader.varint();
	const previous = reader.take(32);
	const hlcMs = reader.bigEndian(6);
	const counter = reader.bigEndian(2);
	const wallMs = reader.bigEndian(6);
	const bodyLength = reader.varint();
	if (bodyLength === null || bodyLength > BODY_MAX_BYTES) return malformed('body length');
	const bodyBytes = reader.take(bodyLength);
	if (!incident || !key || !previous || !bodyBytes || hlcMs === null || counter === null || wallMs === null)
		return malformed('length');
	if (reader.left !== SIGNATURE_BYTES) return malformed('length');
	if (sequence === null || sequence < 1) return malformed('sequence');
	const isFirst = previous.every((byte) => byte === 0);
	if (isFirst !== (sequence === 1)) return malformed('previous hash');
	if (hlcMs >= HLC_MAX_MS) return malformed('hlc');
	const body = readBody(bodyBytes);
	if (!body) return malformed('body');
	const hash = sha256(bytes);
	return ok({
		...body,
		id: idOfHash(hash),
		hash: toBase64Url(hash),
		incidentId: uuidText(incident) as IncidentId,
		authorKey: toBase64Url(key),
		deviceId: deviceIdOf(key),
		sequence,
		previousHash: toBase64Url(previous),
		hlc: { ms: hlcMs, counter },
		wallMs,
		bytes
	});
}

/** The order in which entries are folded, whatever order they came in: by clock, device, sequence, and at last id. */
export function compareEntries(a: LogEntry, b: LogEntry): number {
	return (
		a.hlc.ms - b.hlc.ms ||
		a.hlc.counter - b.hlc.counter ||
		compareText(a.deviceId, b.deviceId) ||
		a.sequence - b.sequence ||
		compareText(a.id, b.id)
	);
}

/** The id of the entry with this hash. */
export function idOfHash(hash: Uint8Array): EntryId {
	return toBase64Url(hash.subarray(0, 16)) as EntryId;
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function readBody(
	bytes: Uint8Array
): Pick<LogEntry, 'kind' | 'payload' | 'occurredAtMs' | 'copiedFrom'> | null {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
	const body = parseCanonical(text);
	if (!isObject(body)) return null;
	const { k: kind, p: payload, o: occurredAtMs, w: copiedFrom, ...rest } = body;
	if (Object.keys(rest).length > 0) return null;
	if (typeof kind !== 'string' || !KIND.test(kind) || !isObject(payload)) return null;
	// null would be a second way to leave them out
	if (occurredAtMs !== undefined && !isTime(occurredAtMs)) return null;
	if (copiedFrom !== undefined && copiedFrom !== 'paper') return null;
	return { kind, payload, occurredAtMs: occurredAtMs ?? null, copiedFrom: copiedFrom ?? null };
}

function isTime(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value < HLC_MAX_MS;
}

function isObject(value: unknown): value is { readonly [key: string]: CanonicalValue | undefined } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(where: string): { ok: false; error: EntryProblem } {
	return fail({ code: 'entryMalformed', where });
}

function keyBytes(text: string): Uint8Array {
	const bytes = fromBase64Url(text);
	if (bytes?.length !== 32) throw new TypeError('not 32 bytes in base64url');
	return bytes;
}

/** A clock that says nothing counts as 1970; one that says more than 6 bytes hold, as the most they do. */
function wallClock(ms: number): number {
	return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, Math.floor(ms)), WALL_MAX_MS);
}
