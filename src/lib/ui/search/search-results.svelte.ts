import {
	find,
	hitOf,
	makeReady,
	search,
	type Found,
	type SearchGroup,
	type SearchHit,
	type SearchIndex
} from '$lib/domain/search/search';
import { browserWaiting, type Waiting } from './waiting';

/** Drawn when the typing pauses, or at once when a query did not come by typing. */
const FIRST_HITS = 24;
const MORE_HITS = 60;
/** What a screen has room for: drawn while somebody types. */
const WHILE_TYPING = 5;
const ROWS_IN_SLICE = 2;
const PAUSE_MS = 150;
/** How long may be looked for something in one go. */
const LOOK_MS = 4;

/** What is on the screen, all of it of one query. */
export interface Shown {
	readonly query: string;
	readonly counts: Readonly<Record<SearchGroup, number>>;
	readonly total: number;
	/** Those that are drawn by now. */
	readonly hits: readonly SearchHit[];
	/** Whether those are drawn that a screen has room for. */
	readonly isScreenful: boolean;
	/** Whether all are drawn that are to be, until more are asked for. */
	readonly isWhole: boolean;
	/** The words of a query without hits that find something by themselves. */
	readonly words: readonly string[];
}

const NOTHING: Shown = {
	query: '',
	counts: { contacts: 0, cards: 0, plan: 0 },
	total: 0,
	hits: [],
	isScreenful: true,
	isWhole: true,
	words: []
};

/**
 * The hits of what is typed. A key press itself costs nothing here: its hits are looked for and drawn after its letter
 * has been painted, a few rows at a time with a frame between, so that the next key never waits for more than those.
 * Whoever types fast gets only the newest query's.
 */
export class SearchResults {
	shown = $state.raw<Shown>(NOTHING);
	#wanted = '';
	/** Of what is wanted; null until it was looked for. */
	#found: Found | null = null;
	/** Looks for it. */
	#finding: Generator<undefined, Found> | null = null;
	#limit = FIRST_HITS;
	/** How many of the hits are drawn as they are to be. */
	#drawn = 0;
	/** Whether what is shown is of what is wanted. */
	#isBegun = false;
	/** Up to where the index is ready. */
	#ready = 0;
	/** The words that are still to be looked for by themselves; null before that has begun. */
	#wordsLeft: string[] | null = null;
	#isGoingOn = false;
	#isPaused = false;
	#stopWaiting: (() => void) | null = null;
	#pause: ReturnType<typeof setTimeout> | undefined;

	/** @param index May change from one call to the next. */
	constructor(
		private index: SearchIndex,
		private readonly waiting: Waiting = browserWaiting()
	) {}

