import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRows, filterLog, logRow, placeAt, Timeline, WHOLE_LOG } from '$lib/domain/incident/log-view';
import { compareEntries, type LogEntry } from '$lib/domain/log/entry';
import { LogWriter, minutes } from '../../../doubles/log-writer';

const wordsOf = ({ payload, kind }: LogEntry) => (typeof payload.text === 'string' ? payload.text : kind);

/** Three notes, and one that was copied from paper and happened between the first two. */
function someLog() {
	const writer = new LogWriter(1);
	const observed = { certainty: 'confirmed' } as const;
	writer.write('observed', { ...observed, text: 'Ingen net på rådhuset', serviceIds: ['KY4'] }, 0);
	writer.write('decided', { by: 'Bo', answer: 'Staben samles' }, 10);
	writer.write('serviceStatusSet', { serviceId: 'KY4', status: 'down' }, 20);
	writer.write('observed', { ...observed, text: 'Set på papir' }, 30, {
		occurredAtMs: minutes(5),
		copiedFrom: 'paper'
	});
	return writer;
}

describe('the log as its list shows it', () => {
	it('stands in the order in which things happened', () => {
		const rows = new Timeline(wordsOf).update(someLog().entries);
		expect(rows.map((row) => wordsOf(row.entry))).toEqual([
			'Ingen net på rådhuset',
			'Set på papir',
			'decided',
			'serviceStatusSet'
		]);
	});

	it('is the same in whatever pieces it arrives', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({ by: fc.integer({ min: 1, max: 3 }), minute: fc.nat(40), paper: fc.option(fc.nat(40)) })
				),
				fc.array(fc.nat(5)),
				(acts, cuts) => {
					const writers = new Map([1, 2, 3].map((number) => [number, new LogWriter(number)]));
					for (const { by, minute, paper } of acts)
						writers.get(by)?.write('observed', { text: 'x', certainty: 'likely' }, minute, {
							occurredAtMs: paper === null ? null : minutes(paper)
						});
					const arrived = [...writers.values()].flatMap((writer) => writer.entries);
					const timeline = new Timeline(wordsOf);
					let taken = 0;
					for (const cut of [...cuts, arrived.length]) {
						taken += cut;
						timeline.update(arrived.slice(0, taken).sort(compareEntries));
					}
					const whole = arrived.map((entry) => logRow(entry, () => '')).sort(compareRows);
					expect(timeline.rows.map((row) => row.entry.id)).toEqual(whole.map((row) => row.entry.id));
				}
			)
		);
	});

	it('stays the same array when nothing is new', () => {
		const { entries } = someLog();
		const timeline = new Timeline(wordsOf);
		expect(timeline.update(entries)).toBe(timeline.update([...entries]));
	});

	it('is put into words only when somebody searches, and once', () => {
		let asked = 0;
		const timeline = new Timeline((entry) => {
			asked += 1;
			return wordsOf(entry);
		});
		const rows = timeline.update(someLog().entries);
		filterLog(rows, { ...WHOLE_LOG, kinds: ['observed'] });
		expect(asked).toBe(0);
		filterLog(rows, { ...WHOLE_LOG, query: 'papir' });
		filterLog(rows, { ...WHOLE_LOG, query: 'net' });
		expect(asked).toBe(4);
	});

	it.each([
		['nothing', {}, 4],
		['blanks', { query: '  ' }, 4],
		['a kind', { kinds: ['observed'] }, 2],
		['two kinds', { kinds: ['observed', 'decided'] }, 3],
		['another phone', { deviceId: 'nobody' }, 0],
		['a service, hit or with a status', { serviceId: 'KY4' }, 2],
		['words in whatever order, æøå in either way', { query: 'RAADHUSET ingen' }, 1],
		['all of it together', { kinds: ['observed'], serviceId: 'KY4', query: 'papir' }, 0]
	])('is filtered by %s', (_, filter, count) => {
		const rows = new Timeline(wordsOf).update(someLog().entries);
		expect(filterLog(rows, { ...WHOLE_LOG, ...filter })).toHaveLength(count);
	});

	it('is filtered by who wrote it', () => {
		const writer = someLog();
		const other = new LogWriter(2);
		other.write('observed', { text: 'Fra en anden', certainty: 'likely' }, 12);
		const rows = new Timeline(wordsOf).update([...writer.entries, ...other.entries].sort(compareEntries));
		const deviceId = other.entries[0]?.deviceId ?? null;
		expect(filterLog(rows, { ...WHOLE_LOG, deviceId }).map((row) => wordsOf(row.entry))).toEqual([
			'Fra en anden'
		]);
	});

	it('has a place for every time', () => {
		const rows = new Timeline(wordsOf).update(someLog().entries);
		const places = [-5, 0, 4, 5, 12, 20, 99].map((minute) => placeAt(rows, minutes(minute)));
		expect(places).toEqual([0, 0, 0, 1, 2, 3, 3]);
		expect(placeAt([], 0)).toBe(0);
	});
});
