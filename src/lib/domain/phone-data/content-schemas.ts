/**
 * The schemas of what a phone holds beside the plan. Storage and the phone-data file read and write by the same
 * ones, so nothing can be kept that could not be read back. They are part of the start page: keep them small.
 */
import * as v from 'valibot';
import type { IsoInstant } from '../../base/time';

/** The largest file that a phone keeps, in bytes. */
export const ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024;

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const PDF_START = [0x25, 0x50, 0x44, 0x46, 0x2d];

/** One to `maxLength` UTF-16 units, of whatever kind: it is shown as text and never as anything else. */
export const boundedText = (maxLength: number) =>
	v.pipe(v.string(), v.minLength(1, 'empty'), v.maxLength(maxLength, 'tooLong'));
/** An id of whatever making: a UUID, or a plan's. */
const id = boundedText(200);

/** An instant as `toIsoInstant` writes it, that is in the calendar. */
export const instantSchema = v.pipe(
	v.string(),
	v.check((value) => isInstant(value), 'badInstant'),
	v.transform((value) => value as IsoInstant)
);
function isInstant(value: string): boolean {
	const epochMs = ISO_INSTANT.test(value) ? Date.parse(value) : NaN;
	return !Number.isNaN(epochMs) && new Date(epochMs).toISOString() === value;
}

export const checklistEventSchema = v.strictObject({
	id,
	runId: id,
	planId: id,
	cardId: id,
	stepId: id,
	kind: v.picklist(['ticked', 'unticked']),
	at: instantSchema,
	sequence: v.pipe(
		v.number(),
		v.check((value) => Number.isSafeInteger(value) && value >= 0, 'badNumber')
	)
});

export const contactUpdateSchema = v.strictObject({
	planId: id,
	contactId: id,
	name: v.nullable(boundedText(200)),
	phone: v.nullable(boundedText(200)),
	mail: v.nullable(boundedText(320)),
	confirmedAt: instantSchema
});

export const acknowledgementSchema = v.strictObject({ planId: id, warningId: id, at: instantSchema });

/** What is kept of an attachment beside its bytes. */
export const attachmentEntries = {
	planId: id,
	blockId: id,
	name: boundedText(255),
	mediaType: v.literal('application/pdf'),
	addedAt: instantSchema
};

/** What a held plan is beside the plan itself. */
export const heldPlanEntries = {
	origin: v.picklist(['embedded', 'imported']),
	storedAt: instantSchema,
	fingerprint: boundedText(200)
};

/** Whether `bytes` begin as a PDF does, and are no more than a phone keeps. */
export function isPdf(bytes: Uint8Array): boolean {
	return bytes.byteLength <= ATTACHMENT_MAX_BYTES && PDF_START.every((byte, index) => bytes[index] === byte);
}

/** The bytes of a PDF. */
export const pdfBytesSchema = v.pipe(
	v.custom<Uint8Array>((value) => value instanceof Uint8Array),
	v.check((value) => value.byteLength <= ATTACHMENT_MAX_BYTES, 'tooLong'),
	v.check((value) => isPdf(value), 'notPdf')
);