	/** Looks for `query`, soon. */
	type(query: string): void {
		this.#want(query);
		this.#isPaused = false;
		this.#pause = setTimeout(() => {
			this.#isPaused = true;
			this.#goOn();
		}, PAUSE_MS);
		// what was about to be done waits for this letter's frame
		this.#holdOn();
		this.#goOn();
	}

	/** Looks for `query`, and draws its hits at once. */
	set(query: string): void {
		this.#want(query);
		this.#drawAll();
	}

	/** Draws at once what is still to be drawn of what was typed. */
	finish(): void {
		clearTimeout(this.#pause);
		if (this.shown.query !== this.#wanted || !this.shown.isWhole) this.#drawAll();
	}

	/** Draws more of the hits. */
	more(): void {
		this.#limit += MORE_HITS;
		this.#forget();
		this.#drawAll();
	}

	/** Takes another index, of the plan as it is now, and draws what is shown from that. */
	use(index: SearchIndex): void {
		if (index === this.index) return;
		this.index = index;
		this.#ready = 0;
		this.#forget();
		this.#drawAll();
	}

	/** Makes the index ready before anything is typed, a little at a time. */
	makeReady(): void {
		this.#goOn();
	}

	/** Nothing more is drawn. */
	stop(): void {
		clearTimeout(this.#pause);
		this.#holdOn();
	}

	#want(query: string): void {
		clearTimeout(this.#pause);
		if (query !== this.#wanted) {
			this.#wanted = query;
			this.#forget();
			this.#limit = FIRST_HITS;
		}
		this.#wordsLeft = null;
	}

	#forget(): void {
		this.#found = null;
		this.#finding = null;
		this.#drawn = 0;
		this.#isBegun = false;
	}

	#drawAll(): void {
		this.#isPaused = true;
		this.#holdOn();
		while (this.#step(Infinity, Infinity) !== 'done') continue;
	}

	#holdOn(): void {
		this.#stopWaiting?.();
		this.#isGoingOn = false;
	}

	#goOn(after: 'drawing' | 'looking' = 'drawing'): void {
		if (this.#isGoingOn) return;
		this.#isGoingOn = true;
		this.#stopWaiting = this.waiting[after === 'drawing' ? 'afterPaint' : 'afterOthers'](() => {
			this.#isGoingOn = false;
			const did = this.#step(ROWS_IN_SLICE, LOOK_MS);
			if (did !== 'done') this.#goOn(did);
		});
	}

	/**
	 * Does one small piece of what is to be done.
	 * @param rows How many rows it may draw.
	 * @param lookMs How long it may look.
	 * @returns What it did; `done` when there is nothing more to do for now.
	 */
	#step(rows: number, lookMs: number): 'drawing' | 'looking' | 'done' {
		const until = performance.now() + lookMs;
		if (this.#ready < this.index.entries.length) {
			this.#ready = makeReady(this.index, this.#ready, () => performance.now() > until);
			return 'looking';
		}
		if (this.#wanted.trim() === '') {
			if (this.shown !== NOTHING) this.shown = { ...NOTHING, query: this.#wanted };
			return 'done';
		}
		if (!this.#found) {
			this.#finding ??= find(this.index, this.#wanted, this.#limit);
			do {
				const looked = this.#finding.next();
				if (looked.done) this.#found = looked.value;
			} while (!this.#found && performance.now() < until);
			return 'looking';
		}
		if (this.#drawSome(this.#found, rows)) return 'drawing';
		return this.#lookForWord() ? 'looking' : 'done';
	}

	/**
	 * Draws the next rows. Those further down that stay are left as they are until their turn comes.
	 * @returns False when none were left to draw for now.
	 */
	#drawSome({ query, spelled, matches, counts, total }: Found, rows: number): boolean {
		const screenful = Math.min(matches.length, WHILE_TYPING);
		const until = this.#isPaused ? matches.length : screenful;
		const from = this.#drawn;
		if (this.#isBegun && from >= until) return false;
		this.#isBegun = true;
		this.#drawn = Math.min(until, from + rows);
		const held = new Map(this.shown.hits.map((hit) => [hit.entry, hit]));
		const fresh = matches.slice(from, this.#drawn).map((match) => hitOf(match, spelled));
		const staying = matches.slice(this.#drawn).flatMap((match) => held.get(match.entry) ?? []);
		this.shown = {
			query,
			counts,
			total,
			hits: [...this.shown.hits.slice(0, from), ...fresh, ...staying],
			isScreenful: this.#drawn >= screenful,
			isWhole: this.#drawn >= matches.length,
			words: []
		};
		return true;
	}

	/** One word at a time: each is a search of its own. */
	#lookForWord(): boolean {
		if (this.shown.total > 0 || !this.#isPaused) return false;
		this.#wordsLeft ??= severalWords(this.#wanted);
		const word = this.#wordsLeft.shift();
		if (word === undefined || this.shown.words.length >= 3) return false;
		if (search(this.index, word, 0).total > 0)
			this.shown = { ...this.shown, words: [...this.shown.words, word] };
		return true;
	}
}

/** The words of a query that has more than one, each once. */
function severalWords(query: string): string[] {
	const words = query.trim().split(/\s+/);
	return words.length > 1 ? [...new Set(words)] : [];
}
