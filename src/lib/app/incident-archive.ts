import { fail, ok, type Result } from '../base/result';
import { toIsoInstant, type Clock, type IsoInstant } from '../base/time';
import type { Plan } from '../domain/plan/schema';
import type { IncidentDeletion, IncidentSummary, LogRepository } from '../ports/log';
import type { StorageError } from '../ports/storage-error';

const DAY_MS = 86_400_000;

/** Until when a closed incident is kept by the plan, and whether that is over. */
export interface Retention {
	/** Null while it goes on, and for an exercise. */
	readonly until: IsoInstant | null;
	/** Whether it may be deleted with no more ado: an exercise that is over, or a time that has passed. */
	readonly isOver: boolean;
	readonly reason: IncidentDeletion['reason'];
}

/** The retention of an incident by the plan's `retentionDays` (GDPR art. 5(1)(e)). */
export function retentionOf(plan: Plan, summary: IncidentSummary, nowMs: number): Retention {
	if (summary.closedAt === null) return { until: null, isOver: false, reason: 'asked' };
	if (summary.mode === 'exercise') return { until: null, isOver: true, reason: 'exerciseEnded' };
	const untilMs = Date.parse(summary.closedAt) + plan.response.retentionDays * DAY_MS;
	return untilMs <= nowMs
		? { until: toIsoInstant(untilMs), isOver: true, reason: 'retentionEnded' }
		: { until: toIsoInstant(untilMs), isOver: false, reason: 'asked' };
}

/**
 * Deletes a closed incident from this phone with all that belongs to it, and keeps a record that it was.
 * @returns `incidentOpen` where it still goes on: that is never deleted on its own.
 */
export async function deleteIncident(
	{ log, clock, plan, deletedBy }: { log: LogRepository; clock: Clock; plan: Plan; deletedBy: string },
	summary: IncidentSummary
): Promise<Result<void, StorageError | { readonly code: 'incidentOpen' }>> {
	if (summary.closedAt === null) return fail({ code: 'incidentOpen' });
	const count = await log.count(summary.incidentId);
	if (!count.ok) return count;
	const { incidentId, mode, openedAt, closedAt } = summary;
	const deleted = await log.deleteIncident({
		incidentId,
		mode,
		openedAt,
		closedAt,
		deletedAt: toIsoInstant(clock.now()),
		deletedBy,
		reason: retentionOf(plan, summary, clock.now()).reason,
		entryCount: count.value
	});
	return deleted.ok ? ok(undefined) : deleted;
}
