import { describe, expect, it } from 'vitest';
import { rowsWithin } from '$lib/domain/incident/log-range';
import { Timeline } from '$lib/domain/incident/log-view';
import { LogWriter, minutes } from '../../../doubles/log-writer';

const writer = new LogWriter(1);
for (let minute = 0; minute < 10; minute += 1)
	writer.write('observed', { text: `nr. ${minute}`, certainty: 'confirmed' }, minute);
const rows = new Timeline(() => '').update(writer.entries);
const said = (of: ReturnType<typeof rowsWithin>) => of.map(({ entry }) => entry.payload.text);

describe('a part of a log', () => {
	it('is all of it, without being copied', () => {
		expect(rowsWithin(rows, { kind: 'whole' })).toBe(rows);
	});

	it('is the newest, the oldest of them first, and never more than there are', () => {
		expect(said(rowsWithin(rows, { kind: 'newest', count: 2 }))).toEqual(['nr. 8', 'nr. 9']);
		expect(rowsWithin(rows, { kind: 'newest', count: 500 })).toHaveLength(10);
	});

	it('has both of the minutes that bound it, to their ends', () => {
		const between = (fromMs: number | null, toMs: number | null) =>
			said(rowsWithin(rows, { kind: 'between', fromMs, toMs }));
		expect(between(minutes(3), minutes(5))).toEqual(['nr. 3', 'nr. 4', 'nr. 5']);
		expect(between(null, minutes(0))).toEqual(['nr. 0']);
		expect(between(minutes(9), null)).toEqual(['nr. 9']);
		expect(between(minutes(5), minutes(3))).toEqual([]);
	});
});
