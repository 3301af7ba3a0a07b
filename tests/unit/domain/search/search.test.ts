import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Plan } from '$lib/domain/plan/schema';
import { buildSearchIndex, search, type SearchHit } from '$lib/domain/search/search';
import { nordoePlan, viborgPlan } from '../../../doubles/read-plan';
import { tinyPlan } from '../../../doubles/tiny-plan';

const indexOf = (plan: Plan) =>
	buildSearchIndex(
		plan,
		plan.contacts.map((contact) => applyContactUpdate(contact, undefined)),
		'8 år'
	);
const viborg = indexOf(viborgPlan());
const hitsFor = (query: string, index = viborg): readonly SearchHit[] => search(index, query, 1_000).hits;
const idsFor = (query: string, index = viborg) => hitsFor(query, index).map((hit) => hit.entry.id);

/** A hit's text with what was found in brackets. */
function marked({ text, textStretches }: SearchHit): string {
	let result = '';
	let at = 0;
	for (const { start, end } of textStretches) {
		result += `${text.slice(at, start)}[${text.slice(start, end)}]`;
		at = end;
	}
	return result + text.slice(at);
}

/** A plan whose only section says `texts`. */
const planSaying = (...texts: string[]) =>
	tinyPlan({
		sections: [
			{
				id: 'section',
				title: 'Afsnit',
				lines: [1],
				blocks: texts.map((text, index) => ({ kind: 'text' as const, id: `t${index}`, text, lines: [1] }))
			}
		],
		warnings: []
	});

