/** An open connection over a WebRTC data channel (docs/protocol.md, 3 and 5). */
import type { LinkEnd, LinkListener, PeerLink } from '../../ports/peer-link';
import { Assembler, pieceCount, pieceOf, PIECE_MAX_BYTES } from './pieces';
import { RateLimit } from './rate-limit';

const KIB = 1024;
const MIB = 1024 * KIB;
/** The longest message; before the other side has proven who it is, far less, and few. */
export const MESSAGE_MAX_BYTES = 64 * MIB;
const UNPROVEN_MAX_BYTES = 512;
const UNPROVEN_MAX_MESSAGES = 4;
/** Beyond it, nothing more is handed to the browser, which would hold it all. */
const HANDED_OVER_MAX_BYTES = MIB;
const HAND_OVER_MORE_BYTES = 256 * KIB;
const UNSENT_MAX_BYTES = 32 * MIB;
const MESSAGES_A_SECOND = 2_000;
const AVERAGED_SECONDS = 10;
/** How long a connection may be out of reach: it comes back by itself. */
const LOST_AFTER_MS = 30_000;
/** How long what was sent last may take before the connection is torn down. */
const LAST_WORDS_MS = 1_000;

export interface LinkParts {
	readonly connection: RTCPeerConnection;
	/** Its only data channel, which has opened in this very moment. */
	readonly channel: RTCDataChannel;
	readonly isOfferer: boolean;
	readonly localFingerprint: Uint8Array;
	readonly remoteFingerprint: Uint8Array;
	/** Milliseconds that never go back. */
	readonly nowMs: () => number;
}

export class WebRtcLink implements PeerLink {
	readonly isOfferer: boolean;
	readonly localFingerprint: Uint8Array;
	readonly remoteFingerprint: Uint8Array;
	readonly #connection: RTCPeerConnection;
	readonly #channel: RTCDataChannel;
	readonly #assembler = new Assembler(UNPROVEN_MAX_BYTES);
	readonly #rate: RateLimit;
	readonly #outbox = new Outbox();
	/** Messages that came before anybody listened. */
	#unheard: Uint8Array[] = [];
	#listener: LinkListener | null = null;
	#unprovenLeft = UNPROVEN_MAX_MESSAGES;
	#isTrusted = false;
	#end: LinkEnd | null = null;
	#lostTimer: ReturnType<typeof setTimeout> | undefined;
	#lastWordsTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(parts: LinkParts) {
		const { connection, channel } = parts;
		this.isOfferer = parts.isOfferer;
		this.localFingerprint = parts.localFingerprint;
		this.remoteFingerprint = parts.remoteFingerprint;
		this.#connection = connection;
		this.#channel = channel;
		this.#rate = new RateLimit(MESSAGES_A_SECOND, AVERAGED_SECONDS, parts.nowMs);
		channel.binaryType = 'arraybuffer';
		channel.bufferedAmountLowThreshold = HAND_OVER_MORE_BYTES;
		channel.onmessage = (event: MessageEvent<unknown>) => this.#take(event.data);
		channel.onbufferedamountlow = () => this.#handOver();
		channel.onclose = () => this.#channelClosed();
		// the one channel is agreed on beforehand: whoever opens another is no phone of this protocol
		connection.ondatachannel = () => this.#tearDown('refused');
		connection.addEventListener('connectionstatechange', () => this.#stateChanged());
	}

	get queuedBytes(): number {
		return this.#outbox.bytes + (this.#end === null ? this.#channel.bufferedAmount : 0);
	}

