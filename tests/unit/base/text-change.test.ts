import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedText, placeAfter, smallestChange } from '$lib/base/text-change';

/** Few letters, so that they repeat, and characters of two units. */
const text = fc
	.array(fc.constantFrom('a', 'b', '\n', '🔥', '🔦'), { maxLength: 12 })
	.map((all) => all.join(''));

/** Whether no character of two units is cut where `at` stands. */
const isBetween = (whole: string, at: number) =>
	whole.slice(0, at).isWellFormed() && whole.slice(at).isWellFormed();

describe('the smallest change of a text', () => {
	it('makes the one of the other, and cuts no character', () => {
		fc.assert(
			fc.property(text, text, fc.nat(30), (before, after, caret) => {
				const change = smallestChange(before, after, Math.min(caret, after.length));
				if (!change) {
					expect(after).toBe(before);
					return;
				}
				expect(changedText(before, change)).toBe(after);
				expect(isBetween(before, change.at)).toBe(true);
				expect(isBetween(before, change.at + change.deleted)).toBe(true);
				expect(change.inserted.isWellFormed()).toBe(true);
			}),
			{ numRuns: 5_000 }
		);
	});

	it('is what was typed, where the same letter could have come in at several places', () => {
		expect(smallestChange('aaa', 'aaaa', 2)).toEqual({ at: 1, deleted: 0, inserted: 'a' });
		expect(smallestChange('aaa', 'aaaa')).toEqual({ at: 3, deleted: 0, inserted: 'a' });
		expect(smallestChange('aaa', 'aa', 1)).toEqual({ at: 1, deleted: 1, inserted: '' });
	});

	it('replaces no more than what differs, wherever the caret is', () => {
		expect(smallestChange('en to tre', 'en fire tre', 7)).toEqual({ at: 3, deleted: 2, inserted: 'fire' });
		expect(smallestChange('en to tre', 'en fire tre', 0)).toEqual({ at: 3, deleted: 2, inserted: 'fire' });
	});

	it('exchanges whole characters that begin alike', () => {
		expect(smallestChange('x🔥y', 'x🔦y')).toEqual({ at: 1, deleted: 2, inserted: '🔦' });
	});
});

describe('a place in a text', () => {
	const at = (change: Parameters<typeof placeAfter>[1]) =>
		[0, 1, 2, 3, 4].map((place) => placeAfter(place, change));

	it('stays where it is before a change, and moves with the text after it', () => {
		expect(at({ at: 2, deleted: 0, inserted: 'xy' })).toEqual([0, 1, 2, 5, 6]);
		expect(at({ at: 1, deleted: 2, inserted: '' })).toEqual([0, 1, 1, 1, 2]);
		expect(at({ at: 1, deleted: 2, inserted: 'xyz' })).toEqual([0, 1, 1, 4, 5]);
	});
});
