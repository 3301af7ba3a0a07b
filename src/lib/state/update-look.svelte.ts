/**
 * Looking for a newer version because a person asked. `updates` says when one is ready; here is what was found until
 * then.
 */
export class UpdateLook {
	result = $state.raw<'looking' | 'newest' | 'fetching' | 'failed' | 'unreachable' | 'impossible' | null>(
		null
	);

	async look(): Promise<void> {
		if (this.result === 'looking') return;
		this.result = 'looking';
		// the types say that it is always there; on plain http it is not
		const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
		const registration = await container?.getRegistration();
		if (!registration) {
			this.result = 'impossible';
			return;
		}
		try {
			await registration.update();
		} catch {
			// no server within reach, or one that answers with something else
			this.result = 'unreachable';
			return;
		}
		this.#follow(registration.installing);
	}

	#follow(worker: ServiceWorker | null): void {
		this.result = worker ? 'fetching' : 'newest';
		worker?.addEventListener('statechange', () => {
			if (worker.state === 'redundant') this.result = 'failed';
			else if (worker.state === 'installed') this.result = null;
		});
	}
}
