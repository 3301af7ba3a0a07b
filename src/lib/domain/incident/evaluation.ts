import type { LogEntry } from '../log/entry';
import { readEntry, type EntryKind } from '../log/kinds';
import type { Plan } from '../plan/schema';
import { openedCards } from './cards';
import { happenedMs } from './fold';
import type { IncidentState } from './state';

/** Figures of an incident, for its after-action report. Times in milliseconds; null for what never came. */
export interface IncidentFigures {
	readonly firstAlarmMs: number | null;
	/** From the first alarm. */
	readonly toActivationMs: number | null;
	readonly toAssemblyMs: number | null;
	readonly toFirstReportMs: number | null;
	readonly lastedMs: number | null;
	readonly stepsDone: number;
	readonly stepsTotal: number;
	/** Ticked after their time, or still open past it. */
	readonly stepsLate: number;
	readonly deadlinesMet: number;
	readonly deadlinesLate: number;
	readonly peopleReached: number;
	readonly peopleTried: number;
	readonly reports: number;
	readonly decisions: number;
}

/** @param nowMs What counts as now for what is still open. */
export function figuresOf(plan: Plan, state: IncidentState, nowMs: number): IncidentFigures {
	const firstAlarmMs = state.alarms[0]?.atMs ?? state.opened?.atMs ?? null;
	const since = (atMs: number | undefined) =>
		atMs === undefined || firstAlarmMs === null ? null : Math.max(0, atMs - firstAlarmMs);
	const steps = openedCards(plan, state).flatMap((card) => card.steps);
	const endedMs = (one: (typeof steps)[number]) =>
		one.state === 'open' ? nowMs : (one.done?.change?.atMs ?? nowMs);
	const deadlines = [...state.deadlines.values()];
	const tried = [...state.notified.values()];
	return {
		firstAlarmMs,
		toActivationMs: since(state.firstActivation?.atMs),
		toAssemblyMs: since(state.assemblies[0]?.atMs),
		toFirstReportMs: since(state.reports[0]?.atMs),
		lastedMs: since(state.closing?.atMs ?? state.deactivation?.atMs),
		stepsDone: steps.filter((one) => one.state !== 'open').length,
		stepsTotal: steps.length,
		stepsLate: steps.filter(
			(one) => one.state !== 'dismissed' && one.dueMs !== null && endedMs(one) > one.dueMs
		).length,
		deadlinesMet: deadlines.filter((one) => one.met !== null).length,
		deadlinesLate: deadlines.filter((one) => (one.met?.metAtMs ?? nowMs) > one.dueMs).length,
		peopleReached: tried.filter((history) =>
			history.some((one) => one.outcome === 'reached' || one.outcome === 'acknowledged')
		).length,
		peopleTried: tried.length,
		reports: state.reports.length,
		decisions: state.decisions.length
	};
}

/** The kinds that mark the timeline: what a reader of it asks for first. */
const MILESTONES: readonly EntryKind[] = [
	'alarmReceived',
	'assessed',
	'decided',
	'activated',
	'groupAssembled',
	'roleTaken',
	'serviceStatusSet',
	'deadlineStarted',
	'deadlineMet',
	'situationReportIssued',
	'shiftHandedOver',
	'deactivated',
	'incidentClosed'
];

export interface Milestone {
	readonly entry: LogEntry;
	readonly kind: EntryKind;
	readonly atMs: number;
}

/** The milestones in the order in which they happened, entries that no longer count left out. */
export function milestonesOf(entries: readonly LogEntry[], state: IncidentState): Milestone[] {
	return entries
		.flatMap((entry): Milestone[] => {
			const kind = readEntry(entry)?.kind;
			if (kind === undefined || !MILESTONES.includes(kind) || state.voided.has(entry.id)) return [];
			return [{ entry, kind, atMs: happenedMs(entry) }];
		})
		.sort((a, b) => a.atMs - b.atMs);
}