describe('what is found', () => {
	it.each([
		['a person by name', 'erik', 'K-CHEF'],
		['a person by surname, ø as oe', 'soerensen', 'K-CHEF'],
		['a person by what they are', 'afdelingsleder', 'K-AFD'],
		['a person by mail', 'okc@viborg.dk', 'K-AFD'],
		['a role by its abbreviation', 'IK', 'incidentCoordinator'],
		['a card by its title', 'ransomware', 'AC-08'],
		['a card by its id', 'AC-08', 'AC-08'],
		['a card by its id without the hyphen', 'ac08', 'AC-08'],
		['a step by its id', 'AC-08.03', 'AC-08.03'],
		['a text inside a compound', 'infrastruktur', 'KY1'],
		['a text in the middle of a compound', 'skabsgruppe', 'itEmergencyGroup'],
		['an apostrophe as a keyboard has it', "pc'er", 'KY2'],
		['a decision', 'iværksættes', 'D6']
	])('is %s: “%s”', (_what, query, id) => {
		expect(idsFor(query)).toContain(id);
	});

	it.each([
		['søgning', 'soegning'],
		['værktøj', 'vaerktoej'],
		['afgør', 'afgoer'],
		['PÅ', 'paa'],
		['Krisestab', 'krisestab']
	])('is the same for “%s” and “%s”', (one, other) => {
		expect(idsFor(one)).toEqual(idsFor(other));
	});

	it('is the same whichever way a text and a query spell æ, ø and å', () => {
		const spellings = ['Blåbærgrød', 'Blaabaergroed', 'blåbærgrød'.normalize('NFD'), 'BLÅBÆRGRØD'];
		for (const text of spellings)
			for (const query of spellings) expect(idsFor(query, indexOf(planSaying(text)))).toContain('t0');
	});

	it.each([
		['sorensen', 'soerensen'],
		['Sorensen', 'Sørensen'],
		['erik sorensen', 'erik sørensen'],
		['pa radhuset', 'på rådhuset'],
		['nodprocedure', 'nødprocedure']
	])('is the same for “%s”, by a keyboard without æ, ø and å, as for “%s”', (plain, danish) => {
		const ids = idsFor(danish);
		expect(ids.length).toBeGreaterThan(0);
		expect(idsFor(plain).sort()).toEqual(ids.sort());
	});

	it('is marked as the plan spells it', () => {
		const [hit] = hitsFor('sorensen');
		expect(hit && marked(hit)).toContain('[Sørensen]');
		expect(hit?.query).toBe('soerensen');
	});

	it('is what stands there as it was typed, where there is that', () => {
		const index = indexOf(planSaying('For en time. Før og efter.'));
		expect(hitsFor('for', index).map(marked)).toContainEqual(expect.stringContaining('[For] en time. Før'));
	});

	it('holds every word of the query', () => {
		for (const hit of hitsFor('backup net')) {
			const says = JSON.stringify([hit.entry.names, hit.entry.body, hit.entry.place]);
			expect(says).toContain('backup');
			expect(says).toContain('net');
		}
		expect(idsFor('erik zzz')).toEqual([]);
	});

	it('is a step for its own words, not for its card’s title alone', () => {
		const steps = hitsFor('ransomware').filter((hit) => hit.entry.kind === 'step');
		for (const hit of steps) expect(hit.entry.body).toContain('ransomware');
		expect(steps.length).toBeLessThan(16);
		// with a word of its own, the title may hold the others
		const both = hitsFor('ransomware backup').filter((hit) => hit.entry.target.page === 'card');
		expect(both.some((hit) => hit.entry.kind === 'step' && hit.entry.id.startsWith('AC-08.'))).toBe(true);
	});

	it('is shown where it was found, though that is not what is shown first of the thing', () => {
		const card = hitsFor('skype').find((hit) => hit.entry.id === 'AC-11');
		expect(card && marked(card)).toContain('[Skype]');
		expect(hitsFor('telefoni').find((hit) => hit.entry.id === 'AC-11')?.text).toMatch(/^To eller flere/);
	});

	it('is a card by the number in its id, but no number inside the id of a step', () => {
		expect(idsFor('08')).toContain('AC-08');
		expect(idsFor('AC-08')[0]).toBe('AC-08');
		expect(idsFor('AC-08.1').every((id) => id.startsWith('AC-08.1'))).toBe(true);
		// AC-11.12 has nothing of 112
		expect(idsFor('112').filter((id) => id.startsWith('AC-'))).toEqual([]);
	});

	it('is nothing for an empty query, spaces, or punctuation', () => {
		for (const query of ['', '   ', '?', '…'])
			expect(search(viborg, query, 10)).toEqual({
				hits: [],
				counts: { contacts: 0, cards: 0, plan: 0 },
				total: 0
			});
	});

	it('is found in another plan as well', () => {
		const nordoe = nordoePlan();
		for (const contact of nordoe.contacts)
			expect(idsFor(contact.title, indexOf(nordoe))).toContain(contact.id);
	});

	it('holds, for any part of any text, the thing that says it', () => {
		const steps = viborgPlan().cards.flatMap((card) => card.steps);
		const part = fc.nat(steps.length - 1).chain((index) => {
			const text = steps[index]?.text ?? '';
			const words = text.split(' ').length;
			return fc.record({
				index: fc.constant(index),
				from: fc.nat(words - 1),
				count: fc.integer({ min: 1, max: 4 })
			});
		});
		fc.assert(
			fc.property(part, ({ index, from, count }) => {
				const step = steps[index];
				const query =
					step?.text
						.split(' ')
						.slice(from, from + count)
						.join(' ') ?? '';
				// a dash by itself is no word
				fc.pre(/[\p{L}\p{N}]/u.test(query));
				expect(idsFor(query)).toContain(step?.id);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('a phone number', () => {
	it.each([
		'87 87 41 50',
		'87874150',
		'+45 87 87 41 50',
		'+4587874150',
		'0045 87874150',
		'4587874150',
		'8787 4150'
	])('is found as %s, and its owner comes first', (query) => {
		const [first] = hitsFor(query);
		expect(first?.entry.id).toBe('K-CHEF');
		expect(first && marked(first)).toContain('[87 87 41 50]');
	});

	it.each(['8787', '41 50', '+45 8', '+45', '+4', '+45 87 87'])('is found by a part of it: %s', (query) => {
		expect(idsFor(query)).toContain('K-CHEF');
	});

	it('that is typed in full stands before those that only begin so', () => {
		const plan = tinyPlan();
		const [contact] = plan.contacts;
		if (!contact) throw new Error('no contact');
		const numbered = (id: string, number: string) => ({
			...contact,
			id,
			phones: [{ label: null, display: number, dial: number }]
		});
		plan.contacts.push(numbered('inside', '99112'), numbered('begins', '11299'), numbered('whole', '112'));
		expect(idsFor('112', indexOf(plan))).toEqual(['whole', 'begins', 'inside']);
	});

	it('is the one to call, where somebody has several', () => {
		const phoneOf = (query: string) => hitsFor(query).find((hit) => hit.entry.id === 'X-POLITI')?.phone;
		expect(phoneOf('112')?.dial).toBe('112');
		expect(phoneOf('114')?.dial).toBe('114');
		expect(phoneOf('politi')?.dial).toBe('114');
		expect(hitsFor('kriseledelse').every((hit) => hit.entry.contact !== null || hit.phone === null)).toBe(
			true
		);
	});

	it('finds its owner together with a name', () => {
		const [first, ...others] = hitsFor('ole 4180');
		expect(first?.entry.id).toBe('K-AFD');
		expect(first && marked(first)).toBe('[Ole] Christiansen · [87 87 41 80] · okc@viborg.dk');
		expect(others).toEqual([]);
	});

	it('is searched for as it is written where the hit leads, so that it is marked there', () => {
		expect(hitsFor('+4587874180')[0]?.query).toBe('87 87 41 80');
		expect(hitsFor('ole 4180')[0]?.query).toBe('ole 4180 87 87 41 80');
		expect(hitsFor('ole')[0]?.query).toBe('ole');
	});

	it('does not hide a date or another number in a text', () => {
		expect(idsFor('13.01.2018')).toContain('L75');
		expect(idsFor('72 timer').length).toBeGreaterThan(0);
	});
});

describe('the order of what is found', () => {
	it('has the name’s beginning before a word in it, before a text, before the inside of a compound', () => {
		const plan = planSaying('Noget om mailen her', 'En firmamail her', 'mail er først');
		const [contact] = plan.contacts;
		if (!contact) throw new Error('no contact');
		plan.services.push(
			{ id: 'inside', name: 'Firmamail', covers: [], text: 'x', lines: [], basis: 'plan' },
			{ id: 'word', name: 'Intern mail', covers: [], text: 'x', lines: [], basis: 'plan' },
			{ id: 'start', name: 'Mail', covers: [], text: 'x', lines: [], basis: 'plan' }
		);
		expect(idsFor('mail', indexOf(plan))).toEqual(['start', 'word', 't2', 't0', 'inside', 't1']);
	});

	it('is contacts, cards, plan; and within a group as good ones stay in the plan’s order', () => {
		const groups = hitsFor('it').map((hit) => hit.entry.group);
		expect(groups).toEqual([
			...groups.filter((group) => group === 'contacts'),
			...groups.filter((group) => group === 'cards'),
			...groups.filter((group) => group === 'plan')
		]);
		const alike = indexOf(planSaying('et ord', 'et ord', 'et ord'));
		expect(idsFor('ord', alike)).toEqual(['t0', 't1', 't2']);
	});
});

describe('a limit', () => {
	it('is shared out among the groups, and what one does not use goes to the others', () => {
		const all = search(viborg, 'it', 1_000).counts;
		expect(Math.min(all.contacts, all.cards, all.plan)).toBeGreaterThan(4);
		const shown = (limit: number, query = 'it') => {
			const { hits } = search(viborg, query, limit);
			return ['contacts', 'cards', 'plan'].map(
				(group) => hits.filter((hit) => hit.entry.group === group).length
			);
		};
		expect(shown(12)).toEqual([4, 4, 4]);
		expect(shown(13)).toEqual([5, 4, 4]);
		expect(shown(0)).toEqual([0, 0, 0]);
		const onlyCards = search(viborg, 'AC-08', 1_000).counts;
		expect(onlyCards.cards).toBeGreaterThan(12);
		expect(shown(12, 'AC-08').reduce((sum, count) => sum + count, 0)).toBe(12);
	});

	it('is never passed, never leaves room unused, and never changes the counts', () => {
		fc.assert(
			fc.property(fc.nat(60), fc.constantFrom('it', 'ac', 'chef', 'mail', 'e'), (limit, query) => {
				const { hits, counts, total } = search(viborg, query, limit);
				expect(counts).toEqual(search(viborg, query, 1_000).counts);
				expect(total).toBe(counts.contacts + counts.cards + counts.plan);
				expect(hits).toHaveLength(Math.min(limit, total));
			})
		);
	});
});

describe('the excerpt of a long text', () => {
	const long = `${'ord '.repeat(100)}nålen ligger her ${'ord '.repeat(100)}`.trim();
	const excerpt = (text: string, query: string) => {
		const hit = hitsFor(query, indexOf(planSaying(text))).find((one) => one.entry.id === 't0');
		if (!hit) throw new Error('not found');
		return hit;
	};

	it('begins a little before what was found, is cut at words, and says that there is more', () => {
		const hit = excerpt(long, 'nålen');
		expect(marked(hit)).toMatch(/^… (ord )+\[nålen\] ligger her (ord )*ord …$/);
		expect(hit.text.length).toBeLessThan(200);
	});

	it('is the whole of a short text', () => {
		expect(marked(excerpt('Kort og godt.', 'godt'))).toBe('Kort og [godt].');
	});

	it('keeps the beginning when that is where it was found, and the end when that is', () => {
		expect(excerpt(`nålen ${long}`, 'nålen').text.startsWith('nålen')).toBe(true);
		expect(excerpt(`${long} slut`, 'slut').text.endsWith('slut')).toBe(true);
	});

	it('stays short when there are no words to cut at, and splits no character', () => {
		const hit = excerpt(`${'😀e\u0301'.repeat(300)}nålen${'😀e\u0301'.repeat(300)}`, 'nålen');
		expect(hit.text.length).toBeLessThan(250);
		expect(marked(hit)).toContain('[nålen]');
		expect(hit.text.isWellFormed()).toBe(true);
		expect(hit.text).not.toMatch(/(^| )\p{M}/u);
	});

	it('marks what was found and nothing else', () => {
		const word = fc.stringMatching(/^[abå]{1,6}$/);
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 120 }), fc.nat(200), (words, pick) => {
				const query = words[pick % words.length] ?? '';
				const hit = excerpt(words.join(' '), query);
				expect(hit.textStretches.length).toBeGreaterThan(0);
				for (const { start, end } of hit.textStretches)
					expect(hit.text.slice(start, end).replaceAll('å', 'aa')).toContain(query.replaceAll('å', 'aa'));
				expect(hit.text.length).toBeLessThan(200);
			})
		);
	});
});
