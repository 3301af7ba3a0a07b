import type { Result } from '../base/result';

/** Where a phone can be reached, as a code carries it (docs/protocol.md, 2). */
export type Candidate =
	/** Dotted, `192.168.1.7`. */
	| { readonly kind: 'ipv4'; readonly address: string; readonly port: number }
	/** `<uuid>.local`. */
	| { readonly kind: 'mdns'; readonly address: string; readonly port: number }
	/** As browsers write them, without a zone. */
	| { readonly kind: 'ipv6'; readonly address: string; readonly port: number };

/** What one side of a connection must know of the other. */
export interface Description {
	/** Whole minutes since 1970 by the clock of whoever made it. */
	readonly madeAtMinutes: number;
	/** SHA-256 of the DTLS certificate, 32 bytes. */
	readonly fingerprint: Uint8Array;
	readonly ufrag: string;
	readonly pwd: string;
	readonly candidates: readonly Candidate[];
}

/**
 * Why a link ended.
 * - `closedHere`, `closedThere`: on purpose.
 * - `lost`: out of reach for so long that the browser gave it up.
 * - `refused`: the other side sent what no phone of this protocol sends; `detail` of it is not for people.
 * - `tooSlow`: more waits to be sent than a phone should have to hold.
 */
export type LinkEnd = 'closedHere' | 'closedThere' | 'lost' | 'refused' | 'tooSlow';

export interface LinkListener {
	message(message: Uint8Array): void;
	/** Called once; nothing comes after it. */
	closed(end: LinkEnd): void;
}

/** An open connection to one other phone, whoever that is: whole messages, in order, none twice. */
export interface PeerLink {
	/** Whether this phone's code came first. */
	readonly isOfferer: boolean;
	/** Of the DTLS certificates, which the connection is bound to; 32 bytes each. */
	readonly localFingerprint: Uint8Array;
	readonly remoteFingerprint: Uint8Array;
	/** Bytes that wait to be sent. */
	readonly queuedBytes: number;
	/** Messages go out in the order of the calls; once it is closed they go nowhere. */
	send(message: Uint8Array): void;
	/** Hands over what comes, what came before this call first. To be called once, soon. */
	listen(listener: LinkListener): void;
	/** The other side has proven who it is: from now on larger messages are taken (docs/protocol.md, 3). */
	trust(): void;
	close(): void;
}

/**
 * Why there is no connection.
 * - `unsupported`: this browser has no WebRTC, or the page came from an insecure origin.
 * - `noAddress`: no address of this phone could be found (no network at all, or it is hidden: allow the camera).
 * - `unusable`: the browser would not take the other's description; `detail` has its words.
 * - `timedOut`: nobody answered.
 * - `cancelled`: by this phone.
 */
export interface ConnectProblem {
	readonly code: 'unsupported' | 'noAddress' | 'unusable' | 'timedOut' | 'cancelled';
	readonly detail: string;
}

export type Opened = Promise<Result<PeerLink, ConnectProblem>>;

/** A connection that this phone offers. */
export interface OfferedLink {
	readonly description: Description;
	/** Takes the other side's answer; only the first. */
	accept(answer: Description): void;
	/**
	 * Takes an offer of the other side's in place of an answer, as the other side does with this one: both were exchanged
	 * while there was a way to. Only the first of either kind.
	 * @param isOfferer Whether this phone counts as the offerer; of the two exactly one must.
	 */
	cross(offer: Description, isOfferer: boolean): void;
	/** Resolves when it is open, or when it came to nothing. */
	readonly opened: Opened;
	cancel(): void;
}

/** A connection that this phone answers. */
export interface AnsweredLink {
	readonly description: Description;
	readonly opened: Opened;
	cancel(): void;
}

/** Makes connections out of descriptions; how those get from phone to phone is not its business. */
export interface PeerConnector {
	offer(): Promise<Result<OfferedLink, ConnectProblem>>;
	answer(offer: Description): Promise<Result<AnsweredLink, ConnectProblem>>;
	/**
	 * Whether the phone behind an offer, which it keeps open, can be reached now. Nothing is connected by it, and the
	 * offer stays as good as it was.
	 * @returns True as soon as it answers; false after `withinMs`, and never before.
	 */
	probe(offer: Description, withinMs: number): Promise<boolean>;
}
