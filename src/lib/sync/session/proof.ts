/**
 * The mutual proof with which every session begins (docs/protocol.md, 4): that each side holds a device key, and the
 * secret of the group's epoch or of the invite, on this very connection.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bigEndian, uuidBytes } from '../../base/byte-fields';
import { concatBytes, equalBytes, fromBase64Url, label, toBase64Url } from '../../base/bytes';
import { fail, ok, type Result } from '../../base/result';
import { deviceIdOf, type DeviceId } from '../../domain/log/entry';
import type { GroupId } from '../../ports/group';
import type { GroupCrypto } from '../../ports/group-crypto';
import type { Signer, Verifier } from '../../ports/log';
import type { LinkEnd, PeerLink } from '../../ports/peer-link';
import type { Timers } from '../../ports/sync';
import { decodeMessage, encodeMessage, PROTOCOL_VERSION, type Message } from './messages';

const PROOF_TIMEOUT_MS = 20_000;
const NONCE = label('beredt/nonce/1');
const SESSION = label('beredt/session/1');
const PROOF = label('beredt/proof/1');
const DEVICE_PROOF = label('beredt/device-proof/1');
const NO_GROUP = new Uint8Array(16);

/** What both sides must have in common. */
export type Common =
	| {
			readonly kind: 'group';
			readonly groupId: GroupId;
			readonly epoch: number;
			/** The epoch's. */
			readonly secret: Uint8Array;
	  }
	/** With the invite's secret. */
	| { readonly kind: 'invite'; readonly secret: Uint8Array };

export interface ProofParts {
	readonly crypto: GroupCrypto;
	readonly signer: Signer;
	readonly verifier: Verifier;
	readonly timers: Timers;
	/** Whether the device with this key (base64url) may be here. Upon an invite anybody may. */
	readonly isMember: (deviceKey: string) => boolean;
}

/** Who is at the other end. */
export interface Proven {
	readonly deviceId: DeviceId;
	/** Base64url. */
	readonly deviceKey: string;
	/** T: the same on both sides, and on no other connection. */
	readonly transcript: Uint8Array;
	/** The next message after the proof, for as long as nobody listens. */
	next(): Promise<Result<Message, ProofProblem>>;
	/** Hands over what comes from now on; to be called once. */
	listen(listener: { message(message: Message): void; closed(end: LinkEnd): void }): void;
}

/**
 * Why there is no session; the link is closed then.
 * - `otherVersion`: the other phone has another version of Beredt.
 * - `notOfTheGroup`: it could not prove that it has the secret, or its device is not a member.
 * - `ownDevice`: it is this very phone, in another tab.
 * - `refused`: it hung up: this phone is not of its group.
 * - `malformed`: it speaks something else.
 * - `timedOut`, `lost`.
 */
export interface ProofProblem {
	readonly code:
		'otherVersion' | 'notOfTheGroup' | 'ownDevice' | 'refused' | 'malformed' | 'timedOut' | 'lost';
}

/** Proves to the other side of a link who this phone is, and has it prove the same. */
export async function prove(
	link: PeerLink,
	common: Common,
	parts: ProofParts
): Promise<Result<Proven, ProofProblem>> {
	const inbox = new Inbox(link);
	const stopTimer = parts.timers.after(PROOF_TIMEOUT_MS, () => {
		inbox.end('timedOut');
	});
	const proven = await exchange(link, inbox, common, parts);
	if (proven.ok) {
		// its next messages may be long, once it knows that this phone is satisfied too
		link.trust();
		link.send(encodeMessage({ type: 'ready' }));
	}
	const ready = proven.ok ? await expected(inbox, 'ready') : proven;
	stopTimer();
	if (ready.ok) return proven;
	const why = ready.error.code === 'otherVersion' ? 'otherVersion' : 'refused';
	link.send(encodeMessage({ type: 'bye', why }));
	link.close();
	return ready;
}

