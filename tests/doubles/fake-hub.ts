import type { HubDialer, HubLineListener } from '$lib/ports/hub';
import { HubRooms } from '../../scripts/lib/hub-rooms.mjs';

/** What a phone is given where there is no hub, and none is looked for. */
export const noHub: HubDialer = {
	own: null,
	dial: () => {
		throw new Error('no hub is dialed in this test');
	},
	observeNetwork: () => () => undefined
};

/** A hub's own rooms, without a network between: what is sent is there in the next turn. */
export class FakeHub {
	readonly address = 'https://192.168.1.5:4443';
	/** All that was said to it. */
	readonly said: string[] = [];
	/** Whether nobody answers. */
	isDown = false;
	/** Whether who answers is no hub. */
	isNone = false;
	dials = 0;
	readonly #rooms: HubRooms;
	readonly #cuts = new Set<() => void>();
	readonly #listeners = new Set<HubLineListener>();
	readonly #networkListeners = new Set<() => void>();

	constructor(nowMs: () => number) {
		this.#rooms = new HubRooms(nowMs);
	}

	get size(): { readonly lines: number; readonly rooms: number } {
		return this.#rooms.size;
	}

	dialer(own: string | null = null): HubDialer {
		return {
			own,
			dial: (address, listener) => this.#dial(address, listener),
			observeNetwork: (listener) => {
				this.#networkListeners.add(listener);
				return () => this.#networkListeners.delete(listener);
			}
		};
	}

	/** Cuts all lines; nobody answers until `comesBack`. */
	goDown(): void {
		this.isDown = true;
		for (const cut of [...this.#cuts]) cut();
	}

	comesBack(): void {
		this.isDown = false;
	}

	/** Says something to all phones that nobody has said. */
	tellAll(text: string): void {
		for (const listener of [...this.#listeners]) listener.text(text);
	}

	/** The browsers say that the network is back. */
	tellNetwork(): void {
		for (const listener of [...this.#networkListeners]) listener();
	}

	#dial(address: string, listener: HubLineListener) {
		this.dials += 1;
		let isOver = false;
		const later = (action: () => void) => {
			queueMicrotask(() => {
				if (!isOver) action();
			});
		};
		const end = () => {
			isOver = true;
			this.#cuts.delete(cut);
			this.#listeners.delete(listener);
			joined?.left();
		};
		const cut = () => {
			end();
			listener.closed(this.isNone ? 'noHub' : 'unreachable');
		};
		const isThere = !this.isDown && !this.isNone && address === this.address;
		const joined = isThere
			? this.#rooms.join({
					address: 'phone',
					send: (text) => {
						later(() => {
							listener.text(text);
						});
					},
					close: () => {
						later(cut);
					}
				})
			: null;
		if (joined) {
			this.#cuts.add(cut);
			later(() => {
				this.#listeners.add(listener);
				listener.opened();
			});
		} else later(cut);
		return {
			send: (text: string) => {
				this.said.push(text);
				later(() => joined?.take(text));
			},
			close: end
		};
	}
}
