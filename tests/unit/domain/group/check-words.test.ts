import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_WORDS, checkWords } from '$lib/domain/group/check-words';

/** How many letters must be put in, taken out or changed to make the one of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (const [i, letter] of [...a].entries()) {
		const next = [i + 1];
		for (const [j, other] of [...b].entries())
			next.push(
				Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1)
			);
		row = next;
	}
	return row.at(-1) ?? 0;
}

/** A word as it is heard: what Danish ears take for one another is written alike. */
const heard = (word: string) =>
	[...word]
		.map(
			(letter) =>
				({ d: 't', b: 'p', g: 'k', v: 'f', c: 'k', z: 's', æ: 'e', ø: 'o', å: 'o' })[letter] ?? letter
		)
		.join('')
		.replace(/(.)\1/g, '$1');

describe('the check words', () => {
	it('are 256, each once, of three to eight Danish letters', () => {
		expect(CHECK_WORDS).toHaveLength(256);
		expect(new Set(CHECK_WORDS).size).toBe(256);
		for (const word of CHECK_WORDS) expect(word).toMatch(/^[a-zæøå]{3,8}$/);
	});

	it('are not to be taken for one another, read or heard', () => {
		for (const [at, word] of CHECK_WORDS.entries())
			for (const other of CHECK_WORDS.slice(at + 1)) {
				expect(editDistance(word, other), `${word} ${other}`).toBeGreaterThanOrEqual(2);
				expect(editDistance(heard(word), heard(other)), `${word} ${other}`).toBeGreaterThanOrEqual(2);
				expect(other.startsWith(word) || word.startsWith(other), `${word} ${other}`).toBe(false);
			}
	});

	it('are two of them for any transcript, the same for the same', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (transcript) => {
				const words = checkWords(transcript);
				expect(words).toHaveLength(2);
				for (const word of words) expect(CHECK_WORDS).toContain(word);
				expect(checkWords(transcript.slice())).toEqual(words);
			})
		);
	});

	it('are the ones that the protocol says for a known transcript', () => {
		// SHA-256 of "beredt/check/1", a zero byte and 32 zero bytes begins with these
		expect(checkWords(new Uint8Array(32))).toEqual([CHECK_WORDS[0x90], CHECK_WORDS[0xb9]]);
	});
});
