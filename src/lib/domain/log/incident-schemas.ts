/** The schemas of what a phone holds of incidents beside the entries; storage and the files that are kept elsewhere go by the same ones. */
import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { toBase64Url } from '../../base/bytes';
import { boundedText, instantSchema } from '../phone-data/content-schemas';
import { INCIDENT_FILE_MAX_BYTES, type IncidentFile } from './incident-records';
import { incidentIdSchema, incidentModeSchema, incidentSummarySchema } from './incident-summary-schema';

export { incidentSummarySchema };

export const incidentDeletionSchema = v.strictObject({
	incidentId: incidentIdSchema,
	mode: incidentModeSchema,
	openedAt: instantSchema,
	closedAt: v.nullable(instantSchema),
	deletedAt: instantSchema,
	deletedBy: boundedText(200),
	reason: v.picklist(['retentionEnded', 'exerciseEnded', 'asked']),
	entryCount: v.pipe(
		v.number(),
		v.check((value) => Number.isSafeInteger(value) && value >= 0, 'badNumber')
	)
});

/** What is kept of an incident's file beside its bytes. */
export const incidentFileEntries = {
	hash: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'badHash')),
	mediaType: v.picklist(['image/jpeg', 'image/webp', 'image/png'])
};

const fileShape = v.strictObject({
	incidentId: incidentIdSchema,
	...incidentFileEntries,
	bytes: v.pipe(
		v.custom<Uint8Array>((value) => value instanceof Uint8Array),
		v.check((value) => value.byteLength <= INCIDENT_FILE_MAX_BYTES, 'tooLong')
	)
});
export const incidentFileSchema = v.pipe(
	fileShape,
	v.forward(
		v.check((file) => mediaTypeOf(file.bytes) === file.mediaType, 'notPicture'),
		['bytes']
	),
	v.forward(
		v.check((file) => toBase64Url(sha256(file.bytes)) === file.hash, 'badHash'),
		['hash']
	)
);

const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/** What picture the bytes begin as; null for none that a photo may be. */
export function mediaTypeOf(bytes: Uint8Array): IncidentFile['mediaType'] | null {
	const has = (mark: readonly number[], at = 0) => mark.every((byte, index) => bytes[at + index] === byte);
	if (has(JPEG)) return 'image/jpeg';
	if (has(PNG)) return 'image/png';
	return has(RIFF) && has(WEBP, 8) ? 'image/webp' : null;
}
