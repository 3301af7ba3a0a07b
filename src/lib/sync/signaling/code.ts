/**
 * The codes that two phones show each other (docs/protocol.md, 2): as bytes, and what is sealed in them. Nothing that
 * a camera or a message brings makes any of this throw.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bigEndian, uuidBytes } from '../../base/byte-fields';
import { concatBytes, equalBytes, label } from '../../base/bytes';
import { CHECK_BYTES, checkedPart, withCheck } from '../../base/check-bytes';
import { fail, ok, type Result } from '../../base/result';
import type { EpochSecret, GroupId } from '../../ports/group';
import type { GroupCrypto } from '../../ports/group-crypto';
import type { Description } from '../../ports/peer-link';
import { decodeDescription, DESCRIPTION_BYTES, encodeDescription } from './description';

const VERSION = 1;
const TYPES = { offer: 1, answer: 2, invite: 3, inviteAnswer: 4 } as const;
type Kind = keyof typeof TYPES;

const HEAD_BYTES = 2;
const OFFER_ID_BYTES = 8;
const NONCE_BYTES = 12;
const SEALED_BYTES = DESCRIPTION_BYTES + 16;
const SECRET_BYTES = 16;
/** What each is made of, between its head and its check. */
const PARTS: { readonly [kind in Kind]: readonly number[] } = {
	offer: [NONCE_BYTES, SEALED_BYTES],
	answer: [OFFER_ID_BYTES, NONCE_BYTES, SEALED_BYTES],
	invite: [SECRET_BYTES, DESCRIPTION_BYTES],
	inviteAnswer: [OFFER_ID_BYTES, NONCE_BYTES, SEALED_BYTES]
};

/** Of a phone of some group, to others of it. */
export interface OfferCode {
	readonly kind: 'offer';
	readonly nonce: Uint8Array;
	readonly sealed: Uint8Array;
	readonly bytes: Uint8Array;
}

/** To an offer, or to an invite, by its id. */
export interface AnswerCode {
	readonly kind: 'answer' | 'inviteAnswer';
	readonly offerId: Uint8Array;
	readonly nonce: Uint8Array;
	readonly sealed: Uint8Array;
	readonly bytes: Uint8Array;
}

/** To a phone that is in no group yet: whoever sees it may come in. */
export interface InviteCode {
	readonly kind: 'invite';
	readonly secret: Uint8Array;
	readonly description: Description;
	readonly bytes: Uint8Array;
}

export type Code = OfferCode | AnswerCode | InviteCode;

/**
 * Why something is no code of this protocol.
 * - `notACode`: nothing of Beredt is in it.
 * - `otherVersion`: of a Beredt that is newer, or older, than this one.
 * - `cutShort`: it begins as a code and ends too soon.
 * - `damaged`: not as it was made.
 */
export interface CodeProblem {
	readonly code: 'notACode' | 'otherVersion' | 'cutShort' | 'damaged';
}

/**
 * Why a sound code cannot be used here.
 * - `otherGroup`: sealed with a secret that this phone does not have.
 * - `otherOffer`: it answers another code than the one that is shown.
 * - `damaged`: whoever made it has the secret, and made no description.
 */
export interface OpenProblem {
	readonly code: 'otherGroup' | 'otherOffer' | 'damaged';
}

/** How long a code is that begins with these bytes; null where none begins so. */
export function codeLength(head: Uint8Array): number | null {
	const kind = kindOf(head);
	return kind && head[0] === VERSION ? lengthOf(kind) : null;
}

/** Reads a code: version, type, length, check bytes. What is sealed in it is not looked at. */
export function readCode(bytes: Uint8Array): Result<Code, CodeProblem> {
	const kind = kindOf(bytes);
	const isWhole = kind !== null && bytes.length === lengthOf(kind);
	if (bytes[0] !== VERSION || !isWhole || !hasCheck(bytes)) return fail({ code: whyNot(bytes, kind) });
	const parts = split(bytes, kind);
	if (kind === 'invite') {
		const [secret, plain] = parts as [Uint8Array, Uint8Array];
		const description = decodeDescription(plain);
		return description ? ok({ kind, secret, description, bytes }) : fail({ code: 'damaged' });
	}
	if (kind === 'offer') {
		const [nonce, sealed] = parts as [Uint8Array, Uint8Array];
		return ok({ kind, nonce, sealed, bytes });
	}
	const [offerId, nonce, sealed] = parts as [Uint8Array, Uint8Array, Uint8Array];
	return ok({ kind, offerId, nonce, sealed, bytes });
}

/** The id by which an answer names the offer, or the invite, that it answers. */
export function offerIdOf(offer: Uint8Array): Uint8Array {
	return sha256(concatBytes(label('beredt/offer/1'), offer)).slice(0, OFFER_ID_BYTES);
}

/** A code that this phone shows, and what is needed to open the answer to it. */
export interface ShownCode {
	readonly bytes: Uint8Array;
	readonly offerId: Uint8Array;
	readonly answeredBy: AnswerCode['kind'];
	/** The epoch whose secret it is sealed with; null of an invite. */
	readonly epoch: number | null;
	/** What an answer to it is sealed with. */
	readonly key: Uint8Array;
}

/** A code that was scanned and opened. */
export interface OpenedCode {
	readonly description: Description;
	readonly offerId: Uint8Array;
	readonly answeredBy: AnswerCode['kind'];
	readonly epoch: number | null;
	readonly key: Uint8Array;
}

/** An offer to the group, under the secret of one epoch: the newest, unless there is a reason. */
export async function sealOffer(
	crypto: GroupCrypto,
	groupId: GroupId,
	{ epoch, secret }: EpochSecret,
	description: Description
): Promise<ShownCode> {
	const key = await groupKey(crypto, groupId, { epoch, secret });
	const bytes = await sealed(crypto, key, head('offer'), description);
	return { bytes, offerId: offerIdOf(bytes), answeredBy: 'answer', epoch, key };
}

