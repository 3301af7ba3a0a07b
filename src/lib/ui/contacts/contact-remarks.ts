import type { ContactGroup } from '$lib/domain/contacts/contact-groups';
import type { Plan } from '$lib/domain/plan/schema';

/** The remarks about contacts, by where they are said. */
export interface PlacedRemarks {
	/** Those about several: said once, and left out at each. */
	readonly shared: readonly string[];
	/** For a group, those that are not said there: the shared that stand at another group, and all about one only. */
	readonly without: (kind: ContactGroup['kind']) => readonly string[];
	/** Whether any is said there. */
	readonly has: (kind: ContactGroup['kind']) => boolean;
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
		without: (kind) => plan.warnings.map(({ id }) => id).filter((id) => placed.get(id) !== kind),
		has: (kind) => [...placed.values()].includes(kind)
	};
}
