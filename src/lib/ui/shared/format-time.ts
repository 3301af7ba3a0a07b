import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { toIsoInstant } from '$lib/base/time';
import { toWallTime } from '$lib/base/wall-time';
import { formatDay, formatInstant, formatTime } from './format';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The last moment that a date can hold. */
const LATEST_MS = 8.64e15;

/** What was asked for lately, by what it depends on: a card, or a list that is flung by, asks for the same again. */
const lately = new Map<string, string>();
const LATELY_KEPT = 1_000;

function remembered(key: string, format: () => string): string {
	let words = lately.get(key);
	if (words === undefined) {
		words = format();
		if (lately.size >= LATELY_KEPT) lately.clear();
		lately.set(key, words);
	}
	return words;
}

/** The time of day at `epochMs`: 14.32. */
export function formatTimeMs(epochMs: number): string {
	const minute = Math.floor(epochMs / MINUTE_MS);
	return remembered(`time ${getLocale()} ${minute}`, () => formatTime(toIsoInstant(within(epochMs))));
}

/** Day and time of day at `epochMs`: 24.11.2026 14.32. */
export function formatMoment(epochMs: number): string {
	return formatInstant(toIsoInstant(within(epochMs)));
}

/** The day of the week and the day at `epochMs`: tirsdag 24. november 2026. */
export function formatDayMs(epochMs: number): string {
	return remembered(`day ${getLocale()} ${hourOf(epochMs)}`, () => formatDay(toIsoInstant(within(epochMs))));
}

/** Whether two moments are on one day in Denmark. */
export function isSameDay(oneMs: number, otherMs: number): boolean {
	// most are, or are far apart
	return Math.abs(oneMs - otherMs) < 25 * HOUR_MS && dayOf(oneMs) === dayOf(otherMs);
}

/** The time of day alone where it is the day of `nowMs`, else the day too. */
export function formatNear(epochMs: number, nowMs: number): string {
	return isSameDay(epochMs, nowMs) ? formatTimeMs(epochMs) : formatMoment(epochMs);
}

/** A duration in its two greatest units: "2 døgn 3 t", "1 t 5 min", "12 min"; under a minute "under 1 min". */
export function formatDuration(durationMs: number): string {
	const rest = Math.max(0, durationMs);
	const days = Math.floor(rest / DAY_MS);
	const hours = Math.floor((rest % DAY_MS) / HOUR_MS);
	const minutes = Math.floor((rest % HOUR_MS) / MINUTE_MS);
	if (days > 0) return m.duration_days({ days, hours });
	if (hours > 0) return m.duration_hours({ hours, minutes });
	return minutes > 0 ? m.duration_minutes({ minutes }) : m.duration_moment();
}

function within(epochMs: number): number {
	return Math.min(Math.max(0, epochMs), LATEST_MS);
}

function dayOf(epochMs: number): string {
	return remembered(`date ${hourOf(epochMs)}`, () => toWallTime(within(epochMs)).slice(0, 10));
}

/** Denmark's day begins on the hour. */
function hourOf(epochMs: number): number {
	return Math.floor(within(epochMs) / HOUR_MS);
}
