import type { StorageError } from '../ports/storage-error';
import type { AppState } from './app-state.svelte';
import { dropFirstScreen, forgetFirstScreen } from './first-screen';
import { preferences } from './preferences.svelte';

/**
 * Deletes all that this phone holds of Beredt but the app itself: every table, the first screen's picture, language,
 * theme and whatever else the app wrote down. The app's own plan is then shown and stored, as at a first start.
 * @returns Why it could not be done, and then nothing was; null when it was.
 */
export async function deleteEverything(appState: AppState): Promise<StorageError | null> {
	// first: no later start may paint what is deleted
	await dropFirstScreen();
	const deleted = await appState.app.storage.deleteAll();
	if (!deleted.ok) return deleted.error;
	await forgetFirstScreen();
	forgetLocalStorage();
	preferences.forget();
	return null;
}

function forgetLocalStorage(): void {
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith('beredt.')) localStorage.removeItem(key);
	} catch {
		// refused by the browser's settings: nothing was written
		return;
	}
}
