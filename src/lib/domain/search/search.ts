import type { Phone } from '../plan/schema';
import { findStretches, plainly, queryWords, spelledPlainly, type Stretch } from './fold';
import { nationalDigits, type SearchEntry, type SearchGroup, type SearchIndex } from './search-index';

export { buildSearchIndex, makeReady } from './search-index';
export type { SearchEntry, SearchGroup, SearchIndex, SearchKind, SearchTarget } from './search-index';

export const SEARCH_GROUPS: readonly SearchGroup[] = ['contacts', 'cards', 'plan'];

/** Something that was found, with what was searched for marked in its title and text. */
export interface SearchHit {
	readonly entry: SearchEntry;
	readonly titleStretches: readonly Stretch[];
	/** The text, or the part of a long one around what was found. */
	readonly text: string;
	readonly textStretches: readonly Stretch[];
	/** The number to call: the one that was found, else the first; null where there is none. */
	readonly phone: Phone | null;
	/** What to search for where the hit leads, so that it is marked there too. */
	readonly query: string;
}

export interface SearchResult {
	/** At most as many as were asked for, the best first within each group. */
	readonly hits: readonly SearchHit[];
	/** All that were found. */
	readonly counts: Readonly<Record<SearchGroup, number>>;
	readonly total: number;
}

/** An entry that was found, of which `hitOf` makes what is shown. */
export interface Match {
	readonly entry: SearchEntry;
	readonly score: number;
	/** The phone number that was found; null where it was something else. */
	readonly number: string | null;
}

/** What was found, the best first within each group. */
export interface Found {
	readonly query: string;
	/** The query as the plan spells it: what was found is marked by it. */
	readonly spelled: string;
	/** At most as many as were asked for. */
	readonly matches: readonly Match[];
	/** All that were found. */
	readonly counts: Readonly<Record<SearchGroup, number>>;
	readonly total: number;
}

/** How much one word counts, by where it stands; a whole word counts half a step more. */
const SCORE = { nameStart: 5, nameWord: 4, textWord: 3, nameInside: 2, textInside: 1, place: 0.5 } as const;
const WHOLE_WORD = 0.5;
/** Above all else: who is looked for by number is one person. */
const NUMBER = 100;
const WORD = /[\p{L}\p{N}]/u;
const NUMBER_LIKE = /^[+\d][\d\s().-]*$/;
const EXCERPT = 180;

/** How many entries are looked through between two rests. */
const ENTRIES_AT_ONCE = 50;

/**
 * Finds the entries in which every word of `query` stands, in a title or a text, at a word's start or inside it.
 * A phone number is found however it is spaced, with +45 or without.
 * @param limit The most hits to make ready; shared out among the groups, so that none crowds out another.
 */
export function search(index: SearchIndex, query: string, limit: number): SearchResult {
	const finding = find(index, query, limit);
	let step = finding.next();
	while (!step.done) step = finding.next();
	const { matches, counts, total, spelled } = step.value;
	return { hits: matches.map((match) => hitOf(match, spelled)), counts, total };
}

/**
 * The same as `search`, a piece at a time: it rests whenever it has looked through some of the entries. Where nothing is
 * found, it looks for what a keyboard without æ, ø and å makes of them: Sørensen for "sorensen".
 */
export function* find(index: SearchIndex, query: string, limit: number): Generator<undefined, Found> {
	let found = yield* findSpelled(index, query, limit);
	// "pa" stands somewhere, and beside "raadhuset" only "paa"
	for (const keeps of [true, false]) {
		const spelled = found.total > 0 ? null : yield* asSpelled(index, query, keeps);
		if (spelled !== null) found = { ...(yield* findSpelled(index, spelled, limit)), query };
	}
	return found;
}

/**
 * The query with each word as it stands in an entry whose letters are plain ones there; null where one stands in none.
 * @param keeps Whether a word that stands somewhere as it was typed is left as it is.
 */
