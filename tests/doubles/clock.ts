import type { Clock } from '$lib/base/time';

/** A clock that stands still until it is stepped. */
export class FixedClock implements Clock {
	#nowMs: number;

	/** @param start An instant in ISO 8601. */
	constructor(start = '2026-11-24T14:00:00.000Z') {
		this.#nowMs = Date.parse(start);
	}

	now(): number {
		return this.#nowMs;
	}

	/** Lets `milliseconds` pass; negative ones turn the clock back. */
	step(milliseconds: number): void {
		this.#nowMs += milliseconds;
	}
}
