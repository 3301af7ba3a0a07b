import { describe, expect, it } from 'vitest';
import { fromWallTime, nextTimeOfDay, toWallTime } from '$lib/base/wall-time';

describe('wall time', () => {
	it.each([
		['in winter', '2026-11-24T14:32', '2026-11-24T13:32:00Z'],
		['in summer', '2026-07-01T02:00', '2026-07-01T00:00:00Z'],
		['in the first hour of summer time', '2026-03-29T03:00', '2026-03-29T01:00:00Z'],
		['in the last minute of winter time', '2026-03-29T01:59', '2026-03-29T00:59:00Z'],
		['in the hour that is repeated, the first', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
		['over a year’s end', '2027-01-01T00:10', '2026-12-31T23:10:00Z']
	])('is the right moment %s, and the way back', (_, wall, utc) => {
		const ms = Date.parse(utc);
		expect(fromWallTime(wall)).toBe(ms);
		expect(toWallTime(ms)).toBe(wall);
	});

	it('counts on from the hour before in the hour that spring leaves out', () => {
		expect(fromWallTime('2026-03-29T02:30')).toBe(Date.parse('2026-03-29T01:30:00Z'));
	});

	it('takes seconds that a browser adds', () => {
		expect(fromWallTime('2026-11-24T14:32:10.500')).toBe(Date.parse('2026-11-24T13:32:00Z'));
	});

	it.each([
		'',
		'nu',
		'2026-13-01T00:00',
		'2026-02-30T10:00',
		'2026-02-03T24:00',
		'2026-02-03T10:60',
		'2026-02-03'
	])('refuses %j', (text) => {
		expect(fromWallTime(text)).toBeNull();
	});
});

const at = (iso: string) => Date.parse(iso);

describe('the next time of day', () => {
	it.each([
		['later today', '14:30', '2026-11-24T13:00:20Z', '2026-11-24T13:30:00Z'],
		['tomorrow, where it is past', '13:59', '2026-11-24T13:00:20Z', '2026-11-25T12:59:00Z'],
		['tomorrow, where it is now', '14:00', '2026-11-24T13:00:20Z', '2026-11-25T13:00:00Z'],
		[
			'an hour sooner, over the night in which summer begins',
			'05:00',
			'2026-03-28T22:30:00Z',
			'2026-03-29T03:00:00Z'
		],
		[
			'an hour later, over the night in which it ends',
			'05:00',
			'2026-10-24T21:30:00Z',
			'2026-10-25T04:00:00Z'
		],
		['by the clocks of summer', '02:15', '2026-07-01T23:50:00Z', '2026-07-02T00:15:00Z']
	])('is %s', (_, time, now, then) => {
		expect(nextTimeOfDay(time, at(now))).toBe(at(then));
	});

	it.each(['', '25:00', '12:60', 'noon', '12'])('is none for "%s"', (time) => {
		expect(nextTimeOfDay(time, at('2026-11-24T13:00:00Z'))).toBeNull();
	});
});
