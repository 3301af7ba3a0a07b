import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan, parsePlanFile } from '$lib/domain/plan/parse-plan';
import { PLAN_MAX_BYTES } from '$lib/domain/plan/schema';

const content = readFileSync(new URL('../../../../plans/viborg-it-delplan.json', import.meta.url), 'utf8');

/** The embedded plan, with `value` at `path`, or without what is there. */
function changed(path: string, value: unknown): unknown {
	const plan: unknown = JSON.parse(content);
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = keys.reduce(
		(at, key) => at[key] as Record<string, unknown>,
		plan as Record<string, unknown>
	);
	if (value === undefined) Reflect.deleteProperty(parent, last);
	else parent[last] = value;
	return plan;
}

const refusalOf = (value: unknown) => {
	const parsed = parsePlan(value);
	return parsed.ok ? 'read' : parsed.error;
};

describe('a plan file', () => {
	it('is read from text', () => {
		expect(parsePlanFile(content).ok).toBe(true);
	});

	it('is read from bytes, with a byte order mark too', () => {
		expect(parsePlanFile(new TextEncoder().encode(`\uFEFF${content}`)).ok).toBe(true);
	});

	it('is the same plan when it is written and read again', () => {
		const parsed = parsePlanFile(content);
		expect(parsed.ok && parsePlanFile(JSON.stringify(parsed.value))).toEqual(parsed);
	});

	it.each(['', '{', 'a plan', '{"format": "beredt-plan",}'])('is refused when it is not JSON: %j', (text) => {
		expect(parsePlanFile(text)).toMatchObject({ ok: false, error: { code: 'planNotJson' } });
	});

	it('is refused when its bytes are not UTF-8', () => {
		expect(parsePlanFile(new Uint8Array([0x22, 0xc3, 0x22]))).toMatchObject({
			ok: false,
			error: { code: 'planNotJson' }
		});
	});

	it('is refused above 5 MB, before anything in it is read', () => {
		const bytes = PLAN_MAX_BYTES + 1;
		expect(parsePlanFile(' '.repeat(bytes))).toEqual({ ok: false, error: { code: 'planTooLarge', bytes } });
		expect(parsePlanFile(new Uint8Array(bytes))).toEqual({
			ok: false,
			error: { code: 'planTooLarge', bytes }
		});
	});

	it('is measured in bytes and not in letters', () => {
		expect(parsePlanFile('å'.repeat(PLAN_MAX_BYTES / 2 + 1))).toMatchObject({
			ok: false,
			error: { code: 'planTooLarge', bytes: PLAN_MAX_BYTES + 2 }
		});
	});

	it('is read up to exactly 5 MB', () => {
		const padding = PLAN_MAX_BYTES - new TextEncoder().encode(content).byteLength;
		expect(parsePlanFile(content + ' '.repeat(padding)).ok).toBe(true);
	});

	it.each([null, 1, 'plan', [], {}, { format: 'other' }])('is refused when it is no plan: %j', (value) => {
		expect(refusalOf(value)).toEqual({ code: 'planOtherFormat' });
	});

	it.each([2, '1', null, undefined])('is refused when its schema version is %j', (version) => {
		expect(refusalOf(changed('schemaVersion', version))).toEqual({
			code: 'planOtherVersion',
			found: String(version)
		});
	});
});

