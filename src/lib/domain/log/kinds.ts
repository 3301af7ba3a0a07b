/**
 * What entries say: a closed set of kinds, version 1. A kind, or a payload, that this version does not know is kept
 * as it is and shown as an unknown entry; it changes nothing in any fold.
 *
 * Payloads name things of the plan by id and people by name, since a name is what the evidence needs when the plan
 * has changed. Times are milliseconds since 1970. What a kind gains later must be optional, and is ignored before.
 */
import * as v from 'valibot';
import type { LogEntry } from './entry';
import { HLC_MAX_MS } from './hlc';
import { plainText, planId } from './payload-fields';
import { NAME_MAX, TEXT_MAX } from './text';

const text = plainText(TEXT_MAX);
const name = plainText(NAME_MAX);
const entryId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
const hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HLC_MAX_MS));
const optional = <const Schema extends v.GenericSchema>(schema: Schema) =>
	v.optional(v.nullable(schema), null);
const planIds = v.optional(v.pipe(v.array(planId), v.maxLength(50)), []);

/** Who decided, or acts, as the log names them. */
const actor = { by: name, roleId: optional(planId), asSubstitute: v.optional(v.boolean(), false) };

export const CERTAINTIES = ['confirmed', 'likely', 'unconfirmed'] as const;
export const SERVICE_STATUSES = ['normal', 'degraded', 'down', 'unknown'] as const;
export const CHANNEL_STATUSES = ['working', 'uncertain', 'down', 'retired', 'unknown'] as const;
export const ABSENCE_REASONS = ['holiday', 'notReached', 'topCrisisStaff', 'other'] as const;
export const REACH_OUTCOMES = ['sent', 'reached', 'notReached', 'acknowledged'] as const;
export const EVALUATION_SORTS = ['worked', 'improve', 'planChange'] as const;
/** The parts of the situation picture that people write. */
export const PICTURE_SECTIONS = ['known', 'next'] as const;
export type PictureSection = (typeof PICTURE_SECTIONS)[number];