function* asSpelled(index: SearchIndex, query: string, keeps: boolean): Generator<undefined, string | null> {
	const words = queryWords(query);
	const spelled = new Map<string, string>();
	for (const [at, { names, body }] of index.entries.entries()) {
		if (at > 0 && at % ENTRIES_AT_ONCE === 0) yield;
		for (const text of [...names, body]) {
			const plain = plainly(text);
			for (const word of words) {
				const wanted = plainly(word);
				if (!plain.includes(wanted)) continue;
				const stands = keeps && text.includes(word) ? word : spelledPlainly(text, wanted);
				if ((stands === word) === keeps || !spelled.has(word)) spelled.set(word, stands);
			}
		}
	}
	const isWhole = words.length > 0 && words.every((word) => spelled.has(word));
	return isWhole ? words.map((word) => spelled.get(word)).join(' ') : null;
}

function* findSpelled(index: SearchIndex, query: string, limit: number): Generator<undefined, Found> {
	const words = [...new Set(queryWords(query))];
	const number = numberIn(query);
	const found: Record<SearchGroup, Match[]> = { contacts: [], cards: [], plan: [] };
	if (words.length > 0) {
		for (const [at, entry] of index.entries.entries()) {
			if (at > 0 && at % ENTRIES_AT_ONCE === 0) yield;
			const match = matchOf(entry, words, number);
			if (match) found[entry.group].push(match);
		}
	}
	const counts = { contacts: found.contacts.length, cards: found.cards.length, plan: found.plan.length };
	const shares = shareOut(counts, limit);
	const matches = SEARCH_GROUPS.flatMap((group) => best(found[group], shares[group]));
	return { query, spelled: query, matches, counts, total: counts.contacts + counts.cards + counts.plan };
}

/** The best of `found`; what is as good stays in the plan's order. */
function best(found: readonly Match[], count: number): Match[] {
	// there are few scores, and often very many matches: they are not all put in order
	const byScore = new Map<number, Match[]>();
	for (const match of found) {
		const equals = byScore.get(match.score);
		if (!equals) byScore.set(match.score, [match]);
		else if (equals.length < count) equals.push(match);
	}
	return [...byScore]
		.sort(([one], [other]) => other - one)
		.flatMap(([, equals]) => equals)
		.slice(0, count);
}

function matchOf(entry: SearchEntry, words: readonly string[], number: string | null): Match | null {
	if (number !== null) {
		const called = entry.numbers.find(({ digits }) => digits.includes(number));
		if (called) {
			const nearness = called.digits === number ? 2 : called.digits.startsWith(number) ? 1 : 0;
			return { entry, score: NUMBER + nearness, number: called.display };
		}
	}
	let score = 0;
	let isHere = false;
	let firstNumber: string | null = null;
	for (const word of words) {
		let best = scoreOfCodes(entry.codes, word);
		for (const name of entry.names) best = Math.max(best, scoreIn(name, word, true));
		if (best < SCORE.nameWord) best = Math.max(best, scoreIn(entry.body, word, false));
		if (best === 0 && entry.numbers.length > 0 && /^\d+$/.test(word)) {
			const called = entry.numbers.find(({ digits }) => digits.includes(word));
			if (called) {
				best = SCORE.textInside;
				firstNumber ??= called.display;
			}
		}
		if (best > 0) isHere = true;
		else if (entry.place.includes(word)) best = SCORE.place;
		else return null;
		score += best;
	}
	if (!isHere) return null;
	return { entry, score: score / words.length, number: firstNumber };
}

function scoreOfCodes(codes: readonly string[], word: string): number {
	if (codes.includes(word)) return SCORE.nameStart + WHOLE_WORD;
	return codes.some((code) => code.startsWith(word)) ? SCORE.nameStart : 0;
}

/** The best place where `word` stands in a folded text; 0 where it does not. */
function scoreIn(text: string, word: string, isName: boolean): number {
	let best = 0;
	for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
		const startsWord = at === 0 || !WORD.test(text[at - 1] ?? '');
		const place = startsWord
			? isName
				? at === 0
					? SCORE.nameStart
					: SCORE.nameWord
				: SCORE.textWord
			: isName
				? SCORE.nameInside
				: SCORE.textInside;
		const whole = startsWord && !WORD.test(text[at + word.length] ?? '') ? WHOLE_WORD : 0;
		best = Math.max(best, place + whole);
		if (isName && at === 0) break;
	}
	return best;
}

