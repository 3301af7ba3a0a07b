/** A text as search sees it, and where each of its letters came from. */
export interface Folded {
	readonly text: string;
	/** For each UTF-16 unit of `text`, where the character it came from begins in the original … */
	readonly starts: readonly number[];
	/** … and where that character ends, with the accents that stand on it. */
	readonly ends: readonly number[];
}

const SPELLED_OUT: Readonly<Record<string, string>> = {
	æ: 'ae',
	ø: 'oe',
	å: 'aa',
	ä: 'ae',
	ö: 'oe',
	ü: 'u',
	ß: 'ss',
	// what a keyboard writes and what a text has for it
	'’': "'",
	'‘': "'",
	'´': "'",
	'–': '-',
	'—': '-',
	'\u2010': '-',
	'\u2011': '-',
	'\u00ad': '',
	'\u200b': '',
	'\u2060': ''
};
const MARK = /\p{M}/u;
const MARKS = /\p{M}/gu;
const FIRST_MARK = 0x300;
const NO_WORD_BEFORE = /^[^\p{L}\p{N}+]+/u;
const NO_WORD_AFTER = /[^\p{L}\p{N}]+$/u;

/**
 * Folds case, accents and the two ways of writing æ, ø and å, so that "Søgning", "SOEGNING" and "søgning" are one,
 * whether an accent is part of its letter or a character of its own.
 */
export function fold(original: string): Folded {
	let text = '';
	const starts: number[] = [];
	const ends: number[] = [];
	for (let start = 0; start < original.length;) {
		const end = endOfCharacter(original, start);
		const folded = foldCharacter(original.slice(start, end));
		text += folded;
		for (let unit = 0; unit < folded.length; unit += 1) {
			starts.push(start);
			ends.push(end);
		}
		start = end;
	}
	return { text, starts, ends };
}

/** Only the folded text. */
export function foldText(original: string): string {
	let text = '';
	for (let start = 0; start < original.length;) {
		const end = endOfCharacter(original, start);
		text += foldCharacter(original.slice(start, end));
		start = end;
	}
	return text;
}

/** Where the character that begins at `start` ends: both halves of an astral one, and the accents on it. */
function endOfCharacter(text: string, start: number): number {
	let end = start + widthAt(text, start);
	while (end < text.length && text.charCodeAt(end) >= FIRST_MARK) {
		const width = widthAt(text, end);
		if (!MARK.test(text.slice(end, end + width))) break;
		end += width;
	}
	return end;
}

function widthAt(text: string, at: number): number {
	return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function foldCharacter(character: string): string {
	// nearly every character is a small letter of ASCII already
	if (character.length === 1 && character >= 'a' && character <= 'z') return character;
	const lower = character.toLowerCase().normalize('NFC');
	const spelled = SPELLED_OUT[lower];
	if (spelled !== undefined) return spelled;
	const [first = '', second = ''] = lower.normalize('NFD');
	// an å or ø with a stress on it
	const withFirstMark = SPELLED_OUT[(first + second).normalize('NFC')] ?? SPELLED_OUT[first];
	return second !== '' && withFirstMark !== undefined
		? withFirstMark
		: lower.normalize('NFD').replace(MARKS, '');
}

const PLAIN = /oe|aa/g;

/** A folded text as whoever has no æ, ø or å at hand writes it: the dots and strokes left out. */
export function plainly(folded: string): string {
	return folded.replace(PLAIN, (pair) => pair.charAt(0));
}

/** What stands in a folded text where `plain` stands in it plainly; empty where it does not. */
export function spelledPlainly(folded: string, plain: string): string {
	const at = plainly(folded).indexOf(plain);
	if (at === -1) return '';
	// every pair is one letter there
	const unitsAt = (place: number) => {
		let units = place;
		for (const { index } of folded.matchAll(PLAIN)) if (index < units) units += 1;
		return units;
	};
	return folded.slice(unitsAt(at), unitsAt(at + plain.length));
}

/** The words of a query, folded, without the punctuation around them; at most eight are heeded. */
export function queryWords(query: string): string[] {
	return foldText(query)
		.split(/[\s,;]+/)
		.map((word) => word.replace(NO_WORD_BEFORE, '').replace(NO_WORD_AFTER, ''))
		.filter((word) => word.length > 0)
		.slice(0, 8);
}

/** A stretch of the original text: from `start` up to, not including, `end`. */
export interface Stretch {
	readonly start: number;
	readonly end: number;
}

/** Where the words of `query` stand in `text`, in whole characters, in order, overlapping ones joined. */
export function findStretches(text: string, query: string): Stretch[] {
	const words = queryWords(query);
	if (words.length === 0) return [];
	const folded = fold(text);
	const found: Stretch[] = [];
	for (const word of words) {
		for (let at = folded.text.indexOf(word); at !== -1; at = folded.text.indexOf(word, at + 1)) {
			found.push({
				start: folded.starts[at] ?? 0,
				end: folded.ends[at + word.length - 1] ?? text.length
			});
		}
	}
	return joined(found.sort((a, b) => a.start - b.start || a.end - b.end));
}

function joined(stretches: readonly Stretch[]): Stretch[] {
	const result: Stretch[] = [];
	for (const stretch of stretches) {
		const last = result.at(-1);
		if (last && stretch.start <= last.end)
			result[result.length - 1] = { start: last.start, end: Math.max(last.end, stretch.end) };
		else result.push(stretch);
	}
	return result;
}
