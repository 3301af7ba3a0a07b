import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { formatAge, formatBytes, formatDate, formatInstant, formatTime } from '$lib/ui/shared/format';

afterEach(() => {
	overwriteGetLocale(() => 'da');
});
const inEnglish = () => {
	overwriteGetLocale(() => 'en');
};

describe('what is written for a person', () => {
	it('is a date as Danes write it, and as the English do', () => {
		expect(formatDate('2018-01-13')).toBe('13.01.2018');
		inEnglish();
		expect(formatDate('2018-01-13')).toBe('13 Jan 2018');
	});

	it('is the time that Danish clocks show, summer and winter, wherever the phone thinks it is', () => {
		expect(formatTime('2026-11-24T23:30:00.000Z')).toBe('00.30');
		expect(formatTime('2026-07-01T22:30:00.000Z')).toBe('00.30');
		expect(formatInstant('2026-11-24T23:30:00.000Z')).toBe('25.11.2026 00.30');
		inEnglish();
		expect(formatTime('2026-11-24T13:05:00.000Z')).toBe('14:05');
		expect(formatInstant('2026-11-24T13:05:00.000Z')).toBe('24/11/2026 14:05');
	});

	it.each([
		[0, 0, '0 måneder', '0 months'],
		[0, 1, '1 måned', '1 month'],
		[1, 0, '1 år', '1 year'],
		[8, 10, '8 år og 10 måneder', '8 years and 10 months'],
		[1, 1, '1 år og 1 måned', '1 year and 1 month']
	])('is an age of %i years and %i months in words', (years, months, danish, english) => {
		expect(formatAge({ years, months })).toBe(danish);
		inEnglish();
		expect(formatAge({ years, months })).toBe(english);
	});

	it('is a size in kB or MB', () => {
		expect(formatBytes(1)).toBe('1 kB');
		expect(formatBytes(999_000)).toBe('999 kB');
		expect(formatBytes(1_540_000)).toBe('1,5 MB');
	});
});