/**
 * The digits of a query that is a phone number, or the beginning of one; null when it is something else. After a +
 * no digit is needed: what is typed then can be nothing else.
 */
function numberIn(query: string): string | null {
	const trimmed = query.trim();
	if (!NUMBER_LIKE.test(trimmed)) return null;
	if (trimmed === '+4') return '';
	const digits = nationalDigits(trimmed);
	return digits.length >= 3 || trimmed.startsWith('+') ? digits : null;
}

/** An even share for each group; what one does not use goes to the others, in their order. */
function shareOut(counts: Readonly<Record<SearchGroup, number>>, limit: number): Record<SearchGroup, number> {
	const even = Math.floor(limit / SEARCH_GROUPS.length);
	const shares = { contacts: 0, cards: 0, plan: 0 };
	let left = limit;
	for (const group of SEARCH_GROUPS) {
		shares[group] = Math.min(counts[group], even);
		left -= shares[group];
	}
	for (const group of SEARCH_GROUPS) {
		const more = Math.min(left, counts[group] - shares[group]);
		shares[group] += more;
		left -= more;
	}
	return shares;
}

/** What is shown of `match`, with what `query` found marked in it. */
export function hitOf({ entry, number }: Match, query: string): SearchHit {
	// marks the number as it is written, however it was typed
	const textQuery = number === null ? query : `${/\p{L}/u.test(query) ? query : ''} ${number}`.trim();
	const marked = (text: string) =>
		number === null ? findStretches(text, query) : withNumber(findStretches(text, query), text, number);
	const phones = entry.contact?.phones ?? [];
	const titleStretches = findStretches(entry.title, query);
	const isSeen = titleStretches.length > 0 || marked(entry.text).length > 0;
	const text = (isSeen ? null : entry.alsoSays.find((says) => marked(says).length > 0)) ?? entry.text;
	return {
		entry,
		titleStretches,
		...excerptOf(text, marked(text)),
		phone: phones.find((phone) => phone.display === number) ?? phones[0] ?? null,
		query: textQuery
	};
}

function withNumber(stretches: readonly Stretch[], text: string, number: string): Stretch[] {
	const start = text.indexOf(number);
	if (start === -1) return [...stretches];
	const end = start + number.length;
	return [...stretches.filter((one) => one.end <= start || one.start >= end), { start, end }].sort(
		(a, b) => a.start - b.start
	);
}

/** A long text from a little before the first stretch, cut at words where there are any. */
function excerptOf(
	text: string,
	stretches: readonly Stretch[]
): { text: string; textStretches: readonly Stretch[] } {
	if (text.length <= EXCERPT) return { text, textStretches: stretches };
	const first = stretches[0] ?? { start: 0, end: 0 };
	const from = first.start < EXCERPT / 2 ? 0 : cutBefore(text, first.start - EXCERPT / 4);
	const whole = text.length - from <= EXCERPT;
	const until = whole ? text.length : Math.max(cutBefore(text, from + EXCERPT), first.end);
	const before = from > 0 ? '… ' : '';
	const shift = before.length - from;
	return {
		text: before + text.slice(from, until).trimEnd() + (until < text.length ? ' …' : ''),
		textStretches: stretches
			.filter((one) => one.start >= from && one.end <= until)
			.map((one) => ({ start: one.start + shift, end: one.end + shift }))
	};
}

/** Where the word at `wanted` begins; within a word that is very long, `wanted` itself or the character before. */
function cutBefore(text: string, wanted: number): number {
	const word = text.lastIndexOf(' ', wanted) + 1;
	if (wanted - word < EXCERPT / 4) return word;
	let at = wanted;
	while (at > 0 && !startsCharacter(text, at)) at -= 1;
	return at;
}

/** Whether `at` is the first unit of a character, and no accent that stands on the one before. */
function startsCharacter(text: string, at: number): boolean {
	const isSecondHalf = /[\uDC00-\uDFFF]/.test(text[at] ?? '');
	return !isSecondHalf && !/^\p{M}/u.test(text.slice(at, at + 2));
}
