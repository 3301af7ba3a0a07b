import type { Plan, PlanBlock, Statement } from '$lib/domain/plan/schema';

/** Where people meet: the plan has no block for it, so it is shown where the plan's text speaks of it. */
export interface MeetingPlacesBlock {
	readonly kind: 'meetingPlaces';
	readonly id: string;
	/** The plan's own texts that say no more than the places do: they are shown with them. */
	readonly statements: readonly Statement[];
}

/** Texts and lists of the plan that follow each other. */
export interface WordsBlock {
	readonly kind: 'words';
	readonly id: string;
	readonly parts: readonly Extract<PlanBlock, { kind: 'text' | 'list' }>[];
}

/** What is drawn from the plan's data, or held beside it. */
export type DrawnBlock = Exclude<PlanBlock, { kind: 'text' | 'list' }> | MeetingPlacesBlock;
export type ScreenBlock = DrawnBlock | WordsBlock;

export interface ScreenSection {
	readonly id: string;
	/** The plan's own heading; null where the screen has the word. */
	readonly title: string | null;
	readonly blocks: readonly ScreenBlock[];
}

/** Ids of the screen's own have a colon, which no id of a plan has. */
export const MEETING_PLACES_ID = 'app:meeting-places';
export const MORE_SECTION_ID = 'app:more';

/**
 * A plan's sections as the screen shows them: texts that follow each other together, the meeting places where the
 * text speaks of them, and, last, what the plan holds but has no place for in its sections.
 */
export function screenSections(plan: Plan): ScreenSection[] {
	const withPlaces = withMeetingPlaces(plan);
	const shown = new Set(withPlaces.flatMap(({ blocks }) => blocks.map((block) => block.kind)));
	const missing = dataBlocks(plan).filter((block) => !shown.has(block.kind));
	return [
		...withPlaces.map(({ id, title, blocks }) => ({ id, title, blocks: joinWords(id, blocks) })),
		...(missing.length > 0 ? [{ id: MORE_SECTION_ID, title: null, blocks: missing }] : [])
	];
}

type Section = {
	readonly id: string;
	readonly title: string;
	readonly blocks: (PlanBlock | MeetingPlacesBlock)[];
};

function withMeetingPlaces(plan: Plan): Section[] {
	const sections = plan.sections.map(({ id, title, blocks }): Section => ({
		id,
		title,
		blocks: [...blocks]
	}));
	if (plan.meetingPlaces.length === 0) return sections;
	const texts = new Set(plan.meetingPlaces.map((place) => place.text));
	const block = (statements: Statement[] = []): MeetingPlacesBlock => ({
		kind: 'meetingPlaces',
		id: MEETING_PLACES_ID,
		statements
	});
	const isPlace = (one: Section['blocks'][number]): one is Extract<PlanBlock, { kind: 'text' }> =>
		one.kind === 'text' && texts.has(one.text);
	for (const section of sections) {
		const at = section.blocks.findIndex(isPlace);
		if (at === -1) continue;
		const run = section.blocks.slice(at);
		const end = run.findIndex((one) => !isPlace(one));
		const own = (end === -1 ? run : run.slice(0, end)).filter(isPlace);
		section.blocks.splice(at, own.length, block(own));
		return sections;
	}
	const speaksOf = (one: Section['blocks'][number]) =>
		textsOf(one).some((text) => plan.meetingPlaces.some((place) => text.includes(place.text)));
	const isOrganisation = (one: Section['blocks'][number]) => one.kind === 'organisation';
	for (const isIts of [speaksOf, isOrganisation])
		for (const section of sections) {
			const at = section.blocks.findLastIndex(isIts);
			if (at === -1) continue;
			section.blocks.splice(at + 1, 0, block());
			return sections;
		}
	return sections;
}

function textsOf(block: Section['blocks'][number]): string[] {
	if (block.kind === 'text') return [block.text];
	return block.kind === 'list' ? block.items.map((item) => item.text) : [];
}

function joinWords(sectionId: string, blocks: Section['blocks']): ScreenBlock[] {
	const joined: ScreenBlock[] = [];
	let words: WordsBlock['parts'][number][] = [];
	const close = () => {
		if (words.length > 0)
			joined.push({ kind: 'words', id: `app:words:${sectionId}:${joined.length}`, parts: words });
		words = [];
	};
	for (const block of blocks) {
		if (block.kind === 'text' || block.kind === 'list') words.push(block);
		else {
			close();
			joined.push(block);
		}
	}
	close();
	return joined;
}

/** A block for each kind of data that the plan holds. */
function dataBlocks(plan: Plan): DrawnBlock[] {
	const kinds = [
		['services', plan.services],
		['operationLevels', plan.operationLevels],
		['organisation', plan.roles.filter((role) => role.kind === 'body' || role.kind === 'function')],
		['channels', plan.channels],
		['notificationChannels', plan.notificationChannels],
		['alarmSources', plan.alarmSources],
		['flow', plan.flow],
		['decisions', plan.decisions]
	] as const;
	return [
		...kinds.filter(([, list]) => list.length > 0).map(([kind]): DrawnBlock => ({ kind, id: `app:${kind}` })),
		...(plan.meetingPlaces.length > 0
			? [{ kind: 'meetingPlaces', id: MEETING_PLACES_ID, statements: [] } as const]
			: []),
		{ kind: 'revision', id: 'app:revision' }
	];
}