const schemas = {
	/** The first entry of an incident. Whether it is an exercise is said here, and can never be changed. */
	incidentOpened: v.object({
		title: name,
		mode: v.picklist(['real', 'exercise']),
		planId,
		planFingerprint: plainText(200),
		exerciseId: optional(planId)
	}),
	/** Who holds the phone that writes this. */
	participantJoined: v.object({ name, roleId: optional(planId), contactId: optional(planId) }),
	alarmReceived: v.object({
		/** One of the plan's sources; null for another, which `source` names. */
		sourceId: optional(planId),
		source: optional(name),
		what: optional(text),
		serviceIds: planIds,
		/** When the municipality knew (kendskabstidspunkt); null where nobody has said. */
		awareMs: optional(timeMs)
	}),
	assessed: v.object({
		...actor,
		outcome: v.picklist(['undecided', 'handledInOperations', 'tellDecider']),
		scope: optional(text),
		serviceIds: planIds
	}),
	/** Somebody was told, or was tried. */
	notified: v.object({
		contactId: optional(planId),
		name,
		roleId: optional(planId),
		channelId: optional(planId),
		outcome: v.picklist(REACH_OUTCOMES),
		/** Whether it is the one who decides on activation: the flow goes on. */
		isDecider: v.optional(v.boolean(), false),
		note: optional(text)
	}),
	decided: v.object({
		...actor,
		decisionId: optional(planId),
		question: optional(text),
		answer: text,
		why: optional(text),
		/** For a yes or no that the flow turns on. */
		outcome: optional(v.picklist(['activate', 'doNotActivate', 'tellManagement', 'doNotTellManagement'])),
		/** Findings that start a legal clock, by the plan's clocks. */
		clockIds: planIds
	}),
	activated: v.object({ ...actor, why: optional(text) }),
	/** The group has met, or as much of it as could be reached. */
	groupAssembled: v.object({ names: v.pipe(v.array(name), v.maxLength(60)) }),
	deactivated: v.object({ ...actor, why: optional(text) }),
	roleTaken: v.object({
		roleId: planId,
		name,
		contactId: optional(planId),
		function: v.optional(v.picklist(['chair', 'coordinator', 'other']), 'other'),
		/** Of a coordinator: whether they were in the group from the start, so that it must be adjusted. */
		mustAdjustGroup: v.optional(v.boolean(), false),
		isSubstitute: v.optional(v.boolean(), false),
		why: optional(text)
	}),
	absenceNoted: v.object({
		name,
		contactId: optional(planId),
		isAbsent: v.boolean(),
		reason: v.picklist(ABSENCE_REASONS),
		note: optional(text)
	}),
	groupAdjusted: v.object({
		way: v.picklist(['leftWithoutReplacement', 'replaced', 'stays']),
		name,
		replacement: optional(name),
		why: optional(text)
	}),
	/** Somebody is to be told, who is not so by the plan or by a role. */
	callDownAdded: v.object({ name, contactId: optional(planId) }),
	staffJoined: v.object({ name, contactId: optional(planId), task: optional(text) }),
	staffLeft: v.object({ name }),
	meetingPlaceSet: v.object({ placeId: optional(planId), place: text }),
	channelStatusSet: v.object({
		channelId: planId,
		status: v.picklist(CHANNEL_STATUSES),
		note: optional(text)
	}),
	serviceStatusSet: v.object({
		serviceId: planId,
		status: v.picklist(SERVICE_STATUSES),
		note: optional(text),
		sinceMs: optional(timeMs)
	}),
	cardOpened: v.object({ cardId: planId }),
	cardAssigned: v.object({ cardId: planId, roleId: optional(planId), name: optional(name) }),
	stepTicked: v.object({ cardId: planId, stepId: planId }),
	stepUnticked: v.object({ cardId: planId, stepId: planId }),
	stepDismissed: v.object({ cardId: planId, stepId: planId, reason: text }),
	stepNoted: v.object({ cardId: planId, stepId: planId, text }),
	taskGiven: v.object({ text, to: optional(name), roleId: optional(planId), dueMs: optional(timeMs) }),
	taskTaken: v.object({ taskId: entryId }),
	taskDone: v.object({ taskId: entryId, note: optional(text) }),
	observed: v.object({
		text,
		certainty: v.picklist(CERTAINTIES),
		source: optional(name),
		serviceIds: planIds
	}),
	messageSent: v.object({ to: name, channelId: optional(planId), text }),
	deadlineStarted: v.object({
		/** The plan's clock; null for a deadline of one's own. */
		clockId: optional(planId),
		title: name,
		anchorMs: timeMs,
		dueMs: timeMs,
		source: name,
		certainty: v.picklist(['certain', 'depends', 'own']),
		/** The entry that started it. */
		triggerId: optional(entryId)
	}),
	deadlineMet: v.object({ deadlineId: entryId, atMs: timeMs, note: optional(text) }),
	deadlineMoved: v.object({ deadlineId: entryId, dueMs: timeMs, why: text }),
	pictureWritten: v.object({
		section: v.picklist(PICTURE_SECTIONS),
		text: v.pipe(v.string(), v.maxLength(TEXT_MAX))
	}),
	situationReportIssued: v.object({
		number: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999)),
		text: plainText(6_000)
	}),
	shiftHandedOver: v.object({ roleId: optional(planId), from: name, to: name, text: plainText(6_000) }),
	handoverAcknowledged: v.object({ handoverId: entryId, by: name }),
	/** Something that the exercise's plan lets happen. */
	injectPlayed: v.object({ exerciseId: planId, injectId: planId, text }),
	attached: v.object({
		hash,
		mediaType: v.picklist(['image/jpeg', 'image/webp', 'image/png']),
		byteLength: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200_000)),
		caption: optional(text)
	}),
	/** Says what is wrong with an entry. Both stay visible; one that is void no longer counts. */
	corrected: v.object({ entryId, text, isVoid: v.optional(v.boolean(), false) }),
	evaluationPointAdded: v.object({ sort: v.picklist(EVALUATION_SORTS), text }),
	evaluated: v.object({ by: name }),
	incidentClosed: v.object({ by: name, why: optional(text) })
} as const;

export type EntryKind = keyof typeof schemas;
export type Payload<Kind extends EntryKind> = v.InferOutput<(typeof schemas)[Kind]>;
/** What has to be given: fields with a default may be left out. */
export type PayloadInput<Kind extends EntryKind> = v.InferInput<(typeof schemas)[Kind]>;

/** An entry whose kind and payload this version knows. */
export type KnownEntry = {
	[Kind in EntryKind]: { readonly kind: Kind; readonly payload: Payload<Kind>; readonly entry: LogEntry };
}[EntryKind];

export const ENTRY_KINDS = Object.keys(schemas) as EntryKind[];

/** What `entry` says; null where its kind, or its payload, is not one that this version knows. */
export function readEntry(entry: LogEntry): KnownEntry | null {
	if (!isKnownKind(entry.kind)) return null;
	const parsed = v.safeParse(schemas[entry.kind], entry.payload);
	return parsed.success ? ({ kind: entry.kind, payload: parsed.output, entry } as KnownEntry) : null;
}

/** A payload that this version wrote, whole; throws where it is not one: a bug. */
export function payloadOf<Kind extends EntryKind>(
	kind: Kind,
	input: PayloadInput<Kind>
): LogEntry['payload'] {
	return v.parse(schemas[kind], input);
}

function isKnownKind(kind: string): kind is EntryKind {
	return Object.hasOwn(schemas, kind);
}