/** Opens an offer with the secrets that this phone has, the newest first. */
export async function openOffer(
	crypto: GroupCrypto,
	groupId: GroupId,
	secrets: readonly EpochSecret[],
	code: OfferCode
): Promise<Result<OpenedCode, OpenProblem>> {
	for (const held of [...secrets].sort((a, b) => b.epoch - a.epoch)) {
		const key = await groupKey(crypto, groupId, held);
		const opened = await unsealed(crypto, key, code);
		if (opened.ok)
			return ok({
				description: opened.value,
				offerId: offerIdOf(code.bytes),
				answeredBy: 'answer',
				epoch: held.epoch,
				key
			});
		if (opened.error.code === 'damaged') return opened;
	}
	return fail({ code: 'otherGroup' });
}

/**
 * An invite.
 * @param secret 16 random bytes that stand in no other.
 */
export async function makeInvite(
	crypto: GroupCrypto,
	secret: Uint8Array,
	description: Description
): Promise<ShownCode> {
	if (secret.length !== SECRET_BYTES) throw new RangeError('the secret of an invite has 16 bytes');
	const bytes = withCheck(concatBytes(head('invite'), secret, encodeDescription(description)));
	return {
		bytes,
		offerId: offerIdOf(bytes),
		answeredBy: 'inviteAnswer',
		epoch: null,
		key: await inviteKey(crypto, secret)
	};
}

/** What whoever was invited needs to answer. */
export async function openInvite(crypto: GroupCrypto, code: InviteCode): Promise<OpenedCode> {
	return {
		description: code.description,
		offerId: offerIdOf(code.bytes),
		answeredBy: 'inviteAnswer',
		epoch: null,
		key: await inviteKey(crypto, code.secret)
	};
}

/** The answer to an offer or an invite, as bytes. */
export function sealAnswer(
	crypto: GroupCrypto,
	{ offerId, answeredBy, key }: Pick<OpenedCode, 'offerId' | 'answeredBy' | 'key'>,
	description: Description
): Promise<Uint8Array> {
	return sealed(crypto, key, concatBytes(head(answeredBy), offerId), description);
}

/** Opens the answer to the code that this phone shows. */
export async function openAnswer(
	crypto: GroupCrypto,
	{ offerId, answeredBy, key }: Pick<ShownCode, 'offerId' | 'answeredBy' | 'key'>,
	code: AnswerCode
): Promise<Result<Description, OpenProblem>> {
	if (code.kind !== answeredBy || !equalBytes(code.offerId, offerId)) return fail({ code: 'otherOffer' });
	return unsealed(crypto, key, code);
}

function kindOf(bytes: Uint8Array): Kind | null {
	const kinds = Object.keys(TYPES) as Kind[];
	return kinds.find((kind) => TYPES[kind] === bytes[1]) ?? null;
}

function lengthOf(kind: Kind): number {
	return PARTS[kind].reduce((sum, length) => sum + length, HEAD_BYTES + CHECK_BYTES);
}

/** The check bytes are where they are in every version, so that a new one is not taken for a damaged old one. */
function whyNot(bytes: Uint8Array, kind: Kind | null): CodeProblem['code'] {
	if (bytes.length === 0) return 'notACode';
	if (bytes[0] !== VERSION || kind === null) {
		if (hasCheck(bytes)) return 'otherVersion';
		return bytes.length < HEAD_BYTES + CHECK_BYTES ? 'cutShort' : 'damaged';
	}
	return bytes.length < lengthOf(kind) ? 'cutShort' : 'damaged';
}

function split(bytes: Uint8Array, kind: Kind): Uint8Array[] {
	let at = HEAD_BYTES;
	return PARTS[kind].map((length) => {
		at += length;
		return bytes.subarray(at - length, at);
	});
}

function hasCheck(bytes: Uint8Array): boolean {
	return (checkedPart(bytes)?.length ?? 0) >= HEAD_BYTES;
}

function head(kind: Kind): Uint8Array {
	return Uint8Array.of(VERSION, TYPES[kind]);
}

function groupKey(
	crypto: GroupCrypto,
	groupId: GroupId,
	{ epoch, secret }: EpochSecret
): Promise<Uint8Array> {
	return crypto.derive(secret, concatBytes(label('beredt/code/1'), uuidBytes(groupId), bigEndian(epoch, 4)));
}

function inviteKey(crypto: GroupCrypto, secret: Uint8Array): Promise<Uint8Array> {
	return crypto.derive(secret, label('beredt/invite-code/1'));
}

/** All that goes before the nonce is bound to what is sealed. */
async function sealed(
	crypto: GroupCrypto,
	key: Uint8Array,
	before: Uint8Array,
	description: Description
): Promise<Uint8Array> {
	const nonce = crypto.random(NONCE_BYTES);
	return withCheck(
		concatBytes(before, nonce, await crypto.seal(key, nonce, encodeDescription(description), before))
	);
}

async function unsealed(
	crypto: GroupCrypto,
	key: Uint8Array,
	{ kind, nonce, sealed, bytes }: OfferCode | AnswerCode
): Promise<Result<Description, OpenProblem>> {
	const before = bytes.subarray(0, kind === 'offer' ? HEAD_BYTES : HEAD_BYTES + OFFER_ID_BYTES);
	const plain = await crypto.unseal(key, nonce, sealed, before);
	if (!plain) return fail({ code: 'otherGroup' });
	const description = decodeDescription(plain);
	return description ? ok(description) : fail({ code: 'damaged' });
}
