import type { DeviceId } from '../../domain/log/entry';

const FIRST_MS = 5_000;
const MOST_MS = 300_000;

/** When each phone may be called again: the later, the more often it came to nothing. */
export class Backoff {
	readonly #tries = new Map<DeviceId, { dueMs: number; failures: number }>();

	constructor(
		private readonly nowMs: () => number,
		private readonly random: () => number
	) {}

	/** Forgets those that are not in reach any more: they may be called at once when they are again. */
	keep(reach: ReadonlySet<DeviceId>): void {
		for (const deviceId of this.#tries.keys()) if (!reach.has(deviceId)) this.#tries.delete(deviceId);
	}

	/** One that may be called from so long from now on, unless it was known before. */
	know(deviceId: DeviceId, waitMs: number): void {
		if (!this.#tries.has(deviceId)) this.#tries.set(deviceId, { dueMs: this.nowMs() + waitMs, failures: 0 });
	}

	dueMs(deviceId: DeviceId): number {
		return this.#tries.get(deviceId)?.dueMs ?? this.nowMs();
	}

	/** It may be called at once, as one of which nothing is known. */
	forget(deviceId: DeviceId): void {
		this.#tries.delete(deviceId);
	}

	failed(deviceId: DeviceId): void {
		const failures = (this.#tries.get(deviceId)?.failures ?? 0) + 1;
		const wait = Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1));
		// by a half more or less, or those that failed together would try together again
		this.#tries.set(deviceId, { dueMs: this.nowMs() + wait * (0.5 + this.random()), failures });
	}
}
