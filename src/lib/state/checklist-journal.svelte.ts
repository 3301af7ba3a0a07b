import type { IdSource } from '../base/ids';
import { PHONE_RUN_ID, type ChecklistEvent } from '../domain/checklist/checklist';
import type { ChecklistRepository, PhoneStorage } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';
import { followed } from './followed';

/** What is known of an act before the journal gives it its id and its place. */
export type ChecklistAct = Pick<ChecklistEvent, 'planId' | 'cardId' | 'stepId' | 'kind' | 'at'>;

/** This phone's own ticks, as its storage has them; whichever tab wrote them. */
export class ChecklistJournal {
	#observed = $state.raw<readonly ChecklistEvent[]>([]);
	/** On the disk, but not among what was last observed: an observation may be older than a write. */
	#written = $state.raw<readonly ChecklistEvent[]>([]);
	readonly events = $derived([...this.#observed, ...this.#written]);
	#lastSequence = 0;

	/**
	 * Follows the journal from now on.
	 * @returns When what is stored is known: before that, a press would be counted as the first.
	 */
	follow(checklist: ChecklistRepository, onError: (error: StorageError) => void): Promise<void> {
		return followed<ChecklistEvent[]>(
			(observer) => checklist.observeRun(PHONE_RUN_ID, observer),
			(events) => {
				this.#observe(events);
			},
			onError
		);
	}

	/** Shows what was read before the journal is followed. */
	show(events: readonly ChecklistEvent[]): void {
		this.#observe(events);
	}

	/** Adds `acts` in their order, all or none; they are seen when they are on the disk. */
	async append(
		{ checklist }: Pick<PhoneStorage, 'checklist'>,
		ids: IdSource,
		acts: readonly ChecklistAct[]
	): Promise<StorageError | null> {
		const events = acts.map((act): ChecklistEvent => ({
			...act,
			id: ids.next(),
			runId: PHONE_RUN_ID,
			sequence: (this.#lastSequence += 1)
		}));
		const written = await checklist.append(events);
		if (!written.ok) return written.error;
		const known = new Set(this.events.map((event) => event.id));
		this.#written = [...this.#written, ...events.filter((event) => !known.has(event.id))];
		return null;
	}

	#observe(events: readonly ChecklistEvent[]): void {
		const known = new Set(events.map((event) => event.id));
		this.#observed = events;
		this.#written = this.#written.filter((event) => !known.has(event.id));
		for (const { sequence } of events) this.#lastSequence = Math.max(this.#lastSequence, sequence);
	}
}
