import * as v from 'valibot';
import { fail, ok, type Result } from '$lib/base/result';
import {
	acknowledgementSchema,
	attachmentEntries,
	checklistEventSchema,
	contactUpdateSchema,
	pdfBytesSchema
} from '$lib/domain/phone-data/content-schemas';
import { placeOf } from '$lib/domain/plan/place-of';
import type { PhoneContent } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';

/** The tables that are lists, and the schema of a row of each. */
export const rowSchemas = {
	checklistEvents: checklistEventSchema,
	contactUpdates: contactUpdateSchema,
	acknowledgements: acknowledgementSchema,
	attachments: v.strictObject({ ...attachmentEntries, bytes: pdfBytesSchema })
};
export type ListName = keyof typeof rowSchemas;
export type Row<Name extends ListName> = v.InferOutput<(typeof rowSchemas)[Name]>;

/** The rows that could be read back, and what is wrong with each of the others. */
export interface ReadRows<Value> {
	readonly rows: Value[];
	readonly damaged: readonly StorageError[];
}

/** Reads `raw` rows of the table `name` back, strictly. */
export function readRows<Name extends ListName>(name: Name, raw: readonly unknown[]): ReadRows<Row<Name>> {
	const rows: Row<Name>[] = [];
	const damaged: StorageError[] = [];
	for (const one of raw) {
		const row = readRow(name, one);
		if (row.ok) rows.push(row.value);
		else damaged.push(row.error);
	}
	return { rows, damaged };
}

/** Reads one row of the table `name` back; `storageDamaged` names its table, key and place. */
export function readRow<Name extends ListName>(name: Name, raw: unknown): Result<Row<Name>, StorageError> {
	const parsed = v.safeParse(rowSchemas[name], raw);
	if (parsed.success) return ok(parsed.output as Row<Name>);
	return fail({ code: 'storageDamaged', detail: `${name} ${keyOf(name, raw)}: ${placeIn(parsed.issues)}` });
}

/**
 * Checks rows that are about to be written: what could not be read back is not written at all.
 * @returns Copies, that hold nothing but what the schema names (no proxies).
 */
export function checkRows<Name extends ListName>(
	name: Name,
	rows: readonly unknown[]
): Result<Row<Name>[], StorageError> {
	const checked: Row<Name>[] = [];
	for (const [index, row] of rows.entries()) {
		const parsed = v.safeParse(rowSchemas[name], row);
		if (!parsed.success)
			return fail({
				code: 'storageFailed',
				detail: `not written, ${name} ${index}: ${placeIn(parsed.issues)}`
			});
		const output = parsed.output as Row<Name>;
		// a view of a large buffer would be stored with all of that buffer
		checked.push('bytes' in output ? { ...output, bytes: output.bytes.slice() } : output);
	}
	return ok(checked);
}

/** The newest first. */
export function newestFirst<Row>(rows: readonly Row[], atOf: (row: Row) => string): Row[] {
	return [...rows].sort((a, b) => (atOf(a) < atOf(b) ? 1 : atOf(a) > atOf(b) ? -1 : 0));
}

/** The lists of a phone's content, as the rows that are to be written. */
export type ContentRows = { readonly [Name in ListName]: Row<Name>[] };

/** Checks every list of `content`; the first row that could not be read back again refuses the whole. */
export function rowsOfContent(content: PhoneContent): Result<ContentRows, StorageError> {
	const checklistEvents = checkRows('checklistEvents', content.checklist);
	if (!checklistEvents.ok) return checklistEvents;
	const contactUpdates = checkRows('contactUpdates', content.contactUpdates);
	if (!contactUpdates.ok) return contactUpdates;
	const acknowledgements = checkRows('acknowledgements', content.acknowledgements);
	if (!acknowledgements.ok) return acknowledgements;
	const attachments = checkRows('attachments', content.attachments);
	if (!attachments.ok) return attachments;
	return ok({
		checklistEvents: checklistEvents.value,
		contactUpdates: contactUpdates.value,
		acknowledgements: acknowledgements.value,
		attachments: attachments.value
	});
}

/** Where the first of `issues` stands, and what it is: `stepId tooLong`. */
export function placeIn(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
	const { path, code } = placeOf(issues[0]);
	return `${path} ${code}`.trim();
}

const KEYS = {
	checklistEvents: ['id'],
	contactUpdates: ['planId', 'contactId'],
	acknowledgements: ['planId', 'warningId'],
	attachments: ['planId', 'blockId']
} as const satisfies Record<ListName, readonly string[]>;

function keyOf(name: ListName, raw: unknown): string {
	const row = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
	return KEYS[name].map((key) => String(row[key]).slice(0, 80)).join('/');
}
