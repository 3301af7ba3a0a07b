import type { HubDialer, HubLine, HubLineEnd, HubView } from '../../ports/hub';
import type { Timers } from '../../ports/sync';
import { RateLimit } from '../transports/rate-limit';

const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 300_000;
const TEXT_MAX = 1_024;
const TEXTS_A_SECOND = 100;
const AVERAGED_SECONDS = 10;

export interface HubDialParts {
	readonly dialer: HubDialer;
	readonly timers: Timers;
	/** Milliseconds that never go back. */
	readonly nowMs: () => number;
	/** From 0 to less than 1. */
	readonly random: () => number;
}

export interface HubDialListener {
	/** The line is open; what was said on one before is not known to this one. */
	opened(): void;
	text(text: string): void;
	/** The view has changed. */
	changed(): void;
}

/** A line to one hub, which is dialed again and again until it is closed (docs/protocol.md, 8). */
export class HubDial {
	#line: HubLine | null = null;
	#state: HubView['state'] = 'dialing';
	#failures = 0;
	#stopTimer: () => void = () => undefined;
	readonly #stopNetwork: () => void;
	#isClosed = false;

	constructor(
		readonly address: string,
		private readonly parts: HubDialParts,
		private readonly listener: HubDialListener
	) {
		this.#stopNetwork = parts.dialer.observeNetwork(() => {
			if (this.#line) return;
			this.#failures = 0;
			this.#dial();
		});
		this.#dial();
	}

	get view(): HubView {
		const { address } = this;
		return { address, isOwn: address === this.parts.dialer.own, state: this.#state };
	}

	send(message: object): void {
		if (this.#state === 'open') this.#line?.send(JSON.stringify(message));
	}

	close(): void {
		this.#isClosed = true;
		this.#stopNetwork();
		this.#stopTimer();
		this.#line?.close();
	}

	#dial(): void {
		this.#stopTimer();
		const limit = new RateLimit(TEXTS_A_SECOND, AVERAGED_SECONDS, this.parts.nowMs);
		const line: HubLine = this.parts.dialer.dial(this.address, {
			opened: () => {
				this.#failures = 0;
				this.#become('open');
				this.listener.opened();
			},
			text: (text) => {
				if (text.length <= TEXT_MAX && limit.take()) this.listener.text(text);
				else {
					line.close();
					this.#ended('unreachable');
				}
			},
			closed: (end) => {
				this.#ended(end);
			}
		});
		this.#line = line;
	}

	#ended(end: HubLineEnd): void {
		if (this.#isClosed) return;
		this.#line = null;
		this.#become(end);
		if (end === 'noHub') return;
		const waitMs = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** this.#failures);
		this.#failures += 1;
		// by a half more or less, or all phones would come back to a hub in the same moment
		this.#stopTimer = this.parts.timers.after(waitMs * (0.5 + this.parts.random()), () => {
			this.#dial();
		});
	}

	#become(state: HubView['state']): void {
		this.#state = state;
		this.listener.changed();
	}
}
