import { fail, ok, type Result } from '../../base/result';
import type { Contact } from '../plan/schema';
import { hasControlCharacter } from '../plan/text-rules';
import type { ContactUpdate } from './contact-update';
import { dialOf } from './phone-number';

/** What stands in the fields. */
export interface ContactInput {
	readonly name: string;
	readonly phone: string;
	readonly mail: string;
}

/** What is to be kept: null leaves the plan's own. */
export type ContactValues = Pick<ContactUpdate, 'name' | 'phone' | 'mail'>;

/** What is wrong in one field. */
export type InputProblem =
	| { readonly field: 'name'; readonly code: 'nameTooLong'; readonly max: number }
	| { readonly field: 'name'; readonly code: 'nameUnreadable' }
	| {
			readonly field: 'phone';
			readonly code: 'phoneCharacters' | 'phonePlus' | 'phoneTooShort' | 'phoneTooLong';
	  }
	/** A Danish number has eight digits, after +45 or by itself; `digits` were found. */
	| { readonly field: 'phone'; readonly code: 'phoneDanish'; readonly digits: number }
	| { readonly field: 'mail'; readonly code: 'mailShape' }
	| { readonly field: 'mail'; readonly code: 'mailTooLong'; readonly max: number };

export const MAX_NAME = 200;
export const MAX_PHONE = 40;
/** A mailbox's longest address (RFC 5321). */
export const MAX_MAIL = 254;

/** Marks that come along when a number is pasted from a contact or a mail, and that nobody sees. */
const UNSEEN = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const MAIL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u;
const DANISH_DIGITS = 8;
/** Shorter ones are services (112, 1813) and local extensions. */
const LONGEST_SHORT_NUMBER = 5;

/**
 * Reads what a person wrote about `contact`. Space around and between is tidied. An empty field, or one that says
 * what the plan says, leaves the plan's own.
 * @returns What to keep, or every problem, the first field's first.
 */
export function readContactInput(
	contact: Contact,
	input: ContactInput
): Result<ContactValues, readonly InputProblem[]> {
	const plansPhones = contact.phones.map((one) => tidyPhone(one.display));
	const name = tidy(input.name);
	const mail = tidy(input.mail);
	// a field that was left as the plan has it is not held to what is asked of a new one
	const phone = plansPhones.includes(tidyPhone(input.phone)) ? '' : tidyPhone(input.phone);
	const problems = [
		phoneProblem(phone),
		name === contact.name ? null : nameProblem(name),
		mail === contact.mail ? null : mailProblem(mail)
	].filter((one) => one !== null);
	if (problems.length > 0) return fail(problems);
	const dials = contact.phones.map((one) => sameNumber(one.dial));
	return ok({
		name: name === '' || name === contact.name ? null : name,
		phone: phone === '' || dials.includes(sameNumber(dialOf(phone) ?? '')) ? null : phone,
		mail: mail === '' || mail.toLowerCase() === contact.mail?.toLowerCase() ? null : mail
	});
}

function nameProblem(name: string): InputProblem | null {
	if (name.length > MAX_NAME) return { field: 'name', code: 'nameTooLong', max: MAX_NAME };
	return hasControlCharacter(name) ? { field: 'name', code: 'nameUnreadable' } : null;
}

function phoneProblem(phone: string): InputProblem | null {
	const problem = (code: 'phoneCharacters' | 'phonePlus' | 'phoneTooShort' | 'phoneTooLong') =>
		({ field: 'phone', code }) as const;
	if (phone === '') return null;
	if (!/^[\d\s+().-]+$/.test(phone)) return problem('phoneCharacters');
	const digits = phone.replace(/\D/g, '');
	const dialled = phone.replace(/[^\d+]/g, '');
	if (dialled.lastIndexOf('+') > 0) return problem('phonePlus');
	if (digits.length < 3) return problem('phoneTooShort');
	if (phone.length > MAX_PHONE || digits.length > 15) return problem('phoneTooLong');
	if (dialOf(phone) === null) return problem('phoneCharacters');
	const danish = danishDigits(dialled);
	return danish !== null && danish !== DANISH_DIGITS
		? { field: 'phone', code: 'phoneDanish', digits: danish }
		: null;
}

/** How many digits a number has that must be Danish; null for a foreign one and a short one. */
function danishDigits(dial: string): number | null {
	if (dial.startsWith('+45')) return dial.length - 3;
	if (dial.startsWith('0045')) return dial.length - 4;
	if (/^\+|^00/.test(dial) || dial.length <= LONGEST_SHORT_NUMBER) return null;
	return dial.length;
}

function mailProblem(mail: string): InputProblem | null {
	if (mail === '') return null;
	if (mail.length > MAX_MAIL) return { field: 'mail', code: 'mailTooLong', max: MAX_MAIL };
	return MAIL.test(mail) ? null : { field: 'mail', code: 'mailShape' };
}

function tidyPhone(value: string): string {
	return tidy(value).replace(DASHES, '-');
}

function tidy(value: string): string {
	return value.replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
}

/** The same for a number with +45, with 0045 and without. */
function sameNumber(dial: string): string {
	return dial.replace(/^(\+|00)45(?=\d{8}$)/, '');
}
