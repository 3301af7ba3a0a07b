/** Lets through so many a second, averaged over some seconds: short bursts are no harm. */
export class RateLimit {
	#left: number;
	#lastMs: number;
	readonly #perMs: number;
	readonly #most: number;

	/**
	 * @param perSecond How many a second, in the long run.
	 * @param overSeconds What is not used in so long may be used at once.
	 * @param nowMs Milliseconds that never go back.
	 */
	constructor(
		perSecond: number,
		overSeconds: number,
		private readonly nowMs: () => number
	) {
		this.#perMs = perSecond / 1000;
		this.#most = perSecond * overSeconds;
		this.#left = this.#most;
		this.#lastMs = nowMs();
	}

	/** Whether one more is within the limit; it counts where it is. */
	take(): boolean {
		const now = this.nowMs();
		this.#left = Math.min(this.#most, this.#left + Math.max(0, now - this.#lastMs) * this.#perMs);
		this.#lastMs = now;
		if (this.#left < 1) return false;
		this.#left -= 1;
		return true;
	}
}
