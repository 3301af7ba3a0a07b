import type { LogEntry } from '../log/entry';

/** How far an author's clock may be from another's before it is pointed out. */
const DOUBT_MS = 5 * 60_000;
/** There was no Beredt before: a clock that says so is wrong by itself, and tells nothing of others. */
const NO_BEREDT_MS = Date.UTC(2026, 0, 1);
/** How many entries of the same author are passed over to find one of another's. */
const LOOKED_AT = 200;

type Written = Pick<LogEntry, 'deviceId' | 'sequence' | 'hlc' | 'wallMs'>;

/** That an author's clock and another's do not go together. Which of the two is right, no log can tell. */
export interface ClockDoubt {
	readonly way: 'behind' | 'ahead';
	readonly byMs: number;
	/** The entry that shows it, of whose author's clock; null where `behind` by itself, or `ahead` of this phone's. */
	readonly than: Pick<LogEntry, 'deviceId' | 'sequence'> | null;
}

/**
 * Whether the author's clock looks wrong: `behind` what they had read when they wrote, or `ahead` of who wrote after
 * them, or of this phone's own now. It is said beside the entry, and changes nothing else.
 * @param log What is held of the log, in its order.
 */
export function clockDoubt(entry: Written, nowMs: number, log: readonly Written[]): ClockDoubt | null {
	const behindMs = entry.hlc.ms - entry.wallMs;
	const at = firstOf(log, entry.hlc.ms);
	if (behindMs > DOUBT_MS) return { way: 'behind', byMs: behindMs, than: shownBy(entry, log[at]) };
	const next = nextOfOthers(entry, log, at);
	const isAhead = next && entry.wallMs - next.wallMs > DOUBT_MS;
	if (isAhead) return { way: 'ahead', byMs: entry.wallMs - next.wallMs, than: next };
	const aheadMs = entry.wallMs - nowMs;
	return isDead(nowMs) || aheadMs <= DOUBT_MS ? null : { way: 'ahead', byMs: aheadMs, than: null };
}

const isDead = (wallMs: number) => wallMs < NO_BEREDT_MS;

/** The place of the first entry at or after this time of the log's clock. */
function firstOf(log: readonly Written[], ms: number): number {
	let low = 0;
	let high = log.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((log[middle]?.hlc.ms ?? 0) < ms) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** `first`, where another's clock showed there what `entry` is behind of. */
function shownBy(entry: Written, first: Written | undefined): Written | null {
	const isShown = first?.hlc.ms === entry.hlc.ms && first.hlc.ms - first.wallMs <= DOUBT_MS;
	return isShown && first.deviceId !== entry.deviceId && !isDead(entry.wallMs) ? first : null;
}

/** The next entry after `entry` of another author whose clock runs, not far from `at`. */
function nextOfOthers(entry: Written, log: readonly Written[], at: number): Written | undefined {
	const { hlc, deviceId } = entry;
	return log
		.slice(at, at + LOOKED_AT)
		.find(
			(one) =>
				one.deviceId !== deviceId &&
				!isDead(one.wallMs) &&
				(one.hlc.ms > hlc.ms || one.hlc.counter > hlc.counter)
		);
}
