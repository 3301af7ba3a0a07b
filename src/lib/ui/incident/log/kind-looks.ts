import { ENTRY_KINDS, type EntryKind } from '$lib/domain/log/kinds';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '../../shared/icon-names';

/** What the log can be narrowed down to. */
export const KIND_GROUPS = [
	'information',
	'decisions',
	'tasks',
	'messages',
	'status',
	'cards',
	'people',
	'deadlines',
	'photos',
	'corrections',
	'course',
	'unknown'
] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

const groupWords: Record<KindGroup, () => string> = {
	information: m.logbook_group_information,
	decisions: m.logbook_group_decisions,
	tasks: m.logbook_group_tasks,
	messages: m.logbook_group_messages,
	status: m.logbook_group_status,
	cards: m.logbook_group_cards,
	people: m.logbook_group_people,
	deadlines: m.logbook_group_deadlines,
	photos: m.logbook_group_photos,
	corrections: m.logbook_group_corrections,
	course: m.logbook_group_course,
	unknown: m.logbook_group_unknown
};

const LOOKS: Record<EntryKind, readonly [IconName, KindGroup]> = {
	incidentOpened: ['flag', 'course'],
	participantJoined: ['user-round-check', 'people'],
	alarmReceived: ['bell-ring', 'course'],
	assessed: ['gauge', 'decisions'],
	notified: ['phone-call', 'messages'],
	callDownAdded: ['user-plus', 'messages'],
	decided: ['gavel', 'decisions'],
	activated: ['activity', 'decisions'],
	groupAssembled: ['users', 'people'],
	deactivated: ['square', 'decisions'],
	roleTaken: ['user-round-check', 'people'],
	absenceNoted: ['user', 'people'],
	groupAdjusted: ['users', 'people'],
	staffJoined: ['user-plus', 'people'],
	staffLeft: ['user', 'people'],
	meetingPlaceSet: ['map-pin', 'people'],
	channelStatusSet: ['radio', 'status'],
	serviceStatusSet: ['server', 'status'],
	cardOpened: ['clipboard-check', 'cards'],
	cardAssigned: ['clipboard-check', 'cards'],
	stepTicked: ['square-check-big', 'cards'],
	stepUnticked: ['square', 'cards'],
	stepDismissed: ['x', 'cards'],
	stepNoted: ['pencil', 'cards'],
	taskGiven: ['list', 'tasks'],
	taskTaken: ['user-round-check', 'tasks'],
	taskDone: ['check', 'tasks'],
	observed: ['info', 'information'],
	messageSent: ['message-square', 'messages'],
	deadlineStarted: ['clock', 'deadlines'],
	deadlineMet: ['clock', 'deadlines'],
	deadlineMoved: ['clock', 'deadlines'],
	pictureWritten: ['layers', 'information'],
	situationReportIssued: ['megaphone', 'information'],
	shiftHandedOver: ['refresh-cw', 'people'],
	handoverAcknowledged: ['check', 'people'],
	injectPlayed: ['lightbulb', 'course'],
	attached: ['image', 'photos'],
	corrected: ['file-pen', 'corrections'],
	evaluationPointAdded: ['flag', 'course'],
	evaluated: ['circle-check-big', 'course'],
	incidentClosed: ['circle-check-big', 'course']
};

const isKnown = (kind: string): kind is EntryKind => Object.hasOwn(LOOKS, kind);

/** The icon of a kind, known or not. */
export function kindIcon(kind: string): IconName {
	return isKnown(kind) ? LOOKS[kind][0] : 'circle-help';
}

/** Which group a kind belongs to. */
export function groupOf(kind: string): KindGroup {
	return isKnown(kind) ? LOOKS[kind][1] : 'unknown';
}

/** A group's name. */
export function groupWord(group: KindGroup): string {
	return groupWords[group]();
}

/**
 * The kinds of `groups`, for a filter.
 * @param present The kinds that the log has: an unknown one is known by nothing else.
 */
export function kindsOf(groups: readonly KindGroup[], present: Iterable<string>): string[] {
	return [...new Set([...ENTRY_KINDS, ...present])].filter((kind) => groups.includes(groupOf(kind)));
}
