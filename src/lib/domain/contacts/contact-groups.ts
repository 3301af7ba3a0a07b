import { holdersOf } from '../plan/roles';
import type { Plan, Role } from '../plan/schema';
import { foldText, queryWords } from '../search/fold';
import type { EffectiveContact } from './contact-update';

/** People under one heading; `missing` are those whom nobody can call. */
export interface ContactGroup {
	readonly kind: 'central' | 'plan' | 'proposal' | 'missing';
	readonly people: readonly EffectiveContact[];
}

/** A role that a contact has. */
export interface ContactRole {
	readonly role: Role;
	/** When they step in, in the plan's words; null for the one who has it first. */
	readonly when: string | null;
	readonly basis: 'plan' | 'proposal';
}

const RANK = { central: 0, plan: 1, proposal: 2 } as const;

/**
 * The contacts as they are listed: those who can be called first, the central ones, then the plan's, then proposals;
 * at the end those without a number, in the same order. Within a group the order is the plan's. Empty groups are
 * left out.
 */
export function groupContacts(people: readonly EffectiveContact[]): ContactGroup[] {
	const callable = people.filter((person) => person.phones.length > 0);
	const missing = people.filter((person) => person.phones.length === 0);
	const groups: ContactGroup[] = [
		...(['central', 'plan', 'proposal'] as const).map((kind) => ({
			kind,
			people: callable.filter((person) => kindOf(person) === kind)
		})),
		{ kind: 'missing', people: missing.sort((a, b) => RANK[kindOf(a)] - RANK[kindOf(b)]) }
	];
	return groups.filter((group) => group.people.length > 0);
}

function kindOf({ contact }: EffectiveContact): keyof typeof RANK {
	return contact.central ? 'central' : contact.basis;
}

/** Contact id → the roles it has, bodies left out, in the plan's order. */
export function rolesByContact(plan: Plan): ReadonlyMap<string, readonly ContactRole[]> {
	const found = new Map<string, ContactRole[]>();
	for (const role of plan.roles) {
		if (role.kind === 'body') continue;
		for (const { contact, when, basis } of holdersOf(plan, role.id)) {
			const roles = found.get(contact.id);
			if (roles) roles.push({ role, when, basis });
			else found.set(contact.id, [{ role, when, basis }]);
		}
	}
	return found;
}

/** What one contact is filtered by, folded: title, name, numbers, mail and roles. */
export function contactHaystack(person: EffectiveContact, roles: readonly ContactRole[]): string {
	const { contact, name, phones, mail } = person;
	return foldText(
		[
			contact.title,
			name,
			mail,
			contact.other,
			...phones.flatMap((phone) => [phone.display, phone.dial, phone.label]),
			...roles.flatMap(({ role }) => [role.name, role.abbreviation])
		]
			.filter(Boolean)
			.join('\n')
	);
}

/** Whether every word of `query` stands in the haystack. */
export function matchesFilter(haystack: string, query: string): boolean {
	return queryWords(query).every((word) => haystack.includes(word));
}
