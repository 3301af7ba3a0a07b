import { Dexie, type PromiseExtended } from 'dexie';
import { ok } from '$lib/base/result';
import { bySequence, type ChecklistEvent } from '$lib/domain/checklist/checklist';
import type { ChecklistRepository, Observer, Read, Written } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { observe } from './observe';
import { checkRows, readRows } from './rows';
import { attempt } from './storage-errors';

/** The append-only journal of ticks. */
export class DexieChecklistRepository implements ChecklistRepository {
	constructor(
		private readonly database: BeredtDatabase,
		/** Told of the rows that could not be read back. */
		private readonly report: (error: StorageError) => void
	) {}

	async append(events: readonly ChecklistEvent[]): Written {
		const checked = checkRows('checklistEvents', events);
		if (!checked.ok) return checked;
		const { checklistEvents } = this.database;
		return attempt(() =>
			this.database.transaction('rw', checklistEvents, async () => {
				await addUnknownEvents(this.database, checked.value);
			})
		);
	}

	async ofRun(runId: string): Read<ChecklistEvent[]> {
		const raw = await attempt(() => this.#rawOfRun(runId));
		return raw.ok ? ok(this.#readable(raw.value).filter((event) => event.runId === runId)) : raw;
	}

	async all(): Read<ChecklistEvent[]> {
		const raw = await attempt(() => this.database.checklistEvents.toArray());
		return raw.ok ? ok(this.#readable(raw.value)) : raw;
	}

	observeRun(runId: string, observer: Observer<ChecklistEvent[]>) {
		return observe(
			() => this.#rawOfRun(runId),
			(raw) => ok(this.#readable(raw).filter((event) => event.runId === runId)),
			observer
		);
	}

	/** The rows of a run; and every row, where some are too damaged to stand in the index. */
	#rawOfRun(runId: string): PromiseExtended<unknown[]> {
		const { checklistEvents } = this.database;
		return this.database.transaction('r', checklistEvents, async () => {
			const all = await checklistEvents.count();
			const indexed = await checklistEvents.orderBy('[runId+sequence]').count();
			if (all !== indexed) return checklistEvents.toArray();
			return checklistEvents
				.where('[runId+sequence]')
				.between([runId, Dexie.minKey], [runId, Dexie.maxKey])
				.toArray();
		});
	}

	#readable(raw: readonly unknown[]): ChecklistEvent[] {
		const { rows, damaged } = readRows('checklistEvents', raw);
		damaged.forEach(this.report);
		return rows.sort(bySequence);
	}
}

/** Adds the events whose id is not held. Only within a transaction. */
export async function addUnknownEvents(
	{ checklistEvents }: BeredtDatabase,
	events: readonly ChecklistEvent[]
): Promise<void> {
	const ids = events.map((event) => event.id);
	const known = new Set(await checklistEvents.where('id').anyOf(ids).primaryKeys());
	const unknown = new Map<string, ChecklistEvent>();
	for (const event of events)
		if (!known.has(event.id) && !unknown.has(event.id)) unknown.set(event.id, event);
	await checklistEvents.bulkAdd([...unknown.values()]);
}
