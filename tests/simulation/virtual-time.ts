import type { Clock } from '$lib/base/time';
import type { Timers } from '$lib/ports/sync';

interface Due {
	readonly atMs: number;
	readonly number: number;
	readonly action: () => void;
}

/** Time that passes when it is told to: everything that waits happens in its order, the same in every run. */
export class VirtualTime implements Timers, Clock {
	#nowMs = Date.parse('2026-11-25T02:00:00.000Z');
	#count = 0;
	#due: Due[] = [];

	now(): number {
		return this.#nowMs;
	}

	after(milliseconds: number, action: () => void): () => void {
		this.#count += 1;
		const due: Due = { atMs: this.#nowMs + milliseconds, number: this.#count, action };
		this.#due.push(due);
		return () => {
			this.#due = this.#due.filter((one) => one !== due);
		};
	}

	/** Lets time pass, and everything that falls due in it happen. */
	async pass(milliseconds: number): Promise<void> {
		const end = this.#nowMs + milliseconds;
		await settled();
		for (let next = this.#next(end); next; next = this.#next(end)) {
			const due = next;
			this.#due = this.#due.filter((one) => one !== due);
			this.#nowMs = Math.max(this.#nowMs, due.atMs);
			due.action();
			await settled();
		}
		this.#nowMs = end;
	}

	#next(end: number): Due | undefined {
		let first: Due | undefined;
		for (const due of this.#due) {
			if (due.atMs > end) continue;
			if (!first || due.atMs < first.atMs || (due.atMs === first.atMs && due.number < first.number))
				first = due;
		}
		return first;
	}
}

/** Resolves when everything that was begun is done, but for what waits for time. */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
