import { ok, type Result } from '../base/result';
import type { IsoInstant } from '../base/time';
import { decodeEntry, type LogEntry } from '../domain/log/entry';
import type { IncidentSummary } from '../domain/log/incident-records';
import { parseLogFile, type LogFileProblem } from '../domain/log/log-file';
import {
	modeFindings,
	verifyChains,
	type AuthorSummary,
	type CheckedEntry,
	type LogFinding
} from '../domain/log/verify-chain';
import type { Verifier } from '../ports/log';
import { inSlices } from './in-slices';
import { verifySignatures } from './verify-signatures';

/**
 * What no log file can prove.
 * - `tail`: that an author wrote nothing after the last entry that is there.
 * - `absent`: that no device is left out altogether.
 * - `person`: that a device is held by whom it says; pairing proves that, where it was done.
 * - `clock`: that an author's clock was right.
 * - `around`: what stands around the entries in the file: title, dates, names.
 */
export const UNPROVEN = ['tail', 'absent', 'person', 'clock', 'around'] as const;

/** What a log file turned out to be. */
export interface LogReport {
	readonly incident: IncidentSummary;
	readonly exportedAt: IsoInstant;
	/** Device id → name, as the phone that wrote the file knew; not signed. */
	readonly names: Readonly<Record<string, string>>;
	readonly entryCount: number;
	readonly authors: readonly AuthorSummary[];
	readonly findings: readonly LogFinding[];
	/** Nothing was found: no entry that is there was altered, and none is missing before the last of its author. */
	readonly isSound: boolean;
	readonly unproven: typeof UNPROVEN;
}

/**
 * Tells every altered, missing, forked or duplicated entry of a log file.
 * @param file The file's text, or its bytes in UTF-8.
 */
export async function verifyLog(
	file: string | Uint8Array,
	verifier: Verifier,
	onProgress?: (checked: number) => void
): Promise<Result<LogReport, LogFileProblem>> {
	const parsed = parseLogFile(file);
	if (!parsed.ok) return parsed;
	const { incident, exportedAt, names, entries: texts } = parsed.value;
	const decoded = await inSlices(texts, (bytes, place) => ({ place, ...decodedOr(bytes) }));
	const readable = decoded.filter((one) => 'entry' in one);
	const verdicts = await verifySignatures(
		readable.map(({ entry }) => entry),
		verifier,
		onProgress
	);
	const signed = new Map(readable.map(({ place }, index) => [place, verdicts[index] ?? false]));
	const checked = decoded.map((one): CheckedEntry =>
		'entry' in one ? { ...one, isSigned: signed.get(one.place) ?? false } : one
	);
	const { findings: ofChains, authors } = verifyChains(incident.incidentId, checked);
	const findings = [...modeFindings(incident, checked), ...ofChains];
	return ok({
		incident,
		exportedAt,
		names,
		entryCount: texts.length,
		authors,
		findings,
		isSound: findings.length === 0,
		unproven: UNPROVEN
	});
}

function decodedOr(bytes: Uint8Array | null): { entry: LogEntry } | { problem: string } {
	if (!bytes) return { problem: 'not base64url' };
	const entry = decodeEntry(bytes);
	if (entry.ok) return { entry: entry.value };
	const { error } = entry;
	return { problem: error.code === 'entryMalformed' ? `${error.code}: ${error.where}` : error.code };
}
