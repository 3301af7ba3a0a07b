/** Keeps the screen awake while a person asks for it; a browser lets go whenever the page is hidden. */
class WakeLock {
	readonly isPossible = typeof navigator === 'object' && 'wakeLock' in navigator;
	isWanted = $state.raw(false);
	/** Whether the browser keeps it awake now. */
	isHeld = $state.raw(false);
	#sentinel: WakeLockSentinel | null = null;
	#isFollowing = false;

	/** Asks for it, or lets go. */
	async set(wanted: boolean): Promise<void> {
		this.isWanted = wanted;
		if (!this.#isFollowing) {
			this.#isFollowing = true;
			document.addEventListener('visibilitychange', () => {
				if (document.visibilityState === 'visible' && this.isWanted) void this.#hold();
			});
		}
		if (wanted) await this.#hold();
		else await this.#sentinel?.release();
	}

	async #hold(): Promise<void> {
		if (this.#sentinel && !this.#sentinel.released) return;
		try {
			const sentinel = await navigator.wakeLock.request('screen');
			this.#sentinel = sentinel;
			this.isHeld = true;
			sentinel.addEventListener('release', () => (this.isHeld = false));
		} catch {
			// refused, as with little battery: the screen says that it is not held
			this.isHeld = false;
		}
	}
}

export const wakeLock = new WakeLock();
