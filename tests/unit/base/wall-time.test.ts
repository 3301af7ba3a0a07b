import { describe, expect, it } from 'vitest';
import { fromWallTime, toWallTime } from '$lib/base/wall-time';

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
