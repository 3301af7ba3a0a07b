import type { Plan, PlanClock } from '../plan/schema';
import type { Deadline, IncidentState } from './state';

const HOUR_MS = 3_600_000;

/**
 * When a clock of the plan runs out, counted from `anchorMs`. A month is a calendar month, to the same time of day in
 * UTC; where the next month is shorter, to its last day.
 * @returns Milliseconds since 1970; null where the law says "without undue delay".
 */
export function dueOf(clock: Pick<PlanClock, 'due'>, anchorMs: number): number | null {
	if (clock.due === null) return null;
	if (clock.due.unit === 'hours') return anchorMs + clock.due.count * HOUR_MS;
	const from = new Date(anchorMs);
	const day = from.getUTCDate();
	const due = new Date(anchorMs);
	due.setUTCDate(1);
	due.setUTCMonth(from.getUTCMonth() + clock.due.count);
	const lastDay = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
	due.setUTCDate(Math.min(day, lastDay));
	return due.getTime();
}

/** The clocks that a finding starts: those of the same words, but for those that wait for another. */
export function clocksStartedBy(plan: Plan, finding: string): PlanClock[] {
	return plan.clocks.filter((clock) => clock.applies && clock.finding === finding && clock.after === null);
}

/** The findings that a person may state, in the plan's order, each with the clocks that it starts. */
export function findingsOf(
	plan: Plan
): { readonly finding: string; readonly clocks: readonly PlanClock[] }[] {
	const findings = [...new Set(plan.clocks.filter((clock) => clock.applies).map((clock) => clock.finding))];
	return findings
		.map((finding) => ({ finding, clocks: clocksStartedBy(plan, finding) }))
		.filter(({ clocks }) => clocks.length > 0);
}

/** The clock that the meeting of this deadline starts, if the plan has one. */
export function clocksAfter(plan: Plan, deadline: Pick<Deadline, 'clockId'>): PlanClock[] {
	if (deadline.clockId === null) return [];
	return plan.clocks.filter((clock) => clock.applies && clock.after === deadline.clockId);
}

/** The earliest moment at which anybody said that the municipality knew; null where nobody has. */
export function awareMs(state: IncidentState): number | null {
	const stated = state.alarms.flatMap((alarm) => alarm.awareMs ?? []);
	return stated.length > 0 ? Math.min(...stated) : null;
}

/** Deadlines not yet met, the nearest first. */
export function openDeadlines(state: IncidentState): Deadline[] {
	return [...state.deadlines.values()]
		.filter((deadline) => deadline.met === null)
		.sort((a, b) => a.dueMs - b.dueMs || (a.entryId < b.entryId ? -1 : 1));
}
