/** Chromium's event; no standard type has it. */
interface InstallPromptEvent extends Event {
	prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Whether Beredt stands on the home screen, and whether the browser offers to put it there. */
class Installation {
	isInstalled = $state.raw(false);
	#prompt = $state.raw<InstallPromptEvent | null>(null);

	constructor() {
		if (typeof window === 'undefined') return;
		const standalone = window.matchMedia('(display-mode: standalone)');
		// Safari says it in its own way
		this.isInstalled = standalone.matches || (navigator as { standalone?: boolean }).standalone === true;
		standalone.addEventListener('change', (event) => (this.isInstalled = event.matches));
		window.addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#prompt = event as InstallPromptEvent;
		});
		window.addEventListener('appinstalled', () => {
			this.isInstalled = true;
			this.#prompt = null;
		});
	}

	/** Whether the browser itself can ask. */
	get canPrompt(): boolean {
		return this.#prompt !== null;
	}

	/**
	 * Lets the browser ask; it can be asked once.
	 * @returns Whether the answer was yes.
	 */
	async prompt(): Promise<boolean> {
		const prompt = this.#prompt;
		this.#prompt = null;
		return (await prompt?.prompt())?.outcome === 'accepted';
	}
}

export const installation = new Installation();
