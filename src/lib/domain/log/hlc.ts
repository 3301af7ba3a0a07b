/**
 * A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014) as pure functions: it never runs
 * backwards on one phone, whatever the phone's own clock does, and what was written by somebody who had read an entry
 * comes after that entry.
 */
export interface Hlc {
	/** Milliseconds since 1970: the greatest that this phone's clock, or any entry it holds, has shown. */
	readonly ms: number;
	/** Tells apart what happens within one `ms`. */
	readonly counter: number;
}

/** 2200-01-01. A clock beyond it is wrong; were it heeded, no phone could ever write anything after it. */
export const HLC_MAX_MS = 7_258_118_400_000;
/** Entries written under a clock that stands still; past this the milliseconds count on instead. */
export const HLC_MAX_COUNTER = 0xffff;

export const HLC_ZERO: Hlc = { ms: 0, counter: 0 };

/**
 * The time of the next entry.
 * @param latest The greatest time of the entries that this phone holds.
 * @param nowMs What the phone's clock says; one before 1970 or past 2200 counts as no clock at all.
 */
export function nextHlc(latest: Hlc, nowMs: number): Hlc {
	const now = Number.isFinite(nowMs) && nowMs >= 0 && nowMs < HLC_MAX_MS ? Math.floor(nowMs) : 0;
	if (now > latest.ms) return { ms: now, counter: 0 };
	if (latest.counter < HLC_MAX_COUNTER) return { ms: latest.ms, counter: latest.counter + 1 };
	return { ms: latest.ms + 1, counter: 0 };
}

/** Negative where `a` comes first, positive where `b` does, 0 where they are the same. */
export function compareHlc(a: Hlc, b: Hlc): number {
	return a.ms - b.ms || a.counter - b.counter;
}
