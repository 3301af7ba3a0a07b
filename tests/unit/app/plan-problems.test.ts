import { readFileSync } from 'node:fs';
import type * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { PLACE_SENTENCES, placeSentence, visible } from '$lib/app/place-sentences';
import { phoneDataProblemMessage, planProblemMessage } from '$lib/app/plan-problems';
import {
	parsePhoneData,
	phoneDataSchema,
	serialisePhoneData,
	type PhoneDataProblem
} from '$lib/domain/phone-data/phone-data';
import { parsePlan, parsePlanFile, type PlanPlace, type PlanProblem } from '$lib/domain/plan/parse-plan';
import { planSchema } from '$lib/domain/plan/schema';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { changedJson } from '../../doubles/changed-json';
import { acknowledgement, attachment, contactUpdate, minute, pdf, tick } from '../../doubles/phone-rows';
import { heldTinyPlan } from '../../doubles/tiny-plan';
import { valued } from '../../doubles/valued';

const plan: unknown = JSON.parse(
	readFileSync(new URL('../../../plans/viborg-it-delplan.json', import.meta.url), 'utf8')
);
const phone: unknown = JSON.parse(
	valued(
		serialisePhoneData(
			{
				plan: heldTinyPlan(),
				previousPlan: null,
				checklist: [tick(1)],
				contactUpdates: [contactUpdate()],
				acknowledgements: [acknowledgement()],
				attachments: [attachment()]
			},
			{ locale: null, theme: 'system' },
			minute(0)
		)
	)
);

afterEach(() => {
	overwriteGetLocale(() => 'da');
});

function planSentence(value: unknown): string {
	const parsed = typeof value === 'string' ? parsePlanFile(value) : parsePlan(value);
	return parsed.ok ? 'taken' : planProblemMessage(parsed.error);
}

function phoneSentence(value: unknown): string {
	const parsed = parsePhoneData(typeof value === 'string' ? value : JSON.stringify(value));
	return parsed.ok ? 'taken' : phoneDataProblemMessage(parsed.error);
}

/** Every message that any rule of `schema` may give. */
function messagesIn(schema: unknown, seen = new Set<unknown>()): string[] {
	if (typeof schema !== 'object' || schema === null || seen.has(schema)) return [];
	seen.add(schema);
	const { kind, message } = schema as Partial<v.BaseValidation<unknown, unknown, v.BaseIssue<unknown>>> & {
		message?: unknown;
	};
	const own =
		kind === 'validation' ? [typeof message === 'string' ? message : `none: ${String(message)}`] : [];
	return [...own, ...Object.values(schema).flatMap((part) => messagesIn(part, seen))];
}

describe('every code has a sentence', () => {
	it('that the rules of the plan’s and the phone-data file’s schemas can give', () => {
		const codes = new Set([...messagesIn(planSchema), ...messagesIn(phoneDataSchema)]);
		expect([...codes].sort()).toEqual([
			'badDate',
			'badDial',
			'badId',
			'badInstant',
			'badLanguage',
			'badMail',
			'badNumber',
			'controlCharacter',
			'empty',
			'markup',
			'tooFew',
			'tooLong',
			'tooMany'
		]);
		for (const code of codes) expect(PLACE_SENTENCES).toHaveProperty(code);
	});

	it.each(['da', 'en'] as const)('of its own, that names the place, in %s', (locale) => {
		overwriteGetLocale(() => locale);
		const fallback = placeSentence({ path: 'x', code: 'unheard of', expected: '', found: '' });
		const sentences = Object.keys(PLACE_SENTENCES).map((code) =>
			placeSentence({ path: 'cards.3.title', code, expected: '', found: 'det, der stod' })
		);
		for (const sentence of sentences) {
			expect(sentence).toContain('cards.3.title');
			expect(sentence).toMatch(/^\S.*\.$/);
			expect(sentence).not.toContain('undefined');
		}
		expect(new Set(sentences).size).toBe(sentences.length);
		expect(sentences).not.toContain(fallback);
	});

	it.each(['da', 'en'] as const)('also what refuses a file as a whole, in %s', (locale) => {
		overwriteGetLocale(() => locale);
		const place: PlanPlace = { path: 'owner', code: 'missing', expected: '"owner"', found: 'undefined' };
		const planProblems: Record<PlanProblem['code'], PlanProblem> = {
			planTooLarge: { code: 'planTooLarge', bytes: 5_000_001 },
			planNotJson: { code: 'planNotJson', detail: 'Unexpected token' },
			planOtherFormat: { code: 'planOtherFormat' },
			planOtherVersion: { code: 'planOtherVersion', found: '2' },
			planInvalid: { code: 'planInvalid', place, others: 0 }
		};
		const dataProblems: Record<PhoneDataProblem['code'], PhoneDataProblem> = {
			phoneDataTooLarge: { code: 'phoneDataTooLarge', bytes: 70_000_000 },
			phoneDataNotJson: { code: 'phoneDataNotJson', detail: 'Unexpected token' },
			phoneDataOtherFormat: { code: 'phoneDataOtherFormat' },
			phoneDataOtherVersion: { code: 'phoneDataOtherVersion', found: '2' },
			phoneDataInvalid: { code: 'phoneDataInvalid', place: { ...place, path: 'settings' }, others: 0 }
		};
		const sentences = [
			...Object.values(planProblems).map((problem) => planProblemMessage(problem)),
			...Object.values(dataProblems).map((problem) => phoneDataProblemMessage(problem)),
			phoneDataProblemMessage(dataProblems.phoneDataTooLarge, 'make'),
			planProblemMessage({ code: 'embeddedPlanUnreachable', detail: 'HTTP 503' }),
			planProblemMessage({ code: 'fileUnreadable', detail: 'gone' })
		];
		for (const sentence of sentences) expect(sentence).toMatch(/^\S.{20,}\S$/);
		expect(new Set(sentences).size).toBe(sentences.length);
	});
});