	send(message: Uint8Array): void {
		if (message.length === 0 || message.length > MESSAGE_MAX_BYTES)
			throw new RangeError(`nobody takes a message of ${message.length} bytes`);
		if (this.#end !== null) return;
		if (this.queuedBytes > UNSENT_MAX_BYTES) {
			this.#tearDown('tooSlow');
			return;
		}
		this.#outbox.put(message);
		this.#handOver();
	}

	listen(listener: LinkListener): void {
		this.#listener = listener;
		const unheard = this.#unheard;
		const endBefore = this.#end;
		this.#unheard = [];
		for (const message of unheard) if (this.#end === endBefore) listener.message(message);
		if (endBefore !== null) this.#tell(endBefore);
	}

	trust(): void {
		this.#isTrusted = true;
		this.#assembler.maxBytes = MESSAGE_MAX_BYTES;
	}

	/** What was sent before still goes out, for a second at most. */
	close(): void {
		if (this.#end !== null) return;
		this.#ended('closedHere');
		this.#lastWordsTimer = setTimeout(() => this.#connection.close(), LAST_WORDS_MS);
		this.#handOver();
	}

	#take(data: unknown): void {
		if (this.#end !== null) return;
		const taken = data instanceof ArrayBuffer ? this.#assembler.take(new Uint8Array(data)) : null;
		if (taken?.kind === 'part') return;
		if (taken?.kind !== 'message' || !this.#isWithinLimits()) {
			this.#tearDown('refused');
			return;
		}
		if (this.#listener) this.#listener.message(taken.message);
		else this.#unheard.push(taken.message);
	}

	#isWithinLimits(): boolean {
		if (!this.#isTrusted) {
			this.#unprovenLeft -= 1;
			if (this.#unprovenLeft < 0) return false;
		}
		return this.#rate.take();
	}

	/** Gives the browser as much as it should hold; closes behind the last of it where this link was closed. */
	#handOver(): void {
		const isClosing = this.#end === 'closedHere';
		if (this.#channel.readyState !== 'open' || (this.#end !== null && !isClosing)) return;
		try {
			while (!this.#outbox.isEmpty && this.#channel.bufferedAmount + PIECE_MAX_BYTES <= HANDED_OVER_MAX_BYTES)
				this.#channel.send(this.#outbox.takePiece());
		} catch {
			// the browser holds more than it can, or has closed it in between
			this.#tearDown('lost');
			return;
		}
		// the browser sends what it holds before it closes a channel
		if (isClosing && this.#outbox.isEmpty) this.#channel.close();
	}

	#stateChanged(): void {
		const state = this.#connection.connectionState;
		if (state === 'failed') this.#tearDown('lost');
		else if (state === 'disconnected')
			this.#lostTimer ??= setTimeout(() => this.#tearDown('lost'), LOST_AFTER_MS);
		else if (state === 'connected') this.#stopWaiting();
	}

	#channelClosed(): void {
		const isOutOfReach = ['disconnected', 'failed'].includes(this.#connection.connectionState);
		this.#tearDown(isOutOfReach ? 'lost' : 'closedThere');
	}

	#tearDown(end: LinkEnd): void {
		this.#ended(end);
		this.#outbox.clear();
		clearTimeout(this.#lastWordsTimer);
		this.#connection.close();
	}

	/** Only the first reason counts. */
	#ended(end: LinkEnd): void {
		if (this.#end !== null) return;
		this.#end = end;
		this.#stopWaiting();
		this.#tell(end);
	}

	#stopWaiting(): void {
		clearTimeout(this.#lostTimer);
		this.#lostTimer = undefined;
	}

	/** Later, so that nobody is told in the midst of their own call. */
	#tell(end: LinkEnd): void {
		const listener = this.#listener;
		if (listener) queueMicrotask(() => listener.closed(end));
	}
}

/** Messages that wait, cut when their turn comes. */
class Outbox {
	#messages: Uint8Array[] = [];
	#first = 0;
	#nextPiece = 0;
	/** What has not been taken yet. */
	bytes = 0;

	get isEmpty(): boolean {
		return this.#first === this.#messages.length;
	}

	put(message: Uint8Array): void {
		this.#messages.push(message);
		this.bytes += message.length;
	}

	takePiece(): Uint8Array<ArrayBuffer> {
		const message = this.#messages[this.#first];
		if (!message) throw new RangeError('nothing waits');
		const piece = pieceOf(message, this.#nextPiece);
		this.bytes -= piece.length - 1;
		this.#nextPiece += 1;
		if (this.#nextPiece === pieceCount(message.length)) {
			this.#nextPiece = 0;
			this.#first += 1;
			this.#dropTaken();
		}
		return piece;
	}

	clear(): void {
		this.#messages = [];
		this.#first = 0;
		this.#nextPiece = 0;
		this.bytes = 0;
	}

	/** Now and then: to move a long row by one for each message would cost more than all else. */
	#dropTaken(): void {
		if (this.#first < 256 && !this.isEmpty) return;
		this.#messages = this.#messages.slice(this.#first);
		this.#first = 0;
	}
}
