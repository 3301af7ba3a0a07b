import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { applyContactUpdate, type EffectiveContact } from '$lib/domain/contacts/contact-update';
import { contactsToVCards } from '$lib/domain/contacts/vcard';
import type { Contact } from '$lib/domain/plan/schema';
import { contactUpdate } from '../../../doubles/phone-rows';
import { tinyPlan } from '../../../doubles/tiny-plan';

const NOW_MS = Date.UTC(2018, 0, 13, 2);
const template = tinyPlan().contacts[0] as Contact;
const person = (overrides: Partial<Contact> = {}): EffectiveContact =>
	applyContactUpdate({ ...template, ...overrides }, undefined);

/** Reads a file back as an address book does. */
function cardsIn(file: string): ICAL.Component[] {
	const parsed = ICAL.parse(file) as unknown[];
	const cards = (typeof parsed[0] === 'string' ? [parsed] : parsed) as ConstructorParameters<
		typeof ICAL.Component
	>[0][];
	return cards.map((card) => new ICAL.Component(card));
}
/** ical.js leaves the backslash before each semicolon that RFC 2426 (4, ESCAPED-CHAR) bids. */
const valueOf = (card: ICAL.Component | undefined, name: string): unknown => {
	const value = card?.getFirstPropertyValue(name) ?? null;
	return typeof value === 'string' ? value.replaceAll('\\;', ';') : value;
};
const written = (people: EffectiveContact[], note = '') =>
	contactsToVCards(people, 'tiny', NOW_MS, () => note);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

describe('the vCard file', () => {
	it('is vCard 3.0 with what phones show: name, title, number, mail, note', () => {
		expect(written([person()], 'Fra planen, 2018')).toBe(
			[
				'BEGIN:VCARD',
				'VERSION:3.0',
				'PRODID:-//vcard-creator//vcard-creator 1.0.0//EN',
				'UID:beredt-tiny-contact-1',
				'FN:Åse Ærø',
				'N:Ærø;Åse;;;',
				'TITLE:IT-chef',
				'TEL;TYPE=WORK,VOICE:12345678',
				'EMAIL;TYPE=WORK,INTERNET:aase@example.dk',
				'NOTE:Fra planen\\, 2018',
				'REV:2018-01-13T02:00:00.000Z',
				'END:VCARD',
				''
			].join('\r\n')
		);
	});

	it('shows who has no name by title', () => {
		const [card] = cardsIn(written([person({ name: null, title: 'Driftsvagt' })]));
		expect(valueOf(card, 'fn')).toBe('Driftsvagt');
		expect(valueOf(card, 'n')).toEqual(['', 'Driftsvagt', '', '', '']);
	});

	it('has the number that was written on the phone', () => {
		const [card] = cardsIn(written([applyContactUpdate(template, contactUpdate())]));
		expect(valueOf(card, 'tel')).toBe('87654321');
	});

	it('has all numbers, and says in the note what each is for', () => {
		const phones = [
			{ label: null, display: '114', dial: '114' },
			{ label: 'ved fare', display: '112', dial: '112' }
		];
		const [card] = cardsIn(written([person({ phones, mail: null })]));
		expect(card?.getAllProperties('tel').map((one) => one.getFirstValue())).toEqual(['114', '112']);
		expect(valueOf(card, 'email')).toBeNull();
		expect(valueOf(card, 'note')).toBe('112: ved fare');
	});

	it('leaves out who cannot be reached', () => {
		const file = written([person({ id: 'a', phones: [], mail: null }), person({ id: 'b', phones: [] })]);
		expect(cardsIn(file).map((card) => valueOf(card, 'uid'))).toEqual(['beredt-tiny-b']);
		expect(written([])).toBe('');
	});

	it('gives back every name, title and note, whatever is in them', () => {
		const awkward = fc.string({
			unit: fc.oneof(
				fc.constantFrom(...',;:\\\n"æøåÆØÅé=^\'', ' ', '😀', '👩‍🚒', 'BEGIN:VCARD', '\\n', '\r\n'),
				fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
			),
			minLength: 1,
			maxLength: 120
		});
		const text = awkward.filter(
			(value) => oneLine(value) !== '' && !/[\p{Surrogate}\p{Cc}]/u.test(value.replace(/\r?\n/g, ''))
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 4 }), (rows) => {
				const people = rows.map(([name, title], index) => person({ id: `c${index}`, name, title }));
				const notes = new Map(
					people.map((one, index) => [one, rows[index]?.[2].replaceAll('\r\n', '\n') ?? ''])
				);
				const file = contactsToVCards(people, 'tiny', NOW_MS, (one) => notes.get(one) ?? '');
				const bytes = new TextEncoder();
				for (const line of file.split('\r\n')) expect(bytes.encode(line).length).toBeLessThanOrEqual(75);
				const cards = cardsIn(file);
				expect(cards).toHaveLength(rows.length);
				rows.forEach(([name, title, note], index) => {
					const card = cards[index];
					expect(valueOf(card, 'fn')).toBe(oneLine(name));
					expect(valueOf(card, 'title')).toBe(oneLine(title));
					expect(valueOf(card, 'note')).toBe(note.replaceAll('\r\n', '\n'));
					const [family, given] = valueOf(card, 'n') as string[];
					expect([given, family].filter(Boolean).join(' ')).toBe(oneLine(name).replaceAll('\\', '/'));
				});
			})
		);
	});
});
