import type * as Y from 'yjs';
import type { StrictUpdate } from './strict-update';

/**
 * Whether everything in `update` can be put into the document at once. Yjs would take it anyway, and keep what hangs
 * in the air, without a bound, until what it hangs on arrives.
 *
 * It can when the items of each writer go on where the document's end (or are held already, but none in part), when
 * what each follows on is there before it, and when no deletion is of what is not there.
 * @param stateOf How many places of a writer the document holds.
 */
export function fitsOnto(update: StrictUpdate, stateOf: (client: number) => number): boolean {
	const progress = new Progress(update, stateOf);
	for (const client of update.items.keys()) progress.follow(client);
	if (!progress.isDone()) return false;
	for (const [client, ranges] of update.deleted) {
		const last = ranges.at(-1);
		if (last && last.clock + last.len > progress.reached(client)) return false;
	}
	return true;
}

/** Goes through the items of all writers, each as far as what it needs is there. */
class Progress {
	readonly #reached = new Map<number, number>();
	readonly #taken = new Map<number, number>();
	/** By writer and clock that is missing: who waits for it. */
	readonly #waiting = new Map<number, Map<number, number[]>>();

	constructor(
		private readonly update: StrictUpdate,
		private readonly stateOf: (client: number) => number
	) {}

	reached(client: number): number {
		return this.#reached.get(client) ?? this.stateOf(client);
	}

	isDone(): boolean {
		for (const [client, items] of this.update.items)
			if ((this.#taken.get(client) ?? 0) < items.length) return false;
		return true;
	}

	/** Goes on with a writer, and with those who waited for what that brings. */
	follow(first: number): void {
		const due = [first];
		for (let client = due.pop(); client !== undefined; client = due.pop()) {
			const items = this.update.items.get(client) ?? [];
			let taken = this.#taken.get(client) ?? 0;
			for (let item = items[taken]; item && this.#take(item, due); item = items[taken]) taken += 1;
			this.#taken.set(client, taken);
		}
	}

	#take({ id: { client, clock }, length, origin }: Y.Item, due: number[]): boolean {
		const reached = this.reached(client);
		if (origin && origin.clock >= this.reached(origin.client)) {
			this.#waitFor(origin.client, origin.clock, client);
			return false;
		}
		if (clock + length <= reached) return true;
		if (clock !== reached) return false;
		this.#reached.set(client, clock + length);
		this.#wake(client, clock, clock + length, due);
		return true;
	}

	#waitFor(client: number, clock: number, who: number): void {
		const ofClient = this.#waiting.get(client) ?? new Map<number, number[]>();
		const others = ofClient.get(clock);
		if (others) others.push(who);
		else ofClient.set(clock, [who]);
		this.#waiting.set(client, ofClient);
	}

	#wake(client: number, from: number, to: number, due: number[]): void {
		const ofClient = this.#waiting.get(client);
		if (!ofClient) return;
		for (let clock = from; clock < to; clock += 1) {
			due.push(...(ofClient.get(clock) ?? []));
			ofClient.delete(clock);
		}
	}
}
