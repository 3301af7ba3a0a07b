import type { DeviceId, EntryId, IncidentId } from '../log/entry';
import type { EntryKind, Payload } from '../log/kinds';
import type { Stage } from './flow';

/** Where something stands in the log: who wrote it, and when. */
export interface Trace {
	readonly entryId: EntryId;
	readonly deviceId: DeviceId;
	/** Its author's own number. */
	readonly sequence: number;
	/** When it happened, as the author had it: the time given, else their clock's. */
	readonly atMs: number;
}

/** Something that was said, with its trace. */
export type Said<Kind extends EntryKind> = Trace & Payload<Kind>;

export interface StageChange extends Trace {
	readonly stage: Stage;
	/** Stages that were jumped over. */
	readonly skipped: readonly Stage[];
}

export interface RoleHolding extends Trace {
	readonly roleId: string;
	readonly name: string;
	readonly contactId: string | null;
	readonly function: 'chair' | 'coordinator' | 'other';
	readonly isSubstitute: boolean;
	/** Null while they have it. */
	readonly untilMs: number | null;
	/** They handed it over, left or went away since: whoever has it next contradicts nobody. */
	readonly isYielded: boolean;
	/** Who came back since, and may have it. */
	readonly returned: readonly { readonly name: string; readonly contactId: string | null }[];
}

/** What was done to a step. */
export interface StepAct {
	/** `open` again after it was unticked. */
	readonly state: 'open' | 'ticked' | 'dismissed';
	readonly change: Trace;
	/** Why it is not relevant. */
	readonly reason: string | null;
}

export interface StepState extends Omit<StepAct, 'change'> {
	/** Null where it was only noted on. */
	readonly change: Trace | null;
	/** What another phone than the last one did to it last; null where none did, and what was settled. */
	readonly before: StepAct | null;
	/** Whether that contradicts (opposing.ts). */
	readonly isOpposed: boolean;
	readonly notes: readonly (Trace & { readonly text: string })[];
}

export interface CardState {
	readonly cardId: string;
	readonly opened: Trace;
	readonly assigned: (Trace & { readonly roleId: string | null; readonly name: string | null }) | null;
	/** Steps that something was done to. */
	readonly steps: ReadonlyMap<string, StepState>;
}

export interface Task extends Said<'taskGiven'> {
	readonly taken: Trace | null;
	readonly done: (Trace & { readonly note: string | null }) | null;
}

export interface Deadline extends Said<'deadlineStarted'> {
	/** As it stands after every move. */
	readonly dueMs: number;
	readonly moves: readonly (Trace & { readonly dueMs: number; readonly why: string })[];
	readonly met: (Trace & { readonly metAtMs: number; readonly note: string | null }) | null;
}

export interface Handover extends Said<'shiftHandedOver'> {
	readonly acknowledged: (Trace & { readonly by: string }) | null;
}

/** That the plan wants the group adjusted, since the coordinator came out of it. Never goes by itself. */
export interface AdjustmentObligation extends Trace {
	readonly coordinator: string;
}

/** What an incident is, after its entries in their order. Made by fold.ts; never changed by anything else. */
export interface IncidentState {
	readonly incidentId: IncidentId | null;
	readonly opened: Said<'incidentOpened'> | null;
	readonly stage: Stage;
	readonly stages: readonly StageChange[];
	/** Whoever wrote in it, by device. */
	readonly participants: ReadonlyMap<DeviceId, Said<'participantJoined'>>;
	/** Who held a device, and from which of its entries on: one phone may go from hand to hand. */
	readonly holders: ReadonlyMap<DeviceId, readonly { readonly sequence: number; readonly name: string }[]>;
	readonly alarms: readonly Said<'alarmReceived'>[];
	readonly assessments: readonly Said<'assessed'>[];
	/** By contact id, or by name where there is none; the newest last. */
	readonly notified: ReadonlyMap<string, readonly Said<'notified'>[]>;
	readonly decisions: readonly Said<'decided'>[];
	/** The one in force; null before and after. */
	readonly activation: Said<'activated'> | null;
	readonly firstActivation: Said<'activated'> | null;
	readonly assemblies: readonly Said<'groupAssembled'>[];
	readonly deactivation: Said<'deactivated'> | null;
	/** Every holding of every role, in order. */
	readonly holdings: readonly RoleHolding[];
	/** Roles that two phones gave to two people (opposing.ts), by role. */
	readonly contested: ReadonlyMap<string, readonly [RoleHolding, RoleHolding]>;
	/** Who is away now, by contact id, or by name where there is none. */
	readonly absences: ReadonlyMap<string, Said<'absenceNoted'>>;
	readonly adjustment: AdjustmentObligation | null;
	readonly adjustments: readonly Said<'groupAdjusted'>[];
	/** Who was put on the call-down list, by contact id, or by name where there is none. */
	readonly calledIn: ReadonlyMap<string, Said<'callDownAdded'>>;
	/** The working staff, by name. */
	readonly staff: ReadonlyMap<string, Said<'staffJoined'>>;
	readonly meetingPlace: Said<'meetingPlaceSet'> | null;
	readonly channels: ReadonlyMap<string, Said<'channelStatusSet'>>;
	readonly services: ReadonlyMap<string, Said<'serviceStatusSet'>>;
	readonly cards: ReadonlyMap<string, CardState>;
	readonly tasks: ReadonlyMap<EntryId, Task>;
	readonly deadlines: ReadonlyMap<EntryId, Deadline>;
	readonly observations: readonly Said<'observed'>[];
	readonly messages: readonly Said<'messageSent'>[];
	/** What people wrote in the situation picture, by its part. */
	readonly picture: ReadonlyMap<Payload<'pictureWritten'>['section'], Said<'pictureWritten'>>;
	readonly reports: readonly Said<'situationReportIssued'>[];
	readonly handovers: ReadonlyMap<EntryId, Handover>;
	readonly injects: ReadonlyMap<string, Said<'injectPlayed'>>;
	readonly attachments: readonly Said<'attached'>[];
	readonly evaluationPoints: readonly Said<'evaluationPointAdded'>[];
	readonly evaluation: Said<'evaluated'> | null;
	readonly closing: Said<'incidentClosed'> | null;
	/** What was said to be wrong, by the entry it is said of. */
	readonly corrections: ReadonlyMap<EntryId, readonly Said<'corrected'>[]>;
	/** Entries that no longer count. */
	readonly voided: ReadonlySet<EntryId>;
	/** Entries of a kind, or with a payload, that this version does not know. */
	readonly unknown: readonly Trace[];
	readonly entryCount: number;
	readonly last: Trace | null;
}

/** Before any entry. */
export function emptyIncident(): IncidentState {
	return {
		incidentId: null,
		opened: null,
		stage: 'idle',
		stages: [],
		participants: new Map(),
		holders: new Map(),
		alarms: [],
		assessments: [],
		notified: new Map(),
		decisions: [],
		activation: null,
		firstActivation: null,
		assemblies: [],
		deactivation: null,
		holdings: [],
		contested: new Map(),
		absences: new Map(),
		adjustment: null,
		adjustments: [],
		calledIn: new Map(),
		staff: new Map(),
		meetingPlace: null,
		channels: new Map(),
		services: new Map(),
		cards: new Map(),
		tasks: new Map(),
		deadlines: new Map(),
		observations: [],
		messages: [],
		picture: new Map(),
		reports: [],
		handovers: new Map(),
		injects: new Map(),
		attachments: [],
		evaluationPoints: [],
		evaluation: null,
		closing: null,
		corrections: new Map(),
		voided: new Set(),
		unknown: [],
		entryCount: 0,
		last: null
	};
}
