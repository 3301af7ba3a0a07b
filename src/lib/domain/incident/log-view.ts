import { compareEntries, type EntryId, type LogEntry } from '../log/entry';
import { foldText, queryWords } from '../search/fold';

/** What of a log is shown. */
export interface LogFilter {
	/** Kinds to show; empty shows all. */
	readonly kinds: readonly string[];
	readonly deviceId: string | null;
	readonly serviceId: string | null;
	readonly query: string;
}

export const WHOLE_LOG: LogFilter = { kinds: [], deviceId: null, serviceId: null, query: '' };

/** An entry as its list shows it. */
export interface LogRow {
	readonly entry: LogEntry;
	/**
	 * Where it stands in the timeline: when it happened, where that was given; else by the log's own clock, which no
	 * phone's wrong clock can turn back.
	 */
	readonly atMs: number;
	/** What search looks through; made when it is first asked for. */
	readonly folded: string;
}

/** Where an entry stands in the timeline: see `LogRow`. */
export function timelineMs({ occurredAtMs, hlc }: Pick<LogEntry, 'occurredAtMs' | 'hlc'>): number {
	return occurredAtMs ?? hlc.ms;
}

/**
 * @param words What the list says of the entry, in the language of the screen: search finds that. Asked for once, and
 * only if somebody searches.
 */
export function logRow(entry: LogEntry, words: () => string): LogRow {
	let folded: string | null = null;
	return {
		entry,
		atMs: timelineMs(entry),
		get folded() {
			return (folded ??= foldText(words()));
		}
	};
}

/**
 * The order in which things happened. What was copied from paper stands where it belongs; among entries of one moment
 * the log's own order holds.
 */
export function compareRows(a: LogRow, b: LogRow): number {
	return a.atMs - b.atMs || compareEntries(a.entry, b.entry);
}

/** A log's entries in the order in which things happened, the oldest first, as they arrive. */
export class Timeline {
	rows: readonly LogRow[] = [];
	readonly #known = new Map<EntryId, LogRow>();

	/** @param words See `logRow`. */
	constructor(private readonly words: (entry: LogEntry) => string) {}

	/** The row of an entry; undefined where it is not in it. */
	rowOf(id: EntryId): LogRow | undefined {
		return this.#known.get(id);
	}

	/**
	 * Takes over what is new in `entries`, which hold all that they held before, in the log's order.
	 * @returns The rows: the same array where nothing is new. One entry at the end costs no more than itself.
	 */
	update(entries: readonly LogEntry[]): readonly LogRow[] {
		const fresh: LogRow[] = [];
		for (let at = entries.length - 1; at >= 0 && entries.length > this.#known.size; at -= 1) {
			const entry = entries[at];
			if (!entry || this.#known.has(entry.id)) continue;
			const row = logRow(entry, () => this.words(entry));
			this.#known.set(entry.id, row);
			fresh.push(row);
		}
		if (fresh.length === 0) return this.rows;
		fresh.reverse().sort(compareRows);
		const last = this.rows.at(-1);
		const [first] = fresh;
		const isAtEnd = !last || !first || compareRows(last, first) < 0;
		this.rows = isAtEnd ? this.rows.concat(fresh) : [...this.rows, ...fresh].sort(compareRows);
		return this.rows;
	}
}

/** The rows that `filter` lets through, in their order. */
export function filterLog(rows: readonly LogRow[], filter: LogFilter): readonly LogRow[] {
	const words = queryWords(filter.query);
	if (isWhole(filter)) return rows;
	return rows.filter(
		(row) =>
			(filter.kinds.length === 0 || filter.kinds.includes(row.entry.kind)) &&
			(filter.deviceId === null || row.entry.deviceId === filter.deviceId) &&
			(filter.serviceId === null || speaksOf(row.entry, filter.serviceId)) &&
			words.every((word) => row.folded.includes(word))
	);
}

/** Whether `filter` lets everything through. */
export function isWhole({ kinds, deviceId, serviceId, query }: LogFilter): boolean {
	return kinds.length === 0 && deviceId === null && serviceId === null && queryWords(query).length === 0;
}

/** The place of the last row at or before `atMs`: where to jump to. 0 where all came later. */
export function placeAt(rows: readonly LogRow[], atMs: number): number {
	let low = 0;
	let high = rows.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((rows[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
		else high = middle;
	}
	return Math.max(0, low - 1);
}

function speaksOf(entry: LogEntry, serviceId: string): boolean {
	const { serviceId: one, serviceIds } = entry.payload;
	return one === serviceId || (Array.isArray(serviceIds) && serviceIds.includes(serviceId));
}
