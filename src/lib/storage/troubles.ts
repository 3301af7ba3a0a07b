import type { Unsubscribe } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';

/** Tells what is wrong with a storage to whoever listens, each thing once. */
export interface Troubles {
	report(error: StorageError): void;
	/** Tells `listener` at once what was reported before. */
	listen(listener: (error: StorageError) => void): Unsubscribe;
}

export function createTroubles(): Troubles {
	const reported = new Map<string, StorageError>();
	const listeners = new Set<(error: StorageError) => void>();
	return {
		report(error) {
			const key = `${error.code} ${error.detail}`;
			if (reported.has(key)) return;
			reported.set(key, error);
			for (const listener of [...listeners]) listener(error);
		},
		listen(listener) {
			const own = (error: StorageError) => {
				listener(error);
			};
			listeners.add(own);
			for (const error of reported.values()) listener(error);
			return () => listeners.delete(own);
		}
	};
}
