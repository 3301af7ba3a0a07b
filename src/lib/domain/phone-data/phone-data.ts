/**
 * The phone-data file, format `beredt-phone-data`, version 1: all that one phone holds, as JSON, to be kept elsewhere
 * and put back, on this phone or another. It holds names and numbers: whoever has it can read them.
 */
import * as v from 'valibot';
import { fail, ok, type Result } from '../../base/result';
import type { IsoInstant } from '../../base/time';
import { parsePlan, type PlanProblem } from '../plan/parse-plan';
import { placeOf, type PlanPlace } from '../plan/place-of';
import { base64Length, fromBase64, toBase64 } from './base64';
import {
	acknowledgementSchema,
	attachmentEntries,
	checklistEventSchema,
	contactUpdateSchema,
	heldPlanEntries,
	instantSchema,
	isPdf
} from './content-schemas';
import type { PhoneContent } from './phone-content';

export const PHONE_DATA_FORMAT = 'beredt-phone-data';
export const PHONE_DATA_VERSION = 1;
/** The largest phone-data file that is read or written at all, in bytes. */
export const PHONE_DATA_MAX_BYTES = 64 * 1024 * 1024;
/** The most rows of each list. */
const MOST = {
	checklist: 200_000,
	contactUpdates: 10_000,
	acknowledgements: 10_000,
	attachments: 100
} as const;

const settingsSchema = v.strictObject({
	/** The language that was chosen; null where the browser's is followed. */
	locale: v.nullable(v.picklist(['da', 'en'])),
	theme: v.picklist(['system', 'light', 'dark', 'night'])
});
export type PhoneSettings = v.InferOutput<typeof settingsSchema>;

/** What a phone-data file holds. */
export interface PhoneData {
	readonly content: PhoneContent;
	readonly settings: PhoneSettings;
	readonly exportedAt: IsoInstant;
}

/** Why a phone-data file was refused, or could not be made. `place.path` is a dot path into the file. */
export type PhoneDataProblem =
	| { readonly code: 'phoneDataTooLarge'; readonly bytes: number }
	| { readonly code: 'phoneDataNotJson'; readonly detail: string }
	| { readonly code: 'phoneDataOtherFormat' }
	| { readonly code: 'phoneDataOtherVersion'; readonly found: string }
	| { readonly code: 'phoneDataInvalid'; readonly place: PlanPlace; readonly others: number };

const heldPlan = v.nullable(v.strictObject({ plan: v.unknown(), ...heldPlanEntries }));
export const phoneDataSchema = v.strictObject({
	format: v.literal(PHONE_DATA_FORMAT),
	version: v.literal(PHONE_DATA_VERSION),
	exportedAt: instantSchema,
	settings: settingsSchema,
	plan: heldPlan,
	previousPlan: heldPlan,
	checklist: v.pipe(v.array(checklistEventSchema), v.maxLength(MOST.checklist, 'tooMany')),
	contactUpdates: v.pipe(v.array(contactUpdateSchema), v.maxLength(MOST.contactUpdates, 'tooMany')),
	acknowledgements: v.pipe(v.array(acknowledgementSchema), v.maxLength(MOST.acknowledgements, 'tooMany')),
	attachments: v.pipe(
		v.array(v.strictObject({ ...attachmentEntries, base64: v.string() })),
		v.maxLength(MOST.attachments, 'tooMany')
	)
});
type PhoneDataFile = v.InferOutput<typeof phoneDataSchema>;

/**
 * The text of a phone-data file.
 * @param exportedAt When it is made.
 * @returns The text, in JSON; or why it would not be read again: it is too large, or a list is too long.
 */
