import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIntoPages, type Piece } from '$lib/ui/print/page-cuts';

/** Pieces of the given heights below each other. */
function strip(...pieces: (Partial<Piece> & { height: number })[]): Piece[] {
	let top = 0;
	return pieces.map(({ height, ...rest }) => {
		const piece = { top, bottom: top + height, head: 0, startsPage: false, staysWithNext: false, ...rest };
		top += height;
		return piece;
	});
}

describe('where a paper is cut', () => {
	it('is before the piece that has no room left', () => {
		const pieces = strip({ height: 60 }, { height: 40 }, { height: 1 }, { height: 99 });
		expect(cutIntoPages(pieces, 100)).toEqual([0, 2]);
	});

	it('is before what begins a page, though there is room', () => {
		expect(cutIntoPages(strip({ height: 10 }, { height: 10, startsPage: true }), 100)).toEqual([0, 1]);
	});

	it('is before the headings of what has no room, never between them', () => {
		const pieces = strip(
			{ height: 70 },
			{ height: 10, staysWithNext: true },
			{ height: 10, staysWithNext: true },
			{ height: 30 }
		);
		expect(cutIntoPages(pieces, 100)).toEqual([0, 1]);
	});

	it('leaves a heading alone that has the page to itself, when what follows fills more than a page', () => {
		const pieces = strip({ height: 10, staysWithNext: true }, { height: 120 }, { height: 10 });
		expect(cutIntoPages(pieces, 100)).toEqual([0, 1, 2]);
	});

	it('leaves room for the head of a table that goes on', () => {
		const row = { height: 40, head: 30 };
		expect(cutIntoPages(strip(row, row, row, row), 100)).toEqual([0, 1, 2, 3]);
		expect(cutIntoPages(strip(row, row, row, row), 110)).toEqual([0, 2]);
	});

	it('puts every piece on one page, in order, and fills no page beyond its room', () => {
		const piece = fc.record({
			height: fc.integer({ min: 1, max: 60 }),
			head: fc.integer({ min: 0, max: 20 }),
			startsPage: fc.boolean(),
			staysWithNext: fc.boolean()
		});
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1, maxLength: 60 }), (heights) => {
				const pieces = strip(...heights);
				const starts = cutIntoPages(pieces, 100);
				expect(starts[0]).toBe(0);
				starts.forEach((start, index) => {
					const page = pieces.slice(start, starts[index + 1]);
					expect(page.length).toBeGreaterThan(0);
					const [first, last] = [page[0] as Piece, page.at(-1) as Piece];
					if (page.length > 1) expect(last.bottom - first.top + first.head).toBeLessThanOrEqual(100);
					for (const other of page.slice(1)) expect(other.startsPage).toBe(false);
				});
			})
		);
	});
});
