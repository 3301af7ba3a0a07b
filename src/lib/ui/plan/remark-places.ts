import type { Plan, PlanWarning } from '$lib/domain/plan/schema';
import { screenSections, type ScreenBlock, type ScreenSection } from './plan-sections';

/** Which remarks the plan's screen shows where. */
export interface RemarkPlaces {
	/** What the remarks stand beside → the remarks' ids. */
	readonly at: ReadonlyMap<string, readonly string[]>;
	/** A remark's id → the first place that it stands beside. */
	readonly first: ReadonlyMap<string, string>;
	/** Remarks on what has no place on this screen nor on those of people, roles and cards. */
	readonly elsewhere: readonly PlanWarning[];
}

/** Things that stand together: a remark on several of them is shown once. */
interface Group {
	/** What holds them, the place of a remark on any of it first: a drawn block and the sentence that opens it. */
	readonly holders: readonly string[];
	/** What is in it, in the order of the screen. */
	readonly items: readonly string[];
}

/**
 * Decides where each remark stands. It stands beside everything that it is about, but once among what is seen
 * together: with the first of the items it names, or over them all when it names what holds them and more than one.
 */
export function placeRemarks(plan: Plan, sections = screenSections(plan)): RemarkPlaces {
	const at = new Map<string, string[]>();
	const put = (place: string, remark: PlanWarning) => {
		const held = at.get(place) ?? [];
		if (!held.includes(remark.id)) at.set(place, [...held, remark.id]);
	};
	const first = new Map<string, string>();
	const head: Group = { holders: [], items: [plan.title.id, plan.ownerUnit.id, plan.id] };
	const grouped = [
		{ holder: null, groups: [head] },
		...sections.map((section) => ({ holder: section.id, groups: groupsOf(plan, section) }))
	];
	for (const remark of plan.warnings) {
		const isAbout = (id: string) => remark.about.includes(id);
		for (const { holder, groups } of grouped) {
			const named = groups.map(({ holders, items }) => ({
				held: holders.some(isAbout) ? holders.slice(0, 1) : [],
				items: items.filter(isAbout)
			}));
			const count = named.reduce((sum, { held, items }) => sum + held.length + items.length, 0);
			const places =
				holder !== null && isAbout(holder) && count !== 1
					? [holder]
					: named.flatMap(({ held, items }) =>
							items.length === 1 ? items : [...held, ...items].slice(0, 1)
						);
			for (const place of places) {
				put(place, remark);
				if (!first.has(remark.id)) first.set(remark.id, place);
			}
		}
	}
	const others = new Set([
		...plan.contacts.map((contact) => contact.id),
		...plan.roles.map((role) => role.id),
		...plan.cards.map((card) => card.id)
	]);
	return {
		at,
		first,
		elsewhere: plan.warnings.filter(
			(remark) => !first.has(remark.id) && !remark.about.some((id) => others.has(id))
		)
	};
}

/**
 * A drawn block belongs with the words that lead up to it. A sentence that it carries on ("… kommer fra:") is not cut
 * off from it: what is remarked on that stands after the block.
 */
function groupsOf(plan: Plan, section: ScreenSection): Group[] {
	const groups: Group[] = [];
	let words: string[] = [];
	let opening: string[] = [];
	for (const block of section.blocks) {
		if (block.kind === 'words') {
			words = block.parts.flatMap((part) =>
				part.kind === 'list' ? [part.id, ...part.items.map((item) => item.id)] : [part.id]
			);
			const last = block.parts.at(-1);
			opening = last?.kind === 'text' && last.text.trimEnd().endsWith(':') ? [last.id] : [];
		} else {
			groups.push({
				holders: [block.id, ...opening],
				items: [...words.filter((id) => !opening.includes(id)), ...itemsOf(plan, block)]
			});
			words = [];
			opening = [];
		}
	}
	if (words.length > 0) groups.push({ holders: [], items: words });
	return groups;
}

function itemsOf(plan: Plan, block: Exclude<ScreenBlock, { kind: 'words' }>): string[] {
	const ids = (list: readonly { readonly id: string }[]) => list.map((one) => one.id);
	switch (block.kind) {
		case 'meetingPlaces':
			return [...ids(block.statements), ...ids(plan.meetingPlaces)];
		case 'contacts':
			return [...block.contacts];
		case 'organisation':
			return ids(plan.roles.filter((role) => role.kind === 'body' || role.kind === 'function'));
		case 'revision':
			return ids(plan.revision.texts);
		case 'attachment':
			return [];
		default:
			return ids(plan[block.kind]);
	}
}

const known = new WeakMap<Plan, RemarkPlaces>();

/** `placeRemarks`, made once for a plan. */
export function remarkPlacesOf(plan: Plan): RemarkPlaces {
	const held = known.get(plan);
	if (held) return held;
	const places = placeRemarks(plan);
	known.set(plan, places);
	return places;
}
