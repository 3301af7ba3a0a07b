import type { LogRow } from './log-view';

const MINUTE_MS = 60_000;

/** Which part of a log is wanted, for paper. */
export type LogRange =
	| { readonly kind: 'whole' }
	| { readonly kind: 'newest'; readonly count: number }
	/** Both minutes included; null where that end is open. */
	| { readonly kind: 'between'; readonly fromMs: number | null; readonly toMs: number | null };

/**
 * The rows of a range.
 * @param rows The oldest first.
 * @returns In the same order; the same array where it is the whole log.
 */
export function rowsWithin(rows: readonly LogRow[], range: LogRange): readonly LogRow[] {
	switch (range.kind) {
		case 'whole':
			return rows;
		case 'newest':
			return rows.slice(Math.max(0, rows.length - range.count));
		case 'between': {
			const from = range.fromMs ?? Number.NEGATIVE_INFINITY;
			const before = (range.toMs ?? Number.POSITIVE_INFINITY) + MINUTE_MS;
			return rows.filter(({ atMs }) => atMs >= from && atMs < before);
		}
	}
}
