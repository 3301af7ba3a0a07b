import { changedText, smallestChange, type TextChange } from '../base/text-change';
import type { Said } from '../domain/incident/state';
import type { IncidentId } from '../domain/log/entry';
import type { PictureSection } from '../domain/log/kinds';
import { cleanText } from '../domain/log/text';
import type { SharedDraft, SharedDrafts } from '../ports/shared-drafts';

type Written = Said<'pictureWritten'> | undefined;

/**
 * A part of the picture that is being written on this phone, and in common with others where there are any. Nobody's
 * words go because another has kept theirs.
 */
export class PictureDraft {
	text = $state.raw('');
	isShared = $state.raw(false);
	/** The entry that it goes on from. */
	#base = $state.raw<Written>();
	/** The newest that was kept. */
	#newest = $state.raw<Written>();
	/** What another has kept since, where it says something else than stands here. */
	readonly keptByOther = $derived(
		this.#newest && this.#newest.entryId !== this.#base?.entryId && !says(this.text, this.#newest.text)
			? this.#newest
			: null
	);
	#drafts: SharedDrafts | null = null;
	#shared: SharedDraft | null = null;
	/** While a word is composed the field is left alone: its letters would come twice, or not at all. */
	#isComposing = false;
	#listener: ((changes: readonly TextChange[]) => void) | null = null;

	constructor(
		private readonly incidentId: IncidentId,
		private readonly section: PictureSection,
		written: Written
	) {
		this.#base = written;
		this.#newest = written;
		this.text = written?.text ?? '';
	}

	/** Writes on in common with others; what was typed until now is in it. */
	join(drafts: SharedDrafts): void {
		this.#drafts ??= drafts;
		if (!this.#shared && !this.#isComposing) this.#begin();
	}

	/** What stands in the field now, and where the caret is. */
	typed(text: string, caret: number): void {
		const change = smallestChange(this.text, text, caret);
		if (!change) return;
		this.text = text;
		this.#shared?.change(change);
		this.#look();
	}

	/** While a word is composed nothing of others comes in. */
	compose(isComposing: boolean): void {
		this.#isComposing = isComposing;
		if (isComposing) this.#shared?.hold();
		else {
			this.#shared?.release();
			if (this.#drafts) this.join(this.#drafts);
			this.#look();
		}
	}

	/** Calls `listener` with what others changed, in order. */
	follow(listener: (changes: readonly TextChange[]) => void): () => void {
		this.#listener = listener;
		return () => (this.#listener = null);
	}

	/** Somebody has kept this part of the picture. Where that is what stands here, it goes on from there. */
	kept(written: Written): void {
		this.#newest = written;
		this.#look();
	}

	/** It is written no more here. */
	leave(): void {
		this.#shared?.leave();
		this.#shared = null;
	}

	#look(): void {
		this.isShared = this.#shared?.isShared === true;
		const newest = this.#newest;
		if (
			this.#isComposing ||
			!newest ||
			newest.entryId === this.#base?.entryId ||
			!says(this.text, newest.text)
		)
			return;
		this.#base = newest;
		this.leave();
		if (this.#drafts) this.#begin();
	}

	#begin(): void {
		const { incidentId, section } = this;
		const base = this.#base;
		const shared = this.#drafts?.open(
			{ incidentId, section, base: base?.entryId ?? null },
			base?.text ?? '',
			this.text
		);
		if (!shared) return;
		this.#shared = shared;
		shared.observe((changes) => {
			this.#take(changes);
		});
		// what others had written there before
		const before = smallestChange(this.text, shared.text);
		if (before) this.#take([before]);
		this.#look();
	}

	#take(changes: readonly TextChange[]): void {
		this.text = changes.reduce(changedText, this.text);
		this.#listener?.(changes);
		this.#look();
	}
}

/** Whether a text, kept, would say this. */
function says(text: string, kept: string): boolean {
	const clean = cleanText(text);
	return (clean.ok ? clean.value : '') === kept && (clean.ok || clean.error.code === 'textEmpty');
}
