import { describe, expect, it } from 'vitest';
import { clockDoubt, type ClockDoubt } from '$lib/domain/incident/clock-doubt';
import { compareEntries, type LogEntry } from '$lib/domain/log/entry';
import { LogWriter, minutes } from '../../../doubles/log-writer';

const MINUTE_MS = 60_000;

/** Phones that have met: what one writes the others have read. */
class Phones {
	readonly log: LogEntry[] = [];
	readonly #writers = new Map<number, LogWriter>();

	/** @param clockMs What the phone's clock says. */
	write(phone: number, clockMs: number): LogEntry {
		const writer = this.#writers.get(phone) ?? new LogWriter(phone);
		this.#writers.set(phone, writer);
		writer.latest = this.log.at(-1)?.hlc ?? writer.latest;
		writer.nowMs = clockMs;
		const entry = writer.write('observed', { certainty: 'confirmed', text: 'Set' });
		this.log.push(entry);
		this.log.sort(compareEntries);
		return entry;
	}

	doubt(entry: LogEntry, nowMs = minutes(10_000)): ClockDoubt | null {
		return clockDoubt(entry, nowMs, this.log);
	}
}

describe('an author’s clock', () => {
	it('is not doubted while it goes with the others', () => {
		const phones = new Phones();
		const entries = [0, 1, 4, 2].map((minute, of) => phones.write((of % 3) + 1, minutes(minute)));
		expect(entries.map((entry) => phones.doubt(entry))).toEqual([null, null, null, null]);
	});

	it('that is ahead and one that is right are told apart from each other, and neither is called right', () => {
		const phones = new Phones();
		const ahead = phones.write(1, minutes(180));
		const right = phones.write(2, minutes(1));
		expect(phones.doubt(right)).toEqual({ way: 'behind', byMs: 179 * MINUTE_MS, than: ahead });
		expect(phones.doubt(ahead)).toEqual({ way: 'ahead', byMs: 179 * MINUTE_MS, than: right });
	});

	it('is found ahead in all that was written in a row', () => {
		const phones = new Phones();
		const ahead = [180, 181, 182].map((minute) => phones.write(1, minutes(minute)));
		const right = phones.write(2, minutes(3));
		expect(ahead.map((entry) => phones.doubt(entry)?.than)).toEqual([right, right, right]);
	});

	it('that stands before there was a Beredt is behind by itself, and makes no other one ahead', () => {
		const phones = new Phones();
		const right = phones.write(1, minutes(0));
		const dead = phones.write(2, 5 * MINUTE_MS);
		expect(phones.doubt(dead)).toEqual({ way: 'behind', byMs: minutes(-5), than: null });
		expect(phones.doubt(right)).toBeNull();
	});

	it('that was turned back is behind what it showed before', () => {
		const phones = new Phones();
		phones.write(1, minutes(60));
		const after = phones.write(1, minutes(0));
		expect(phones.doubt(after)).toEqual({ way: 'behind', byMs: 60 * MINUTE_MS, than: null });
	});

	it('is ahead of this phone’s now, unless that is what is wrong', () => {
		const phones = new Phones();
		const entry = phones.write(1, minutes(440));
		expect(phones.doubt(entry, minutes(0))).toEqual({ way: 'ahead', byMs: 440 * MINUTE_MS, than: null });
		expect(phones.doubt(entry, minutes(436))).toBeNull();
		expect(phones.doubt(entry, 0)).toBeNull();
	});
});
