import type { ContactGroup } from '$lib/domain/contacts/contact-groups';
import type { Plan } from '$lib/domain/plan/schema';

/** The remarks about contacts, by where they are said. */
export interface PlacedRemarks {
	/** Those about several: said once, and left out at each. */
	readonly shared: readonly string[];
	/** Those of them that are said at a group. */
	readonly at: (kind: ContactGroup['kind']) => readonly string[];
}

/** A remark about several of the contacts is said once, at the group that has most of them. */
export function placeRemarks(plan: Plan, groups: readonly ContactGroup[]): PlacedRemarks {
	const placed = new Map<string, ContactGroup['kind']>();
	const members = groups.map(({ kind, people }) => ({
		kind,
		ids: new Set(people.map((person) => person.contact.id))
	}));
	for (const warning of plan.warnings) {
		const counts = members.map(({ kind, ids }) => ({
			kind,
			count: warning.about.filter((id) => ids.has(id)).length
		}));
		const most = Math.max(0, ...counts.map(({ count }) => count));
		const isShared = counts.reduce((sum, { count }) => sum + count, 0) > 1;
		const home = counts.find(({ count }) => count === most);
		if (isShared && home) placed.set(warning.id, home.kind);
	}
	return {
		shared: [...placed.keys()],
		at: (kind) => [...placed].filter(([, home]) => home === kind).map(([id]) => id)
	};
}
