import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
	contactHaystack,
	groupContacts,
	matchesFilter,
	rolesByContact
} from '$lib/domain/contacts/contact-groups';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Contact, Plan } from '$lib/domain/plan/schema';
import { contactUpdate } from '../../../doubles/phone-rows';
import { tinyPlan } from '../../../doubles/tiny-plan';
import { valued } from '../../../doubles/valued';

const viborg: Plan = valued(
	parsePlanFile(readFileSync(new URL('../../../../plans/viborg-it-delplan.json', import.meta.url), 'utf8'))
);
const template = tinyPlan().contacts[0] as Contact;
const person = (id: string, overrides: Partial<Contact> = {}) =>
	applyContactUpdate({ ...template, id, central: false, ...overrides }, undefined);
const grouped = (...people: ReturnType<typeof person>[]) =>
	groupContacts(people).map((group) => [group.kind, ...group.people.map((one) => one.contact.id)]);

describe('contacts as they are listed', () => {
	it('are the central first, then the plan’s, then proposals, then those without a number', () => {
		expect(
			grouped(
				person('lost-proposal', { phones: [], basis: 'proposal' }),
				person('proposal', { basis: 'proposal' }),
				person('lost-plan', { phones: [] }),
				person('plan-b'),
				person('lost-central', { phones: [], central: true }),
				person('plan-a'),
				person('central', { central: true })
			)
		).toEqual([
			['central', 'central'],
			['plan', 'plan-b', 'plan-a'],
			['proposal', 'proposal'],
			['missing', 'lost-central', 'lost-plan', 'lost-proposal']
		]);
	});

	it('have no empty groups', () => {
		expect(grouped(person('a'))).toEqual([['plan', 'a']]);
		expect(grouped()).toEqual([]);
	});

	it('leave those without a number when a number was written on the phone', () => {
		const contact = { ...template, central: false, phones: [] };
		const written = applyContactUpdate(contact, contactUpdate({ phone: '87 65 43 21' }));
		expect(grouped(written)).toEqual([['plan', 'contact-1']]);
	});
});

describe('the roles of contacts', () => {
	it('say when it is somebody’s turn, and what is only proposed', () => {
		const roles = rolesByContact(viborg);
		const words = (id: string) =>
			(roles.get(id) ?? []).map(({ role, when, basis }) => [role.id, when, basis]);
		expect(words('K-CHEF')).toEqual([
			['headOfItAndDigitalisation', null, 'plan'],
			['chair', null, 'plan']
		]);
		expect(words('K-AFD')).toEqual([
			['itDepartmentManager', null, 'plan'],
			['chair', 'ved fravær', 'plan'],
			['incidentCoordinator', 'indtil IK er udpeget', 'proposal']
		]);
		expect(words('X-JURA')).toEqual([]);
	});
});

describe('the filter', () => {
	const one = person('a', { title: 'Databeskyttelsesrådgiveren', mail: 'aase@example.dk' });
	const roles = rolesByContact(viborg).get('K-AFD') ?? [];
	const haystack = contactHaystack(one, roles);

	it.each(['', 'rådgiver', 'RAADGIVER', 'ærø', 'aase@', '12 34', '12345678', 'formand åse', 'IK'])(
		'finds by “%s”',
		(query) => {
			expect(matchesFilter(haystack, query)).toBe(true);
		}
	);

	it.each(['chef', 'åse chef', '87'])('does not find by “%s”', (query) => {
		expect(matchesFilter(haystack, query)).toBe(false);
	});
});
