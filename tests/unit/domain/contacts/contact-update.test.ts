import { describe, expect, it } from 'vitest';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Contact } from '$lib/domain/plan/schema';
import { contactUpdate, minute } from '../../../doubles/phone-rows';
import { tinyPlan } from '../../../doubles/tiny-plan';

const contact = tinyPlan().contacts[0] as Contact;

describe('a contact as it is to be used now', () => {
	it('is the plan’s when nobody wrote anything', () => {
		expect(applyContactUpdate(contact, undefined)).toEqual({
			contact,
			name: 'Åse Ærø',
			phones: contact.phones,
			mail: 'aase@example.dk',
			changedOnPhone: false,
			confirmedAt: null
		});
	});

	it('is the plan’s, confirmed, when somebody said that it is right', () => {
		const applied = applyContactUpdate(contact, contactUpdate({ phone: null, confirmedAt: minute(5) }));
		expect(applied).toMatchObject({ name: 'Åse Ærø', phones: contact.phones, mail: 'aase@example.dk' });
		expect(applied).toMatchObject({ changedOnPhone: false, confirmedAt: minute(5) });
	});

	it.each([
		['name', 'Bo'],
		['mail', 'bo@example.dk']
	] as const)('has the %s that was written, and else the plan’s', (field, value) => {
		const applied = applyContactUpdate(contact, contactUpdate({ phone: null, [field]: value }));
		expect(applied).toMatchObject({ name: 'Åse Ærø', mail: 'aase@example.dk', [field]: value });
		expect(applied.phones).toEqual(contact.phones);
		expect(applied.changedOnPhone).toBe(true);
	});

	it.each([
		['87 65 43 21', '87654321'],
		['+45 87.65-43 21', '+4587654321'],
		['(0045) 87 65 43 21', '004587654321']
	])('has the one number that was written: %s is dialled %s', (display, dial) => {
		expect(applyContactUpdate(contact, contactUpdate({ phone: display })).phones).toEqual([
			{ label: null, display, dial }
		]);
	});

	it('has the plan’s numbers when what was written has nothing to dial', () => {
		expect(applyContactUpdate(contact, contactUpdate({ phone: ' - ' })).phones).toEqual(contact.phones);
	});

	it('leaves the plan’s contact as it is', () => {
		const before = structuredClone(contact);
		expect(applyContactUpdate(contact, contactUpdate({ name: 'Bo' })).contact).toBe(contact);
		expect(contact).toEqual(before);
	});
});
