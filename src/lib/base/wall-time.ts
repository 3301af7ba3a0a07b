const ZONE = 'Europe/Copenhagen';
/** Made once: making one costs a hundred times what using it does, and a table of a log asks twice for each row. */
let wall: Intl.DateTimeFormat | null = null;

/**
 * A moment as the clocks on Danish walls have it, in the form of a `datetime-local` field: `2026-11-24T14:32`. Whatever
 * zone the phone is set to, what people read and type is Danish time.
 */
export function toWallTime(epochMs: number): string {
	wall ??= new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' });
	return wall.format(epochMs).replace(' ', 'T');
}

/**
 * The moment at which Danish walls have `wallTime`. Of the two in the hour that autumn repeats, the first; a time in
 * the hour that spring leaves out counts on from the hour before.
 * @param wallTime As `datetime-local` gives it, with or without seconds.
 * @returns Milliseconds since 1970; null where it is no such time.
 */
export function fromWallTime(wallTime: string): number | null {
	const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(wallTime);
	if (!parts) return null;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
	const asUtc = Date.UTC(year, month - 1, day, hour, minute);
	const asked = Number.isNaN(asUtc) ? '' : new Date(asUtc).toISOString().slice(0, 16);
	// 30 February is no day, and 24.00 no time: they would be counted on
	if (asked !== wallTime.slice(0, 16)) return null;
	// Denmark is one or two hours ahead of UTC
	const summer = asUtc - 2 * 3_600_000;
	const winter = asUtc - 3_600_000;
	return toWallTime(summer) === asked ? summer : winter;
}

/**
 * The next moment after `nowMs` at which Danish walls show `time`.
 * @param time `HH:MM`, as a time field gives it.
 * @returns Milliseconds since 1970; null where it is no time of day.
 */
export function nextTimeOfDay(time: string, nowMs: number): number | null {
	const today = toWallTime(nowMs).slice(0, 10);
	const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
	const moments = [today, tomorrow].map((day) => fromWallTime(`${day}T${time}`));
	return moments.find((ms) => ms !== null && ms > nowMs) ?? null;
}
