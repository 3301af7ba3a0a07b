import type { Contact, Plan, Role } from './schema';

/** A person behind a role, and when it is they. */
export interface Holder {
	readonly contact: Contact;
	/** When they step in, in the plan's words; null for the one who has the role first. */
	readonly when: string | null;
	/** The role through which they have it, when it is not the role itself. */
	readonly through: Role | null;
	readonly basis: 'plan' | 'proposal';
}

/** The role with this id, or undefined. */
export function roleById(plan: Plan, id: string): Role | undefined {
	return plan.roles.find((role) => role.id === id);
}

/** The contact with this id, or undefined. */
export function contactById(plan: Plan, id: string): Contact | undefined {
	return plan.contacts.find((contact) => contact.id === id);
}

/**
 * The people behind a role, the first to turn to first: who fills it, then for a body its members' people.
 * A person is named once. Empty when the plan leaves it open (a coordinator who is not appointed yet).
 */
export function holdersOf(plan: Plan, roleId: string): Holder[] {
	return findHolders(plan, roleId, new Map());
}

/** `known` holds the roles that were gone through: there are far more ways through a plan's roles than roles. */
function findHolders(plan: Plan, roleId: string, known: Map<string, Holder[]>): Holder[] {
	const before = known.get(roleId);
	if (before) return before;
	const holders: Holder[] = [];
	known.set(roleId, holders);
	const add = (holder: Holder) => {
		if (!holders.some((other) => other.contact.id === holder.contact.id)) holders.push(holder);
	};
	const role = roleById(plan, roleId);
	if (!role) return holders;
	for (const filler of role.filledBy) {
		const contact = contactById(plan, filler.ref);
		if (contact) add({ contact, when: filler.when, through: null, basis: filler.basis });
		else {
			const through = roleById(plan, filler.ref) ?? null;
			for (const holder of findHolders(plan, filler.ref, known))
				add({
					...holder,
					when: filler.when ?? holder.when,
					through,
					basis: weaker(filler.basis, holder.basis)
				});
		}
	}
	for (const member of role.members) {
		if (member.ref === null) continue;
		const through = roleById(plan, member.ref) ?? null;
		for (const holder of findHolders(plan, member.ref, known))
			add({ ...holder, through, basis: weaker(member.basis, holder.basis) });
	}
	return holders;
}

/** The roles that a contact has, directly or through another role, in the plan's order. */
export function rolesOf(plan: Plan, contactId: string): Role[] {
	return plan.roles.filter(
		(role) =>
			role.kind !== 'body' && holdersOf(plan, role.id).some((holder) => holder.contact.id === contactId)
	);
}

/** What is reached through a proposal is a proposal, whoever points at it. */
function weaker(one: Holder['basis'], other: Holder['basis']): Holder['basis'] {
	return one === 'plan' ? other : one;
}