export function serialisePhoneData(
	content: PhoneContent,
	settings: PhoneSettings,
	exportedAt: IsoInstant
): Result<string, PhoneDataProblem> {
	for (const list of ['checklist', 'contactUpdates', 'acknowledgements', 'attachments'] as const)
		if (content[list].length > MOST[list])
			return invalid({
				path: list,
				code: 'tooMany',
				expected: `<=${MOST[list]}`,
				found: `${content[list].length}`
			});
	const attachmentBytes = content.attachments.reduce((sum, { bytes }) => sum + base64Length(bytes), 0);
	// before the time and memory that base64 takes
	if (attachmentBytes > PHONE_DATA_MAX_BYTES)
		return fail({ code: 'phoneDataTooLarge', bytes: attachmentBytes });
	const file: PhoneDataFile = {
		format: PHONE_DATA_FORMAT,
		version: PHONE_DATA_VERSION,
		exportedAt,
		settings,
		plan: content.plan,
		previousPlan: content.previousPlan,
		checklist: [...content.checklist],
		contactUpdates: [...content.contactUpdates],
		acknowledgements: [...content.acknowledgements],
		attachments: content.attachments.map(({ bytes, ...rest }) => ({ ...rest, base64: toBase64(bytes) }))
	};
	const text = JSON.stringify(file);
	const bytes = byteLengthOf(text);
	return bytes > PHONE_DATA_MAX_BYTES ? fail({ code: 'phoneDataTooLarge', bytes }) : ok(text);
}

/**
 * Parses a phone-data file strictly: nothing of it is read unless all of it is sound.
 * @param file The file's text, or its bytes in UTF-8.
 * @returns What it holds, or why it was refused: size first, then JSON, format, version, fields, plans, attachments.
 */
export function parsePhoneData(file: string | Uint8Array): Result<PhoneData, PhoneDataProblem> {
	const bytes = byteLengthOf(file);
	if (bytes > PHONE_DATA_MAX_BYTES) return fail({ code: 'phoneDataTooLarge', bytes });
	let json: unknown;
	try {
		const text = typeof file === 'string' ? file : new TextDecoder('utf-8', { fatal: true }).decode(file);
		json = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return fail({ code: 'phoneDataNotJson', detail: error instanceof Error ? error.message : String(error) });
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json))
		return fail({ code: 'phoneDataOtherFormat' });
	const head = json as Record<string, unknown>;
	if (head.format !== PHONE_DATA_FORMAT) return fail({ code: 'phoneDataOtherFormat' });
	if (head.version !== PHONE_DATA_VERSION)
		return fail({ code: 'phoneDataOtherVersion', found: String(head.version).slice(0, 40) });
	const parsed = v.safeParse(phoneDataSchema, json, { abortEarly: true });
	return parsed.success ? readFields(parsed.output) : invalid(placeOf(parsed.issues[0]));
}

function readFields(file: PhoneDataFile): Result<PhoneData, PhoneDataProblem> {
	const plans: { plan: PhoneContent['plan']; previousPlan: PhoneContent['plan'] } = {
		plan: null,
		previousPlan: null
	};
	for (const slot of ['plan', 'previousPlan'] as const) {
		const held = file[slot];
		if (!held) continue;
		const plan = parsePlan(held.plan);
		if (!plan.ok) return inPlan(`${slot}.plan`, plan.error);
		plans[slot] = { ...held, plan: plan.value };
	}
	const attachments: PhoneContent['attachments'][number][] = [];
	for (const [index, { base64, ...rest }] of file.attachments.entries()) {
		const bytes = fromBase64(base64);
		if (!bytes || !isPdf(bytes)) {
			const code = bytes ? 'notPdf' : 'badBase64';
			return invalid({ path: `attachments.${index}.base64`, code, expected: '', found: base64.slice(0, 20) });
		}
		attachments.push({ ...rest, bytes });
	}
	const { checklist, contactUpdates, acknowledgements, settings, exportedAt } = file;
	return ok({
		content: { ...plans, checklist, contactUpdates, acknowledgements, attachments },
		settings,
		exportedAt
	});
}

/** A plan's problem as the file's, its path led on from `path`. */
function inPlan(path: string, problem: PlanProblem): Result<never, PhoneDataProblem> {
	if (problem.code !== 'planInvalid') {
		const found = 'found' in problem ? problem.found : '';
		return invalid({ path, code: problem.code, expected: '', found });
	}
	const place = { ...problem.place, path: problem.place.path ? `${path}.${problem.place.path}` : path };
	return invalid(place, problem.others);
}

function invalid(place: PlanPlace, others = 0): Result<never, PhoneDataProblem> {
	return fail({ code: 'phoneDataInvalid', place, others });
}

/** In UTF-8. */
function byteLengthOf(file: string | Uint8Array): number {
	return typeof file === 'string' ? new TextEncoder().encode(file).byteLength : file.byteLength;
}
