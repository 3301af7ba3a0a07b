/**
 * Contacts as one vCard file. ical.js is 23 kB (gzip): import this file only when it is asked for.
 *
 * vCard 3.0 (RFC 2426), not 4.0: it is what both Android's and Apple's contacts export themselves, and what every
 * version of both imports; 4.0 is read by newer ones only, and Outlook reads none of it. UTF-8 with CRLF. Phones
 * show a person by N, so it is always filled: the last word of a name is taken as the family's, and who has no name
 * stands by title. A number's label ("ved fare") goes into the note, since the two systems have no common field.
 */
import ICAL from 'ical.js';
import type { EffectiveContact } from './contact-update';
import { dialOf } from './phone-number';

// a folded line begins with a space, which ical.js does not count: at most 75 bytes (RFC 2426, 2.6)
ICAL.foldLength = 74;

const LINE_END = '\r\n';

/** Whether there is anything to put in an address book: a number or a mail address. */
export function isReachable(person: EffectiveContact): boolean {
	return person.phones.length > 0 || person.mail !== null;
}

/**
 * The contacts as the text of one .vcf file, one card after another. Those who cannot be reached are left out.
 * @param planId Makes each card's UID the same every time, so that an address book can see that it has it.
 * @param noteOf What is to be remembered of a contact: its roles, where it comes from; empty for nothing.
 */
export function contactsToVCards(
	people: readonly EffectiveContact[],
	planId: string,
	noteOf: (person: EffectiveContact) => string
): string {
	return people
		.filter(isReachable)
		.map((person) => cardOf(person, planId, noteOf(person)) + LINE_END)
		.join('');
}

function cardOf(person: EffectiveContact, planId: string, note: string): string {
	const { contact, name, phones, mail } = person;
	const card = new ICAL.Component('vcard');
	card.addPropertyWithValue('version', '3.0');
	card.addPropertyWithValue('uid', `beredt-${planId}-${contact.id}`);
	card.addPropertyWithValue('fn', oneLine(name ?? contact.title));
	const nameProperty = new ICAL.Property('n', card);
	nameProperty.setValue(nameParts(name, contact.title));
	card.addProperty(nameProperty);
	card.addPropertyWithValue('title', oneLine(contact.title));
	for (const phone of phones) {
		const dial = dialOf(phone.dial);
		if (dial !== null) addTyped(card, 'tel', ['WORK', 'VOICE'], dial);
	}
	if (mail !== null) addTyped(card, 'email', ['WORK', 'INTERNET'], mail);
	const labels = phones
		.filter((phone) => phone.label !== null)
		.map((phone) => `${phone.display}: ${phone.label}`);
	const notes = [...labels, note].filter((line) => line !== '').join('\n');
	if (notes) card.addPropertyWithValue('note', notes);
	return card.toString();
}

function addTyped(card: ICAL.Component, property: string, types: string[], value: string): void {
	const added = new ICAL.Property(property, card);
	added.setParameter('type', types);
	added.setValue(value);
	card.addProperty(added);
}

/**
 * Family, given, and three parts that a plan does not have. A backslash becomes a slash: readers, ical.js's among them,
 * take an escaped one before a separator for an escaped separator.
 */
function nameParts(name: string | null, title: string): string[] {
	const words = oneLine(name ?? title)
		.replaceAll('\\', '/')
		.split(' ');
	const isPerson = name !== null && words.length > 1;
	return [
		isPerson ? (words.at(-1) ?? '') : '',
		words.slice(0, isPerson ? -1 : undefined).join(' '),
		'',
		'',
		''
	];
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
