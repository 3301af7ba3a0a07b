import { exportPhoneData, readPhoneDataFile, restorePhoneData, type PhoneDataText } from '../app/phone-data';
import { summarise, type PhoneSummary } from '../app/phone-summary';
import type { PickedFile } from '../app/picked-file';
import { phoneDataProblemMessage } from '../app/plan-problems';
import { shareableFile, shareFile } from '../app/share-file';
import { storageMessage } from '../app/storage-messages';
import type { PhoneData, PhoneDataProblem, PhoneSettings } from '../domain/phone-data/phone-data';
import type { StorageError } from '../ports/storage-error';
import { danishDay, type AppState } from './app-state.svelte';
import { dropFirstScreen } from './first-screen';
import { preferences } from './preferences.svelte';
import { settingsNews } from './settings-news.svelte';

/** A copy that was made and waits to be saved or shared. */
export interface MadeCopy extends PhoneDataText {
	/** What it is called when it is saved. */
	readonly name: string;
	readonly file: File;
	/** The same, as a browser lets it be shared; null where it lets no file be shared. */
	readonly shareable: File | null;
}

/** A copy that was read, before anybody has said yes to it. */
export interface CopyOffer {
	readonly data: PhoneData;
	readonly summary: PhoneSummary;
}

/** Making a copy of all that this phone holds, and adding one to it. */
export class PhoneCopy {
	made = $state.raw<MadeCopy | null>(null);
	offer = $state.raw<CopyOffer | null>(null);
	/** Why the file was refused, in words. */
	refusal = $state.raw<string | null>(null);
	/** Why the copy could not be made, in words. */
	makeFailure = $state.raw<string | null>(null);
	shareFailed = $state.raw(false);
	/** Why the copy could not be added, in words. */
	restoreFailure = $state.raw<string | null>(null);
	busyWith = $state.raw<'make' | 'read' | 'restore' | null>(null);

	constructor(private readonly appState: AppState) {}

	/** Makes a copy of everything. */
	async make(): Promise<void> {
		await this.#busily('make', async () => {
			const { storage, clock } = this.appState.app;
			const made = await exportPhoneData(storage, currentSettings(), clock);
			if (!made.ok) {
				this.makeFailure = isStorageError(made.error)
					? storageMessage(made.error)
					: phoneDataProblemMessage(made.error, 'make');
				return;
			}
			const name = `beredt-kopi-${danishDay(Date.parse(made.value.exportedAt))}.json`;
			const file = new File([made.value.text], name, { type: 'application/json' });
			this.made = { ...made.value, name, file, shareable: shareableFile(file) };
		});
	}

	/** Hands the copy to the phone's own way of sharing. */
	async share(): Promise<void> {
		if (!this.made?.shareable) return;
		this.shareFailed = false;
		this.shareFailed = !(await shareFile(this.made.shareable));
	}

	/** Reads a file that was picked: an offer, or a refusal. */
	async read(file: PickedFile): Promise<void> {
		await this.#busily('read', async () => {
			const data = await readPhoneDataFile(file);
			if (data.ok) this.offer = { data: data.value, summary: summarise(data.value.content) };
			else this.refusal = phoneDataProblemMessage(data.error);
		});
	}

	/** Adds the copy on offer to this phone, and takes its language and theme over. */
	async accept(): Promise<void> {
		const data = this.offer?.data;
		if (!data) return;
		await this.#busily('restore', async () => {
			const { app } = this.appState;
			// before another plan may be stored: no later start may paint the old one
			await dropFirstScreen();
			const restored = await restorePhoneData(app, data);
			if (restored.ok) settingsNews.done = 'restored';
			else this.restoreFailure = storageMessage(restored.error);
			this.offer = null;
			if (restored.ok) applySettings(data.settings);
		});
	}

	async #busily(act: NonNullable<typeof this.busyWith>, work: () => Promise<void>): Promise<void> {
		if (this.busyWith !== null) return;
		this.busyWith = act;
		this.refusal = null;
		this.makeFailure = null;
		this.restoreFailure = null;
		settingsNews.done = null;
		try {
			await work();
		} finally {
			this.busyWith = null;
		}
	}
}

function currentSettings(): PhoneSettings {
	return { locale: preferences.chosenLocale, theme: preferences.theme };
}

function applySettings({ locale, theme }: PhoneSettings): void {
	if (locale === null) preferences.forget();
	else preferences.chooseLocale(locale);
	preferences.chooseTheme(theme);
}

function isStorageError(error: StorageError | PhoneDataProblem): error is StorageError {
	return error.code.startsWith('storage');
}
