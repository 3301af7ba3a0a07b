import { describe, expect, it } from 'vitest';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Plan, PlanBlock } from '$lib/domain/plan/schema';
import { buildSearchIndex, nationalDigits, type SearchEntry } from '$lib/domain/search/search-index';
import { contactUpdate } from '../../../doubles/phone-rows';
import { nordoePlan, viborgPlan } from '../../../doubles/read-plan';
import { tinyPlan } from '../../../doubles/tiny-plan';

const viborg = viborgPlan();
const people = (plan: Plan) => plan.contacts.map((contact) => applyContactUpdate(contact, undefined));
const entriesOf = (plan: Plan) => buildSearchIndex(plan, people(plan), '8 år').entries;
const entries = entriesOf(viborg);
const entry = (id: string): SearchEntry => {
	const found = entries.find((one) => one.id === id);
	if (!found) throw new Error(`no entry ${id}`);
	return found;
};

/** What a block of the plan shows of its own. */
function shownTexts(block: PlanBlock): readonly { readonly id: string }[] {
	if (block.kind === 'list') return block.items;
	return block.kind === 'text' || block.kind === 'attachment' ? [block] : [];
}

describe('what is searched', () => {
	it.each<[string, Plan]>([
		['the plan of Viborg', viborg],
		['a plan with quite another organisation', nordoePlan()]
	])('has an entry for each thing of %s', (_name, plan) => {
		const ids = new Set(entriesOf(plan).map((one) => one.id));
		const wanted: readonly { readonly id: string }[] = [
			plan.title,
			plan.ownerUnit,
			...plan.contacts,
			...plan.roles,
			...plan.cards,
			...plan.cards.flatMap((card) => card.steps),
			...plan.sections,
			...plan.sections.flatMap((section) => section.blocks).flatMap(shownTexts),
			...plan.revision.texts,
			...plan.services,
			...plan.operationLevels,
			...plan.channels,
			...plan.notificationChannels,
			...plan.alarmSources,
			...plan.meetingPlaces,
			...plan.decisions,
			...plan.flow,
			...plan.warnings
		];
		expect(wanted.map((one) => one.id).filter((id) => !ids.has(id))).toEqual([]);
	});

	it('names each thing once', () => {
		const ids = entries.map((one) => one.id);
		expect(ids.length).toBe(new Set(ids).size);
	});

	it('sorts people and roles under contacts, cards and steps under cards, and all else under the plan', () => {
		const kindsOf = (group: string) =>
			new Set(entries.filter((one) => one.group === group).map((one) => one.kind));
		expect(kindsOf('contacts')).toEqual(new Set(['contact', 'role']));
		expect(kindsOf('cards')).toEqual(new Set(['card', 'step']));
		expect(kindsOf('plan').has('text')).toBe(true);
		expect(kindsOf('plan').has('card')).toBe(false);
	});

	it('leads from each thing to where it stands', () => {
		expect(entry('K-CHEF').target).toEqual({ page: 'contacts', anchor: 'K-CHEF' });
		expect(entry('chair').target).toEqual({ page: 'role', roleId: 'chair', anchor: null });
		expect(entry('AC-08').target).toEqual({ page: 'card', cardId: 'AC-08', anchor: null });
		expect(entry('AC-08.03').target).toEqual({ page: 'card', cardId: 'AC-08', anchor: 'AC-08.03' });
		expect(entry('KY1').target).toEqual({ page: 'plan', anchor: 'KY1' });
	});

	it('leads from a remark to the first thing that it is about', () => {
		expect(entry('W9').target).toEqual({ page: 'plan', anchor: 'L41' });
		expect(entry('W2').target).toEqual({ page: 'contacts', anchor: 'K-CHEF' });
		expect(entriesOf(tinyPlan()).find((one) => one.id === 'warning-1')?.target).toEqual({
			page: 'role',
			roleId: 'chair',
			anchor: null
		});
	});

	it('says the plan’s age wherever a remark counts it', () => {
		const plan = tinyPlan({
			warnings: [
				{ id: 'w', kind: 'stale', severity: 'low', about: ['chair'], text: 'Den er {age}. Ja, {age}.' }
			]
		});
		expect(buildSearchIndex(plan, [], '$& år').entries.find((one) => one.id === 'w')?.text).toBe(
			'Den er $& år. Ja, $& år.'
		);
	});

	it('knows people as they are on this phone, not as the plan had them', () => {
		const plan = tinyPlan();
		const [contact] = plan.contacts;
		if (!contact) throw new Error('no contact');
		const update = contactUpdate({ contactId: contact.id, name: 'Bo Berg', phone: '87 65 43 21' });
		const [found] = buildSearchIndex(plan, [applyContactUpdate(contact, update)]).entries;
		expect(found?.names).toContain('bo berg');
		expect(found?.names).not.toContain('aase aeroe');
		expect(found?.numbers.map((number) => number.digits)).toContain('87654321');
	});

	it('takes the title of a card for the place of its steps, not for their name', () => {
		expect(entry('AC-08').names).toContain('ransomware og andre cyberangreb');
		expect(entry('AC-08.03').names).toEqual([]);
		expect(entry('AC-08.03').place).toBe('ransomware og andre cyberangreb');
	});
});

describe('the digits of a phone number', () => {
	it.each([
		['87 87 41 50', '87874150'],
		['+45 87 87 41 50', '87874150'],
		['+4587874150', '87874150'],
		['0045 87874150', '87874150'],
		['4587874150', '87874150'],
		['45878741', '45878741'],
		['(87) 87-41.50', '87874150'],
		['+47 22 33 44 55', '4722334455'],
		['112', '112']
	])('of %s are %s', (number, digits) => {
		expect(nationalDigits(number)).toBe(digits);
	});
});
