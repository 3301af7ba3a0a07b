import { summarise, type PhoneSummary } from '../app/phone-summary';
import { storageMessage } from '../app/storage-messages';
import type { AppState } from './app-state.svelte';

/** What this phone holds, counted anew when it is asked for. */
export class PhoneContents {
	/** Null until it is counted. */
	summary = $state.raw<PhoneSummary | null>(null);
	/** Why it could not be counted, in words. */
	failure = $state.raw<string | null>(null);
	#asked = 0;

	constructor(private readonly appState: AppState) {}

	async look(): Promise<void> {
		const mine = ++this.#asked;
		const content = await this.appState.app.storage.readAll();
		if (mine !== this.#asked) return;
		this.summary = content.ok ? summarise(content.value) : null;
		this.failure = content.ok ? null : storageMessage(content.error);
	}
}
