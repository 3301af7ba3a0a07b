import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMentions } from '$lib/domain/plan/mentions';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan } from '$lib/domain/plan/schema';

function planOf(path: string): Plan {
	const parsed = parsePlanFile(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
}
const { roles, cards } = planOf('plans/viborg-it-delplan.json');
const nordoe = planOf('tests/fixtures/nordoe-staff-plan.json');

/** The words that were found, with the role they speak of. */
const found = (text: string) =>
	findMentions(text, roles)
		.filter((piece) => piece.roleId !== null)
		.map((piece) => [piece.text, piece.roleId]);

describe('the roles that a text speaks of', () => {
	it.each([
		[
			'It- og digitaliseringschefen fungerer som gruppens formand.',
			[
				['It- og digitaliseringschefen', 'headOfItAndDigitalisation'],
				['gruppens formand', 'chair']
			]
		],
		[
			'Hvis It - og digitaliseringschefen er fraværende indtræder afdelingslederen som formand for gruppen.',
			[
				['It - og digitaliseringschefen', 'headOfItAndDigitalisation'],
				['afdelingslederen', 'itDepartmentManager'],
				['formand', 'chair'],
				['gruppen', 'itEmergencyGroup']
			]
		],
		[
			'Gruppen udpeger en indsatskoordinator (IK).',
			[
				['Gruppen', 'itEmergencyGroup'],
				['indsatskoordinator (IK)', 'incidentCoordinator']
			]
		],
		[
			'It- og digitaliseringschefen deltager i kommunens øverste kriseberedskab.',
			[
				['It- og digitaliseringschefen', 'headOfItAndDigitalisation'],
				['kommunens øverste kriseberedskab', 'topCrisisStaff']
			]
		],
		['Anmeld angrebet til politiet via politi.dk eller telefon 114.', [['politiet', 'police']]],
		['Få formandens godkendelse.', [['formandens', 'chair']]],
		['AFDELINGSLEDEREN I IT', [['AFDELINGSLEDEREN I IT', 'itDepartmentManager']]],
		['Start AC-09, hvis IK’s telefon er væk.', [['IK', 'incidentCoordinator']]]
	])('are found in “%s”', (text, mentions) => {
		expect(found(text)).toEqual(mentions);
	});

	it.each([
		'It-beredskabet styres herfra.',
		'Overtag formandskabet igen.',
		'Meld det på ledelsesmødet og i medarbejdergruppen.',
		'Det virker ikke.',
		'It-chefer i andre kommuner',
		''
	])('are none in “%s”', (text) => {
		expect(found(text)).toEqual([]);
	});

	it('are each spoken of by words of their own', () => {
		for (const list of [roles, nordoe.roles]) {
			const words = list.flatMap((role) => [
				...new Set(role.mentions.map((mention) => mention.toLocaleLowerCase('da')))
			]);
			expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
		}
	});

	it('are found by every one of their own words', () => {
		for (const role of roles)
			for (const mention of role.mentions) expect(found(mention), mention).toEqual([[mention, role.id]]);
	});

	it('are found in the cards wherever a role with a person behind it is named', () => {
		const texts = cards.flatMap((card) => card.steps.map((step) => step.text));
		const missed = texts.filter(
			(text) =>
				/(chefen|formanden|arbejdsstab|beredskabsgruppe|\bIK\b|koordinator|krisestab|afdelingsleder)/.test(
					text
				) && found(text).length === 0
		);
		expect(missed).toEqual([]);
	});
});

describe('the pieces of a text', () => {
	const words = roles.flatMap((role) => role.mentions);
	const anyText = fc
		.array(
			fc.oneof(
				fc.constantFrom(...words),
				fc.string({ unit: 'grapheme' }),
				fc.constantFrom(' ', ', ', '-', 'İ')
			)
		)
		.map((parts) => parts.join(''));

	it('always join to the text, to the letter', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(
					findMentions(text, roles)
						.map((piece) => piece.text)
						.join('')
				).toBe(text);
			})
		);
	});

	it('are never empty, and speak of a role only in its own words', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				for (const piece of findMentions(text, roles)) {
					expect(piece.text).not.toBe('');
					if (piece.roleId === null) continue;
					const mentions = roles.find((role) => role.id === piece.roleId)?.mentions ?? [];
					expect(mentions.map((one) => one.toLocaleLowerCase('da'))).toContain(
						piece.text.toLocaleLowerCase('da')
					);
				}
			})
		);
	});
});