describe('a place in a plan file is named when', () => {
	it.each([
		['a field is missing', 'sections.2.title', undefined, 'missing'],
		['a whole list is missing', 'warnings', undefined, 'missing'],
		['a field is of another type', 'contacts.0.central', 'yes', 'wrongType'],
		['a word is not one of those allowed', 'channels.2.status', 'gone', 'wrongType'],
		['a block is of no known kind', 'sections.0.blocks.0.kind', 'video', 'wrongType'],
		['a key is unknown', 'cards.3.colour', 'red', 'unknownKey'],
		['a key of the plan is unknown', 'theme', 'dark', 'unknownKey'],
		['a text is empty', 'sections.0.blocks.0.text', '', 'empty'],
		['a title is too long', 'cards.0.title', 'a'.repeat(201), 'tooLong'],
		['a list is empty that may not be', 'cards.0.steps', [], 'tooFew'],
		['a text holds a tag', 'sections.0.blocks.0.text', 'Ring <b>nu</b>', 'markup'],
		['a text holds a script', 'cards.1.steps.4.text', '<script>alert(1)</script>', 'markup'],
		['a text holds an image', 'warnings.0.text', '<img src=x onerror=alert(1)>', 'markup'],
		['a text holds a script address', 'contacts.0.note', 'javascript:alert(1)', 'markup'],
		['a text holds an entity', 'title.text', 'It &lt; alt', 'markup'],
		['an abbreviation holds a tag', 'roles.4.abbreviation', '<i>IK', 'markup'],
		['a mention holds a tag', 'roles.0.mentions.0', '<a>chefen', 'markup'],
		['a text holds a control character', 'roles.0.name', 'Chef\u0000en', 'controlCharacter'],
		['a text turns direction', 'contacts.0.name', 'Erik\u202Enesnerøs', 'controlCharacter'],
		['an id holds a space', 'cards.0.id', 'AC 01', 'badId'],
		['a date is not a date', 'revision.lastUpdatedOn', '13.01.2018', 'badDate'],
		['a date is no day of the calendar', 'revision.approvedOn', '2018-02-31', 'badDate'],
		['a contact was confirmed on no day', 'contacts.0.confirmedOn', '2026-13-01', 'badDate'],
		['a line is counted from 0', 'sections.1.lines.0', 0, 'badNumber'],
		['a deadline is before its start', 'cards.0.steps.0.dueMinutes', -1, 'badNumber'],
		['a number cannot be dialled', 'contacts.0.phones.0.dial', '87 87 41 50', 'badDial'],
		['a mail address is none', 'contacts.0.mail', 'es at viborg.dk', 'badMail'],
		['an id stands twice', 'cards.1.id', 'AC-01', 'duplicateId'],
		['an id stands in two lists', 'alarmSources.0.id', 'sms', 'duplicateId'],
		['a list is drawn twice', 'sections.7.blocks.0.kind', 'services', 'drawnTwice'],
		['a contact is listed twice', 'sections.5.blocks.1.contacts.1', 'K-CHEF', 'drawnTwice'],
		['the owner is unknown', 'owner', 'mayor', 'unknownReference'],
		['a block names an unknown contact', 'sections.5.blocks.1.contacts.0', 'K-NOBODY', 'unknownReference'],
		['a role is filled by nobody known', 'roles.2.filledBy.1.ref', 'K-NOBODY', 'unknownReference'],
		['a member is unknown', 'roles.3.members.0.ref', 'nobody', 'unknownReference'],
		['an appointing body is unknown', 'roles.4.appointedBy', 'nobody', 'unknownReference'],
		['a contact is named where a role must be', 'roles.5.composedBy', 'K-CHEF', 'unknownReference'],
		['a body above is unknown', 'roles.0.takesPartIn.0', 'nobody', 'unknownReference'],
		['a channel depends on an unknown service', 'channels.3.dependsOn.0', 'KY9', 'unknownReference'],
		['a way to notify does too', 'notificationChannels.3.dependsOn.0', 'KY9', 'unknownReference'],
		['a decision is nobody’s', 'decisions.0.decidedBy.0', 'nobody', 'unknownReference'],
		['a step of the flow leads nowhere', 'flow.0.next.0.to', 'flow-nowhere', 'unknownReference'],
		['a step of the flow is nobody’s', 'flow.1.by', 'nobody', 'unknownReference'],
		['a card is nobody’s', 'cards.0.responsible.0', 'nobody', 'unknownReference'],
		['a card is of an unknown service', 'cards.0.services.0', 'KY9', 'unknownReference'],
		['a card names an unknown contact', 'cards.0.contacts.0', 'K-NOBODY', 'unknownReference'],
		['a step is decided by nobody known', 'cards.3.steps.0.decisionBy', 'nobody', 'unknownReference'],
		['a step has an unknown source', 'cards.0.steps.0.sources.0', 'HEARSAY', 'unknownReference'],
		['a step has a source that names no line', 'cards.0.steps.0.sources.0', 'P:L0', 'unknownReference'],
		['a group holds an unknown card', 'cardGroups.0.cards.0', 'AC-99', 'unknownReference'],
		['a warning is about nothing', 'warnings.0.about.0', 'nothing', 'unknownReference']
	])('%s', (_, path, value, code) => {
		expect(refusalOf(changed(path, value))).toMatchObject({ code: 'planInvalid', place: { path, code } });
	});

	it('a role is filled by itself through another', () => {
		const ring = changed('roles.0.filledBy.0.ref', 'chair');
		expect(refusalOf(ring)).toMatchObject({
			code: 'planInvalid',
			place: { path: 'roles.0', code: 'circularReference', found: 'headOfItAndDigitalisation' },
			others: 0
		});
	});

	it('a body is its own member', () => {
		expect(refusalOf(changed('roles.3.members.0.ref', 'itEmergencyGroup'))).toMatchObject({
			place: { path: 'roles.3', code: 'circularReference' }
		});
	});

	it('more than one is wrong: the first is told, the others are counted', () => {
		const plan = changed('warnings.0.about', ['nothing', 'nobody']);
		expect(refusalOf(plan)).toMatchObject({
			place: { path: 'warnings.0.about.0', found: 'nothing' },
			others: 1
		});
	});

	it('a reference is wrong: what it should have named is told', () => {
		const kinds = ['owner', 'roles.2.filledBy.1.ref', 'cards.0.contacts.0', 'flow.0.next.0.to'];
		const expected = ['role', 'roleOrContact', 'contact', 'flow'];
		expect(kinds.map((path) => refusalOf(changed(path, 'nobody')))).toMatchObject(
			expected.map((one) => ({ place: { expected: one } }))
		);
	});

	it('all is wrong: the file is read no further than the first field', () => {
		const rubbish = Array.from({ length: 100_000 }, () => ({}));
		expect(refusalOf(changed('sources', rubbish))).toMatchObject({
			place: { path: 'sources.0.id', code: 'missing' },
			others: 0
		});
	});

	it('all references are wrong: no more than a thousand are counted', () => {
		const about = Array.from({ length: 30 }, () => 'nothing');
		const warnings = Array.from({ length: 100 }, (_, index) => ({
			id: `warning-${index}`,
			kind: 'stale',
			severity: 'low',
			about,
			text: 'Planen er gammel.'
		}));
		expect(refusalOf(changed('warnings', warnings))).toMatchObject({ others: 999 });
	});

	it('what was found there is long: it is cut', () => {
		const refusal = refusalOf(changed('contacts.0.central', 'x'.repeat(500)));
		expect(refusal).toMatchObject({ place: { code: 'wrongType' } });
		expect(JSON.stringify(refusal).length).toBeLessThan(300);
	});
});
