import { contactById, holdersOf, roleById, type Holder } from '$lib/domain/plan/roles';
import type { ActionCard, Decision, Plan, Role } from '$lib/domain/plan/schema';

/** A part of a group: a role with its people, or somebody whom the plan has only words for. */
export interface GroupPart {
	/** The role; null when the plan has only words. */
	readonly roleId: string | null;
	readonly text: string;
	readonly basis: 'plan' | 'proposal';
	/** Those who were not named by a part before this one. */
	readonly people: readonly Holder[];
}

/** What a group is made of, each person once: who fills it, then its members. */
export function partsOf(plan: Plan, role: Role): GroupPart[] {
	const seen = new Set<string>();
	const onlyNew = (holders: readonly Holder[]) =>
		holders.filter(({ contact }) => !seen.has(contact.id) && seen.add(contact.id));
	const fillers = role.filledBy.map(({ ref, when, basis }): GroupPart => {
		const contact = contactById(plan, ref);
		return contact
			? { roleId: null, text: '', basis, people: onlyNew([{ contact, when, through: null, basis }]) }
			: { roleId: ref, text: roleById(plan, ref)?.name ?? ref, basis, people: onlyNew(holdersOf(plan, ref)) };
	});
	const members = role.members.map(({ ref, text, basis }): GroupPart => ({
		roleId: ref,
		text,
		basis,
		people: ref === null ? [] : onlyNew(holdersOf(plan, ref))
	}));
	return [...fillers, ...members];
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
