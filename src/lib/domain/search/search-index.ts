import type { EffectiveContact } from '../contacts/contact-update';
import type { ActionCard, Phone, Plan, Role } from '../plan/schema';
import { remarkText } from '../plan/remarks';
import { foldText } from './fold';

/** What a hit is, said in a word beside it. */
export type SearchKind =
	| 'contact'
	| 'role'
	| 'card'
	| 'step'
	| 'text'
	| 'section'
	| 'service'
	| 'channel'
	| 'alarmSource'
	| 'meetingPlace'
	| 'decision'
	| 'flow'
	| 'operationLevel'
	| 'attachment'
	| 'remark';

/** Under which heading a hit stands. */
export type SearchGroup = 'contacts' | 'cards' | 'plan';

/** Where a hit leads: the place is an anchor on that page. */
export type SearchTarget =
	| { readonly page: 'plan' | 'contacts'; readonly anchor: string }
	| { readonly page: 'role'; readonly roleId: string; readonly anchor: string | null }
	| { readonly page: 'card'; readonly cardId: string; readonly anchor: string | null };

/** Something that can be found. What is folded is made when it is first read (see `makeReady`). */
export interface SearchEntry {
	readonly kind: SearchKind;
	readonly group: SearchGroup;
	readonly id: string;
	readonly title: string;
	readonly text: string;
	/** What else is looked through, and shown when it is there that something was found. */
	readonly alsoSays: readonly string[];
	readonly target: SearchTarget;
	/** Who can be called at once. */
	readonly contact: EffectiveContact | null;
	/** Folded: the title and the other names it goes by, the first letter of each a place where a hit ranks high. */
	readonly names: readonly string[];
	/** Folded: the title of a thing that is only a part of what has that title; alone it is no hit. */
	readonly place: string;
	/** Folded: the text and what else is looked through. */
	readonly body: string;
	/** Folded: what it is called for short, found from its first letter on and not inside: AC-08, AC08, 08. */
	readonly codes: readonly string[];
	/** The digits of its phone numbers without the country's code, and the numbers as they are written. */
	readonly numbers: readonly { readonly digits: string; readonly display: string }[];
}

export interface SearchIndex {
	readonly entries: readonly SearchEntry[];
}

type Draft = Pick<SearchEntry, 'kind' | 'id' | 'title' | 'text' | 'target'> &
	Partial<Pick<SearchEntry, 'contact'>> & {
		alsoCalled?: readonly (string | null)[];
		alsoSays?: readonly (string | null)[];
		codes?: readonly string[];
		phones?: readonly Phone[];
	};

/** Their title is that of the card or the section they stand in, not their own. */
const PARTS: readonly SearchKind[] = ['step', 'text'];

const SEPARATOR = /[-._]/g;

const GROUP_OF: Partial<Record<SearchKind, SearchGroup>> = {
	contact: 'contacts',
	role: 'contacts',
	card: 'cards',
	step: 'cards'
};

/**
 * Makes ready what is searched: each text of the plan, each contact as it is to be used now, each role, card and step.
 * @param age What stands for `{age}` in the remarks.
 * @returns An index of which no entry is folded yet.
 */
export function buildSearchIndex(plan: Plan, contacts: readonly EffectiveContact[], age = '…'): SearchIndex {
	const drafts = [
		...contacts.map(contactDraft),
		...plan.roles.map((role) => roleDraft(role)),
		...plan.cards.flatMap(cardDrafts),
		...planDrafts(plan)
	];
	const targets = new Map<string, SearchTarget>();
	for (const draft of drafts) if (!targets.has(draft.id)) targets.set(draft.id, draft.target);
	for (const remark of plan.warnings) {
		const target = remark.about.map((id) => targets.get(id)).find((one) => one !== undefined);
		const text = remarkText(remark, age);
		drafts.push({
			kind: 'remark',
			id: remark.id,
			title: '',
			text,
			target: target ?? inPlan(remark.about[0] ?? '')
		});
	}
	return { entries: drafts.map(entryOf) };
}

/**
 * Folds entries from the one at `from` on, which a search would else do all at once.
 * @param isEnough Asked after each.
 * @returns Where to go on; as many as there are when all are folded.
 */
export function makeReady(index: SearchIndex, from: number, isEnough: () => boolean): number {
	let at = from;
	for (let entry = index.entries[at]; entry; entry = index.entries[at]) {
		at += 1;
		void entry.body;
		if (isEnough()) break;
	}
	return at;
}

function entryOf(draft: Draft): SearchEntry {
	const alsoSays = (draft.alsoSays ?? []).filter((text): text is string => !!text);
	let made: FoldedParts | null = null;
	const folded = () => (made ??= foldedParts(draft, alsoSays));
	return {
		kind: draft.kind,
		group: GROUP_OF[draft.kind] ?? 'plan',
		id: draft.id,
		title: draft.title,
		text: draft.text,
		alsoSays,
		target: draft.target,
		contact: draft.contact ?? null,
		get names() {
			return folded().names;
		},
		get place() {
			return folded().place;
		},
		get body() {
			return folded().body;
		},
		get codes() {
			return folded().codes;
		},
		get numbers() {
			return folded().numbers;
		}
	};
}

