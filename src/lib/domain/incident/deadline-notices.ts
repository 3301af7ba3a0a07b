import type { EntryId } from '../log/entry';
import type { Deadline } from './state';

/** How long before its end a deadline is spoken of, and at its end. */
const MARKS_MS = [24 * 3_600_000, 3_600_000, 15 * 60_000, 0];

export interface DeadlineNotice {
	readonly deadline: Deadline;
	/** What was left when the mark was passed; 0 when it ran out. */
	readonly leftMs: number;
	/** The same for the same mark of the same deadline: said once. */
	readonly key: string;
}

/**
 * What is to be said between two looks at the clock: for each deadline the last mark that was passed. A mark that lay
 * behind when the deadline was started is not spoken of.
 * @param sinceMs The look before; what was passed then was said.
 */
export function dueNotices(deadlines: readonly Deadline[], sinceMs: number, nowMs: number): DeadlineNotice[] {
	return deadlines.flatMap((deadline) => {
		if (deadline.met !== null) return [];
		const passed = MARKS_MS.filter((mark) => {
			const atMs = deadline.dueMs - mark;
			return atMs > sinceMs && atMs <= nowMs && atMs > deadline.atMs;
		});
		const leftMs = passed.at(-1);
		return leftMs === undefined
			? []
			: [{ deadline, leftMs, key: noticeKey(deadline.entryId, deadline.dueMs, leftMs) }];
	});
}

function noticeKey(id: EntryId, dueMs: number, leftMs: number): string {
	return `${id}:${dueMs}:${leftMs}`;
}
