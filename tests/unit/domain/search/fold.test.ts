import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStretches, fold, foldText, queryWords } from '$lib/domain/search/fold';

/** The text with what was found in brackets. */
function marked(text: string, query: string): string {
	let result = '';
	let at = 0;
	for (const { start, end } of findStretches(text, query)) {
		result += `${text.slice(at, start)}[${text.slice(start, end)}]`;
		at = end;
	}
	return result + text.slice(at);
}

describe('a folded text', () => {
	it.each([
		['Søgning', 'soegning'],
		['SOEGNING', 'soegning'],
		['Ærø', 'aeroe'],
		['Åse', 'aase'],
		['AASE', 'aase'],
		['Ågård', 'aagaard'],
		['Malmö, Växjö', 'malmoe, vaexjoe'],
		['idé, à la carte', 'ide, a la carte'],
		['Weiß', 'weiss'],
		['ǿ og ǽ og ǻ', 'oe og ae og aa'],
		['pc’er', "pc'er"],
		['It - og 2017–2018', 'it - og 2017-2018'],
		['net\u00adværk', 'netvaerk'],
		['İstanbul', 'istanbul'],
		['', '']
	])('of “%s” is “%s”', (text, folded) => {
		expect(foldText(text)).toBe(folded);
	});

	it.each(['Blåbærgrød på Ærø', 'Malmö', 'crème brûlée', 'ǻ ǿ ǽ', 'Ü'])(
		'is the same whether the accents of “%s” are parts of its letters or stand by themselves',
		(text) => {
			expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')));
		}
	);

	it('knows for each of its letters which characters of the original it came from', () => {
		const text = 'bå\u0301d 😀 ø';
		const folded = fold(text);
		expect(folded.text).toBe('baad 😀 oe');
		expect([...folded.text].length).toBe(9);
		const from = folded.starts.map((start, unit) => text.slice(start, folded.ends[unit]));
		expect(from).toEqual(['b', 'å\u0301', 'å\u0301', 'd', ' ', '😀', '😀', ' ', 'ø', 'ø']);
	});

	it('is the same with its origins and without, and folding it again changes nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const folded = fold(text);
				expect(foldText(text)).toBe(folded.text);
				expect(folded.starts).toHaveLength(folded.text.length);
				expect(folded.ends).toHaveLength(folded.text.length);
			})
		);
		fc.assert(
			fc.property(fc.stringMatching(/^[a-zæøåA-ZÆØÅéü0-9 .,-]*$/), (text) => {
				expect(foldText(foldText(text))).toBe(foldText(text));
			})
		);
	});
});

describe('the words of a query', () => {
	it.each([
		['netværk nede', ['netvaerk', 'nede']],
		['  netværk ,nede;nu ', ['netvaerk', 'nede', 'nu']],
		['“netværk”?', ['netvaerk']],
		['(IK)', ['ik']],
		['it-udstyr.', ['it-udstyr']],
		['es@viborg.dk', ['es@viborg.dk']],
		['AC-', ['ac']],
		['+45 87', ['+45', '87']],
		['… !', []],
		['   ', []],
		['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']]
	])('in “%s” are %j', (query, words) => {
		expect(queryWords(query)).toEqual(words);
	});
});

