import * as v from 'valibot';
import { fromBase64Url } from '$lib/base/bytes';
import { fail, ok, type Result } from '$lib/base/result';
import { boundedText, instantSchema } from '$lib/domain/phone-data/content-schemas';
import type { DeviceIdentity, Person } from '$lib/ports/log';
import type { StorageError } from '$lib/ports/storage-error';
import { placeIn } from './rows';

/** 32 bytes, or a handle of a key that signs. */
const privateKeySchema = v.custom<CryptoKey | Uint8Array>((value) =>
	value instanceof Uint8Array ? value.length === 32 : isSigningHandle(value)
);
function isSigningHandle(value: unknown): boolean {
	// an insecure origin does not know the name
	if (typeof CryptoKey === 'undefined' || !(value instanceof CryptoKey)) return false;
	return value.type === 'private' && value.usages.includes('sign');
}

const planReference = v.nullable(boundedText(200));
const identityRowSchema = v.strictObject({
	slot: v.literal('device'),
	publicKey: v.pipe(
		v.string(),
		v.check((value) => fromBase64Url(value)?.length === 32, 'badKey')
	),
	privateKey: privateKeySchema,
	createdAt: instantSchema,
	person: v.nullable(
		v.strictObject({ name: boundedText(120), roleId: planReference, contactId: planReference })
	)
});
/** This phone's identity as it is stored. */
export type IdentityRow = v.InferOutput<typeof identityRowSchema>;
/** One that could not be read back, put aside. */
export type DamagedIdentityRow = { readonly slot: 'damaged'; readonly publicKey?: never };

/** Checks the row of an identity that is about to be written. */
export function toIdentityRow({
	keys,
	createdAt,
	person
}: DeviceIdentity): Result<IdentityRow, StorageError> {
	return checked({ slot: 'device', ...keys, createdAt, person });
}

/** The row of `held` with who holds the phone. */
export function withPerson(held: DeviceIdentity | null, person: Person): Result<IdentityRow, StorageError> {
	if (!held) return fail({ code: 'storageFailed', detail: 'not written, there is no identity' });
	return toIdentityRow({ ...held, person });
}

/** Reads the identity back, strictly. Null when `raw` is undefined: there is none. */
export function readIdentityRow(raw: unknown): Result<DeviceIdentity | null, StorageError> {
	if (raw === undefined) return ok(null);
	const row = v.safeParse(identityRowSchema, raw);
	if (!row.success) return fail({ code: 'storageDamaged', detail: `identity: ${placeIn(row.issues)}` });
	const { publicKey, privateKey, createdAt, person } = row.output;
	return ok({ keys: { publicKey, privateKey }, createdAt, person });
}

function checked(row: unknown): Result<IdentityRow, StorageError> {
	const parsed = v.safeParse(identityRowSchema, row);
	if (parsed.success) return ok(parsed.output);
	return fail({ code: 'storageFailed', detail: `not written, identity: ${placeIn(parsed.issues)}` });
}
