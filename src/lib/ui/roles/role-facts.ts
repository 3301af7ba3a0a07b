import { contactById, holdersOf, roleById, type Holder } from '$lib/domain/plan/roles';
import type { ActionCard, Decision, Plan, Role } from '$lib/domain/plan/schema';

/** A part of a group: a role with its people, or somebody whom the plan has only words for. */
export interface GroupPart {
	/** The role; null when the plan has only words. */
	readonly roleId: string | null;
	readonly text: string;
	readonly basis: 'plan' | 'proposal';
	/** Those who stand under this part and no other. */
	readonly people: readonly Holder[];
}

/**
 * What a group is made of: who fills it, then its members. Each person stands once, where they come first among those
 * who have the part: a chief of staff who steps in for the leader stands as chief of staff.
 */
export function partsOf(plan: Plan, role: Role): GroupPart[] {
	const fillers = role.filledBy.map(({ ref, when, basis }): GroupPart => {
		const contact = contactById(plan, ref);
		return contact
			? { roleId: null, text: '', basis, people: [{ contact, when, through: null, basis }] }
			: { roleId: ref, text: roleById(plan, ref)?.name ?? ref, basis, people: holdersOf(plan, ref) };
	});
	const members = role.members.map(({ ref, text, basis }): GroupPart => ({
		roleId: ref,
		text,
		basis,
		people: ref === null ? [] : holdersOf(plan, ref)
	}));
	const parts = [...fillers, ...members];
	/** Contact id → the part where they stand, and their place in it. */
	const homes = new Map<string, { part: GroupPart; place: number }>();
	for (const part of parts)
		part.people.forEach(({ contact }, place) => {
			const home = homes.get(contact.id);
			if (!home || place < home.place) homes.set(contact.id, { part, place });
		});
	return parts.map((part) => ({
		...part,
		people: part.people.filter(({ contact }) => homes.get(contact.id)?.part === part)
	}));
}

/** The groups that a role is a member of. */
export function groupsWith(plan: Plan, roleId: string): Role[] {
	return plan.roles.filter((role) => role.members.some((member) => member.ref === roleId));
}

/** What a role decides, alone or with others. */
export function decisionsOf(plan: Plan, roleId: string): Decision[] {
	return plan.decisions.filter((decision) => decision.decidedBy.includes(roleId));
}

/** The cards that a role is responsible for; retired ones are no longer anybody's. */
export function cardsOf(plan: Plan, roleId: string): ActionCard[] {
	return plan.cards.filter((card) => card.responsible.includes(roleId) && card.approval.status !== 'retired');
}
