/**
 * Contacts as one vCard file. Import this file only when it is asked for.
 *
 * vCard 3.0 (RFC 2426), not 4.0: it is what both Android's and Apple's contacts export themselves, and what every
 * version of both imports; 4.0 is read by newer ones only, and Outlook reads none of it. UTF-8 with CRLF. Phones
 * show a person by N, so it is always filled: the last word of a name is taken as the family's, and who has no name
 * stands by title. A number's label ("ved fare") goes into the note, since the two systems have no common field.
 */
import VCard from 'vcard-creator';
import type { EffectiveContact } from './contact-update';
import { dialOf } from './phone-number';

/** Whether there is anything to put in an address book: a number or a mail address. */
export function isReachable(person: EffectiveContact): boolean {
	return person.phones.length > 0 || person.mail !== null;
}

/**
 * The contacts as the text of one .vcf file, one card after another. Those who cannot be reached are left out.
 * @param planId Makes each card's UID the same every time, so that an address book can see that it has it.
 * @param atMs When the cards are made.
 * @param noteOf What is to be remembered of a contact: its roles, where it comes from; empty for nothing.
 */
export function contactsToVCards(
	people: readonly EffectiveContact[],
	planId: string,
	atMs: number,
	noteOf: (person: EffectiveContact) => string
): string {
	return people
		.filter(isReachable)
		.map((person) => cardOf(person, planId, noteOf(person)).addRevision(new Date(atMs)).buildVCard())
		.join('');
}

function cardOf(person: EffectiveContact, planId: string, note: string): VCard {
	const { contact, name, phones, mail } = person;
	const card = new VCard()
		.addUid(`beredt-${planId}-${contact.id}`)
		.addFullName(oneLine(name ?? contact.title))
		.addName(nameParts(name, contact.title))
		.addJobtitle(oneLine(contact.title));
	for (const phone of phones) {
		const dial = dialOf(phone.dial);
		if (dial !== null) card.addPhoneNumber({ number: dial, type: ['work', 'voice'] });
	}
	if (mail !== null) card.addEmail({ address: mail, type: ['work', 'internet'] });
	const labels = phones
		.filter((phone) => phone.label !== null)
		.map((phone) => `${phone.display}: ${phone.label}`);
	const notes = [...labels, note].filter((line) => line !== '').join('\n');
	if (notes) card.addNote(notes.replace(/\r\n?/g, '\n'));
	return card;
}

/**
 * Family and given name. A backslash becomes a slash: readers, ical.js among them, take an escaped one before a separator
 * for an escaped separator.
 */
function nameParts(name: string | null, title: string): { familyName: string; givenName: string } {
	const words = oneLine(name ?? title)
		.replaceAll('\\', '/')
		.split(' ');
	const isPerson = name !== null && words.length > 1;
	return {
		familyName: isPerson ? (words.at(-1) ?? '') : '',
		givenName: words.slice(0, isPerson ? -1 : undefined).join(' ')
	};
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
