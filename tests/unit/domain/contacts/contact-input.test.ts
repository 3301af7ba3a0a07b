import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { contactUpdateSchema } from '$lib/domain/phone-data/content-schemas';
import { applyContactUpdate } from '$lib/domain/contacts/contact-update';
import { readContactInput } from '$lib/domain/contacts/contact-input';
import type { Contact } from '$lib/domain/plan/schema';
import * as v from 'valibot';
import { contactUpdate } from '../../../doubles/phone-rows';
import { tinyPlan } from '../../../doubles/tiny-plan';
import { valued } from '../../../doubles/valued';

const contact = tinyPlan().contacts[0] as Contact;
const bare: Contact = { ...contact, name: null, phones: [], mail: null };
const empty = { name: '', phone: '', mail: '' };
const read = (input: Partial<typeof empty>, of: Contact = bare) =>
	readContactInput(of, { ...empty, ...input });
const problemsOf = (input: Partial<typeof empty>, of: Contact = bare) => {
	const result = read(input, of);
	return result.ok ? [] : result.error.map(({ code }) => code);
};

describe('what is written about a contact', () => {
	it('is kept tidied, each field by itself', () => {
		expect(valued(read({ name: '  Bo   Ø ', phone: ' 87 65  43 21', mail: ' bo@example.dk ' }))).toEqual({
			name: 'Bo Ø',
			phone: '87 65 43 21',
			mail: 'bo@example.dk'
		});
		expect(valued(read({ phone: '114' }))).toEqual({ name: null, phone: '114', mail: null });
	});

	it('leaves the plan’s own where a field is empty or says the same', () => {
		expect(valued(read({}, contact))).toEqual({ name: null, phone: null, mail: null });
		expect(
			valued(read({ name: 'Åse Ærø', phone: '+45 12 34 56 78', mail: 'AASE@example.dk' }, contact))
		).toEqual({ name: null, phone: null, mail: null });
	});

	it('leaves what the plan itself has wrong, if it was not touched', () => {
		const odd: Contact = {
			...contact,
			phones: [{ label: null, display: '87 87 41 50 lokal 12', dial: '+4587874150' }]
		};
		expect(valued(read({ phone: '87 87 41 50 lokal 12', name: 'Bo' }, odd))).toEqual({
			name: 'Bo',
			phone: null,
			mail: null
		});
		expect(problemsOf({ phone: '87 87 41 50 lokal 13' }, odd)).toEqual(['phoneCharacters']);
	});

	it('loses the unseen marks and long dashes that come with a pasted number', () => {
		expect(valued(read({ phone: '\u202A+45\u00A087–65—43‑21\u202C' })).phone).toBe('+45 87-65-43-21');
	});
});

describe('a number', () => {
	it.each(['87 65 43 21', '+45 87654321', '0045 87 65 43 21', '112', '1813', '+46 8 123 456 78', '4150'])(
		'is taken: %s',
		(phone) => {
			expect(problemsOf({ phone })).toEqual([]);
		}
	);

	it.each([
		['87 65 43 2', 'phoneDanish'],
		['87 65 43 21 0', 'phoneDanish'],
		['+45 87 65 43 2', 'phoneDanish'],
		['0045 87 65 43 21 1', 'phoneDanish'],
		['12', 'phoneTooShort'],
		['+46 1234567890123456', 'phoneTooLong'],
		['112' + ' .'.repeat(30), 'phoneTooLong'],
		['87 65 43 21 / 22', 'phoneCharacters'],
		['mobil 87654321', 'phoneCharacters'],
		['87+654321', 'phonePlus'],
		['++4587654321', 'phonePlus'],
		['٨٧٦٥٤٣٢١', 'phoneCharacters']
	])('is refused: %s, as %s', (phone, code) => {
		expect(problemsOf({ phone })).toEqual([code]);
	});

	it('that is Danish and wrong says how many digits it has', () => {
		const result = read({ phone: '+45 87 65 43 2' });
		expect(result).toEqual({ ok: false, error: [{ field: 'phone', code: 'phoneDanish', digits: 7 }] });
	});
});

describe('a name and a mail address', () => {
	it.each(['bo@example.dk', 'b.o+x@sub.example.dk', 'bo@børn.dk'])('are taken: %s', (mail) => {
		expect(problemsOf({ mail, name: 'Bo; "B", Ø' })).toEqual([]);
	});

	it.each([
		'bo',
		'bo@',
		'@example.dk',
		'bo@example',
		'bo @example.dk',
		'bo@example..dk',
		'bø@example.dk',
		'a@b@c.dk'
	])('are refused: the mail %s', (mail) => {
		expect(problemsOf({ mail })).toEqual(['mailShape']);
	});

	it('are bounded', () => {
		expect(problemsOf({ name: 'å'.repeat(200), mail: `${'a'.repeat(243)}@example.dk`.slice(-254) })).toEqual(
			[]
		);
		expect(problemsOf({ name: 'å'.repeat(201), mail: `${'a'.repeat(250)}@example.dk` })).toEqual([
			'nameTooLong',
			'mailTooLong'
		]);
	});

	it('are refused together, the number first', () => {
		expect(problemsOf({ phone: 'x', name: 'a\u0007', mail: 'x' })).toEqual([
			'phoneCharacters',
			'nameUnreadable',
			'mailShape'
		]);
	});
});

it('whatever is taken can be stored, and its number dialled', () => {
	const phone = fc.oneof(
		fc.string({ unit: fc.constantFrom(...'0123456789+ -().'), maxLength: 20 }),
		fc.string({ unit: 'grapheme', maxLength: 20 })
	);
	fc.assert(
		fc.property(phone, fc.string({ unit: 'grapheme' }), fc.emailAddress(), (phone, name, mail) => {
			const result = read({ phone, name, mail });
			if (!result.ok) return;
			const update = contactUpdate({ ...result.value });
			expect(v.safeParse(contactUpdateSchema, update).success).toBe(true);
			const { phones } = applyContactUpdate(bare, update);
			expect(phones).toHaveLength(result.value.phone === null ? 0 : 1);
		})
	);
});