type FoldedParts = Pick<SearchEntry, 'names' | 'place' | 'body' | 'codes' | 'numbers'>;

function foldedParts(draft: Draft, alsoSays: readonly string[]): FoldedParts {
	const isPart = PARTS.includes(draft.kind) && draft.text !== '';
	const names = [isPart ? null : draft.title, ...(draft.alsoCalled ?? [])].filter(
		(name): name is string => !!name
	);
	return {
		names: [...new Set(names.map(foldText))],
		place: isPart ? foldText(draft.title) : '',
		body: foldText([draft.text, ...alsoSays].join('\n')),
		codes: (draft.codes ?? []).map(foldText),
		numbers: (draft.phones ?? []).map(({ dial, display }) => ({ digits: nationalDigits(dial), display }))
	};
}

/** The digits of a phone number without +45 or 0045, or 45 before all eight of the number's own. */
export function nationalDigits(number: string): string {
	const digits = number.replace(/\D/g, '');
	if (number.trim().startsWith('+')) return digits.startsWith('45') ? digits.slice(2) : digits;
	if (digits.startsWith('0045')) return digits.slice(4);
	return digits.length === 10 && digits.startsWith('45') ? digits.slice(2) : digits;
}

function contactDraft(one: EffectiveContact): Draft {
	const { contact, name, phones, mail } = one;
	return {
		kind: 'contact',
		id: contact.id,
		title: contact.title,
		text: joined([name, ...phones.map((phone) => phone.display), mail, contact.other]),
		target: { page: 'contacts', anchor: contact.id },
		contact: one,
		alsoCalled: [name],
		alsoSays: [contact.note],
		phones
	};
}

function roleDraft(role: Role): Draft {
	return {
		kind: 'role',
		id: role.id,
		title: role.name,
		text: role.rules.map((rule) => rule.text).join(' '),
		target: { page: 'role', roleId: role.id, anchor: null },
		alsoCalled: [role.abbreviation],
		alsoSays: [...role.mentions, ...role.members.map((member) => member.text), role.recruitedFrom]
	};
}

function cardDrafts(card: ActionCard): Draft[] {
	const at = (anchor: string | null): SearchTarget => ({ page: 'card', cardId: card.id, anchor });
	return [
		{
			kind: 'card',
			id: card.id,
			title: card.title,
			text: joined([card.trigger, card.purpose], ' '),
			target: at(null),
			codes: [...spellingsOf(card.id), card.id.split(SEPARATOR).at(-1) ?? ''],
			alsoSays: [card.coreTask, ...card.notes]
		},
		...card.steps.map((step): Draft => ({
			kind: 'step',
			id: step.id,
			title: card.title,
			text: step.text,
			target: at(step.id),
			codes: spellingsOf(step.id)
		}))
	];
}

function planDrafts(plan: Plan): Draft[] {
	const drafts: Draft[] = [];
	const add = (kind: SearchKind, id: string, title: string, text: string, alsoSays: (string | null)[] = []) =>
		drafts.push({ kind, id, title, text, target: inPlan(id), alsoSays });
	add('text', plan.title.id, plan.title.text, '');
	add('text', plan.ownerUnit.id, plan.ownerUnit.text, '');
	for (const section of plan.sections) {
		add('section', section.id, section.title, '');
		for (const block of section.blocks) {
			if (block.kind === 'text') add('text', block.id, section.title, block.text);
			else if (block.kind === 'list')
				for (const item of block.items) add('text', item.id, section.title, item.text);
			else if (block.kind === 'attachment') add('attachment', block.id, block.title, block.paperPlace ?? '');
		}
	}
	for (const one of plan.revision.texts) add('text', one.id, '', one.text);
	for (const one of plan.services) add('service', one.id, one.name, one.text, one.covers);
	for (const one of plan.operationLevels) add('operationLevel', one.id, one.name, one.text);
	for (const one of [...plan.channels, ...plan.notificationChannels]) add('channel', one.id, one.name, '');
	for (const one of plan.alarmSources) add('alarmSource', one.id, one.name, '');
	for (const one of plan.meetingPlaces) add('meetingPlace', one.id, one.name ?? '', one.text);
	for (const one of plan.decisions) add('decision', one.id, one.question, one.note ?? '');
	for (const one of plan.flow)
		add(
			'flow',
			one.id,
			one.text,
			'',
			one.next.map((next) => next.label)
		);
	return drafts;
}

function inPlan(anchor: string): SearchTarget {
	return { page: 'plan', anchor };
}

/** AC-08 is also looked for as AC08. */
function spellingsOf(id: string): string[] {
	return [id, id.replace(SEPARATOR, '')];
}

function joined(parts: readonly (string | null)[], by = ' · '): string {
	return parts.filter(Boolean).join(by);
}
