import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarAge, toIsoInstant, type IsoDate } from '$lib/base/time';

const age = (from: string, to: string) => calendarAge(from as IsoDate, to as IsoDate);

describe('an instant', () => {
	it('is written in UTC with milliseconds', () => {
		expect(toIsoInstant(0)).toBe('1970-01-01T00:00:00.000Z');
		expect(toIsoInstant(Date.parse('2026-11-24T15:02:11.123+01:00'))).toBe('2026-11-24T14:02:11.123Z');
	});
});

describe('a calendar age', () => {
	it.each([
		['2018-01-13', '2026-11-24', 8, 10],
		['2018-01-13', '2018-01-13', 0, 0],
		['2018-01-13', '2019-01-12', 0, 11],
		['2018-01-13', '2019-01-13', 1, 0],
		['2018-12-31', '2019-01-30', 0, 0],
		['2018-12-31', '2019-01-31', 0, 1],
		['2024-02-29', '2025-02-28', 0, 11],
		['2024-02-29', '2025-03-01', 1, 0]
	])('from %s to %s is %i years and %i months', (from, to, years, months) => {
		expect(age(from, to)).toEqual({ years, months });
	});

	it.each([
		['2018-01-14', '2018-01-13'],
		['2018-02-01', '2018-01-31'],
		['2019-01-01', '2018-12-31']
	])('from %s to %s is none: it lies ahead', (from, to) => {
		expect(age(from, to)).toBeNull();
	});

	it('never runs backwards from one day to the next', () => {
		const day = fc
			.integer({ min: 0, max: 30_000 })
			.map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
		const months = (found: ReturnType<typeof age>) => (found ? found.years * 12 + found.months : -1);
		fc.assert(
			fc.property(day, day, (from, to) => {
				const next = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
				const today = age(from, to);
				expect(today === null).toBe(to < from);
				expect(months(age(from, next))).toBeGreaterThanOrEqual(months(today));
				if (today) expect(today.months).toBeLessThan(12);
			})
		);
	});
});
