/** A parcel as bytes: signed by the phone that made it, sealed for its group, and back (docs/protocol.md, 7). */
import { bigEndian, uuidBytes } from '../base/byte-fields';
import { concatBytes, equalBytes, fromBase64Url, label, toBase64Url } from '../base/bytes';
import { CHECK_BYTES, checkedPart, withCheck } from '../base/check-bytes';
import { fail, ok, type Result } from '../base/result';
import { deviceIdOf, type DeviceId } from '../domain/log/entry';
import { decodeBody, encodeBody, type ParcelBody } from '../domain/parcels/parcel-body';
import type { EpochSecret, GroupId } from '../ports/group';
import type { GroupCrypto } from '../ports/group-crypto';
import type { Signer, Verifier } from '../ports/log';

/** The largest parcel that is made, or read at all, in bytes. */
export const PARCEL_MAX_BYTES = 4 * 1024 * 1024;
/** What it may unpack to. */
export const CONTENT_MAX_BYTES = 8 * 1024 * 1024;

const MAGIC = new TextEncoder().encode('BEREDTP');
const VERSION = 1;
const HEAD = concatBytes(MAGIC, Uint8Array.of(VERSION));
const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const PLAIN = 0;
const DEFLATED = 1;

/** What sealing and opening is done with. */
export interface ParcelKeys {
	readonly crypto: GroupCrypto;
	readonly signer: Signer;
	readonly verifier: Verifier;
	readonly groupId: GroupId;
	/** Those that this phone holds, the newest first; at least one. */
	readonly secrets: readonly EpochSecret[];
}

export interface OpenedParcel extends ParcelBody {
	/** The phone that made it, by its signature. Whether that is a member is for the group's log to say. */
	readonly from: DeviceId;
}

/**
 * Why bytes are no parcel for this phone.
 * - `notAParcel`: nothing of Beredt's.
 * - `otherVersion`: of a Beredt that is newer, or older, than this one.
 * - `damaged`: not as it was made, or not all of it; or whoever made it has the secret, and made no parcel.
 * - `otherGroup`: sealed with a secret that this phone does not have.
 * - `tooLarge`: larger than any that is made.
 */
export interface ParcelProblem {
	readonly code: 'notAParcel' | 'otherVersion' | 'damaged' | 'otherGroup' | 'tooLarge';
}

/** @returns Null where there is more in it than a parcel may hold. */
export async function sealParcel(keys: ParcelKeys, body: ParcelBody): Promise<Uint8Array | null> {
	const { crypto, signer, groupId, secrets } = keys;
	const [newest] = secrets;
	if (!newest) throw new RangeError('a group has a secret');
	const bytes = encodeBody(body);
	if (bytes.length + KEY_BYTES + SIGNATURE_BYTES > CONTENT_MAX_BYTES) return null;
	const nonce = crypto.random(NONCE_BYTES);
	const signature = await signer.sign(toSign(groupId, nonce, bytes));
	const content = concatBytes(fromBase64Url(signer.publicKey) ?? new Uint8Array(), signature, bytes);
	const key = await keyOf(crypto, groupId, newest);
	const sealed = concatBytes(HEAD, nonce, await crypto.seal(key, nonce, await pack(content), HEAD));
	const parcel = withCheck(sealed);
	return parcel.length > PARCEL_MAX_BYTES ? null : parcel;
}

/** Opens a parcel strictly. Its entries are not looked at. */
export async function openParcel(
	keys: ParcelKeys,
	parcel: Uint8Array
): Promise<Result<OpenedParcel, ParcelProblem>> {
	const problem = whyNot(parcel);
	if (problem) return fail({ code: problem });
	const packed = await unsealed(keys, parcel);
	if (!packed) return fail({ code: 'otherGroup' });
	const content = await unpack(packed);
	if (!content) return fail({ code: 'damaged' });
	const deviceKey = content.subarray(0, KEY_BYTES);
	const signature = content.subarray(KEY_BYTES, KEY_BYTES + SIGNATURE_BYTES);
	const bytes = content.subarray(KEY_BYTES + SIGNATURE_BYTES);
	const message = toSign(keys.groupId, nonceOf(parcel), bytes);
	const isSigned =
		signature.length === SIGNATURE_BYTES &&
		(await keys.verifier.verify(toBase64Url(deviceKey), message, signature));
	const body = isSigned ? decodeBody(bytes) : null;
	return body ? ok({ ...body, from: deviceIdOf(deviceKey) }) : fail({ code: 'damaged' });
}

/** The check stands at the end in every version, so that a new one is not taken for a damaged old one. */
function whyNot(parcel: Uint8Array): ParcelProblem['code'] | null {
	if (parcel.length > PARCEL_MAX_BYTES) return 'tooLarge';
	if (!equalBytes(parcel.subarray(0, MAGIC.length), MAGIC)) return 'notAParcel';
	const checked = checkedPart(parcel);
	if (!checked) return 'damaged';
	if (parcel[MAGIC.length] !== VERSION) return 'otherVersion';
	return checked.length < HEAD.length + NONCE_BYTES ? 'damaged' : null;
}

async function unsealed(
	{ crypto, groupId, secrets }: ParcelKeys,
	parcel: Uint8Array
): Promise<Uint8Array | null> {
	const sealed = parcel.subarray(HEAD.length + NONCE_BYTES, -CHECK_BYTES);
	for (const secret of secrets) {
		const key = await keyOf(crypto, groupId, secret);
		const packed = await crypto.unseal(key, nonceOf(parcel), sealed, HEAD);
		if (packed) return packed;
	}
	return null;
}

function nonceOf(parcel: Uint8Array): Uint8Array {
	return parcel.subarray(HEAD.length, HEAD.length + NONCE_BYTES);
}

function toSign(groupId: GroupId, nonce: Uint8Array, body: Uint8Array): Uint8Array {
	return concatBytes(label('beredt/parcel-giver/1'), uuidBytes(groupId), nonce, body);
}

function keyOf(crypto: GroupCrypto, groupId: GroupId, { epoch, secret }: EpochSecret): Promise<Uint8Array> {
	return crypto.derive(
		secret,
		concatBytes(label('beredt/parcel/1'), uuidBytes(groupId), bigEndian(epoch, 4))
	);
}

/** Keys, ids and words come again in every entry; hashes and signatures do not: about half is saved. */
async function pack(content: Uint8Array): Promise<Uint8Array> {
	const deflated = await through(content, new CompressionStream('deflate-raw'), Infinity);
	const isSmaller = deflated !== null && deflated.length < content.length;
	return concatBytes(Uint8Array.of(isSmaller ? DEFLATED : PLAIN), isSmaller ? deflated : content);
}

/** Null for what unpacks to nothing, or to more than a parcel may hold. */
async function unpack(packed: Uint8Array): Promise<Uint8Array | null> {
	const rest = packed.subarray(1);
	if (packed[0] === PLAIN) return rest;
	if (packed[0] !== DEFLATED) return null;
	return through(rest, new DecompressionStream('deflate-raw'), CONTENT_MAX_BYTES);
}

/** What comes out of `stream`; null where it fails, or as soon as that is more than `mostBytes`. */
async function through(
	bytes: Uint8Array,
	stream: CompressionStream | DecompressionStream,
	mostBytes: number
): Promise<Uint8Array | null> {
	const parts: Uint8Array[] = [];
	let length = 0;
	const reader = new Blob([bytes.slice()]).stream().pipeThrough(stream).getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return concatBytes(...parts);
			length += value.length;
			parts.push(value);
			if (length > mostBytes) {
				await reader.cancel();
				return null;
			}
		}
	} catch {
		return null;
	}
}
