import type { App } from '../app/create-app';
import { toIsoInstant } from '../base/time';
import { ATTACHMENT_MAX_BYTES, isPdf } from '../domain/phone-data/content-schemas';
import type { Attachment } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';

export { ATTACHMENT_MAX_BYTES };

/** Why a file was not taken. */
export interface FileRefusal {
	readonly code: 'notPdf' | 'empty' | 'tooLarge' | 'unreadable';
	readonly name: string;
	readonly bytes: number;
}

/** What a person chose: a browser's File, or what a test puts in its place. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

const NAME_LENGTH = 255;

/** The file that belongs to one place in the plan, as this phone holds it. What it held stays until it holds another. */
export class PlanAttachment {
	held = $state.raw<Attachment | null>(null);
	isLoaded = $state.raw(false);
	/** Whether what this phone holds could be read. */
	isRead = $state.raw(false);
	isBusy = $state.raw(false);
	/** Why the last file was not taken. */
	refusal = $state.raw<FileRefusal | null>(null);
	/** Why the last act was not kept, or what is held could not be read. */
	failure = $state.raw<StorageError | null>(null);
	/** What was removed last, while that can be undone. */
	removed = $state.raw<Attachment | null>(null);

	constructor(
		private readonly app: Pick<App, 'storage' | 'clock'>,
		private readonly planId: string,
		private readonly blockId: string
	) {}

	/** Reads what this phone holds. */
	async load(): Promise<void> {
		const read = await this.app.storage.attachments.get(this.planId, this.blockId);
		if (read.ok) this.held = read.value;
		else this.failure = read.error;
		this.isRead = read.ok;
		this.isLoaded = true;
	}

	/** Takes a file in, in the place of the one that was held, if it is a PDF that a phone can hold. */
	async attach(file: ChosenFile): Promise<void> {
		await this.#act(async () => {
			const refuse = (code: FileRefusal['code']) => {
				this.refusal = { code, name: file.name, bytes: file.size };
			};
			// asked before it is read: a film must not fill the memory
			if (file.size > ATTACHMENT_MAX_BYTES) return refuse('tooLarge');
			if (file.size === 0) return refuse('empty');
			let bytes: Uint8Array;
			try {
				bytes = new Uint8Array(await file.arrayBuffer());
			} catch {
				return refuse('unreadable');
			}
			if (!isPdf(bytes)) return refuse('notPdf');
			await this.#keep({
				planId: this.planId,
				blockId: this.blockId,
				name: file.name.slice(-NAME_LENGTH) || 'plan.pdf',
				mediaType: 'application/pdf',
				bytes,
				addedAt: toIsoInstant(this.app.clock.now())
			});
		});
	}

	/** Removes the file, and remembers it as long as that can be undone. */
	async remove(): Promise<void> {
		const { held } = this;
		if (!held) return;
		await this.#act(async () => {
			const written = await this.app.storage.attachments.remove(this.planId, this.blockId);
			if (!written.ok) {
				this.failure = written.error;
				return;
			}
			this.held = null;
			this.removed = held;
		});
	}

	/** Puts back what was removed last. */
	async undo(): Promise<void> {
		const { removed } = this;
		if (removed) await this.#act(() => this.#keep(removed), removed);
	}

	async #keep(attachment: Attachment): Promise<void> {
		const written = await this.app.storage.attachments.put(attachment);
		if (!written.ok) {
			this.failure = written.error;
			return;
		}
		this.held = attachment;
		this.isRead = true;
		this.removed = null;
	}

	/** One act at a time; what the last one said is forgotten. */
	async #act(act: () => Promise<void>, undoable: Attachment | null = null): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.refusal = null;
		this.failure = null;
		this.removed = undoable;
		await act();
		this.isBusy = false;
	}
}
