import { toIsoInstant } from '../../base/time';
import { compareEntries, type LogEntry } from './entry';
import type { IncidentSummary } from './incident-records';
import { readEntry } from './kinds';

/**
 * An incident as lists show it, after `entries` have come to it.
 * @param held What was known of it before; null where it is new here.
 * @returns What is to be put in its place; null where nothing of it changes, or where the entry that begins it is not
 *   there yet.
 */
export function summaryAfter(
	held: IncidentSummary | null,
	entries: readonly LogEntry[]
): IncidentSummary | null {
	const sorted = entries
		.map(readEntry)
		.filter((one) => one !== null)
		.sort((a, b) => compareEntries(a.entry, b.entry));
	const opened = sorted.find((one) => one.kind === 'incidentOpened');
	const begun = held ?? (opened?.kind === 'incidentOpened' ? begunBy(opened) : null);
	const closed = sorted.find((one) => one.kind === 'incidentClosed');
	if (!begun || (held && (held.closedAt !== null || !closed))) return null;
	return closed ? { ...begun, closedAt: toIsoInstant(closed.entry.hlc.ms) } : begun;
}

function begunBy({
	entry,
	payload: { title, mode, planId, planFingerprint }
}: Extract<NonNullable<ReturnType<typeof readEntry>>, { kind: 'incidentOpened' }>): IncidentSummary {
	return {
		incidentId: entry.incidentId,
		title,
		mode,
		planId,
		planFingerprint,
		openedAt: toIsoInstant(entry.hlc.ms),
		closedAt: null
	};
}
