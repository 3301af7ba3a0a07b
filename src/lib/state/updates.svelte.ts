import { base } from '$app/paths';
import type { Workbox } from 'workbox-window';

/**
 * The service worker as the screens see it: whether the app is stored for use without a network, and whether a new
 * version waits. A new version is applied only when a person asks; then every tab is loaded anew at once, so that no
 * old page meets new files.
 */
class Updates {
	/** `null` until it is known. */
	offline = $state.raw<'ready' | 'notReady' | 'impossible' | null>(null);
	isReady = $state.raw(false);
	isPutOff = $state.raw(false);
	#workbox: Workbox | null = null;

	/** Registers the service worker and follows it. Does nothing in development. */
	async start(): Promise<void> {
		// the types say that it is always there; on plain http it is not
		const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
		if (!container) {
			this.offline = 'impossible';
			return;
		}
		if (import.meta.env.DEV) return;
		const { Workbox } = await import('workbox-window');
		const workbox = new Workbox(trustedWorkerUrl(`${base}/service-worker.js`), { scope: `${base}/` });
		this.#workbox = workbox;
		this.#setOffline(container.controller !== null);
		workbox.addEventListener('waiting', () => (this.isReady = true));
		let hadController = container.controller !== null;
		container.addEventListener('controllerchange', () => {
			if (hadController) location.reload();
			hadController = true;
			this.#setOffline(true);
		});
		try {
			const registration = await workbox.register();
			if (registration?.waiting) this.isReady = true;
			if (this.offline === null) this.#setOffline(false);
		} catch {
			// refused (private window), or the server is gone before the first install: say what is true
			this.#setOffline(container.controller !== null);
		}
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') void this.lookForUpdate();
		});
	}

	/** Asks the server, if there is one within reach, for a newer version. */
	async lookForUpdate(): Promise<void> {
		try {
			await this.#workbox?.update();
		} catch {
			// no server within reach is the usual state here, and nothing to tell
			return;
		}
	}

	/** Lets the waiting version take over; the page is loaded anew. */
	apply(): void {
		this.#workbox?.messageSkipWaiting();
	}

	#setOffline(ready: boolean): void {
		this.offline = ready ? 'ready' : 'notReady';
		document.documentElement.toggleAttribute('data-offline-ready', ready);
	}
}

interface TrustedTypes {
	createPolicy(
		name: string,
		rules: { createScriptURL(url: string): string }
	): { createScriptURL(url: string): string };
}

/** The one script address that this page may hand to the browser, where it asks for Trusted Types. */
function trustedWorkerUrl(url: string): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	const policy = trustedTypes?.createPolicy('beredt-service-worker', {
		createScriptURL: (wanted) => {
			if (wanted !== url) throw new TypeError(`not Beredt's service worker: ${wanted}`);
			return wanted;
		}
	});
	return policy ? policy.createScriptURL(url) : url;
}

export const updates = new Updates();
