import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toIsoInstant, type IsoInstant } from '$lib/base/time';
import type { PhoneContent } from '$lib/domain/phone-data/phone-content';
import {
	parsePhoneData,
	PHONE_DATA_MAX_BYTES,
	serialisePhoneData,
	type PhoneSettings
} from '$lib/domain/phone-data/phone-data';
import { acknowledgement, attachment, contactUpdate, minute, pdf, tick } from '../../../doubles/phone-rows';
import { heldTinyPlan } from '../../../doubles/tiny-plan';
import { valued } from '../../../doubles/valued';

const content: PhoneContent = {
	plan: heldTinyPlan(),
	previousPlan: heldTinyPlan({ fingerprint: 'tiny-0', origin: 'embedded' }),
	checklist: [tick(1), tick(2, { kind: 'unticked' })],
	contactUpdates: [contactUpdate({ name: 'Åse 🧯' })],
	acknowledgements: [acknowledgement()],
	attachments: [attachment({ bytes: pdf('\u0000\u00ff'.repeat(30_000)) })]
};
const settings: PhoneSettings = { locale: 'en', theme: 'night' };
const exportedAt = minute(0);
const text = () => valued(serialisePhoneData(content, settings, exportedAt));

/** The file, with `value` at the dot path `path`, or without what is there. */
function changed(path: string, value: unknown): string {
	const file = JSON.parse(text()) as Record<string, unknown>;
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, file);
	if (value === undefined) Reflect.deleteProperty(parent, last);
	else parent[last] = value;
	return JSON.stringify(file);
}

function problemOf(file: string | Uint8Array) {
	const parsed = parsePhoneData(file);
	return parsed.ok ? 'read' : parsed.error;
}

describe('a phone-data file', () => {
	it('gives back what was put in it, from text and from bytes', () => {
		const whole = { ok: true, value: { content, settings, exportedAt } };
		expect(parsePhoneData(text())).toEqual(whole);
		expect(parsePhoneData(new TextEncoder().encode(`\uFEFF${text()}`))).toEqual(whole);
	});

	it('is the same file when it is read and written again', () => {
		const read = valued(parsePhoneData(text()));
		expect(serialisePhoneData(read.content, read.settings, read.exportedAt)).toEqual({
			ok: true,
			value: text()
		});
	});

	it('gives back an empty phone', () => {
		const empty = { plan: null, previousPlan: null, checklist: [], contactUpdates: [], acknowledgements: [] };
		const file = serialisePhoneData(
			{ ...empty, attachments: [] },
			{ locale: null, theme: 'system' },
			exportedAt
		);
		expect(valued(parsePhoneData(valued(file))).content).toEqual({ ...empty, attachments: [] });
	});

	it('gives back any events, updates and bytes', () => {
		const id = fc.oneof(
			fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
			fc.constantFrom('__proto__', 'constructor', '\ud800')
		);
		const instant = fc
			.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
			.map((date): IsoInstant => toIsoInstant(date.getTime()));
		const words = fc.option(fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }));
		const event = fc.record({
			id,
			runId: id,
			planId: id,
			cardId: id,
			stepId: id,
			kind: fc.constantFrom<'ticked' | 'unticked'>('ticked', 'unticked'),
			at: instant,
			sequence: fc.maxSafeNat()
		});
		const update = fc.record({
			planId: id,
			contactId: id,
			name: words,
			phone: words,
			mail: words,
			confirmedAt: instant
		});
		const file = fc
			.uint8Array({ maxLength: 50 })
			.map((bytes) => attachment({ bytes: Uint8Array.from([...pdf(), ...bytes]) }));
		const phone = fc.record({
			plan: fc.constantFrom(null, heldTinyPlan()),
			previousPlan: fc.constant(null),
			checklist: fc.array(event, { maxLength: 20 }),
			contactUpdates: fc.array(update, { maxLength: 20 }),
			acknowledgements: fc.array(fc.record({ planId: id, warningId: id, at: instant }), { maxLength: 5 }),
			attachments: fc.array(file, { maxLength: 3 })
		});
		fc.assert(
			fc.property(phone, (held) => {
				const written = valued(serialisePhoneData(held, settings, exportedAt));
				expect(valued(parsePhoneData(written)).content).toEqual(held);
			})
		);
	});
});

