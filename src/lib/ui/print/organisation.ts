import { contactById, holdersOf, roleById } from '$lib/domain/plan/roles';
import type { Contact, Plan, Role } from '$lib/domain/plan/schema';

/** One box in the picture of the organisation, with those that come from it below. */
export interface OrganisationBox {
	readonly role: Role;
	/** How it comes about from the box above. */
	readonly relation: 'top' | 'appointed' | 'composed';
	readonly below: readonly OrganisationBox[];
	/** Roles that take part in it without being of it. */
	readonly takingPart: readonly Role[];
}

/** Who has a role as the picture says it: another role or a person, and when. */
export interface Filler {
	readonly role: Role | null;
	/** The person, or the first one who has the other role. */
	readonly contact: Contact | null;
	readonly when: string | null;
	readonly basis: 'plan' | 'proposal';
}

/**
 * The picture of the organisation: bodies in which others take part at the top, then the bodies, then the functions
 * that are in none; below each those whom it appoints or puts together.
 */
export function organisationPicture(plan: Plan): OrganisationBox[] {
	const members = new Set(plan.roles.flatMap((role) => role.members.map((member) => member.ref)));
	const shown = new Set<string>();
	const takingPartIn = (id: string) => plan.roles.filter((role) => role.takesPartIn.includes(id));
	const rank = (role: Role) => (takingPartIn(role.id).length > 0 ? 0 : role.kind === 'body' ? 1 : 2);
	const box = (role: Role, relation: OrganisationBox['relation']): OrganisationBox => {
		shown.add(role.id);
		return {
			role,
			relation,
			takingPart: takingPartIn(role.id),
			below: plan.roles.flatMap((other) => {
				if (shown.has(other.id)) return [];
				if (other.appointedBy === role.id) return [box(other, 'appointed')];
				return other.composedBy === role.id ? [box(other, 'composed')] : [];
			})
		};
	};
	return plan.roles
		.filter((role) => role.kind === 'body' || role.kind === 'function')
		.filter((role) => !members.has(role.id) && role.appointedBy === null && role.composedBy === null)
		.sort((a, b) => rank(a) - rank(b))
		.map((role) => box(role, 'top'));
}

/** Who fills a role, the first one first: one step only, unlike `holdersOf`. */
export function fillersOf(plan: Plan, role: Role): Filler[] {
	return role.filledBy.map(({ ref, when, basis }) => {
		const contact = contactById(plan, ref) ?? holdersOf(plan, ref)[0]?.contact ?? null;
		return { role: roleById(plan, ref) ?? null, contact, when, basis };
	});
}
