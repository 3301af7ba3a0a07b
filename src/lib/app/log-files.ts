/** A log as files for others: a table for a spreadsheet, and the entries as they were signed. */
import { m } from '$lib/paraglide/messages';
import { fail, type Result } from '../base/result';
import { toIsoInstant } from '../base/time';
import { toWallTime } from '../base/wall-time';
import { clockDoubt } from '../domain/incident/clock-doubt';
import { Timeline } from '../domain/incident/log-view';
import type { IncidentState } from '../domain/incident/state';
import { toCsv } from '../domain/log/csv';
import type { IncidentId, LogEntry } from '../domain/log/entry';
import { serialiseLogFile, type LogFileProblem } from '../domain/log/log-file';
import type { LogRepository } from '../ports/log';
import type { StorageError } from '../ports/storage-error';
import { authorWord, clockWords, entryWords, type WordsContext } from './entry-words';

/** Why there is no log file. */
export type LogExportProblem = LogFileProblem | StorageError | { readonly code: 'incidentGone' };

/**
 * The log as a table, the oldest first; an exercise says so in every row.
 * @param formatDuration A duration in words.
 */
export function logAsCsv(
	entries: readonly LogEntry[],
	context: WordsContext,
	nowMs: number,
	formatDuration: (ms: number) => string
): string {
	const { state } = context;
	const mode = state.opened?.mode === 'exercise' ? m.logbook_csv_exercise() : m.logbook_csv_real();
	const head = [
		m.logbook_csv_mode(),
		m.logbook_csv_time(),
		m.logbook_csv_written(),
		m.logbook_csv_kind(),
		m.logbook_csv_text(),
		m.logbook_csv_details(),
		m.logbook_csv_author(),
		m.logbook_csv_from(),
		m.logbook_csv_state(),
		m.logbook_csv_clock(),
		m.logbook_csv_device(),
		m.logbook_csv_sequence(),
		m.logbook_csv_id()
	];
	const rows = new Timeline(() => '').update(entries).map(({ entry }) => {
		const { kind, text, details } = entryWords(entry, context);
		const doubt = clockDoubt(entry, nowMs, entries);
		return [
			mode,
			spreadsheetTime(entry.occurredAtMs ?? entry.wallMs),
			spreadsheetTime(entry.wallMs),
			kind,
			text,
			details.join(' · '),
			authorWord(entry, state),
			entry.copiedFrom === 'paper' ? m.logbook_csv_from_paper() : '',
			state.voided.has(entry.id) ? m.logbook_csv_void() : m.logbook_csv_counts(),
			doubt ? clockWords(doubt, state, formatDuration) : '',
			entry.deviceId,
			String(entry.sequence),
			entry.id
		];
	});
	return toCsv([head, ...rows]);
}

/** The log file of an incident (docs/log-format.md): whoever changes anything in it is found out. */
export async function logAsFile(
	log: Pick<LogRepository, 'incidents'>,
	incidentId: IncidentId,
	entries: readonly LogEntry[],
	state: IncidentState,
	nowMs: number
): Promise<Result<string, LogExportProblem>> {
	const incidents = await log.incidents();
	if (!incidents.ok) return incidents;
	const summary = incidents.value.find((one) => one.incidentId === incidentId);
	if (!summary) return fail({ code: 'incidentGone' });
	const names = Object.fromEntries([...state.participants].map(([device, { name }]) => [device, name]));
	return serialiseLogFile(summary, entries, names, toIsoInstant(nowMs));
}

/** What a log's files are called: an exercise says so. */
export function logFileName(state: IncidentState, nowMs: number): string {
	const stamp = toWallTime(nowMs).replace('T', '-').replace(':', '');
	const exercise = state.opened?.mode === 'exercise' ? `-${m.logbook_file_exercise()}` : '';
	return `beredt-log${exercise}-${stamp}`;
}

/** A form that spreadsheets sort rightly. */
function spreadsheetTime(ms: number): string {
	return toWallTime(ms).replace('T', ' ');
}
