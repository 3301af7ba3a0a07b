import * as v from 'valibot';
import { fromBase64Url } from '$lib/base/bytes';
import { fail, ok, type Result } from '$lib/base/result';
import { EPOCH_MAX, EPOCH_SECRET_BYTES, INVITE_SECRET_BYTES } from '$lib/domain/group/ids';
import { ENTRY_MAX_BYTES, entryIdOf, type DeviceId, type EntryId } from '$lib/domain/log/entry';
import { incidentIdSchema } from '$lib/domain/log/incident-summary-schema';
import { instantSchema } from '$lib/domain/phone-data/content-schemas';
import type { ApartEntry } from '$lib/ports/group';
import type { StorageError } from '$lib/ports/storage-error';
import { placeIn, type ReadRows } from './rows';

/** The most entries of one log that are kept apart (docs/protocol.md, 5). */
export const APART_MAX = 1_000;
/** More than a phone ever holds of them. */
const SECRETS_MAX = 1_000;
/** Authors of one log: more than a group has devices, and than there is room for in a message. */
const HEADS_MAX = 4_000;

const bytesOf = (length: number) =>
	v.pipe(
		v.custom<Uint8Array>((value) => value instanceof Uint8Array),
		v.check((value) => value.length === length, 'badLength'),
		// a view of a large buffer would be stored with all of that buffer
		v.transform((value) => value.slice())
	);
const id = v.pipe(
	v.string(),
	v.check((value) => fromBase64Url(value)?.length === 16, 'badId')
);
const deviceId = v.pipe(
	id,
	v.transform((value) => value as DeviceId)
);
const whole = (least: number, most: number) =>
	v.pipe(
		v.number(),
		v.check((value) => Number.isSafeInteger(value) && value >= least && value <= most, 'badNumber')
	);
const atMs = whole(0, Number.MAX_SAFE_INTEGER);

const groupSchema = v.strictObject({
	groupId: incidentIdSchema,
	joinedAt: instantSchema,
	secrets: v.pipe(
		v.array(v.strictObject({ epoch: whole(1, EPOCH_MAX), secret: bytesOf(EPOCH_SECRET_BYTES) })),
		v.minLength(1, 'empty'),
		v.maxLength(SECRETS_MAX, 'tooLong'),
		v.check((secrets) => secrets.every(({ epoch }, at) => epoch > (secrets[at - 1]?.epoch ?? 0)), 'badOrder')
	),
	inviteSecrets: v.pipe(v.array(bytesOf(INVITE_SECRET_BYTES)), v.maxLength(SECRETS_MAX, 'tooLong'))
});
/** The group that this phone is in, as it is stored. */
export type GroupRow = v.InferOutput<typeof groupSchema>;

const receiptSchema = v.strictObject({
	logId: incidentIdSchema,
	deviceId,
	heads: v.pipe(
		v.array(v.strictObject({ deviceId, sequence: whole(1, 0xffff_ffff), hash: bytesOf(8) })),
		v.maxLength(HEADS_MAX, 'tooLong'),
		v.check((heads) => heads.every((head, at) => head.deviceId > (heads[at - 1]?.deviceId ?? '')), 'badOrder')
	),
	atMs
});

const apartShape = v.strictObject({
	id: v.pipe(
		id,
		v.transform((value) => value as EntryId)
	),
	logId: incidentIdSchema,
	bytes: v.pipe(
		v.custom<Uint8Array>((value) => value instanceof Uint8Array),
		v.check((value) => value.length <= ENTRY_MAX_BYTES, 'tooLong'),
		v.transform((value) => value.slice())
	),
	reason: v.picklist(['malformed', 'badSignature', 'notAMember', 'revoked', 'brokenChain']),
	from: deviceId,
	atMs
});
const apartSchema = v.pipe(
	apartShape,
	v.forward(
		v.check((row) => entryIdOf(row.bytes) === row.id, 'badId'),
		['id']
	)
);

/** The tables of a group, and the schema of a row of each. */
const schemas = { groups: groupSchema, receipts: receiptSchema, apartEntries: apartSchema };
export type GroupTable = keyof typeof schemas;
export type GroupTableRow<Name extends GroupTable> = v.InferOutput<(typeof schemas)[Name]>;

/** Checks a row that is about to be written; a copy. */
export function checkGroupRow<Name extends GroupTable>(
	name: Name,
	row: unknown
): Result<GroupTableRow<Name>, StorageError> {
	const parsed = v.safeParse(schemas[name], row);
	if (parsed.success) return ok(parsed.output as GroupTableRow<Name>);
	return fail({ code: 'storageFailed', detail: `not written, ${name}: ${placeIn(parsed.issues)}` });
}

/** Reads a row back, strictly; `storageDamaged` names its table and place, and nothing that is in it. */
export function readGroupRow<Name extends GroupTable>(
	name: Name,
	raw: unknown
): Result<GroupTableRow<Name>, StorageError> {
	const parsed = v.safeParse(schemas[name], raw);
	if (parsed.success) return ok(parsed.output as GroupTableRow<Name>);
	return fail({ code: 'storageDamaged', detail: `${name}: ${placeIn(parsed.issues)}` });
}

/** Reads rows back, strictly. */
export function readGroupRows<Name extends GroupTable>(
	name: Name,
	raw: readonly unknown[]
): ReadRows<GroupTableRow<Name>> {
	const rows: GroupTableRow<Name>[] = [];
	const damaged: StorageError[] = [];
	for (const one of raw) {
		const row = readGroupRow(name, one);
		if (row.ok) rows.push(row.value);
		else damaged.push(row.error);
	}
	return { rows, damaged };
}

/**
 * What is written of entries that are kept apart: those held already with their new reason, and new ones while there
 * is room in their log.
 * @param held Those of them that are held.
 * @param heldCount How many are held of that log.
 */
export function apartRowsToWrite(
	given: readonly ApartEntry[],
	held: readonly ApartEntry[],
	heldCount: number
): ApartEntry[] {
	const heldById = new Map(held.map((row) => [row.id, row]));
	const written = new Map<EntryId, ApartEntry>();
	let room = APART_MAX - heldCount;
	for (const row of given) {
		const before = written.get(row.id) ?? heldById.get(row.id);
		if (before) written.set(row.id, { ...before, reason: row.reason });
		else if (room > 0) {
			room -= 1;
			written.set(row.id, row);
		}
	}
	return [...written.values()];
}
