import { describe, expect, it } from 'vitest';
import { organisationOf, type OrganisationNode } from '$lib/domain/plan/organisation';
import type { Role } from '$lib/domain/plan/schema';
import { nordoePlan, viborgPlan } from '../../../doubles/plans';
import { tinyPlan } from '../../../doubles/tiny-plan';

/** A node as words: enough to see who hangs on whom, and how. */
function told({ role, tie, functions, below }: OrganisationNode): unknown {
	const how =
		tie === null
			? 'top'
			: tie.kind === 'takesPart'
				? `takesPart: ${tie.roles.map((one) => one.id).join(', ')}`
				: tie.kind === 'part'
					? 'part'
					: `${tie.kind} by ${tie.by.id}`;
	return [role.id, how, functions.map((one) => one.id), below.map(told)];
}

function role(id: string, overrides: Partial<Role> = {}): Role {
	return {
		id,
		kind: 'body',
		name: id,
		abbreviation: null,
		mentions: [],
		filledBy: [],
		members: [],
		appointedBy: null,
		composedBy: null,
		recruitedFrom: null,
		takesPartIn: [],
		rules: [],
		basis: 'plan',
		lines: [],
		...overrides
	};
}
const organisationOfRoles = (roles: Role[]) => organisationOf(tinyPlan({ roles })).map(told);
const member = (ref: string) => ({ ref, text: ref, lines: [], basis: 'plan' as const });

describe('the organisation of a plan', () => {
	it('has the group under the top staff, with its chair in it and its coordinator and working staff below', () => {
		expect(organisationOf(viborgPlan()).map(told)).toEqual([
			[
				'topCrisisStaff',
				'top',
				[],
				[
					[
						'itEmergencyGroup',
						'takesPart: headOfItAndDigitalisation',
						['chair'],
						[
							['incidentCoordinator', 'appointed by itEmergencyGroup', [], []],
							['workingStaff', 'composed by chair', [], []]
						]
					]
				]
			]
		]);
	});

	it('knows that the group is adjusted once the coordinator came out of it', () => {
		const group = organisationOf(viborgPlan())[0]?.below[0];
		expect(group?.below.map((one) => one.afterwards.map((rule) => rule.text))).toEqual([
			['Hvis den valgte indledningsvis indgik i beredskabsgruppen, skal gruppen herefter justeres.'],
			[]
		]);
	});

	it('has quite another shape for a staff of five roles', () => {
		const plan = nordoePlan();
		expect(organisationOf(plan).map(told)).toEqual([
			['municipalStaff', 'top', [], [['digitalCrisisStaff', 'takesPart: crisisLeader', [], []]]]
		]);
		expect(organisationOf(plan)[0]?.below[0]?.role.members).toHaveLength(6);
	});

	it('leaves a function that is in no body at the top', () => {
		expect(organisationOfRoles([role('leader', { kind: 'function' })])).toEqual([['leader', 'top', [], []]]);
	});

	it('has no place for positions and parties that are in no body', () => {
		expect(
			organisationOfRoles([role('boss', { kind: 'position' }), role('police', { kind: 'party' })])
		).toEqual([]);
	});

	it('hangs a body that is a member of another on that', () => {
		expect(organisationOfRoles([role('whole', { members: [member('half')] }), role('half')])).toEqual([
			['whole', 'top', [], [['half', 'part', [], []]]]
		]);
	});

	it('hangs what is appointed by a member on the member’s body', () => {
		expect(
			organisationOfRoles([
				role('group', { members: [member('head')] }),
				role('head', { kind: 'position' }),
				role('speaker', { kind: 'function', appointedBy: 'head' })
			])
		).toEqual([['group', 'top', [], [['speaker', 'appointed by head', [], []]]]]);
	});

	it('shows every body once when two appoint each other', () => {
		const told = organisationOfRoles([
			role('one', { appointedBy: 'other' }),
			role('other', { appointedBy: 'one' })
		]);
		expect(told).toEqual([['other', 'top', [], [['one', 'appointed by other', [], []]]]]);
	});
});
