import type { Result } from '../base/result';
import type { EntryId, IncidentId } from '../domain/log/entry';
import type { DocumentUpdate } from './log';
import type { StorageError } from './storage-error';

/** Yjs client → how many of its places there are. */
export type Clocks = ReadonlyMap<number, number>;

/** An entry as documents carry it. Who signed it, and whether they did, is not looked at here. */
export interface CarriedEntry {
	readonly id: EntryId;
	readonly bytes: Uint8Array;
}

/** What stands in a document under a key and is no entry; it is left there, and passed on like all else. */
export interface RefusedKey {
	readonly key: string;
	readonly problem: 'noEntryId' | 'notItsHash' | 'tooLarge';
}

/** An entry that was in the document and is no more. */
export interface LostEntry {
	readonly id: EntryId;
	readonly how: 'deleted' | 'overwritten';
}

/**
 * Why an update was not taken, and nothing of it.
 * - `updateTooLarge`: more than a phone should have to hold; `detail` says of what.
 * - `updateMalformed`: no phone with this app makes such a thing.
 * - `updateOutOfOrder`: it builds on what is not here. Ask its sender for all since `stateVector()`.
 */
export interface UpdateProblem {
	readonly code: 'updateTooLarge' | 'updateMalformed' | 'updateOutOfOrder';
	readonly detail: string;
}

/** What an update from elsewhere did to the document. */
export interface AppliedUpdate {
	/** What is to be stored; null where the document held all of it. */
	readonly update: Uint8Array | null;
	/** Entries under their right id that were not there before: to be verified. */
	readonly candidates: readonly CarriedEntry[];
	/** Entries that it took away: to be put back with `restore`, those that the journal has. */
	readonly lost: readonly LostEntry[];
	/** What it put where an entry should be, and is none. */
	readonly refused: readonly RefusedKey[];
}

/** What was put into the document from the journal. */
export interface Restored {
	/** What is to be stored; null where nothing was to be done. */
	readonly update: Uint8Array | null;
	/** Entries that the document had never had. */
	readonly added: readonly EntryId[];
	/** Entries that somebody had taken away. */
	readonly putBack: readonly LostEntry[];
}

/** How document and journal differed; the document holds all of the journal now. */
export interface Reconciled extends Restored {
	/** Entries that the journal lacks: to be verified. */
	readonly candidates: readonly CarriedEntry[];
	readonly refused: readonly RefusedKey[];
}

/** New entries on their way into the document. */
export interface StagedEntries {
	/** What is to be stored in the same transaction as the entries; null where the document knows all of them. */
	readonly update: Uint8Array | null;
	/** Puts them in; from then on they go out to other phones. Not to be called when they could not be stored. */
	commit(): void;
}

/**
 * The document in which the entries of one incident travel from phone to phone: a map from id to bytes that any two
 * phones can merge. It is only the carrier: the journal (`LogRepository`) is the truth, and whatever anybody does to
 * the document, `reconcile` makes it hold the journal again.
 */
export interface IncidentDocument {
	readonly incidentId: IncidentId;
	/** How many keys it has, those of no entry among them. */
	readonly size: number;
	/** The bytes under an id where they are that entry; null where it is not held. */
	get(id: EntryId): Uint8Array | null;
	/**
	 * Makes ready to put in what is new. Nothing is in the document, and so nothing can leave this phone, before
	 * `commit`: an entry that others got and this phone lost in a crash would have its author write another with the
	 * same number, which reads as forgery. One at a time: the next is staged when this one was committed or given up.
	 * What was in the document and was taken away is left to `restore`.
	 */
	stage(entries: readonly CarriedEntry[]): StagedEntries;
	/** Puts in entries that are in the journal: those that lack, were deleted, or were overwritten. */
	restore(entries: readonly CarriedEntry[]): Restored;
	/** Entries that it holds and `held` lacks, and what is under its keys and is no entry. */
	missingFrom(held: ReadonlySet<EntryId>): {
		readonly candidates: readonly CarriedEntry[];
		readonly refused: readonly RefusedKey[];
	};
	/** `restore` with the whole journal, and `missingFrom` it. */
	reconcile(journal: readonly CarriedEntry[]): Reconciled;
	/** Takes in what another phone sent, all of it or nothing; never throws for what is in it. */
	apply(update: Uint8Array): Result<AppliedUpdate, UpdateProblem>;
	/** How many places of each writer (a Yjs client) this phone has. */
	clocks(): Clocks;
	/** What came of these writers, for each from that place on, as an update. */
	changesOf(wanted: Clocks): Uint8Array;
	/**
	 * Called with each change of the document, in order.
	 * @returns Ends it.
	 */
	observe(listener: (update: Uint8Array, isFromElsewhere: boolean) => void): () => void;
	close(): void;
}

export interface OpenedDocument {
	readonly document: IncidentDocument;
	/** Numbers of stored updates that could not be read; what was in them comes back with `reconcile`. */
	readonly damaged: readonly number[];
}

export interface IncidentDocuments {
	/**
	 * @param stored All that `DocumentRepository` has of it, by number.
	 */
	open(incidentId: IncidentId, stored: readonly DocumentUpdate[]): OpenedDocument;
	/**
	 * Keeps the stored updates of a document few.
	 * @param stored What was loaded of it.
	 */
	compaction(documentId: string, stored: readonly DocumentUpdate[]): DocumentCompaction;
}

/** What a run of the compaction did. */
export interface Compacted {
	/** Updates that were replaced, over all merges. */
	readonly merged: number;
	/** Bytes that were written. */
	readonly writtenBytes: number;
	/** Numbers of updates that could not be read and were dropped. */
	readonly dropped: readonly number[];
}

export interface DocumentCompaction {
	/** Merges what is due since the last time; to be called after writing, off its path. Runs one at a time. */
	run(): Promise<Result<Compacted, StorageError>>;
}