describe('a refused plan file is told by what is wrong with it', () => {
	it.each([
		['sections.2.title', undefined, '“sections.2.title” mangler. Feltet skal være der.'],
		[
			'contacts.0.central',
			'yes',
			'“contacts.0.central” er ikke, som det skal være. Der skal stå true eller false. Der står "yes".'
		],
		[
			'channels.2.status',
			'gone',
			'“channels.2.status” er ikke, som det skal være. Der skal stå "usable", "uncertain" eller "retired". Der står "gone".'
		],
		['municipality', 7, '“municipality” er ikke, som det skal være. Der skal stå en tekst. Der står 7.'],
		['cards', {}, '“cards” er ikke, som det skal være. Der skal stå en liste. Der står et objekt.'],
		[
			'cards.3.colour',
			'red',
			'“cards.3.colour” er et felt, Beredt ikke kender. Ret navnet, eller fjern det.'
		],
		['sections.0.blocks.0.text', '', '“sections.0.blocks.0.text” er tom. Der skal stå en tekst.'],
		['cards.0.title', 'a'.repeat(201), '“cards.0.title” er for lang. Der må højst stå 200 tegn.'],
		['cards.0.steps', [], '“cards.0.steps” er for kort. Listen skal have mindst 1 punkt.'],
		[
			'cards.0.notes',
			Array.from({ length: 31 }, () => 'a'),
			'“cards.0.notes” er for lang. Listen må højst have 30 punkter.'
		],
		[
			'cards.1.steps.4.text',
			'<script>alert(1)</script>',
			'“cards.1.steps.4.text” har HTML eller script i sig. Der må kun stå almindelig tekst.'
		],
		[
			'roles.0.name',
			'Chef\u0000en',
			'“roles.0.name” har usynlige tegn i sig. Der må kun stå almindelig tekst.'
		],
		[
			'cards.0.id',
			'AC 01',
			'“cards.0.id” er ikke et id. Et id begynder med et bogstav fra a til z, og har højst 64 bogstaver, tal, punktummer og streger.'
		],
		['language', 'dansk', '“language” er ikke et sprog. Der skal stå en sprogkode, fx da eller da-DK.'],
		[
			'revision.lastUpdatedOn',
			'13.01.2018',
			'“revision.lastUpdatedOn” er ikke en dato. Der skal stå en dag i kalenderen, skrevet som 2026-11-24.'
		],
		[
			'sections.1.lines.0',
			0,
			'“sections.1.lines.0” er ikke et tal, der kan bruges. Der skal stå et helt tal på mindst 1.'
		],
		[
			'cards.0.steps.0.dueMinutes',
			525_601,
			'“cards.0.steps.0.dueMinutes” er ikke et tal, der kan bruges. Der skal stå et helt tal på højst 525600.'
		],
		[
			'cards.0.steps.0.dueMinutes',
			1.5,
			'“cards.0.steps.0.dueMinutes” er ikke et tal, der kan bruges. Der skal stå et helt tal.'
		],
		[
			'contacts.0.phones.0.dial',
			'87 87 41 50',
			'“contacts.0.phones.0.dial” kan ikke ringes op. Der skal stå 3 til 15 cifre uden mellemrum, gerne med + foran.'
		],
		[
			'contacts.0.mail',
			'es at viborg.dk',
			'“contacts.0.mail” er ikke en mailadresse. Der skal stå en som navn@example.dk.'
		],
		[
			'cards.1.id',
			'AC-01',
			'“cards.1.id” er “AC-01”, men det id bruges allerede et andet sted i planen. Hvert id må kun stå ét sted. Der er 1 fejl mere i filen.'
		],
		[
			'cards.0.responsible.0',
			'nobody',
			'“cards.0.responsible.0” henviser til “nobody”, som ikke findes. Der skal stå id’et på en rolle i planen.'
		],
		[
			'warnings.0.about',
			['nothing', 'nobody'],
			'“warnings.0.about.0” henviser til “nothing”, som ikke findes. Der skal stå id’et på noget i planen. Der er 1 fejl mere i filen.'
		],
		[
			'response.decisions.scope',
			'nobody',
			'“response.decisions.scope” henviser til “nobody”, som ikke findes. Der skal stå id’et på en beslutning i planen.'
		],
		[
			'clocks.5.after',
			'clock-nis2-final',
			'“clocks.5.after”: “clock-nis2-final” venter på sig selv. En frist må ikke begynde efter sig selv.'
		],
		[
			'roles.3.members.0.ref',
			'itEmergencyGroup',
			'“roles.3” (“itEmergencyGroup”) ender hos sig selv. En rolle må ikke være besat af sig selv eller være medlem af sig selv.'
		]
	])('%s as %j', (path, value, sentence) => {
		expect(planSentence(changedJson(plan, path, value))).toBe(sentence);
	});

	it('as a whole: format, version, size, JSON', () => {
		expect(planSentence([])).toBe('Filen er ikke en plan til Beredt. Feltet format skal være “beredt-plan”.');
		expect(planSentence(changedJson(plan, 'schemaVersion', 2))).toBe(
			'Feltet schemaVersion er “2”. Denne udgave af Beredt læser version 1.'
		);
		expect(planSentence(' '.repeat(5_000_001))).toBe(
			'Filen fylder 5,1 MB. En plan må højst fylde 5 MB. Filen er ikke læst.'
		);
		expect(planSentence('{')).toMatch(/^Filen er ikke JSON\. Der skal stå en plan i formatet beredt-plan\./);
	});
});

