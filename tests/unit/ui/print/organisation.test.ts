import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan, Role } from '$lib/domain/plan/schema';
import { fillersOf, organisationPicture, type OrganisationBox } from '$lib/ui/print/organisation';
import { tinyPlan } from '../../../doubles/tiny-plan';

function planOf(path: string): Plan {
	const parsed = parsePlanFile(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
}
const viborg = planOf('plans/viborg-it-delplan.json');
const nordoe = planOf('tests/fixtures/nordoe-staff-plan.json');

type Outline = [id: string, relation: string, below: Outline[]];
const outline = (boxes: readonly OrganisationBox[]): Outline[] =>
	boxes.map(({ role, relation, below }) => [role.id, relation, outline(below)]);

describe('the picture of the organisation', () => {
	it('has the coordinator below the group that appoints them, and the staff below the chair', () => {
		expect(outline(organisationPicture(viborg))).toEqual([
			['topCrisisStaff', 'top', []],
			['itEmergencyGroup', 'top', [['incidentCoordinator', 'appointed', []]]],
			['chair', 'top', [['workingStaff', 'composed', []]]]
		]);
	});

	it('shows a staff of roles as one body, and who of it takes part in the one above', () => {
		const picture = organisationPicture(nordoe);
		expect(outline(picture)).toEqual([
			['municipalStaff', 'top', []],
			['digitalCrisisStaff', 'top', []]
		]);
		expect(picture[0]?.takingPart.map((role) => role.id)).toEqual(['crisisLeader']);
	});

	it('ends where roles appoint each other', () => {
		const [chair] = tinyPlan().roles as [Role];
		const roles = [
			chair,
			{ ...chair, id: 'second', appointedBy: 'chair', composedBy: 'second' },
			{ ...chair, id: 'ring', appointedBy: 'ring' }
		];
		expect(outline(organisationPicture(tinyPlan({ roles })))).toEqual([
			['chair', 'top', [['second', 'appointed', []]]]
		]);
	});

	it('names the deputy with when, and the person behind each position', () => {
		const chair = viborg.roles.find((role) => role.id === 'chair') as Role;
		expect(
			fillersOf(viborg, chair).map(({ role, contact, when }) => [role?.id, contact?.name, when])
		).toEqual([
			['headOfItAndDigitalisation', 'Erik Sørensen', null],
			['itDepartmentManager', 'Ole Christiansen', 'ved fravær']
		]);
	});
});
