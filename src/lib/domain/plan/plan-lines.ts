import type { Plan } from './schema';

const LINES = /^P:L(\d+)(?:-(\d+))?$/;

/** Lines of the plan that a step rests on, and the id of what the plan's screen shows of them. */
export interface PlanLines {
	/** As they are written: 52, or 9-13. */
	readonly label: string;
	readonly anchor: string | null;
}

/** What `P:L52` or `P:L9-13` points at; null when the source is no line of the plan. */
export function planLinesOf(plan: Plan, source: string): PlanLines | null {
	const match = LINES.exec(source);
	if (!match) return null;
	const from = Number(match[1]);
	const to = Number(match[2] ?? match[1]);
	const places = placesOf(plan);
	const at = (line: number) => places.find((place) => place.lines.includes(line));
	let found = at(from);
	for (let line = from + 1; !found && line <= to; line += 1) found = at(line);
	return { label: match[2] ? `${from}–${to}` : String(from), anchor: found?.id ?? null };
}

/** What the plan's screen shows, with the lines it was taken from; texts before what is drawn from them. */
function placesOf(plan: Plan): { readonly id: string; readonly lines: readonly number[] }[] {
	return [
		plan.title,
		plan.ownerUnit,
		...plan.sections.flatMap((section) =>
			section.blocks.flatMap((block) =>
				block.kind === 'text' ? [block] : block.kind === 'list' ? block.items : []
			)
		),
		...plan.services,
		...plan.operationLevels,
		...plan.channels,
		...plan.notificationChannels,
		...plan.alarmSources,
		...plan.revision.texts,
		...plan.sections.map((section) => ({ id: section.id, lines: section.lines })),
		...contactBlocks(plan),
		...plan.meetingPlaces,
		...plan.decisions,
		...plan.flow
	];
}

/** People stand in a block of contacts: the block is what can be scrolled to on the plan's screen. */
function contactBlocks(plan: Plan): { id: string; lines: number[] }[] {
	return plan.sections.flatMap((section) =>
		section.blocks.flatMap((block) =>
			block.kind === 'contacts'
				? [
						{
							id: block.id,
							lines: plan.contacts
								.filter((one) => block.contacts.includes(one.id))
								.flatMap((one) => one.lines)
						}
					]
				: []
		)
	);
}
