import type { LogEntry } from '../log/entry';
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

/** An entry as its list shows it, with what search looks through made ready. */
export interface LogRow {
	readonly entry: LogEntry;
	/**
	 * Where it stands in the timeline: when it happened, where that was given; else by the log's own clock, which no
	 * phone's wrong clock can turn back.
	 */
	readonly atMs: number;
	readonly folded: string;
}

/** @param words What the list says of the entry, in the language of the screen: search finds that. */
export function logRow(entry: LogEntry, words: string): LogRow {
	return { entry, atMs: entry.occurredAtMs ?? entry.hlc.ms, folded: foldText(words) };
}

/**
 * The rows in the order in which things happened, newest first. What was copied from paper stands where it belongs;
 * among entries of one moment the log's own order holds.
 */
export function timelineOrder(rows: readonly LogRow[]): LogRow[] {
	return rows
		.map((row, index) => ({ row, index }))
		.sort((a, b) => b.row.atMs - a.row.atMs || b.index - a.index)
		.map(({ row }) => row);
}

/** The rows that `filter` lets through. */
export function filterLog(rows: readonly LogRow[], filter: LogFilter): LogRow[] {
	const words = queryWords(filter.query);
	return rows.filter(
		({ entry, folded }) =>
			(filter.kinds.length === 0 || filter.kinds.includes(entry.kind)) &&
			(filter.deviceId === null || entry.deviceId === filter.deviceId) &&
			(filter.serviceId === null || speaksOf(entry, filter.serviceId)) &&
			words.every((word) => folded.includes(word))
	);
}

/** The place of the first row, newest first, at or before `atMs`: where to jump to. */
export function placeAt(rows: readonly LogRow[], atMs: number): number {
	const place = rows.findIndex((row) => row.atMs <= atMs);
	return place === -1 ? Math.max(0, rows.length - 1) : place;
}

function speaksOf(entry: LogEntry, serviceId: string): boolean {
	const { serviceId: one, serviceIds } = entry.payload;
	return one === serviceId || (Array.isArray(serviceIds) && serviceIds.includes(serviceId));
}

/** How far an author's clock may be from what others have shown before it is pointed out. */
const DOUBT_MS = 5 * 60_000;

/**
 * Whether the author's clock looks wrong: `behind` an entry that they had when they wrote, or `ahead` of this phone's
 * own now. It is said beside the entry, and changes nothing else.
 */
export function clockDoubt(
	entry: Pick<LogEntry, 'hlc' | 'wallMs'>,
	nowMs: number
): { readonly way: 'behind' | 'ahead'; readonly byMs: number } | null {
	const behind = entry.hlc.ms - entry.wallMs;
	if (behind > DOUBT_MS) return { way: 'behind', byMs: behind };
	const ahead = entry.wallMs - nowMs;
	return ahead > DOUBT_MS ? { way: 'ahead', byMs: ahead } : null;
}