describe('the stretches of a text that were searched for', () => {
	it.each([
		['inside a compound', 'Kommunens netværksudstyr', 'værk', 'Kommunens net[værk]sudstyr'],
		['whatever the case', 'IT-infrastruktur', 'it-INFRA', '[IT-infra]struktur'],
		['ø searched as oe', 'Søgning', 'soeg', '[Søg]ning'],
		['oe searched as ø', 'Soegning', 'søg', '[Soeg]ning'],
		['å searched as aa', 'Ole på Ågade', 'aagade', 'Ole på [Ågade]'],
		['aa searched as å', 'Christian Aabo', 'åbo', 'Christian [Aabo]'],
		['æ searched as ae', 'Nødprocedure og værktøj', 'vaerktoej', 'Nødprocedure og [værktøj]'],
		['an å made of two characters', 'pa\u030a Ga\u030ard', 'gård', 'pa\u030a [Ga\u030ard]'],
		['with the accent that stands on its last letter', 'en ide\u0301 til', 'ide', 'en [ide\u0301] til'],
		['after an emoji', '😀 brand', 'brand', '😀 [brand]'],
		['an astral letter whole', 'om 𝐀𝐁 her', '𝐀', 'om [𝐀]𝐁 her'],
		['a straight apostrophe for a curly one', 'alle pc’er', "pc'er", 'alle [pc’er]'],
		['each of several words', 'Netværk og servere', 'serv net', '[Net]værk og [serv]ere'],
		['every place', 'sms, sms og SMS', 'sms', '[sms], [sms] og [SMS]'],
		['overlapping words as one', 'netværk', 'netv tvær', '[netvær]k'],
		['nothing for another text', 'netværk', 'printer', 'netværk'],
		['nothing for nothing', 'netværk', ' ', 'netværk'],
		['nothing for punctuation alone', 'Ja. Nej.', '.', 'Ja. Nej.']
	])('%s: “%s” for “%s”', (_what, text, query, expected) => {
		expect(marked(text, query)).toBe(expected);
	});

	it('fold to a word of the query, exactly, where no letter is spelled out', () => {
		const plain = fc.stringMatching(/^[a-dA-D ]{0,40}$/);
		const word = fc.stringMatching(/^[a-dA-D]{1,4}$/);
		fc.assert(
			fc.property(plain, word, (text, query) => {
				const stretches = findStretches(text, query);
				const occurrences = allIndexes(text.toLowerCase(), query.toLowerCase());
				expect(stretches).toEqual(joinedSpans(occurrences.map((at) => [at, at + query.length])));
			})
		);
	});

	it('cover all that was searched for and nothing else, in whole characters', () => {
		// letters that fold to one, to two and to none, as one character and as several
		const letter = fc.constantFrom(
			'a',
			'e',
			'å',
			'æ',
			'ø',
			'o',
			'A',
			'a\u030a',
			'e\u0301',
			'\u00ad',
			'😀',
			' '
		);
		const text = fc.array(letter, { maxLength: 30 }).map((letters) => letters.join(''));
		const query = fc.array(letter, { minLength: 1, maxLength: 3 }).map((letters) => letters.join(''));
		fc.assert(
			fc.property(text, query, (original, wanted) => {
				const words = queryWords(wanted);
				const stretches = findStretches(original, wanted);
				let from = 0;
				for (const { start, end } of [...stretches, { start: original.length, end: original.length }]) {
					const between = foldText(original.slice(from, start));
					for (const word of words) expect(between).not.toContain(word);
					expect(isWhole(original, start) && isWhole(original, end)).toBe(true);
					from = end;
				}
				for (const { start, end } of stretches) {
					const inside = foldText(original.slice(start, end));
					expect(words.some((word) => inside.includes(word))).toBe(true);
				}
			})
		);
	});
});

function allIndexes(text: string, word: string): number[] {
	return [...text].flatMap((_, at) => (text.startsWith(word, at) ? [at] : []));
}

/** Spans that touch, as one. */
function joinedSpans(spans: readonly (readonly [number, number])[]): { start: number; end: number }[] {
	const covered = new Set(
		spans.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))
	);
	const sorted = [...covered].sort((a, b) => a - b);
	const result: { start: number; end: number }[] = [];
	for (const at of sorted) {
		const last = result.at(-1);
		if (last?.end === at) last.end = at + 1;
		else result.push({ start: at, end: at + 1 });
	}
	return result;
}

/** No half of a character, nor a letter without its accent. */
function isWhole(text: string, at: number): boolean {
	return !/^(?:[\uDC00-\uDFFF]|\p{M})/u.test(text.slice(at));
}
