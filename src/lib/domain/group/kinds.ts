/**
 * What entries of a group's log say: a closed set of kinds, version 1. As in domain/log/kinds.ts, what this version
 * does not know is kept and shown, and changes nothing; what a kind gains later must be optional.
 */
import * as v from 'valibot';
import { fromBase64Url } from '../../base/bytes';
import type { DeviceId, LogEntry } from '../log/entry';
import { HLC_MAX_MS } from '../log/hlc';
import { plainText, planId } from '../log/payload-fields';
import { NAME_MAX, TEXT_MAX } from '../log/text';
import { EPOCH_MAX, SALT_BYTES, type InviteId } from './ids';

/** From the one who may least. */
export const RANKS = ['observer', 'member', 'leader'] as const;
/** What a member may do to the group; everybody in it reads and writes the incidents' logs. */
export type Rank = (typeof RANKS)[number];

/** Base64url of so many bytes, in the one form that it has. */
const bytes = (length: number) =>
	v.pipe(
		v.string(),
		v.maxLength(Math.ceil((length * 4) / 3)),
		v.check((value) => fromBase64Url(value)?.length === length)
	);
const optionalPlanId = v.optional(v.nullable(planId), null);
const deviceId = v.pipe(
	bytes(16),
	v.transform((value) => value as DeviceId)
);
const inviteId = v.pipe(
	bytes(16),
	v.transform((value) => value as InviteId)
);
const rank = v.picklist(RANKS);
const person = { name: plainText(NAME_MAX), roleId: optionalPlanId, contactId: optionalPlanId };
const personSchema = v.object(person);

const schemas = {
	/** The first entry of a group. What is not its founder's own, by id and key, founds nothing. */
	groupFounded: v.object({
		name: plainText(NAME_MAX),
		salt: bytes(SALT_BYTES),
		/** Of the first epoch's secret. */
		commitment: bytes(32),
		person: personSchema
	}),
	invited: v.object({
		inviteId,
		rank,
		/** By the hybrid clock: the first moment at which it is good for nothing. */
		endsMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HLC_MAX_MS))
	}),
	inviteWithdrawn: v.object({ inviteId }),
	/** A device was let in by whoever writes this, with the invite that it brought. */
	memberAdmitted: v.object({ deviceKey: bytes(32), ...person, rank, inviteId }),
	/** Who holds a device, and what they may do, from now on. */
	memberChanged: v.object({ deviceId, ...person, rank }),
	/** A device was put out, or left. */
	memberRevoked: v.object({ deviceId, why: v.optional(v.nullable(plainText(TEXT_MAX)), null) }),
	epochChanged: v.object({
		epoch: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(EPOCH_MAX)),
		commitment: bytes(32)
	})
} as const;

export type GroupKind = keyof typeof schemas;
export type GroupPayload<Kind extends GroupKind> = v.InferOutput<(typeof schemas)[Kind]>;
/** What has to be given: fields with a default may be left out. */
export type GroupPayloadInput<Kind extends GroupKind> = v.InferInput<(typeof schemas)[Kind]>;
/** Who holds a device, as the group's log has them. */
export type MemberPerson = v.InferOutput<typeof personSchema>;

/** What a group's log says of one thing. */
export type GroupSaying = {
	[Kind in GroupKind]: { readonly kind: Kind; readonly payload: GroupPayload<Kind> };
}[GroupKind];
/** An entry whose kind and payload this version knows. */
export type KnownGroupEntry = GroupSaying & { readonly entry: LogEntry };

export const GROUP_KINDS = Object.keys(schemas) as GroupKind[];

/** What `entry` says; null where its kind, or its payload, is not one that this version knows. */
export function readGroupEntry(entry: LogEntry): KnownGroupEntry | null {
	if (!isKnownKind(entry.kind)) return null;
	const parsed = v.safeParse(schemas[entry.kind], entry.payload);
	return parsed.success ? ({ kind: entry.kind, payload: parsed.output, entry } as KnownGroupEntry) : null;
}

/** A payload that this version wrote, whole; throws where it is not one: a bug. */
export function groupPayloadOf<Kind extends GroupKind>(
	kind: Kind,
	input: GroupPayloadInput<Kind>
): GroupPayload<Kind> {
	return v.parse(schemas[kind], input);
}

/** Who somebody says that they are, as another phone sent it; null where the log could not hold it. */
export function readPerson(value: unknown): MemberPerson | null {
	const parsed = v.safeParse(personSchema, value);
	return parsed.success ? parsed.output : null;
}

/** Whether `value` is a device's public key as the log writes it. */
export function isDeviceKey(value: unknown): value is string {
	return v.is(bytes(32), value);
}

function isKnownKind(kind: string): kind is GroupKind {
	return Object.hasOwn(schemas, kind);
}
