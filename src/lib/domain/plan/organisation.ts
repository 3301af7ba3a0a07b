import { findMentions } from './mentions';
import type { Plan, Role, Statement } from './schema';

/** How a body or a function hangs on the one above it. */
export type Tie =
	/** These of its roles take part in the body above. */
	| { readonly kind: 'takesPart'; readonly roles: readonly Role[] }
	/** Appointed, or put together, by a role that is at home in the one above. */
	| { readonly kind: 'appointed' | 'composed'; readonly by: Role }
	/** It is a member of the body above. */
	| { readonly kind: 'part' };

/** A body, or a function that is in none, with what hangs on it. */
export interface OrganisationNode {
	readonly role: Role;
	/** Null for one at the top. */
	readonly tie: Tie | null;
	/** Functions in this body that its members fill (a chair). */
	readonly functions: readonly Role[];
	/** What its rules ask of the one that appointed it, once it is appointed (the group is adjusted). */
	readonly afterwards: readonly Statement[];
	readonly below: readonly OrganisationNode[];
}

/**
 * The organisation of a plan, from the top down, out of who is a member of what, who fills which function, who
 * appoints or puts together whom, and who takes part in a body above. Positions and parties that are in no body have
 * no place in it.
 * @returns The nodes at the top, in the plan's order; every body and function stands once, as a node, as one of a
 * node's functions or as a member.
 */
export function organisationOf(plan: Plan): OrganisationNode[] {
	const bodies = plan.roles.filter((role) => role.kind === 'body');
	const bodyWithMember = (id: string) => bodies.find((body) => body.members.some(({ ref }) => ref === id));
	const appointerOf = (role: Role) => role.appointedBy ?? role.composedBy;

	/** Functions that have no place of their own → the body that they are drawn in. */
	const inside = new Map<string, Role>();
	for (const role of plan.roles) {
		if (role.kind !== 'function' || appointerOf(role) !== null) continue;
		const body =
			bodyWithMember(role.id) ??
			bodies.find((one) => role.filledBy.some(({ ref }) => one.members.some((member) => member.ref === ref)));
		if (body) inside.set(role.id, body);
	}
	const nodes = plan.roles.filter(
		(role) => role.kind === 'body' || (role.kind === 'function' && !inside.has(role.id))
	);
	const functionsOf = (body: Role) =>
		plan.roles.filter((role) => inside.get(role.id) === body && bodyWithMember(role.id) !== body);
	/** The node in which a role is found: itself, or the body that it is in. */
	const homeOf = (id: string): Role | null =>
		nodes.find((role) => role.id === id) ?? inside.get(id) ?? bodyWithMember(id) ?? null;

	const above = new Map<string, { parent: Role; tie: Tie }>();
	for (const role of nodes) {
		const link = linkAbove(role);
		if (link && !isBelow(link.parent, role)) above.set(role.id, link);
	}

	function linkAbove(role: Role): { parent: Role; tie: Tie } | null {
		const by = plan.roles.find((one) => one.id === appointerOf(role));
		const home = by ? homeOf(by.id) : null;
		if (by && home && home !== role)
			return { parent: home, tie: { kind: role.appointedBy === null ? 'composed' : 'appointed', by } };
		const whole = bodyWithMember(role.id);
		if (whole && whole !== role) return { parent: whole, tie: { kind: 'part' } };
		const own = [role, ...plan.roles.filter((one) => one !== role && homeOf(one.id) === role)];
		for (const upper of nodes) {
			const taking = own.filter((one) => one.takesPartIn.includes(upper.id));
			if (upper !== role && taking.length > 0)
				return { parent: upper, tie: { kind: 'takesPart', roles: taking } };
		}
		return null;
	}

	/** Whether `role` hangs, over however many, on `on`: then `on` cannot hang on it as well. */
	function isBelow(role: Role, on: Role): boolean {
		for (let at: Role | undefined = role; at; at = above.get(at.id)?.parent) if (at === on) return true;
		return false;
	}

	const nodeOf = (role: Role): OrganisationNode => ({
		role,
		tie: above.get(role.id)?.tie ?? null,
		functions: role.kind === 'body' ? functionsOf(role) : [],
		afterwards: afterwardsOf(role),
		below: nodes.filter((one) => above.get(one.id)?.parent === role).map(nodeOf)
	});

	function afterwardsOf(role: Role): Statement[] {
		const by = appointerOf(role);
		const asked = [by, by === null ? null : (homeOf(by)?.id ?? null)];
		return role.rules.filter((rule) => {
			const named = new Set(findMentions(rule.text, plan.roles).map((piece) => piece.roleId));
			return !named.has(role.id) && asked.some((id) => id !== null && named.has(id));
		});
	}

	return nodes.filter((role) => !above.has(role.id)).map(nodeOf);
}
