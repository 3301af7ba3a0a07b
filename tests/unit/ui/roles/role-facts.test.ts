import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import { roleById } from '$lib/domain/plan/roles';
import type { Plan, Role } from '$lib/domain/plan/schema';
import { cardsOf, decisionsOf, groupsWith, partsOf } from '$lib/ui/roles/role-facts';
import { valued } from '../../../doubles/valued';

const planOf = (path: string): Plan =>
	valued(parsePlanFile(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')));
const viborg = planOf('plans/viborg-it-delplan.json');
const nordoe = planOf('tests/fixtures/nordoe-staff-plan.json');
const role = (plan: Plan, id: string) => roleById(plan, id) as Role;
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
const parts = (plan: Plan, id: string) =>
	partsOf(plan, role(plan, id)).map(({ roleId, text, people }) => [
		roleId,
		text,
		people.map(({ contact }) => contact.id)
	]);

describe('what a group is made of', () => {
	it('is its members with the people behind them, in the plan’s order and words', () => {
		expect(parts(viborg, 'itEmergencyGroup')).toEqual([
			['headOfItAndDigitalisation', 'It- og digitaliseringschefen', ['K-CHEF']],
			['itDepartmentManager', 'Afdelingslederen i IT', ['K-AFD']],
			['competenceBasedStaff', 'Relevante medarbejdere i forhold til kompetencer', []]
		]);
	});

	it('names a person once, where they come first among those who have the part', () => {
		expect(parts(nordoe, 'digitalCrisisStaff')).toEqual([
			['crisisLeader', 'Kriseleder', ['C-LEADER']],
			['chiefOfStaff', 'Stabschef og situationsbillede', ['C-STAFF', 'C-STAFF-2']],
			['communications', 'Kommunikation', ['C-COMMS', 'C-COMMS-2']],
			['logistics', 'Logistik', ['C-LOGISTICS']],
			['technicalCoordinator', 'Faglig koordinator', ['C-TECH', 'C-TECH-2']],
			[null, 'Fagfolk, som den faglige koordinator kalder ind', []]
		]);
	});

	it('is who fills it, where it has no members', () => {
		expect(parts(viborg, 'topCrisisStaff')).toEqual([[null, '', ['X-LEDELSE']]]);
		expect(parts(viborg, 'workingStaff')).toEqual([]);
	});
});

describe('what hangs together with a role', () => {
	it('are the groups that it is in, what it decides and the cards that are its', () => {
		expect(ids(groupsWith(viborg, 'itDepartmentManager'))).toEqual(['itEmergencyGroup']);
		expect(ids(decisionsOf(viborg, 'itDepartmentManager'))).toEqual(['D1', 'D2', 'D3']);
		expect(ids(cardsOf(viborg, 'itDepartmentManager'))).toEqual(['AC-01', 'AC-12']);
	});

	it('are not the cards that were retired', () => {
		const plan = structuredClone(viborg);
		const card = plan.cards.find(({ id }) => id === 'AC-01');
		if (card) card.approval.status = 'retired';
		expect(ids(cardsOf(plan, 'itDepartmentManager'))).toEqual(['AC-12']);
	});
});
