/** What a person writes in the log by hand: four kinds of note, each as the entry that says it. */
import { fail, ok, type Result } from '../../base/result';
import { fromWallTime } from '../../base/wall-time';
import type { EntryId } from '../log/entry';
import type { CERTAINTIES } from '../log/kinds';
import { cleanText, NAME_MAX, type TextProblem } from '../log/text';
import { act, type Act, type Actor } from './acts';
import type { IncidentState } from './state';

export const NOTE_KINDS = ['observed', 'decided', 'taskGiven', 'messageSent'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

const MINUTE_MS = 60_000;

/** Somebody by name, and the role in which they are meant. */
export interface Named {
	readonly name: string;
	readonly roleId: string | null;
}

/** A note as far as it is written: what was typed stands as it was typed. */
export interface Note {
	readonly text: string;
	readonly certainty: (typeof CERTAINTIES)[number];
	readonly source: string;
	readonly serviceIds: readonly string[];
	/** Who decided; null for whoever writes. */
	readonly by: Named | null;
	readonly why: string;
	/** Whom a task, or a message, is for. */
	readonly to: string;
	readonly toRoleId: string | null;
	readonly dueMinutes: number | null;
	readonly channelId: string | null;
	/** When it happened, in Danish wall time, where it is copied from paper; null where it is written now. */
	readonly paperTime: string | null;
}

export const EMPTY_NOTE: Note = {
	text: '',
	certainty: 'unconfirmed',
	source: '',
	serviceIds: [],
	by: null,
	why: '',
	to: '',
	toRoleId: null,
	dueMinutes: null,
	channelId: null,
	paperTime: null
};

/** Why a note cannot be written as it is. */
export interface NoteProblem {
	readonly field: 'text' | 'source' | 'why' | 'to' | 'paperTime';
	readonly problem: TextProblem | { readonly code: 'noTime' };
}

/** `note` as the entry that says it. */
export function noteAct(kind: NoteKind, note: Note, actor: Actor, nowMs: number): Result<Act, NoteProblem> {
	const text = cleaned('text', note.text);
	if (!text.ok) return text;
	const occurredAtMs = note.paperTime === null ? null : fromWallTime(note.paperTime);
	if (note.paperTime !== null && occurredAtMs === null)
		return fail({ field: 'paperTime', problem: { code: 'noTime' } });
	const when = { occurredAtMs, copiedFrom: note.paperTime === null ? null : ('paper' as const) };
	switch (kind) {
		case 'observed': {
			const source = optional('source', note.source, NAME_MAX);
			if (!source.ok) return source;
			const { certainty, serviceIds } = note;
			const observed = { text: text.value, certainty, source: source.value, serviceIds: [...serviceIds] };
			return ok(act('observed', observed, when));
		}
		case 'decided': {
			const why = optional('why', note.why);
			if (!why.ok) return why;
			const { name: by, roleId } = note.by ?? actor;
			return ok(act('decided', { by, roleId, answer: text.value, why: why.value }, when));
		}
		case 'taskGiven': {
			const to = optional('to', note.to, NAME_MAX);
			if (!to.ok) return to;
			const { toRoleId: roleId, dueMinutes } = note;
			const dueMs = dueMinutes === null ? null : (occurredAtMs ?? nowMs) + dueMinutes * MINUTE_MS;
			return ok(act('taskGiven', { text: text.value, to: to.value, roleId, dueMs }, when));
		}
		case 'messageSent': {
			const to = cleaned('to', note.to, NAME_MAX);
			if (!to.ok) return to;
			return ok(act('messageSent', { to: to.value, channelId: note.channelId, text: text.value }, when));
		}
	}
}

/** That an entry is wrong, and what is right; `isVoid`: it no longer counts. */
export function correctionAct(entryId: EntryId, typed: string, isVoid: boolean): Result<Act, NoteProblem> {
	const text = cleaned('text', typed);
	return text.ok ? ok(act('corrected', { entryId, text: text.value, isVoid })) : text;
}

/** Whom a note may be about, without typing: whoever has a role now, the staff, and whoever writes. */
export function peopleNow(state: IncidentState): Named[] {
	const people = new Map<string, Named>();
	const add = (name: string, roleId: string | null) => {
		if (!people.has(name)) people.set(name, { name, roleId });
	};
	for (const one of state.holdings) if (one.untilMs === null) add(one.name, one.roleId);
	for (const name of state.staff.keys()) add(name, null);
	for (const one of state.participants.values()) add(one.name, one.roleId);
	return [...people.values()];
}

function cleaned(field: NoteProblem['field'], typed: string, most?: number): Result<string, NoteProblem> {
	const text = cleanText(typed, most);
	return text.ok ? text : fail({ field, problem: text.error });
}

/** Null where nothing can be seen in it. */
function optional(
	field: NoteProblem['field'],
	typed: string,
	most?: number
): Result<string | null, NoteProblem> {
	const text = cleanText(typed, most);
	if (text.ok) return text;
	return text.error.code === 'textEmpty' ? ok(null) : fail({ field, problem: text.error });
}
