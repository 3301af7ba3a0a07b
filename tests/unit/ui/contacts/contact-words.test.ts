import { describe, expect, it } from 'vitest';
import type { IsoDate, IsoInstant } from '$lib/base/time';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Contact } from '$lib/domain/plan/schema';
import { confirmationOf } from '$lib/ui/contacts/contact-words';
import { contactUpdate } from '../../../doubles/phone-rows';
import { tinyPlan } from '../../../doubles/tiny-plan';

const TODAY = '2026-11-24' as IsoDate;
const template = tinyPlan().contacts[0] as Contact;
const nothing = { name: null, phone: null, mail: null };
const said = (contact: Partial<Contact>, update?: Parameters<typeof contactUpdate>[0]) =>
	confirmationOf(
		applyContactUpdate({ ...template, ...contact }, update ? contactUpdate(update) : undefined),
		TODAY
	);

describe('how sure a contact is', () => {
	it('is not at all when nobody ever said so', () => {
		expect(said({})).toMatchObject({ state: 'none', onPhone: false });
	});

	it('is nothing to speak of when there is no number and no mail', () => {
		expect(said({ phones: [], mail: null })).toBeNull();
	});

	it('is what the plan says, until a year has passed', () => {
		expect(said({ confirmedOn: '2025-11-25' })).toMatchObject({ state: 'fresh', onPhone: false });
		expect(said({ confirmedOn: '2025-11-24' })).toMatchObject({ state: 'old', onPhone: false });
	});

	it('is what was said on this phone, when that is newer', () => {
		const confirmedAt = '2026-11-23T23:30:00.000Z' as IsoInstant;
		expect(said({ confirmedOn: '2025-01-01' }, { ...nothing, confirmedAt })).toMatchObject({
			state: 'fresh',
			onPhone: true,
			planIsNewer: null
		});
	});

	it('is what the plan says, when that is newer and nothing was changed here', () => {
		const confirmedAt = '2024-01-01T12:00:00.000Z' as IsoInstant;
		expect(said({ confirmedOn: '2026-10-01' }, { ...nothing, confirmedAt })).toMatchObject({
			state: 'fresh',
			onPhone: false
		});
	});

	it('tells when the plan was confirmed after something else was written here', () => {
		const confirmedAt = '2026-01-01T12:00:00.000Z' as IsoInstant;
		const confirmation = said({ confirmedOn: '2026-10-01' }, { confirmedAt });
		expect(confirmation).toMatchObject({ state: 'fresh', onPhone: true });
		expect(confirmation?.planIsNewer).toContain('01.10.2026');
	});
});
