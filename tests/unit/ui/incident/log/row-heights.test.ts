import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowHeights } from '$lib/ui/incident/log/row-heights';

const ESTIMATE = 80;
const rows = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('the heights of a list’s rows', () => {
	it('are the estimate until they are measured', () => {
		const heights = new RowHeights<number>(ESTIMATE);
		heights.setRows(rows(3), false);
		expect(heights.total).toBe(240);
		expect([2, 1, 0].map((number) => heights.topOf(number))).toEqual([0, 80, 160]);
		heights.measure(1, 200);
		expect(heights.total).toBe(360);
		expect([2, 1, 0].map((number) => heights.topOf(number))).toEqual([0, 80, 280]);
	});

	it('say which row stands where, and the nearest outside of the list', () => {
		const heights = new RowHeights<number>(ESTIMATE);
		heights.setRows(rows(3), false);
		heights.measure(1, 200);
		expect([-5, 0, 79, 80, 279, 280, 359, 360, 999].map((distance) => heights.at(distance))).toEqual([
			2, 2, 2, 1, 1, 0, 0, 0, 0
		]);
		expect(new RowHeights<number>(ESTIMATE).at(10)).toBe(0);
	});

	it('tell whether a measure changes anything', () => {
		const heights = new RowHeights<number>(ESTIMATE);
		heights.setRows(rows(2), false);
		expect(heights.measure(0, ESTIMATE)).toBe(false);
		expect(heights.measure(0, 90)).toBe(true);
		expect(heights.measure(0, 90)).toBe(false);
		expect(heights.measure(7, 90)).toBe(false);
	});

	it('agree with plain sums, whatever is added, left out and measured', () => {
		const act = fc.oneof(
			fc.record({ kind: fc.constant('grow' as const), by: fc.integer({ min: 0, max: 40 }) }),
			fc.record({ kind: fc.constant('filter' as const), every: fc.integer({ min: 1, max: 4 }) }),
			fc.record({
				kind: fc.constant('measure' as const),
				at: fc.nat(200),
				height: fc.integer({ min: 1, max: 400 })
			})
		);
		fc.assert(
			fc.property(fc.array(act), (acts) => {
				const heights = new RowHeights<number>(ESTIMATE);
				const known = new Map<number, number>();
				let keys: number[] = [];
				let next = 0;
				for (const one of acts) {
					if (one.kind === 'grow') {
						keys = [...keys, ...Array.from({ length: one.by }, () => next++)];
						heights.setRows(keys, true);
					} else if (one.kind === 'filter') {
						keys = keys.filter((_, index) => index % one.every === 0);
						heights.setRows(keys, false);
					} else {
						const key = keys[one.at];
						if (key !== undefined) known.set(key, one.height);
						heights.measure(one.at, one.height);
					}
				}
				const each = keys.map((key) => known.get(key) ?? ESTIMATE);
				const total = each.reduce((sum, height) => sum + height, 0);
				expect(heights.total).toBe(total);
				let top = total;
				for (const [number, height] of each.entries()) {
					top -= height;
					expect(heights.topOf(number)).toBe(top);
					expect(heights.at(top)).toBe(number);
					expect(heights.at(top + height - 1)).toBe(number);
				}
			})
		);
	});

	it('notice a row that came in below the top though the view is the same', () => {
		const heights = new RowHeights<string>(ESTIMATE);
		heights.setRows(['a', 'b'], false);
		heights.measure(1, 300);
		heights.setRows(['a', 'paper', 'b'], true);
		expect(heights.topOf(1)).toBe(300);
		expect(heights.total).toBe(460);
	});
});