describe('a refused copy of a phone’s data is told by what is wrong with it', () => {
	it.each([
		[
			'exportedAt',
			'2026-11-24',
			'“exportedAt” er ikke et tidspunkt. Der skal stå et, skrevet som 2026-11-24T14:02:11.123Z.'
		],
		[
			'checklist.0.sequence',
			-1,
			'“checklist.0.sequence” er ikke et tal, der kan bruges. Der skal stå et helt tal.'
		],
		[
			'attachments.0.base64',
			'%%%%',
			'“attachments.0.base64” kan ikke læses. Der skal stå et bilag i base64.'
		],
		[
			'attachments.0.base64',
			btoa('<html>'),
			'“attachments.0.base64” kan ikke bruges. Der skal stå en PDF på højst 20 MB.'
		],
		[
			'attachments',
			Array.from({ length: 101 }, () => ({
				...attachment(),
				bytes: undefined,
				base64: btoa(String.fromCharCode(...pdf()))
			})),
			'“attachments” er for lang. Listen må højst have 100 punkter.'
		],
		['plan.plan', null, 'I “plan.plan” skal der ligge en plan til Beredt. Det er noget andet.'],
		[
			'plan.plan.schemaVersion',
			2,
			'Planen i “plan.plan” har schemaVersion “2”. Denne udgave af Beredt læser version 1.'
		],
		[
			'plan.plan.title.text',
			'<script>',
			'“plan.plan.title.text” har HTML eller script i sig. Der må kun stå almindelig tekst.'
		],
		['version', 2, 'Feltet version er “2”. Denne udgave af Beredt læser version 1.'],
		['format', 'x', 'Filen er ikke en kopi fra Beredt. Feltet format skal være “beredt-phone-data”.']
	])('%s as %j', (path, value, sentence) => {
		expect(phoneSentence(changedJson(phone, path, value))).toBe(sentence);
	});
});

describe('what stood in a file is shown', () => {
	it('cut, on one line, and with nothing in it that cannot be seen', () => {
		expect(visible('Erik\u202Enesnerøs\u0000\n  nat')).toBe('Erik·nesnerøs· nat');
		expect(visible('x'.repeat(1_000_000))).toBe(`${'x'.repeat(60)}…`);
		expect(visible('🧯'.repeat(61))).toBe(`${'🧯'.repeat(60)}…`);
	});

	it('bounded as a path too, which a hostile file can make as long as it likes', () => {
		const sentence = planSentence({ ...(plan as object), [`\u202E${'x'.repeat(100_000)}`]: 1 });
		expect(sentence.length).toBeLessThan(300);
		expect(sentence).not.toContain('\u202E');
	});
});
