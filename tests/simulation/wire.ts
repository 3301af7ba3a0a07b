import type { LinkEnd, LinkListener, PeerLink } from '$lib/ports/peer-link';
import type { Clock } from '$lib/base/time';
import type { Timers } from '$lib/ports/sync';

/** How a wire treats what goes over it. */
export interface WireRules {
	/** How long a message is on its way; asked for each. */
	readonly delayMs: () => number;
	/** Told of each message: its length, and its type, which is its first byte. */
	readonly onMessage?: (bytes: number, type: number) => void;
}

/** Two ends of one connection, whole messages in order, until it is cut. */
export class Wire {
	readonly ends: readonly [WireEnd, WireEnd];
	isCut = false;

	constructor(timers: Timers & Clock, rules: WireRules) {
		const offerer = new WireEnd(this, true, timers, rules);
		const answerer = new WireEnd(this, false, timers, rules);
		offerer.other = answerer;
		answerer.other = offerer;
		this.ends = [offerer, answerer];
	}

	/** Both lose it, and what is on its way. */
	cut(): void {
		if (this.isCut) return;
		this.isCut = true;
		for (const end of this.ends) end.end('lost');
	}
}

class WireEnd implements PeerLink {
	other!: WireEnd;
	readonly localFingerprint: Uint8Array;
	readonly remoteFingerprint: Uint8Array;
	queuedBytes = 0;
	#listener: LinkListener | null = null;
	#early: Uint8Array[] = [];
	#end: LinkEnd | null = null;
	#lastAtMs = 0;

	constructor(
		private readonly wire: Wire,
		readonly isOfferer: boolean,
		private readonly timers: Timers & Clock,
		private readonly rules: WireRules
	) {
		this.localFingerprint = new Uint8Array(32).fill(isOfferer ? 1 : 2);
		this.remoteFingerprint = new Uint8Array(32).fill(isOfferer ? 2 : 1);
	}

	send(message: Uint8Array): void {
		if (this.#end !== null) return;
		const copy = message.slice();
		this.rules.onMessage?.(copy.length, copy[0] ?? 0);
		this.#later(this.rules.delayMs(), () => {
			if (!this.wire.isCut) this.other.deliver(copy);
		});
	}

	listen(listener: LinkListener): void {
		this.#listener = listener;
		for (const message of this.#early.splice(0)) listener.message(message);
		if (this.#end) listener.closed(this.#end);
	}

	trust(): void {
		// as many bytes as there are
	}

	close(): void {
		this.end('closedHere');
		this.#later(0, () => {
			this.other.end('closedThere');
		});
	}

	deliver(message: Uint8Array): void {
		if (this.#end) return;
		if (this.#listener) this.#listener.message(message);
		else this.#early.push(message);
	}

	end(end: LinkEnd): void {
		if (this.#end) return;
		this.#end = end;
		this.#listener?.closed(end);
	}

	/** Never before what was sent before it. */
	#later(delayMs: number, action: () => void): void {
		const now = this.timers.now();
		this.#lastAtMs = Math.max(this.#lastAtMs, now + delayMs);
		this.timers.after(this.#lastAtMs - now, action);
	}
}
