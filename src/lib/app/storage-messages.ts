import { m } from '$lib/paraglide/messages';
import type { StorageError } from '../ports/storage-error';

/** What a person reads when `error` happened: what it means and what to do. */
export function storageMessage(error: StorageError): string {
	switch (error.code) {
		case 'storageRefused':
			return m.storage_refused();
		case 'storageFull':
			return m.storage_full();
		case 'storageBlocked':
			return m.storage_blocked();
		case 'storageOutdated':
			return m.storage_outdated();
		case 'storageDamaged':
			return m.storage_damaged({ detail: error.detail });
		case 'storageFailed':
			return m.storage_failed({ detail: error.detail });
	}
}
