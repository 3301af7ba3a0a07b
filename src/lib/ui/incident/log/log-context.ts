import type { WordsContext } from '$lib/app/entry-words';
import type { LogRow } from '$lib/domain/incident/log-view';
import type { OtherPhones } from '$lib/state/other-phones.svelte';
import type { EntryId, LogEntry } from '$lib/domain/log/entry';

/** A form over the log, for whoever opens and closes it. */
export interface Openable {
	open(): void;
	close(): void;
}

/** What every row of the log's list needs. */
export interface LogContext {
	readonly words: WordsContext;
	readonly nowMs: number;
	/** What is held of the log, in its order. */
	readonly entries: readonly LogEntry[];
	/** Null where this phone is in no group, and until that is known. */
	readonly others: OtherPhones | null;
	/** The row of an entry; undefined where it is not (yet) read. */
	rowOf(id: EntryId): LogRow | undefined;
	/** Shows the row of an entry. */
	show(id: EntryId): void;
	/** Begins a correction of an entry; null where nothing can be written. */
	readonly correct: ((row: LogRow) => void) | null;
}
