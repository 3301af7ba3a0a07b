import type { ActionCard, Plan, PlanBlock } from '$lib/domain/plan/schema';
import type { PaperPlace } from './remark-places';

/** Where the title stands. */
export const HEAD = 'paper-head';
/** Where all contacts stand. */
export const ALL_CONTACTS = 'paper-contacts';

/** The places of the whole plan's paper, in its order. */
export function placesOfPlan(plan: Plan, cards: readonly ActionCard[]): PaperPlace[] {
	return [
		{ key: HEAD, ids: [plan.title.id, plan.ownerUnit.id], rows: [] },
		...plan.sections.flatMap((section) => [
			{ key: section.id, ids: [section.id], rows: [] },
			...section.blocks.map((block) => ({ key: block.id, ids: [block.id], rows: rowsOf(plan, block) }))
		]),
		placeOfContacts(plan),
		...cards.map(placeOfCard)
	];
}

export function placeOfContacts(plan: Plan): PaperPlace {
	return { key: ALL_CONTACTS, ids: [], rows: plan.contacts.map((contact) => contact.id) };
}

export function placeOfCard(card: ActionCard): PaperPlace {
	return { key: card.id, ids: [card.id], rows: card.steps.map((step) => step.id) };
}

/** The ids of what a block shows row by row. */
function rowsOf(plan: Plan, block: PlanBlock): string[] {
	switch (block.kind) {
		case 'text':
		case 'attachment':
			return [];
		case 'list':
			return block.items.map((item) => item.id);
		case 'contacts':
			return block.contacts;
		case 'organisation':
			return [...plan.roles, ...plan.meetingPlaces].map((one) => one.id);
		case 'revision':
			return plan.revision.texts.map((text) => text.id);
		default:
			return plan[block.kind].map((one) => one.id);
	}
}

/** The lines of the source that a block was taken from, where it is not text that has its own. */
export function linesOfRows(plan: Plan, block: PlanBlock): number[] {
	switch (block.kind) {
		case 'contacts':
			return plan.contacts.filter((one) => block.contacts.includes(one.id)).flatMap((one) => one.lines);
		case 'services':
		case 'channels':
		case 'alarmSources':
		case 'operationLevels':
			return plan[block.kind].flatMap((one) => one.lines);
		default:
			return [];
	}
}

/** Line numbers as they are written: `9–13`, `63, 65`. */
export function formatLines(lines: readonly number[]): string {
	const sorted = [...new Set(lines)].sort((a, b) => a - b);
	const ranges: { from: number; to: number }[] = [];
	for (const line of sorted) {
		const last = ranges.at(-1);
		if (last && last.to === line - 1) last.to = line;
		else ranges.push({ from: line, to: line });
	}
	return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
