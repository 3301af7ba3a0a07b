import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Plan } from '$lib/domain/plan/schema';
import { buildSearchIndex, search } from '$lib/domain/search/search';
import { SearchResults } from '$lib/ui/search/search-results.svelte';
import type { Waiting } from '$lib/ui/search/waiting';
import { viborgPlan } from '../../../doubles/plans';

const indexOf = (of: Plan) =>
	buildSearchIndex(
		of,
		of.contacts.map((contact) => applyContactUpdate(contact, undefined))
	);
const plan = viborgPlan();
const index = indexOf(plan);

/** Frames and turns that come when the test says so. */
class HeldWaiting implements Waiting {
	#step: (() => void) | null = null;
	afterPaint(step: () => void) {
		return this.#hold(step);
	}
	afterOthers(step: () => void) {
		return this.#hold(step);
	}
	/** @returns Whether something waited. */
	go(): boolean {
		const step = this.#step;
		this.#step = null;
		step?.();
		return step !== null;
	}
	/** Goes on until nothing waits. */
	settle(): void {
		while (this.go()) continue;
	}
	#hold(step: () => void) {
		this.#step = step;
		return () => {
			this.#step = null;
		};
	}
}

function searching() {
	const waiting = new HeldWaiting();
	return { waiting, results: new SearchResults(index, waiting) };
}

const shownIds = ({ shown }: SearchResults) => shown.hits.map(({ entry }) => entry.id);
const idsOf = (query: string, limit: number) => search(index, query, limit).hits.map(({ entry }) => entry.id);

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
	vi.useRealTimers();
});

describe('what is typed', () => {
	it('changes nothing on the screen before its letter is painted', () => {
		const { results, waiting } = searching();
		results.type('net');
		expect(results.shown.query).toBe('');
		waiting.settle();
		expect(results.shown.query).toBe('net');
		expect(results.shown.isScreenful).toBe(true);
	});

	it('gives the whole of the hits when the typing pauses', () => {
		const { results, waiting } = searching();
		results.type('net');
		waiting.settle();
		expect(results.shown.isWhole).toBe(false);
		expect(shownIds(results)).toEqual(idsOf('net', 24).slice(0, 5));
		vi.advanceTimersByTime(150);
		waiting.settle();
		expect(results.shown).toMatchObject({ isWhole: true, total: search(index, 'net', 0).total });
		expect(results.shown.hits).toEqual(search(index, 'net', 24).hits);
	});

	it('comes a few rows at a time, every one of them a hit of the query that stands over it', () => {
		const { results, waiting } = searching();
		results.set('e');
		expect(shownIds(results)).toEqual(idsOf('e', 24));
		results.type('en');
		const all = idsOf('en', 24);
		let before: readonly string[] = [];
		let slices = 0;
		let last = results.shown;
		while (waiting.go()) {
			// looking, which changes nothing that is shown
			if (results.shown === last) continue;
			last = results.shown;
			const ids = shownIds(results);
			expect(all).toEqual(expect.arrayContaining(ids));
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.filter((id) => !before.includes(id)).length).toBeLessThanOrEqual(slices === 0 ? 24 : 2);
			before = ids;
			slices += 1;
		}
		expect(slices).toBe(3);
		vi.advanceTimersByTime(150);
		waiting.settle();
		expect(results.shown.hits).toEqual(search(index, 'en', 24).hits);
	});

	it('fast is looked for once: the newest alone', () => {
		const { results, waiting } = searching();
		const seen = new Set<string>();
		for (const query of ['n', 'ne', 'net']) {
			results.type(query);
			seen.add(results.shown.query);
		}
		while (waiting.go()) seen.add(results.shown.query);
		expect([...seen]).toEqual(['', 'net']);
	});

	it('is drawn at once when Enter is pressed', () => {
		const { results, waiting } = searching();
		results.type('net');
		results.finish();
		expect(results.shown.hits).toEqual(search(index, 'net', 24).hits);
		expect(results.shown.isWhole).toBe(true);
		vi.advanceTimersByTime(1_000);
		expect(waiting.go()).toBe(false);
	});

	it('and taken back leaves nothing', () => {
		const { results, waiting } = searching();
		results.set('net');
		results.type('');
		waiting.settle();
		expect(results.shown).toMatchObject({ query: '', total: 0, hits: [] });
	});

	it('and stopped draws no more', () => {
		const { results, waiting } = searching();
		results.type('net');
		results.stop();
		vi.advanceTimersByTime(1_000);
		waiting.settle();
		expect(results.shown.query).toBe('');
	});
});

describe('a query that finds nothing', () => {
	it('offers the words of it that find something by themselves, once the typing pauses', () => {
		const { results, waiting } = searching();
		results.type('rumskib mail mail');
		waiting.settle();
		expect(results.shown).toMatchObject({ query: 'rumskib mail mail', total: 0, words: [] });
		vi.advanceTimersByTime(150);
		waiting.settle();
		expect(results.shown.words).toEqual(search(index, 'mail', 0).total > 0 ? ['mail'] : []);
	});
});

describe('the hits', () => {
	it('grow when more are asked for', () => {
		const { results } = searching();
		results.set('e');
		const { total } = results.shown;
		expect(results.shown.hits).toHaveLength(24);
		results.more();
		expect(results.shown.hits).toHaveLength(Math.min(total, 84));
		// the next query begins with as many as ever
		results.set('n');
		expect(results.shown.hits).toHaveLength(24);
	});

	it('are those of the plan as it is now', () => {
		const { results } = searching();
		results.set('zebra');
		expect(results.shown.total).toBe(0);
		const [first, ...rest] = plan.contacts;
		if (!first) throw new Error('no contact');
		results.use(indexOf({ ...plan, contacts: [{ ...first, title: 'Zebra' }, ...rest] }));
		expect(shownIds(results)).toEqual([first.id]);
	});
});
