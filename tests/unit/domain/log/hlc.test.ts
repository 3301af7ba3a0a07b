import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareHlc, HLC_MAX_COUNTER, HLC_MAX_MS, HLC_ZERO, nextHlc, type Hlc } from '$lib/domain/log/hlc';

const NOW = Date.UTC(2026, 10, 24, 14);
const LAST: Hlc = { ms: HLC_MAX_MS - 1, counter: HLC_MAX_COUNTER };

/** What a phone's clock may say: right, set back, at the ends of time, in fractions, and nothing at all. */
const clocks = fc.oneof(
	fc.integer({ min: NOW - 1000, max: NOW + 1000 }),
	fc.double(),
	fc.constantFrom(
		0,
		-0,
		-1,
		NaN,
		Infinity,
		-Infinity,
		HLC_MAX_MS - 1,
		HLC_MAX_MS,
		Date.UTC(2199, 11, 31),
		0.5
	)
);
const times = fc.oneof(
	fc.record({
		ms: fc.integer({ min: 0, max: HLC_MAX_MS - 1 }),
		counter: fc.integer({ min: 0, max: HLC_MAX_COUNTER })
	}),
	fc.constantFrom(
		HLC_ZERO,
		LAST,
		{ ...LAST, counter: HLC_MAX_COUNTER - 1 },
		{ ms: NOW, counter: HLC_MAX_COUNTER }
	)
);

describe('nextHlc', () => {
	it('is later than every entry that the phone holds, whatever its clock says', () => {
		fc.assert(
			fc.property(times, clocks, (latest, nowMs) => {
				const next = nextHlc(latest, nowMs);
				if (compareHlc(latest, LAST) === 0) expect(next).toEqual(LAST);
				else expect(compareHlc(next, latest)).toBeGreaterThan(0);
			})
		);
	});

	it('can always be written into an entry', () => {
		fc.assert(
			fc.property(times, clocks, (latest, nowMs) => {
				const { ms, counter } = nextHlc(latest, nowMs);
				expect(Number.isSafeInteger(ms) && ms >= 0 && ms < HLC_MAX_MS).toBe(true);
				expect(Number.isSafeInteger(counter) && counter >= 0 && counter <= HLC_MAX_COUNTER).toBe(true);
			})
		);
	});

	it('never runs backwards under a clock that jumps about', () => {
		fc.assert(
			fc.property(fc.array(clocks, { minLength: 1, maxLength: 50 }), (readings) => {
				let latest = HLC_ZERO;
				for (const nowMs of readings) {
					const next = nextHlc(latest, nowMs);
					if (compareHlc(latest, LAST) !== 0) expect(compareHlc(next, latest)).toBeGreaterThan(0);
					latest = next;
				}
			})
		);
	});

	it('follows a clock that runs', () => {
		expect(nextHlc({ ms: NOW - 1, counter: 9 }, NOW)).toEqual({ ms: NOW, counter: 0 });
		expect(nextHlc(HLC_ZERO, NOW + 0.75)).toEqual({ ms: NOW, counter: 0 });
	});

	it('counts while the clock stands still or is behind, and then counts on in milliseconds', () => {
		expect(nextHlc({ ms: NOW, counter: 3 }, NOW)).toEqual({ ms: NOW, counter: 4 });
		expect(nextHlc({ ms: NOW, counter: 3 }, 0)).toEqual({ ms: NOW, counter: 4 });
		expect(nextHlc({ ms: NOW, counter: HLC_MAX_COUNTER }, NOW)).toEqual({ ms: NOW + 1, counter: 0 });
	});

	it('gives the last time of all again when an entry claims it, so that nobody is kept from writing', () => {
		expect(nextHlc(LAST, NOW)).toEqual(LAST);
	});
});

describe('compareHlc', () => {
	it('goes by milliseconds and then by counter', () => {
		fc.assert(
			fc.property(times, times, (a, b) => {
				const byHand = a.ms === b.ms ? Math.sign(a.counter - b.counter) : Math.sign(a.ms - b.ms);
				expect(Math.sign(compareHlc(a, b))).toBe(byHand);
			})
		);
	});
});