describe('a phone-data file is refused', () => {
	it('above 64 MiB, before anything in it is read', () => {
		const bytes = PHONE_DATA_MAX_BYTES + 1;
		expect(problemOf(new Uint8Array(bytes))).toEqual({ code: 'phoneDataTooLarge', bytes });
		expect(problemOf(' '.repeat(bytes))).toEqual({ code: 'phoneDataTooLarge', bytes });
	});

	it.each(['', '{', 'data', new Uint8Array([0x22, 0xc3, 0x22])])('when it is not JSON: %j', (file) => {
		expect(problemOf(file)).toMatchObject({ code: 'phoneDataNotJson' });
	});

	it.each(['null', '[]', '7', '{}', '{"format":"beredt-plan"}'])('when it is something else: %s', (file) => {
		expect(problemOf(file)).toEqual({ code: 'phoneDataOtherFormat' });
	});

	it.each([2, '1', undefined])('when its version is %j', (version) => {
		expect(problemOf(changed('version', version))).toEqual({
			code: 'phoneDataOtherVersion',
			found: String(version)
		});
	});

	it('at the first row that is wrong, and reads no further', () => {
		const rubbish = Array.from({ length: 100_000 }, () => 1);
		expect(problemOf(changed('checklist', rubbish))).toMatchObject({
			place: { path: 'checklist.0', code: 'wrongType' },
			others: 0
		});
	});

	it.each([
		['extra', 1, 'extra', 'unknownKey'],
		['settings', undefined, 'settings', 'missing'],
		['settings.theme', 'pink', 'settings.theme', 'wrongType'],
		['settings.locale', 'de', 'settings.locale', 'wrongType'],
		['exportedAt', '2026-11-24', 'exportedAt', 'badInstant'],
		['exportedAt', '2026-02-31T00:00:00.000Z', 'exportedAt', 'badInstant'],
		['checklist', {}, 'checklist', 'wrongType'],
		['checklist.1.id', '', 'checklist.1.id', 'empty'],
		['checklist.1.id', 'x'.repeat(201), 'checklist.1.id', 'tooLong'],
		['checklist.1.kind', 'deleted', 'checklist.1.kind', 'wrongType'],
		['checklist.1.sequence', 1.5, 'checklist.1.sequence', 'badNumber'],
		['checklist.1.sequence', -1, 'checklist.1.sequence', 'badNumber'],
		['checklist.1.at', undefined, 'checklist.1.at', 'missing'],
		['checklist.1.html', '', 'checklist.1.html', 'unknownKey'],
		['contactUpdates.0.phone', 7, 'contactUpdates.0.phone', 'wrongType'],
		['contactUpdates', Array.from({ length: 10_001 }, () => contactUpdate()), 'contactUpdates', 'tooMany'],
		['acknowledgements.0.at', 0, 'acknowledgements.0.at', 'wrongType'],
		['attachments.0.mediaType', 'text/html', 'attachments.0.mediaType', 'wrongType'],
		['attachments.0.base64', '%%%%', 'attachments.0.base64', 'badBase64'],
		['attachments.0.base64', 'JVBERi0', 'attachments.0.base64', 'badBase64'],
		['attachments.0.base64', btoa('<html>'), 'attachments.0.base64', 'notPdf'],
		['attachments.0.base64', btoa(`%PDF-${'7'.repeat(20 * 1024 * 1024)}`), 'attachments.0.base64', 'notPdf'],
		['plan.origin', 'stolen', 'plan.origin', 'wrongType'],
		['plan.plan', null, 'plan.plan', 'planOtherFormat'],
		['plan.plan.schemaVersion', 2, 'plan.plan', 'planOtherVersion'],
		['plan.plan.id', '', 'plan.plan.id', 'badId'],
		['plan.plan.owner', 'nobody', 'plan.plan.owner', 'unknownReference'],
		['previousPlan.plan.title.text', '<script>', 'previousPlan.plan.title.text', 'markup']
	])('with %s as it must not be', (path, value, place, code) => {
		expect(problemOf(changed(path, value))).toMatchObject({
			code: 'phoneDataInvalid',
			place: { path: place, code }
		});
	});
});

describe('a phone-data file is not made', () => {
	it('when it would be too large to be read again', () => {
		const large = attachment({ bytes: pdf('7'.repeat(17 * 1024 * 1024)) });
		const made = serialisePhoneData({ ...content, attachments: [large, large, large] }, settings, exportedAt);
		expect(made).toMatchObject({ ok: false, error: { code: 'phoneDataTooLarge' } });
	});

	it('when a list is longer than is read', () => {
		const acknowledgements = Array.from({ length: 10_001 }, () => acknowledgement());
		expect(serialisePhoneData({ ...content, acknowledgements }, settings, exportedAt)).toMatchObject({
			ok: false,
			error: { code: 'phoneDataInvalid', place: { path: 'acknowledgements', code: 'tooMany' } }
		});
	});
});