async function exchange(
	link: PeerLink,
	inbox: Inbox,
	common: Common,
	{ crypto, signer, verifier, isMember }: ProofParts
): Promise<Result<Proven, ProofProblem>> {
	const [ownRole, theirRole] = link.isOfferer ? [0, 1] : [1, 0];
	const nonce = crypto.random(32);
	const commitment = commitmentOf(ownRole, nonce);
	link.send(encodeMessage({ type: 'hello', version: PROTOCOL_VERSION, kind: common.kind, commitment }));
	const hello = await expected(inbox, 'hello');
	if (!hello.ok) return hello;
	if (hello.value.version !== PROTOCOL_VERSION) return fail({ code: 'otherVersion' });
	if (hello.value.kind !== common.kind) return fail({ code: 'notOfTheGroup' });
	link.send(encodeMessage({ type: 'nonce', nonce }));
	const revealed = await expected(inbox, 'nonce');
	if (!revealed.ok) return revealed;
	const theirNonce = revealed.value.nonce;
	if (!equalBytes(commitmentOf(theirRole, theirNonce), hello.value.commitment))
		return fail({ code: 'malformed' });

	const transcript = transcriptOf(link, common, nonce, theirNonce);
	const key = await crypto.derive(common.secret, concatBytes(PROOF, transcript));
	const ownKey = fromBase64Url(signer.publicKey) ?? new Uint8Array();
	const [mac, signature] = await Promise.all([
		crypto.hmac(key, concatBytes(Uint8Array.of(ownRole), ownKey)),
		signer.sign(signedOf(ownRole, transcript))
	]);
	link.send(encodeMessage({ type: 'proof', deviceKey: ownKey, mac, signature }));
	const proof = await expected(inbox, 'proof');
	if (!proof.ok) return proof;

	const theirs = proof.value;
	const rightMac = await crypto.hmac(key, concatBytes(Uint8Array.of(theirRole), theirs.deviceKey));
	// a fresh key for each connection: there is nothing to be learnt from how long this takes
	if (!equalBytes(rightMac, theirs.mac)) return fail({ code: 'notOfTheGroup' });
	const deviceKey = toBase64Url(theirs.deviceKey);
	if (!(await verifier.verify(deviceKey, signedOf(theirRole, transcript), theirs.signature)))
		return fail({ code: 'notOfTheGroup' });
	if (deviceKey === signer.publicKey) return fail({ code: 'ownDevice' });
	if (common.kind === 'group' && !isMember(deviceKey)) return fail({ code: 'notOfTheGroup' });
	return ok({
		deviceId: deviceIdOf(theirs.deviceKey),
		deviceKey,
		transcript,
		next: () => inbox.next(),
		listen: (listener) => {
			inbox.handOver(listener);
		}
	});
}

function transcriptOf(
	link: PeerLink,
	common: Common,
	ownNonce: Uint8Array,
	theirNonce: Uint8Array
): Uint8Array {
	const { localFingerprint: own, remoteFingerprint: theirs } = link;
	return sha256(
		concatBytes(
			SESSION,
			Uint8Array.of(common.kind === 'group' ? 0 : 1),
			common.kind === 'group' ? uuidBytes(common.groupId) : NO_GROUP,
			bigEndian(common.kind === 'group' ? common.epoch : 0, 4),
			...(link.isOfferer ? [own, theirs, ownNonce, theirNonce] : [theirs, own, theirNonce, ownNonce])
		)
	);
}

function signedOf(role: number, transcript: Uint8Array): Uint8Array {
	return concatBytes(DEVICE_PROOF, Uint8Array.of(role), transcript);
}

/** What a side says of its nonce before it knows the other's: so that neither can choose what comes of both. */
function commitmentOf(role: number, nonce: Uint8Array): Uint8Array {
	return sha256(concatBytes(NONCE, Uint8Array.of(role), nonce));
}

/** The next message, which must be of this type. */
async function expected<Type extends Message['type']>(
	inbox: Inbox,
	type: Type
): Promise<Result<Extract<Message, { type: Type }>, ProofProblem>> {
	const next = await inbox.next();
	if (!next.ok) return next;
	const message = next.value;
	if (message.type === type) return ok(message as Extract<Message, { type: Type }>);
	if (message.type !== 'bye') return fail({ code: 'malformed' });
	return fail({ code: message.why === 'otherVersion' ? 'otherVersion' : 'refused' });
}

/** What comes over a link, awaited one by one, and later handed over. */
class Inbox {
	#waiting: ((message: Result<Message, ProofProblem>) => void) | null = null;
	#messages: Message[] = [];
	#ended: ProofProblem['code'] | null = null;
	#closed: LinkEnd | null = null;
	#listener: Parameters<Proven['listen']>[0] | null = null;

	constructor(private readonly link: PeerLink) {
		link.listen({
			message: (bytes) => {
				this.#take(bytes);
			},
			closed: (end) => {
				this.#closed = end;
				this.end('lost');
				this.#listener?.closed(end);
			}
		});
	}

	next(): Promise<Result<Message, ProofProblem>> {
		const message = this.#messages.shift();
		if (message) return Promise.resolve(ok(message));
		if (this.#ended) return Promise.resolve(fail({ code: this.#ended }));
		return new Promise((resolve) => (this.#waiting = resolve));
	}

	end(code: ProofProblem['code']): void {
		if (this.#listener) return;
		this.#ended ??= code;
		this.#waiting?.(fail({ code }));
		this.#waiting = null;
	}

	handOver(listener: Parameters<Proven['listen']>[0]): void {
		this.#listener = listener;
		for (const message of this.#messages.splice(0)) listener.message(message);
		if (this.#closed) listener.closed(this.#closed);
	}

	#take(bytes: Uint8Array): void {
		const message = decodeMessage(bytes);
		if (!message) {
			this.end('malformed');
			this.link.close();
		} else if (this.#listener) this.#listener.message(message);
		else if (this.#waiting) {
			const waiting = this.#waiting;
			this.#waiting = null;
			waiting(ok(message));
		} else this.#messages.push(message);
	}
}
