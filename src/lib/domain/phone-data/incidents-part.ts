/** The part of a phone-data file that holds incidents: the entries as their signed bytes, in base64url. */
import * as v from 'valibot';
import { fromBase64Url, toBase64Url } from '../../base/bytes';
import { fail, ok, type Result } from '../../base/result';
import { decodeEntry, type LogEntry } from '../log/entry';
import {
	incidentDeletionSchema,
	incidentFileEntries,
	incidentFileSchema,
	incidentSummarySchema
} from '../log/incident-schemas';
import type { IncidentContent, IncidentFile } from '../log/incident-records';
import { placeOf, type PlanPlace } from '../plan/place-of';
import { base64Length, fromBase64, toBase64 } from './base64';

/** The most incidents, deletions, and entries and files of one incident. */
export const MOST_INCIDENTS = 1_000;
export const MOST_DELETIONS = 10_000;
const MOST_ENTRIES = 200_000;
const MOST_FILES = 2_000;

const incidentSchema = v.strictObject({
	summary: incidentSummarySchema,
	entries: v.pipe(v.array(v.string()), v.maxLength(MOST_ENTRIES, 'tooMany')),
	files: v.pipe(
		v.array(v.strictObject({ ...incidentFileEntries, base64: v.string() })),
		v.maxLength(MOST_FILES, 'tooMany')
	)
});
export const incidentsPart = {
	incidents: v.pipe(v.array(incidentSchema), v.maxLength(MOST_INCIDENTS, 'tooMany')),
	incidentDeletions: v.pipe(v.array(incidentDeletionSchema), v.maxLength(MOST_DELETIONS, 'tooMany'))
};
type WrittenIncident = v.InferOutput<typeof incidentSchema>;

/** How long the entries and files of `incidents` are in a file, without what stands around them. */
export function incidentsLength(incidents: readonly IncidentContent[]): number {
	let sum = 0;
	for (const { entries, files } of incidents)
		for (const { bytes } of [...entries, ...files]) sum += base64Length(bytes);
	return sum;
}

/** Where a list of `incidents` is longer than is read; null where none is. */
export function tooManyOf(incidents: readonly IncidentContent[]): PlanPlace | null {
	for (const [index, incident] of incidents.entries())
		for (const [list, most] of [
			['entries', MOST_ENTRIES],
			['files', MOST_FILES]
		] as const)
			if (incident[list].length > most)
				return {
					path: `incidents.${index}.${list}`,
					code: 'tooMany',
					expected: `<=${most}`,
					found: `${incident[list].length}`
				};
	return null;
}

/** An incident as it stands in a file. */
export function writeIncident({ summary, entries, files }: IncidentContent): WrittenIncident {
	return {
		summary,
		entries: entries.map(({ bytes }) => toBase64Url(bytes)),
		files: files.map(({ hash, mediaType, bytes }) => ({ hash, mediaType, base64: toBase64(bytes) }))
	};
}

/**
 * Reads the incidents of a file, every entry and photo of them. The entries' signatures are not looked at: see
 * app/verify-phone-data.ts.
 */
export function readIncidents(written: readonly WrittenIncident[]): Result<IncidentContent[], PlanPlace> {
	const incidents: IncidentContent[] = [];
	for (const [index, one] of written.entries()) {
		const entries = readEntries(one, `incidents.${index}.entries`);
		if (!entries.ok) return entries;
		const files = readFiles(one, `incidents.${index}.files`);
		if (!files.ok) return files;
		incidents.push({ summary: one.summary, entries: entries.value, files: files.value });
	}
	return ok(incidents);
}

function readEntries({ summary, entries }: WrittenIncident, path: string): Result<LogEntry[], PlanPlace> {
	const read: LogEntry[] = [];
	for (const [index, text] of entries.entries()) {
		const wrong = (code: string, found: string) =>
			fail({ path: `${path}.${index}`, code, expected: '', found } satisfies PlanPlace);
		const bytes = fromBase64Url(text);
		if (!bytes) return wrong('badBase64', text.slice(0, 20));
		const entry = decodeEntry(bytes);
		if (!entry.ok) return wrong('badEntry', entry.error.code);
		if (entry.value.incidentId !== summary.incidentId) return wrong('otherIncident', entry.value.incidentId);
		read.push(entry.value);
	}
	return ok(read);
}

function readFiles({ summary, files }: WrittenIncident, path: string): Result<IncidentFile[], PlanPlace> {
	const read: IncidentFile[] = [];
	for (const [index, { base64, ...rest }] of files.entries()) {
		const place = `${path}.${index}`;
		const bytes = fromBase64(base64);
		if (!bytes)
			return fail({ path: `${place}.base64`, code: 'badBase64', expected: '', found: base64.slice(0, 20) });
		const file = v.safeParse(incidentFileSchema, { incidentId: summary.incidentId, ...rest, bytes });
		if (!file.success) {
			const { path: within, ...wrong } = placeOf(file.issues[0]);
			return fail({ path: `${place}.${within.replace('bytes', 'base64')}`, ...wrong });
		}
		read.push(file.output);
	}
	return ok(read);
}
