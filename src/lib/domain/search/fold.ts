/** A text as search sees it, and where each of its letters came from. */
export interface Folded {
	readonly text: string;
	/** For each UTF-16 unit of `text`, the index in the original of the character it came from. */
	readonly origin: readonly number[];
}

const SPELLED_OUT: Readonly<Record<string, string>> = {
	æ: 'ae',
	ø: 'oe',
	å: 'aa',
	ä: 'ae',
	ö: 'oe',
	ü: 'u',
	ß: 'ss'
};
const DIACRITICS = /\p{M}/gu;

/**
 * Folds case, accents and the two ways of writing æ, ø and å, so that "Søgning", "SOEGNING" and "søgning" are one.
 */
export function fold(original: string): Folded {
	let text = '';
	const origin: number[] = [];
	let index = 0;
	for (const character of original) {
		const folded = foldCharacter(character);
		text += folded;
		for (let unit = 0; unit < folded.length; unit += 1) origin.push(index);
		index += character.length;
	}
	return { text, origin };
}

/** Only the folded text. */
export function foldText(original: string): string {
	let text = '';
	for (const character of original) text += foldCharacter(character);
	return text;
}

function foldCharacter(character: string): string {
	// nearly every character is a small letter of ASCII already
	if (character >= 'a' && character <= 'z') return character;
	const lower = character.toLowerCase();
	return SPELLED_OUT[lower] ?? lower.normalize('NFD').replace(DIACRITICS, '');
}

/** The words of a query, folded; at most eight are heeded. */
export function queryWords(query: string): string[] {
	return foldText(query)
		.split(/[\s,;]+/)
		.filter((word) => word.length > 0)
		.slice(0, 8);
}

/** A stretch of the original text: from `start` up to, not including, `end`. */
export interface Stretch {
	readonly start: number;
	readonly end: number;
}

/** Where the words of `query` stand in `text`, in order, overlapping ones joined. */
export function findStretches(text: string, query: string): Stretch[] {
	const words = queryWords(query);
	if (words.length === 0) return [];
	const folded = fold(text);
	const found: Stretch[] = [];
	for (const word of words) {
		for (let at = folded.text.indexOf(word); at !== -1; at = folded.text.indexOf(word, at + 1)) {
			const start = folded.origin[at] ?? 0;
			const lastCharacter = folded.origin[at + word.length - 1] ?? start;
			const width = (text.codePointAt(lastCharacter) ?? 0) > 0xffff ? 2 : 1;
			found.push({ start, end: lastCharacter + width });
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
