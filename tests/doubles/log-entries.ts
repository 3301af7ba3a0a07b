import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, toBase64Url } from '$lib/base/bytes';
import type { IsoInstant } from '$lib/base/time';
import {
	decodeEntry,
	deviceIdOf,
	encodeDraft,
	FIRST_HASH,
	type DeviceId,
	type EntryDraft,
	type IncidentId,
	type LogEntry
} from '$lib/domain/log/entry';
import type {
	Append,
	DeviceIdentity,
	IncidentDeletion,
	IncidentFile,
	IncidentSummary,
	Signer
} from '$lib/ports/log';
import { minute } from './phone-rows';
import { valued } from './valued';

export const INCIDENT = '3f0e6d1c-7a52-4b7e-9a70-0000000000aa' as IncidentId;
export const OTHER_INCIDENT = '3f0e6d1c-7a52-4b7e-9a70-0000000000bb' as IncidentId;
const START_MS = Date.parse(minute(0));

/** A phone whose key comes from a seed, and which goes on with its own chain in each incident. */
export class TestDevice {
	readonly secretKey: Uint8Array;
	/** Base64url. */
	readonly authorKey: string;
	readonly deviceId: DeviceId;
	readonly signer: Signer;
	readonly #heads = new Map<IncidentId, LogEntry>();

	constructor(seed = 1) {
		this.secretKey = sha256(Uint8Array.of(seed, seed >> 8));
		const publicKey = ed25519.getPublicKey(this.secretKey);
		this.authorKey = toBase64Url(publicKey);
		this.deviceId = deviceIdOf(publicKey);
		this.signer = {
			deviceId: this.deviceId,
			publicKey: this.authorKey,
			sign: async (message) => ed25519.sign(message, this.secretKey)
		};
	}

	get identity(): DeviceIdentity {
		const keys = { publicKey: this.authorKey, privateKey: this.secretKey };
		return { keys, createdAt: minute(0), person: null };
	}

	/** The next entry of this device's chain, a minute after the one before it; with `overrides` in place. */
	next(overrides: Partial<EntryDraft> = {}): LogEntry {
		const incidentId = overrides.incidentId ?? INCIDENT;
		const head = this.#heads.get(incidentId);
		const sequence = (head?.sequence ?? 0) + 1;
		const ms = head ? head.hlc.ms + 60_000 : START_MS;
		const entry = this.sign({
			incidentId,
			authorKey: this.authorKey,
			sequence,
			previousHash: head?.hash ?? FIRST_HASH,
			hlc: { ms, counter: 0 },
			wallMs: ms,
			kind: 'observed',
			payload: { text: `Post ${sequence}`, certainty: 'confirmed' },
			occurredAtMs: null,
			copiedFrom: null,
			...overrides
		});
		this.#heads.set(incidentId, entry);
		return entry;
	}

	/** The next `count` entries. */
	chain(count: number, overrides: Partial<EntryDraft> = {}): LogEntry[] {
		return Array.from({ length: count }, () => this.next(overrides));
	}

	/** `draft` signed by this device, whatever it says; the chain stays where it is. */
	sign(draft: EntryDraft): LogEntry {
		const { unsigned, toSign } = valued(encodeDraft(draft));
		return valued(decodeEntry(concatBytes(unsigned, ed25519.sign(toSign, this.secretKey))));
	}
}

export function summary(overrides: Partial<IncidentSummary> = {}): IncidentSummary {
	return {
		incidentId: INCIDENT,
		title: 'Ransomware på rådhuset',
		mode: 'real',
		planId: 'tiny',
		planFingerprint: 'tiny-1',
		openedAt: minute(0),
		closedAt: null,
		...overrides
	};
}

export function deletion(overrides: Partial<IncidentDeletion> = {}): IncidentDeletion {
	return {
		incidentId: INCIDENT,
		mode: 'real',
		openedAt: minute(0),
		closedAt: minute(90),
		deletedAt: '2031-11-24T14:00:00.000Z' as IsoInstant,
		deletedBy: 'Åse Ærø',
		reason: 'retentionEnded',
		entryCount: 3,
		...overrides
	};
}

/** A photo only as far as its first bytes go. */
export function photo(text = 'skærm', incidentId = INCIDENT): IncidentFile {
	const bytes = Uint8Array.from([0xff, 0xd8, 0xff, ...new TextEncoder().encode(text)]);
	return { incidentId, hash: toBase64Url(sha256(bytes)), mediaType: 'image/jpeg', bytes };
}

/** What is to be appended: with a summary, and nothing but `entries`. */
export function appending(entries: readonly LogEntry[], overrides: Partial<Append> = {}): Append {
	const incidentId = entries[0]?.incidentId ?? INCIDENT;
	return { entries, summary: summary({ incidentId }), documentUpdate: null, files: [], ...overrides };
}
