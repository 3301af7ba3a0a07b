import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { viborgPlan } from '../../../doubles/read-plan';

interface SourceCard {
	id: string;
	responsibleRole: string;
	criticalServices: string[];
	steps: { decisionBy: string | null }[];
}
/** The cards as they were written, before they were taken over into the plan document. */
const source = JSON.parse(
	readFileSync(new URL('../../../fixtures/actioncards.json', import.meta.url), 'utf8')
) as { version: string; sources: Record<string, string>; cards: SourceCard[] };

/** The short names of the source, and the roles of the plan. */
const RESPONSIBLE: Record<string, string[]> = {
	CHEF: ['headOfItAndDigitalisation', 'chair'],
	AFD: ['itDepartmentManager'],
	IK: ['incidentCoordinator'],
	GRP: ['itEmergencyGroup'],
	STAB: ['workingStaff']
};
const DECIDERS: Record<string, string> = {
	FORM: 'chair',
	CHEF: 'headOfItAndDigitalisation',
	AFD: 'itDepartmentManager',
	IK: 'incidentCoordinator',
	GRP: 'itEmergencyGroup'
};

const plan = viborgPlan();

describe('the action cards of the plan of Viborg', () => {
	it('are the sixteen that were written, in their order', () => {
		expect(source.cards).toHaveLength(16);
		expect(plan.cards.map((card) => card.id)).toEqual(source.cards.map((card) => card.id));
	});

	it.each(source.cards.map((card) => [card.id, card] as const))(
		'have %s word for word: every step, deadline, decider, contact, note and source',
		(id, { responsibleRole, criticalServices, ...written }) => {
			expect(plan.cards.find((card) => card.id === id)).toEqual({
				...written,
				responsible: RESPONSIBLE[responsibleRole],
				services: criticalServices,
				version: source.version,
				steps: written.steps.map((step) => ({
					...step,
					decisionBy: step.decisionBy === null ? null : DECIDERS[step.decisionBy]
				}))
			});
		}
	);

	it('name only sources that the plan has, in the words that they had', () => {
		const named = new Set(plan.cards.flatMap((card) => card.steps.flatMap((step) => step.sources)));
		for (const id of named) {
			if (/^P:L\d+(-\d+)?$/.test(id)) continue;
			// one of them called the plan by a word of this project's
			const text = source.sources[id]?.replace('Ikke del af seed.', 'Ikke del af planen.');
			expect(plan.sources.find((one) => one.id === id)?.text, id).toBe(text);
		}
	});
});
