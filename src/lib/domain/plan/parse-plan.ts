import * as v from 'valibot';
import { fail, ok, type Result } from '../../base/result';
import { placeOf, type PlanPlace } from './place-of';
import { findReferenceProblems } from './references';
import { PLAN_FORMAT, PLAN_MAX_BYTES, PLAN_SCHEMA_VERSION, planSchema, type Plan } from './schema';

export type { PlanPlace };

/**
 * Why a plan file was refused. `place.path` is a dot path into the file; `place.code` says what was expected. `others`
 * counts further wrong references; whether further fields are wrong is not looked for.
 */
export type PlanProblem =
	| { readonly code: 'planTooLarge'; readonly bytes: number }
	| { readonly code: 'planNotJson'; readonly detail: string }
	| { readonly code: 'planOtherFormat' }
	| { readonly code: 'planOtherVersion'; readonly found: string }
	| { readonly code: 'planInvalid'; readonly place: PlanPlace; readonly others: number };

/**
 * Parses the text of a plan file strictly.
 * @param content The file's text, or its bytes in UTF-8.
 * @returns The plan, or why it was refused: size first, then JSON, format, version, fields, references.
 */
export function parsePlanFile(content: string | Uint8Array): Result<Plan, PlanProblem> {
	const bytes =
		typeof content === 'string' ? new TextEncoder().encode(content).byteLength : content.byteLength;
	if (bytes > PLAN_MAX_BYTES) return fail({ code: 'planTooLarge', bytes });
	let json: unknown;
	try {
		const text =
			typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content);
		json = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return fail({ code: 'planNotJson', detail: error instanceof Error ? error.message : String(error) });
	}
	return parsePlan(json);
}

/** Checks that `value`, from a file or from storage, is a sound plan of this schema version. */
export function parsePlan(value: unknown): Result<Plan, PlanProblem> {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return fail({ code: 'planOtherFormat' });
	const head = value as Record<string, unknown>;
	if (head.format !== PLAN_FORMAT) return fail({ code: 'planOtherFormat' });
	if (head.schemaVersion !== PLAN_SCHEMA_VERSION)
		return fail({ code: 'planOtherVersion', found: String(head.schemaVersion).slice(0, 40) });

	// a file may hold a million mistakes, and a phone's memory does not hold a million issues
	const parsed = v.safeParse(planSchema, value, { abortEarly: true });
	if (!parsed.success) {
		const [issue] = parsed.issues;
		return fail({ code: 'planInvalid', place: placeOf(issue), others: 0 });
	}
	const [problem, ...others] = findReferenceProblems(parsed.output);
	if (problem) return fail({ code: 'planInvalid', place: problem, others: others.length });
	return ok(parsed.output);
}
