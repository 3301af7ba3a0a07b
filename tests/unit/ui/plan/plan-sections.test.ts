import { describe, expect, it } from 'vitest';
import type { Plan } from '$lib/domain/plan/schema';
import { MEETING_PLACES_ID, MORE_SECTION_ID, screenSections } from '$lib/ui/plan/plan-sections';
import { nordoePlan, viborgPlan } from '../../../doubles/plans';
import { tinyPlan } from '../../../doubles/tiny-plan';

const kindsIn = (plan: Plan, sectionId: string) =>
	screenSections(plan)
		.find((section) => section.id === sectionId)
		?.blocks.map((block) => block.kind);
/** Every text of the plan's sections that the screen shows as words. */
const textsShown = (plan: Plan) =>
	screenSections(plan).flatMap(({ blocks }) =>
		blocks.flatMap((block) => {
			if (block.kind === 'meetingPlaces') return block.statements.map((one) => one.id);
			if (block.kind !== 'words') return [];
			return block.parts.flatMap((part) =>
				part.kind === 'list' ? part.items.map((one) => one.id) : part.id
			);
		})
	);

describe('the sections of the plan’s screen', () => {
	it('show the meeting places where the plan’s own sentences about them stand', () => {
		expect(kindsIn(viborgPlan(), 'crisis-organisation')).toEqual([
			'words',
			'organisation',
			'meetingPlaces',
			'words',
			'channels'
		]);
	});

	it('show the meeting places after a text that speaks of them among other things', () => {
		expect(kindsIn(nordoePlan(), 'crisis-staff')).toEqual([
			'words',
			'organisation',
			'words',
			'meetingPlaces'
		]);
	});

	it.each([
		['Viborg', viborgPlan],
		['Nordø', nordoePlan]
	])('show every text of the plan of %s once', (_, plan) => {
		const all = plan().sections.flatMap(({ blocks }) =>
			blocks.flatMap((block) => {
				if (block.kind === 'text') return [block.id];
				return block.kind === 'list' ? block.items.map((one) => one.id) : [];
			})
		);
		expect(textsShown(plan()).sort()).toEqual(all.sort());
	});

	it('have a last one for what the plan holds but shows nowhere', () => {
		const plan = tinyPlan({
			services: [{ id: 'net', name: 'Net', covers: [], text: 'Net', lines: [], basis: 'plan' }],
			meetingPlaces: [
				{ id: 'hall', name: 'Salen', text: 'Vi mødes i salen.', alternative: false, lines: [], basis: 'plan' }
			]
		});
		const last = screenSections(plan).at(-1);
		expect(last?.id).toBe(MORE_SECTION_ID);
		expect(last?.blocks.map((block) => block.kind)).toEqual([
			'services',
			'organisation',
			'meetingPlaces',
			'revision'
		]);
		expect(last?.blocks[2]?.id).toBe(MEETING_PLACES_ID);
	});

	it('have no such last one where the plan shows all that it holds', () => {
		expect(screenSections(viborgPlan()).map((section) => section.id)).not.toContain(MORE_SECTION_ID);
	});
});
