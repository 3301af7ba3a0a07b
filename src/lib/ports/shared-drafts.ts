import type { TextChange } from '../base/text-change';
import type { PictureSection } from '../domain/log/kinds';
import type { DeviceId, EntryId, IncidentId } from '../domain/log/entry';
import type { Unsubscribe } from './outcomes';

/** Which draft: of one part of an incident's situation picture, going on from one entry. */
export interface DraftName {
	readonly incidentId: IncidentId;
	readonly section: PictureSection;
	/** Null where nothing was written there yet. */
	readonly base: EntryId | null;
}

/** A text that is being written, by this phone and by others, and that nobody has kept yet. */
export interface SharedDraft {
	readonly text: string;
	/** False where it has become too large to be shared: it is written on here alone. */
	readonly isShared: boolean;
	/** What was typed here. */
	change(change: TextChange): void;
	/** What others write is not put in until `release`. What is typed here goes to them all the same. */
	hold(): void;
	release(): void;
	/** Called with what others wrote, in order; each change is of the text that the one before it made. */
	observe(listener: (changes: readonly TextChange[]) => void): Unsubscribe;
	/** Nobody writes here any more. What was typed is with the others first. */
	leave(): void;
}

/** The drafts that phones have in common while they are connected. Nothing of them is stored. */
export interface SharedDrafts {
	/**
	 * Begins to write, and lets the others know.
	 * @param baseText What the base says.
	 * @param typed What was made of that here already.
	 */
	open(name: DraftName, baseText: string, typed?: string): SharedDraft;
	/** The other devices on which somebody writes in a part of the picture now, each once. */
	writers(incidentId: IncidentId, section: PictureSection): readonly DeviceId[];
	/** Called when somebody begins or ends to write. */
	observe(listener: () => void): Unsubscribe;
}
