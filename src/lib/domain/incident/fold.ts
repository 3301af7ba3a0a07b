import { compareEntries, type EntryId, type LogEntry } from '../log/entry';
import { readEntry } from '../log/kinds';
import { apply, type Draft } from './apply';
import { emptyIncident, type IncidentState, type Trace } from './state';

/** Entries are folded from a kept state on; one is kept whenever the log has grown by half, and by this many. */
const KEPT_EVERY = 256;

/** What an incident is after `entries`, whatever order they come in and however often one comes. */
export function foldIncident(entries: readonly LogEntry[]): IncidentState {
	return new IncidentFold().add(entries);
}

/** When an entry happened: the time that was given, else what its author's clock said. */
export function happenedMs(entry: Pick<LogEntry, 'occurredAtMs' | 'wallMs'>): number {
	return entry.occurredAtMs ?? entry.wallMs;
}

/**
 * The fold as entries arrive: gives the same as `foldIncident` of all of them. An entry that belongs at the end costs
 * itself; one that belongs before others costs those after it.
 */
export class IncidentFold {
	#entries: LogEntry[] = [];
	readonly #ids = new Set<EntryId>();
	readonly #voided = new Set<EntryId>();
	#draft: Draft = emptyIncident() as Draft;
	/** `draft` is what stands after the first `count` entries. */
	#kept: { readonly count: number; readonly draft: Draft }[] = [];

	/** In their order. */
	get entries(): readonly LogEntry[] {
		return this.#entries;
	}

	/**
	 * Takes entries in.
	 * @returns The state after all that were ever added: a new object each time, which later calls leave alone.
	 */
	add(arrived: readonly LogEntry[]): IncidentState {
		const fresh = arrived.filter((entry) => !this.#ids.has(entry.id) && this.#ids.add(entry.id));
		if (fresh.length > 0) {
			const from = this.#insert(fresh.sort(compareEntries));
			this.#foldFrom(Math.min(from, this.#noteVoided(fresh)));
		}
		return copyOf(this.#draft);
	}

	/** Puts `fresh`, in order, among the entries; answers with the place of the first. */
	#insert(fresh: readonly LogEntry[]): number {
		const [first] = fresh;
		const last = this.#entries.at(-1);
		if (!first) return this.#entries.length;
		if (!last || compareEntries(last, first) < 0) {
			const from = this.#entries.length;
			this.#entries.push(...fresh);
			return from;
		}
		const from = placeOf(this.#entries, first);
		const tail = [...this.#entries.slice(from), ...fresh].sort(compareEntries);
		this.#entries = [...this.#entries.slice(0, from), ...tail];
		return from;
	}

	/** The place of the first entry that no longer counts because of `fresh`; past the end where there is none. */
	#noteVoided(fresh: readonly LogEntry[]): number {
		let from = this.#entries.length;
		for (const entry of fresh) {
			const known = entry.kind === 'corrected' ? readEntry(entry) : null;
			if (known?.kind !== 'corrected' || !known.payload.isVoid) continue;
			const id = known.payload.entryId as EntryId;
			if (this.#voided.has(id)) continue;
			this.#voided.add(id);
			const at = this.#entries.findIndex((one) => one.id === id);
			if (at !== -1) from = Math.min(from, at);
		}
		return from;
	}

	#foldFrom(from: number): void {
		const folded = this.#draft.entryCount;
		if (from < folded) {
			this.#kept = this.#kept.filter(({ count }) => count <= from);
			this.#draft = copyOf(this.#kept.at(-1)?.draft ?? (emptyIncident() as Draft));
		}
		for (let at = this.#draft.entryCount; at < this.#entries.length; at += 1) {
			const entry = this.#entries[at];
			if (entry) this.#take(entry);
			const grown = at + 1 - (this.#kept.at(-1)?.count ?? 0);
			if (grown >= KEPT_EVERY && grown * 3 >= at + 1)
				this.#kept.push({ count: at + 1, draft: copyOf(this.#draft) });
		}
	}

	#take(entry: LogEntry): void {
		const draft = this.#draft;
		const { id: entryId, deviceId, sequence } = entry;
		const trace: Trace = { entryId, deviceId, sequence, atMs: happenedMs(entry) };
		draft.incidentId ??= entry.incidentId;
		draft.entryCount += 1;
		draft.last = trace;
		const known = readEntry(entry);
		if (!known) {
			draft.unknown.push(trace);
			return;
		}
		// a correction cannot itself be made void: both stay visible
		if (this.#voided.has(entry.id) && known.kind !== 'corrected') {
			draft.voided.add(entry.id);
			return;
		}
		apply(draft, known, trace);
	}
}

/** The first place in `entries` whose entry does not come before `entry`. */
function placeOf(entries: readonly LogEntry[], entry: LogEntry): number {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const one = entries[middle];
		if (one && compareEntries(one, entry) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The lists and maps are copied; what is in them apply.ts replaces, and never changes. */
function copyOf(draft: Draft): Draft {
	const copy = {} as Record<string, unknown>;
	for (const [key, value] of Object.entries(draft) as [string, unknown][])
		copy[key] =
			value instanceof Map
				? new Map(value)
				: value instanceof Set
					? new Set(value)
					: Array.isArray(value)
						? [...(value as unknown[])]
						: value;
	return copy as unknown as Draft;
}
