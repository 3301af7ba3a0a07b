import * as v from 'valibot';
import { fail, ok, type Result } from '$lib/base/result';
import {
	incidentDeletionSchema,
	incidentFileSchema,
	incidentSummarySchema
} from '$lib/domain/log/incident-schemas';
import type { StorageError } from '$lib/ports/storage-error';
import { placeIn, type ReadRows } from './rows';

/** The tables of incidents beside the entries, and the schema of a row of each. */
const schemas = {
	incidents: incidentSummarySchema,
	incidentFiles: incidentFileSchema,
	incidentDeletions: incidentDeletionSchema
};
export type IncidentTable = keyof typeof schemas;
export type IncidentRow<Name extends IncidentTable> = v.InferOutput<(typeof schemas)[Name]>;

/** Checks a row that is about to be written; a copy. */
export function checkIncidentRow<Name extends IncidentTable>(
	name: Name,
	row: unknown
): Result<IncidentRow<Name>, StorageError> {
	const parsed = v.safeParse(schemas[name], row);
	if (!parsed.success)
		return fail({ code: 'storageFailed', detail: `not written, ${name}: ${placeIn(parsed.issues)}` });
	const output = parsed.output as IncidentRow<Name>;
	return ok('bytes' in output ? { ...output, bytes: output.bytes.slice() } : output);
}

/** Reads a row back, strictly; `storageDamaged` names its table, key and place. */
export function readIncidentRow<Name extends IncidentTable>(
	name: Name,
	raw: unknown
): Result<IncidentRow<Name>, StorageError> {
	const parsed = v.safeParse(schemas[name], raw);
	if (parsed.success) return ok(parsed.output as IncidentRow<Name>);
	const { incidentId } = (typeof raw === 'object' && raw !== null ? raw : {}) as { incidentId?: unknown };
	const key = String(incidentId).slice(0, 80);
	return fail({ code: 'storageDamaged', detail: `${name} ${key}: ${placeIn(parsed.issues)}` });
}

/** Reads rows back, strictly. */
export function readIncidentRows<Name extends IncidentTable>(
	name: Name,
	raw: readonly unknown[]
): ReadRows<IncidentRow<Name>> {
	const rows: IncidentRow<Name>[] = [];
	const damaged: StorageError[] = [];
	for (const one of raw) {
		const row = readIncidentRow(name, one);
		if (row.ok) rows.push(row.value);
		else damaged.push(row.error);
	}
	return { rows, damaged };
}
