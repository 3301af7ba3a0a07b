import { calendarAge, type IsoDate } from '$lib/base/time';
import type { ContactRole } from '$lib/domain/contacts/contact-groups';
import type { InputProblem } from '$lib/domain/contacts/contact-input';
import type { EffectiveContact } from '$lib/domain/contacts/contact-update';
import { m } from '$lib/paraglide/messages';
import { danishDay } from '$lib/state/app-state.svelte';
import { formatDate, formatInstant } from '../shared/format';

/** Who last said that a contact is right, and whether that is to be trusted. */
export interface Confirmation {
	readonly text: string;
	/** `none` and `old` want somebody to look after it. */
	readonly state: 'fresh' | 'old' | 'none';
	/** It was said, or written, on this phone. */
	readonly onPhone: boolean;
	/** What was written here may be older than what the plan says now. */
	readonly planIsNewer: string | null;
}

/** When a contact was last confirmed; null when there is nothing that could be. */
export function confirmationOf(person: EffectiveContact, today: IsoDate): Confirmation | null {
	const { contact, confirmedAt, changedOnPhone } = person;
	const onPhone = confirmedAt === null ? null : danishDay(Date.parse(confirmedAt));
	const planIsNewer = contact.confirmedOn !== null && onPhone !== null && contact.confirmedOn > onPhone;
	if (confirmedAt !== null && onPhone !== null && (changedOnPhone || !planIsNewer)) {
		const date = formatInstant(confirmedAt);
		const isOld = isLongAgo(onPhone, today);
		const text = changedOnPhone
			? isOld
				? m.contacts_written_on_phone_long_ago({ date })
				: m.contacts_written_on_phone({ date })
			: isOld
				? m.contacts_confirmed_on_phone_long_ago({ date })
				: m.contacts_confirmed_on_phone({ date });
		return {
			text,
			state: isOld ? 'old' : 'fresh',
			onPhone: true,
			planIsNewer:
				planIsNewer && contact.confirmedOn
					? m.contacts_plan_is_newer({ date: formatDate(contact.confirmedOn) })
					: null
		};
	}
	if (contact.confirmedOn !== null) {
		const date = formatDate(contact.confirmedOn);
		const isOld = isLongAgo(contact.confirmedOn as IsoDate, today);
		return {
			text: isOld ? m.contacts_confirmed_long_ago({ date }) : m.contacts_confirmed({ date }),
			state: isOld ? 'old' : 'fresh',
			onPhone: false,
			planIsNewer: null
		};
	}
	if (person.phones.length === 0 && person.mail === null) return null;
	return { text: m.contacts_never_confirmed(), state: 'none', onPhone: false, planIsNewer: null };
}

function isLongAgo(day: IsoDate, today: IsoDate): boolean {
	return (calendarAge(day, today)?.years ?? 0) >= 1;
}

/** A role as one has it: "Formand (ved fravær)". */
export function roleWords({ role, when, basis }: ContactRole): string {
	if (basis === 'plan') return when === null ? role.name : m.contacts_role_when({ role: role.name, when });
	return when === null
		? m.contacts_role_proposal({ role: role.name })
		: m.contacts_role_when_proposal({ role: role.name, when });
}

/** What a person reads beside a field that cannot be kept. */
export function problemText(problem: InputProblem): string {
	switch (problem.code) {
		case 'nameTooLong':
			return m.contacts_problem_name_long({ max: problem.max });
		case 'nameUnreadable':
			return m.contacts_problem_name_unreadable();
		case 'phoneCharacters':
			return m.contacts_problem_phone_characters();
		case 'phonePlus':
			return m.contacts_problem_phone_plus();
		case 'phoneTooShort':
			return m.contacts_problem_phone_short();
		case 'phoneTooLong':
			return m.contacts_problem_phone_long();
		case 'phoneDanish':
			return m.contacts_problem_phone_danish({ digits: problem.digits });
		case 'mailShape':
			return m.contacts_problem_mail_shape();
		case 'mailTooLong':
			return m.contacts_problem_mail_long({ max: problem.max });
	}
}
