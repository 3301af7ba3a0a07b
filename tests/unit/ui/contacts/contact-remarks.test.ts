import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupContacts } from '$lib/domain/contacts/contact-groups';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan } from '$lib/domain/plan/schema';
import { placeRemarks } from '$lib/ui/contacts/contact-remarks';
import { valued } from '../../../doubles/valued';

const viborg: Plan = valued(
	parsePlanFile(readFileSync(new URL('../../../../plans/viborg-it-delplan.json', import.meta.url), 'utf8'))
);
const groupsOf = (plan: Plan) =>
	groupContacts(plan.contacts.map((contact) => applyContactUpdate(contact, undefined)));

describe('remarks about contacts', () => {
	const remarks = placeRemarks(viborg, groupsOf(viborg));

	it('that are about several are said once, at the group that has most of them', () => {
		expect(remarks.shared).toEqual(['W2', 'W17', 'H7']);
		expect(remarks.at('central')).toEqual(['W2', 'W17']);
		expect(remarks.at('missing')).toEqual(['H7']);
		expect(remarks.at('proposal')).toEqual([]);
	});

	it('that are about one are left to that one', () => {
		expect(remarks.shared).not.toContain('H5');
	});

	it('are said at each when a filter leaves only one of those they are about', () => {
		const plan = { ...viborg, contacts: viborg.contacts.filter(({ id }) => id === 'K-CHEF') };
		expect(placeRemarks(plan, groupsOf(plan)).shared).toEqual([]);
	});
});
