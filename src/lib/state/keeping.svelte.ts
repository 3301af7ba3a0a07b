/** Whether the browser has promised to keep what is stored, and how much room it gives. */
export class Keeping {
	/** `unknown` where the browser says nothing about it; null until it has been asked. */
	promised = $state.raw<'yes' | 'no' | 'unknown' | null>(null);
	/** It was asked to promise, and did not. */
	wasRefused = $state.raw(false);
	/** In bytes; null where the browser does not say. */
	room = $state.raw<{ readonly used: number; readonly quota: number } | null>(null);

	async look(): Promise<void> {
		const storage = browserStorage();
		this.promised = answer(await storage?.persisted?.().catch(() => undefined));
		const estimate = await storage?.estimate?.().catch(() => undefined);
		const { usage, quota } = estimate ?? {};
		this.room = usage === undefined || quota === undefined ? null : { used: usage, quota };
	}

	/** Asks the browser to promise. Some ask the person, some decide for themselves. */
	async ask(): Promise<void> {
		this.promised = answer(
			await browserStorage()
				?.persist?.()
				.catch(() => undefined)
		);
		this.wasRefused = this.promised !== 'yes';
	}
}

function answer(promised: boolean | undefined): 'yes' | 'no' | 'unknown' {
	return promised === undefined ? 'unknown' : promised ? 'yes' : 'no';
}

/** On plain http there is none, and older browsers lack parts of it. */
function browserStorage(): Partial<StorageManager> | undefined {
	return (navigator as { storage?: Partial<StorageManager> }).storage;
}
