import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan, parsePlanFile } from '$lib/domain/plan/parse-plan';
import { contactById, holdersOf, roleById, rolesOf } from '$lib/domain/plan/roles';
import type { Plan } from '$lib/domain/plan/schema';
import { tinyPlan } from '../../../doubles/tiny-plan';

function planOf(path: string): Plan {
	const parsed = parsePlanFile(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
}
const viborg = planOf('plans/viborg-it-delplan.json');
const nordoe = planOf('tests/fixtures/nordoe-staff-plan.json');

const people = (plan: Plan, roleId: string) =>
	holdersOf(plan, roleId).map(({ contact, when, through, basis }) => [
		contact.id,
		when,
		through?.id ?? null,
		basis
	]);

describe('the people behind a role', () => {
	it('are the one whose position it is', () => {
		expect(people(viborg, 'headOfItAndDigitalisation')).toEqual([['K-CHEF', null, null, 'plan']]);
	});

	it('are for the chair the chief, then the deputy in the chief’s absence', () => {
		expect(people(viborg, 'chair')).toEqual([
			['K-CHEF', null, 'headOfItAndDigitalisation', 'plan'],
			['K-AFD', 'ved fravær', 'itDepartmentManager', 'plan']
		]);
	});

	it('are for the coordinator the manager until one is appointed, as a proposal', () => {
		expect(people(viborg, 'incidentCoordinator')).toEqual([
			['K-AFD', 'indtil IK er udpeget', 'itDepartmentManager', 'proposal']
		]);
	});

	it('are for a body its members’ people, each once', () => {
		expect(people(viborg, 'itEmergencyGroup').map(([id]) => id)).toEqual(['K-CHEF', 'K-AFD']);
		expect(people(nordoe, 'digitalCrisisStaff').map(([id]) => id)).toEqual([
			'C-LEADER',
			'C-STAFF',
			'C-STAFF-2',
			'C-COMMS',
			'C-COMMS-2',
			'C-LOGISTICS',
			'C-TECH',
			'C-TECH-2'
		]);
	});

	it('are nobody when the plan leaves the role open', () => {
		expect(people(viborg, 'workingStaff')).toEqual([]);
		expect(people(viborg, 'competenceBasedStaff')).toEqual([]);
	});

	it('are nobody for a role that the plan does not have', () => {
		expect(people(viborg, 'mayor')).toEqual([]);
	});

	it('step in through a role at the same word as that role’s own stand-in', () => {
		expect(people(nordoe, 'crisisLeader')).toEqual([
			['C-LEADER', null, null, 'plan'],
			['C-STAFF', 'ikke nået inden 15 minutter', 'chiefOfStaff', 'plan'],
			['C-STAFF-2', 'ikke nået inden 15 minutter', 'chiefOfStaff', 'plan']
		]);
	});

	it('are found at once where a hostile plan has more ways through its roles than there are atoms', () => {
		const [chair] = tinyPlan().roles;
		if (!chair) throw new Error('the tiny plan has no role');
		const person = { ref: 'contact-1', when: null, basis: 'plan', lines: [] } as const;
		const next = (index: number) => ({ ...person, ref: index < 98 ? `role-${index + 1}` : 'contact-1' });
		const roles = Array.from({ length: 99 }, (_, index) => ({
			...chair,
			id: `role-${index}`,
			filledBy: Array.from({ length: 30 }, () => next(index))
		}));
		const parsed = parsePlan({ ...tinyPlan(), roles: [chair, ...roles] });
		expect(parsed.ok && holdersOf(parsed.value, 'role-0').map(({ contact }) => contact.id)).toEqual([
			'contact-1'
		]);
	});

	it('are a proposal when a proposal stands anywhere on the way to them', () => {
		const plan = structuredClone(viborg);
		const deputy = plan.roles.find((role) => role.id === 'itDepartmentManager')?.filledBy[0];
		if (!deputy) throw new Error('the deputy is gone');
		deputy.basis = 'proposal';
		expect(people(plan, 'chair').map(([id, , , basis]) => [id, basis])).toEqual([
			['K-CHEF', 'plan'],
			['K-AFD', 'proposal']
		]);
		expect(people(plan, 'itEmergencyGroup').map(([id, , , basis]) => [id, basis])).toEqual([
			['K-CHEF', 'plan'],
			['K-AFD', 'proposal']
		]);
	});
});

describe('the roles of a person', () => {
	it('are those they have, directly and through another, but no bodies', () => {
		expect(rolesOf(viborg, 'K-CHEF').map((role) => role.id)).toEqual(['headOfItAndDigitalisation', 'chair']);
		expect(rolesOf(viborg, 'K-AFD').map((role) => role.id)).toEqual([
			'itDepartmentManager',
			'chair',
			'incidentCoordinator'
		]);
	});

	it('are none for somebody whom no role names', () => {
		expect(rolesOf(viborg, 'X-JURA')).toEqual([]);
	});
});

describe('a look-up by id', () => {
	it('finds roles and contacts, and nothing where there is none', () => {
		expect(roleById(viborg, 'chair')?.name).toBe('Formand');
		expect(roleById(viborg, 'K-CHEF')).toBeUndefined();
		expect(contactById(viborg, 'K-CHEF')?.name).toBe('Erik Sørensen');
		expect(contactById(viborg, 'chair')).toBeUndefined();
	});
});
