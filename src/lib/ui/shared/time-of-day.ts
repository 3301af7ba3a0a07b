import { formatTimeMs } from './format-time';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * The next moment after `nowMs` at which this country's clocks show `time` (HH:MM, as a time field gives it).
 * @returns `null` where it is no time of day.
 */
export function nextTimeOfDay(time: string, nowMs: number): number | null {
	const [hours = NaN, minutes = NaN] = time.split(':').map(Number);
	if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)) return null;
	const [nowHours = 0, nowMinutes = 0] = formatTimeMs(nowMs).split(/\D/).map(Number);
	const ahead = (hours * 60 + minutes - nowHours * 60 - nowMinutes + DAY_MINUTES) % DAY_MINUTES;
	const minute = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
	return minute + (ahead === 0 ? DAY_MINUTES : ahead) * MINUTE_MS;
}
