import { base } from '$app/paths';
import type { Workbox } from 'workbox-window';
import { trustedScriptUrl } from '../base/trusted-script-url';

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
	#registration: ServiceWorkerRegistration | null = null;
	#isApplying = false;
	#isReloading = false;

	/** Registers the service worker and follows it. Does nothing in development. */
	async start(): Promise<void> {
		// the types say that it is always there; on plain http it is not
		const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
		if (!container) {
			this.offline = 'impossible';
			return;
		}
		if (import.meta.env.DEV) return;
		this.#setOffline(container.controller !== null);
		let wasServed = container.controller !== null;
		container.addEventListener('controllerchange', () => {
			// a page that was loaded past the service worker (shift and reload) has no controller before the update either
			if (wasServed || this.#isApplying) this.#reload();
			wasServed = true;
			this.#setOffline(true);
		});
		await this.lookForUpdate();
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') void this.lookForUpdate();
		});
	}

	/** Asks the server, if there is one within reach, for a newer version; or for the first, when none was stored yet. */
	async lookForUpdate(): Promise<void> {
		try {
			if (this.#workbox && this.#isStored()) await this.#workbox.update();
			else await this.#register();
		} catch {
			// no server within reach is the usual state here, and nothing to tell; a private window refuses for good
			return;
		}
	}

	async #register(): Promise<void> {
		const { Workbox } = await import('workbox-window');
		if (!this.#workbox) {
			this.#workbox = new Workbox(trustedScriptUrl('beredt-service-worker', `${base}/service-worker.js`), {
				scope: `${base}/`
			});
			this.#workbox.addEventListener('waiting', () => (this.isReady = true));
		}
		this.#registration = (await this.#workbox.register()) ?? null;
		if (this.#registration?.waiting) this.isReady = true;
	}

	/** Whether there is a service worker, or one is on its way. */
	#isStored(): boolean {
		const held = this.#registration;
		return (held?.active ?? held?.waiting ?? held?.installing ?? null) !== null;
	}

	/** Lets the waiting version take over; the page is loaded anew. */
	apply(): void {
		this.#isApplying = true;
		this.#workbox?.messageSkipWaiting();
	}

	/** Once: the browser may tell of the change again before the page is gone. */
	#reload(): void {
		if (this.#isReloading) return;
		this.#isReloading = true;
		location.reload();
	}

	#setOffline(ready: boolean): void {
		this.offline = ready ? 'ready' : 'notReady';
		document.documentElement.toggleAttribute('data-offline-ready', ready);
	}
}

export const updates = new Updates();
