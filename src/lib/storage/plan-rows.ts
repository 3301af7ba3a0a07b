import * as v from 'valibot';
import { fail, ok, type Result } from '$lib/base/result';
import { heldPlanEntries } from '$lib/domain/phone-data/content-schemas';
import type { HeldPlan } from '$lib/domain/phone-data/phone-content';
import type { Plan, PLAN_SCHEMA_VERSION } from '$lib/domain/plan/schema';
import type { StorageError } from '$lib/ports/storage-error';
import { placeIn } from './rows';

/**
 * The version of the plan's schema that this app writes. The type alone is imported, so that the schema itself stays
 * out of the start page; the compiler sees to it that the two are the same.
 */
const SCHEMA_VERSION: typeof PLAN_SCHEMA_VERSION = 1;

const planRowSchema = v.strictObject({
	slot: v.picklist(['current', 'previous']),
	...heldPlanEntries,
	/** That of the plan schema which the text was parsed by. */
	schemaVersion: v.number(),
	/** Of `json`, in hex; null where the browser has no WebCrypto. */
	sha256: v.nullable(v.pipe(v.string(), v.length(64))),
	json: v.pipe(v.string(), v.maxLength(10_000_000, 'tooLong'))
});
/** A plan as it is stored: its text, and what proves the text (docs/adr/0002). */
export type PlanRow = v.InferOutput<typeof planRowSchema>;

/** `held` as a row. Takes WebCrypto, so it is to be made before a transaction is begun. */
export async function toPlanRow(slot: PlanRow['slot'], held: HeldPlan): Promise<PlanRow> {
	const json = JSON.stringify(held.plan);
	return {
		slot,
		origin: held.origin,
		storedAt: held.storedAt,
		fingerprint: held.fingerprint,
		schemaVersion: SCHEMA_VERSION,
		sha256: await sha256Hex(json),
		json
	};
}

/**
 * Reads the row of `slot` back. A text whose hash and schema version are right is what was parsed when it came in;
 * any other is parsed again.
 * @returns `null` when `raw` is undefined: there is none.
 */
export async function readPlanRow(
	slot: PlanRow['slot'],
	raw: unknown
): Promise<Result<HeldPlan | null, StorageError>> {
	if (raw === undefined) return ok(null);
	const damaged = (what: string) =>
		fail({ code: 'storageDamaged', detail: `plans ${slot}: ${what}` } satisfies StorageError);
	const row = v.safeParse(planRowSchema, raw);
	if (!row.success) return damaged(placeIn(row.issues));
	const { json, sha256, schemaVersion, origin, storedAt, fingerprint } = row.output;
	const actual = sha256 === null ? null : await sha256Hex(json);
	if (sha256 !== null && actual !== null && sha256 !== actual) return damaged('sha256');
	let plan: unknown;
	try {
		plan = JSON.parse(json);
	} catch {
		return damaged('not JSON');
	}
	const isProven = actual !== null && schemaVersion === SCHEMA_VERSION;
	if (isProven) return ok({ plan: plan as Plan, origin, storedAt, fingerprint });
	const parsed = await parseAgain(plan);
	if (!parsed.ok)
		return parsed.error.code === 'storageFailed' ? fail(parsed.error) : damaged(parsed.error.detail);
	return ok({ plan: parsed.value, origin, storedAt, fingerprint });
}

async function parseAgain(value: unknown): Promise<Result<Plan, StorageError>> {
	try {
		const { parsePlan } = await import('$lib/domain/plan/parse-plan');
		const parsed = parsePlan(value);
		if (parsed.ok) return parsed;
		const { error } = parsed;
		const detail = error.code === 'planInvalid' ? `${error.place.path} ${error.place.code}` : error.code;
		return fail({ code: 'storageDamaged', detail });
	} catch (error) {
		// the parser is a chunk of its own, and could not be had
		return fail({ code: 'storageFailed', detail: String(error).slice(0, 300) });
	}
}

/** SHA-256 of `text` in UTF-8, in hex; null where the browser has no WebCrypto (plain http on a LAN address). */
async function sha256Hex(text: string): Promise<string | null> {
	// the type says it is always there; on an insecure origin it is not
	const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
	if (!subtle) return null;
	const digest = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
