/**
 * The log file, format `beredt-log`, version 1: an incident's entries as their authors signed them, as JSON, for
 * whoever is to check them (docs/log-format.md). What stands around the entries is not signed.
 */
import * as v from 'valibot';
import { fromBase64Url, toBase64Url } from '../../base/bytes';
import { fail, ok, type Result } from '../../base/result';
import type { IsoInstant } from '../../base/time';
import { boundedText, instantSchema } from '../phone-data/content-schemas';
import { placeOf, type PlanPlace } from '../plan/place-of';
import { compareEntries, type LogEntry } from './entry';
import type { IncidentSummary } from './incident-records';
import { incidentSummarySchema } from './incident-schemas';

export const LOG_FILE_FORMAT = 'beredt-log';
export const LOG_FILE_VERSION = 1;
/** The largest log file that is read or written at all, in bytes. */
export const LOG_FILE_MAX_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 200_000;

/** What a log file holds. */
export interface LogFile {
	readonly exportedAt: IsoInstant;
	/** As the phone that wrote the file had it. */
	readonly incident: IncidentSummary;
	/** The bytes of each; null where the file has no base64url. */
	readonly entries: readonly (Uint8Array | null)[];
	/** Device id → who holds it, as the phone that wrote the file knew. */
	readonly names: Readonly<Record<string, string>>;
}

/** Why a log file was refused, or could not be made. `place.path` is a dot path into the file. */
export type LogFileProblem =
	| { readonly code: 'logFileTooLarge'; readonly bytes: number }
	| { readonly code: 'logFileNotJson'; readonly detail: string }
	| { readonly code: 'logFileOtherFormat' }
	| { readonly code: 'logFileOtherVersion'; readonly found: string }
	| { readonly code: 'logFileInvalid'; readonly place: PlanPlace };

const fileSchema = v.strictObject({
	format: v.literal(LOG_FILE_FORMAT),
	version: v.literal(LOG_FILE_VERSION),
	exportedAt: instantSchema,
	incident: incidentSummarySchema,
	// an entry that is no text is for the verifier to tell
	entries: v.pipe(v.array(v.unknown()), v.maxLength(MOST_ENTRIES, 'tooMany')),
	names: v.optional(v.record(boundedText(40), boundedText(200)), {})
});

/**
 * The text of a log file.
 * @param names Device id → who holds it.
 */
export function serialiseLogFile(
	incident: IncidentSummary,
	entries: readonly LogEntry[],
	names: Readonly<Record<string, string>>,
	exportedAt: IsoInstant
): Result<string, LogFileProblem> {
	const file = {
		format: LOG_FILE_FORMAT,
		version: LOG_FILE_VERSION,
		exportedAt,
		incident,
		names,
		entries: [...entries].sort(compareEntries).map(({ bytes }) => toBase64Url(bytes))
	};
	const text = `${JSON.stringify(file, null, 1)}\n`;
	const bytes = new TextEncoder().encode(text).byteLength;
	return bytes > LOG_FILE_MAX_BYTES ? fail({ code: 'logFileTooLarge', bytes }) : ok(text);
}

/**
 * Reads a log file: what stands around the entries strictly, the entries as they are, so that each that was altered
 * can be told.
 * @param file The file's text, or its bytes in UTF-8.
 */
export function parseLogFile(file: string | Uint8Array): Result<LogFile, LogFileProblem> {
	const bytes = typeof file === 'string' ? new TextEncoder().encode(file).byteLength : file.byteLength;
	if (bytes > LOG_FILE_MAX_BYTES) return fail({ code: 'logFileTooLarge', bytes });
	let json: unknown;
	try {
		const text = typeof file === 'string' ? file : new TextDecoder('utf-8', { fatal: true }).decode(file);
		json = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return fail({ code: 'logFileNotJson', detail: error instanceof Error ? error.message : String(error) });
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json))
		return fail({ code: 'logFileOtherFormat' });
	const head = json as Record<string, unknown>;
	if (head.format !== LOG_FILE_FORMAT) return fail({ code: 'logFileOtherFormat' });
	if (head.version !== LOG_FILE_VERSION)
		return fail({ code: 'logFileOtherVersion', found: String(head.version).slice(0, 40) });
	const parsed = v.safeParse(fileSchema, json);
	if (!parsed.success) return fail({ code: 'logFileInvalid', place: placeOf(parsed.issues[0]) });
	const { exportedAt, incident, entries, names } = parsed.output;
	return ok({
		exportedAt,
		incident,
		names,
		entries: entries.map((text) => (typeof text === 'string' ? fromBase64Url(text) : null))
	});
}
