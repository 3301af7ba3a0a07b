import { describe, expect, it } from 'vitest';
import { nextTimeOfDay } from '$lib/ui/shared/time-of-day';

const at = (iso: string) => Date.parse(iso);

describe('the next time of day', () => {
	it.each([
		['later today', '14:30', '2026-11-24T13:00:20Z', '2026-11-24T13:30:00Z'],
		['tomorrow, where it is past', '13:59', '2026-11-24T13:00:20Z', '2026-11-25T12:59:00Z'],
		['tomorrow, where it is now', '14:00', '2026-11-24T13:00:20Z', '2026-11-25T13:00:00Z'],
		['by the clocks of summer', '02:15', '2026-07-01T23:50:00Z', '2026-07-02T00:15:00Z']
	])('is %s', (_, time, now, then) => {
		expect(nextTimeOfDay(time, at(now))).toBe(at(then));
	});

	it.each(['', '25:00', '12:60', 'noon', '12'])('is none for "%s"', (time) => {
		expect(nextTimeOfDay(time, at('2026-11-24T13:00:00Z'))).toBeNull();
	});
});
