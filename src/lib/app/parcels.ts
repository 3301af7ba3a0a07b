/** Parcels: what one phone gives another where they cannot connect (docs/protocol.md, 7). */
import { fail, ok, type Result } from '../base/result';
import type { Clock } from '../base/time';
import {
	compareEntries,
	entryIdOf,
	type DeviceId,
	type IncidentId,
	type LogEntry
} from '../domain/log/entry';
import { headsWith, sequencesOf } from '../domain/log/head';
import type { ParcelLog } from '../domain/parcels/parcel-body';
import type { PhoneStorage } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';
import type { LogSource, SyncedLog } from '../ports/sync';
import {
	CONTENT_MAX_BYTES,
	openParcel,
	sealParcel,
	type ParcelKeys,
	type ParcelProblem
} from './parcel-seal';

/** What parcels are made of and taken into: the group that this phone is in, and its logs. */
export interface ParcelParts extends ParcelKeys {
	readonly storage: Pick<PhoneStorage, 'log' | 'receipts'>;
	readonly source: LogSource;
	readonly clock: Clock;
	/** Whether a device is in the group now, as far as this phone knows. */
	isMember(deviceId: DeviceId): boolean;
	/** Resolves when what came into the group's log is heeded. */
	groupLooked(): Promise<void>;
}

/** What is to be in a parcel. */
export interface ParcelWish {
	/** A member who gets what they have not said to hold; null for whoever reads it. */
	readonly to: DeviceId | null;
	/** The largest that it may be, in bytes. */
	readonly maxBytes: number;
	/** Of one incident alone so many of the newest; null for all logs. */
	readonly only: { readonly logId: IncidentId; readonly newest: number } | null;
}

export interface MadeParcel {
	readonly bytes: Uint8Array;
	/** Entries in it. */
	readonly count: number;
	/** Entries that there was no room for. */
	readonly leftOut: number;
	/** Whether those are the newest; else they are the oldest. */
	readonly lacksNewest: boolean;
}

/** What a parcel brought. */
export interface TakenParcel {
	readonly from: DeviceId;
	/** When it was made, by the clock of the phone that made it. */
	readonly madeAtMs: number;
	/** Entries that are in the journal now and were not before. */
	readonly added: number;
	/** Entries that were held already. */
	readonly held: number;
	/** Entries that were not let in, or wait for what is before them. */
	readonly apart: number;
	/** Entries of incidents that are closed and not on this phone, or were deleted on it. */
	readonly unknown: number;
}

/**
 * Why nothing was taken from a parcel.
 * - `ownParcel`: this phone made it.
 * - `notAMember`: whoever made it is not, or no longer, in the group.
 */
export type TakeProblem = ParcelProblem | StorageError | { readonly code: 'ownParcel' | 'notAMember' };

/** How much smaller the next try is than what would just fit: entries differ. */
const MARGIN = 0.97;

/** Makes a parcel of the logs on this phone; `tooLarge` where not even one without entries would fit. */
export async function makeParcel(
	parts: ParcelParts,
	wish: ParcelWish
): Promise<Result<MadeParcel, StorageError | ParcelProblem>> {
	const { clock, source } = parts;
	const logs: SyncedLog[] = [];
	if (wish.only) {
		const log = await source.find({ logId: wish.only.logId, isGroup: false, isOpen: false });
		if (log) logs.push(log);
	} else logs.push(...source.offered());
	let wanted: LogEntry[] = [];
	let isKnown = false;
	for (const log of logs) {
		const lacking = await lackingOf(parts, log.logId, wish.to);
		if (!lacking.ok) return lacking;
		isKnown ||= lacking.value.isKnown;
		wanted = wanted.concat(lacking.value.entries);
	}
	const lacksNewest = isKnown && !wish.only;
	// who is in comes first: without it nobody's entries are let in
	const isOfGroup = ({ incidentId }: LogEntry) => incidentId === parts.groupId;
	wanted.sort(
		(a, b) =>
			Number(isOfGroup(b)) - Number(isOfGroup(a)) ||
			(lacksNewest || isOfGroup(a) ? compareEntries(a, b) : compareEntries(b, a))
	);
	if (wish.only) wanted = wanted.slice(0, wish.only.newest);
	const madeAtMs = clock.now();
	const total = wanted.reduce((sum, entry) => sum + entry.bytes.length, 0);
	let count = wanted.length;
	// a log of 100,000 is not packed to find that it is too large
	if (total > CONTENT_MAX_BYTES) count = Math.floor((count * CONTENT_MAX_BYTES * MARGIN) / total);
	for (;;) {
		const chosen = wanted.slice(0, count);
		const bytes = await sealParcel(parts, { madeAtMs, logs: logs.map((log) => parcelLog(log, chosen)) });
		const room = bytes ? wish.maxBytes / bytes.length : 0.5;
		if (bytes && room >= 1) return ok({ bytes, count, leftOut: wanted.length - count, lacksNewest });
		if (count === 0) return fail({ code: 'tooLarge' });
		count = Math.floor(count * room * MARGIN);
	}
}

function parcelLog(log: SyncedLog, chosen: readonly LogEntry[]): ParcelLog {
	const { logId, isGroup, isOpen } = log;
	const entries = chosen.filter((entry) => entry.incidentId === logId).map((entry) => entry.bytes);
	return { logId, isGroup, isOpen, heads: log.heads(), entries };
}

/** What a device has not said to hold of a log, and whether it has said anything of it. */
async function lackingOf(
	{ storage }: ParcelParts,
	logId: IncidentId,
	to: DeviceId | null
): Promise<Result<{ entries: LogEntry[]; isKnown: boolean }, StorageError>> {
	const page = await storage.log.all(logId);
	if (!page.ok) return page;
	const receipts = await storage.receipts.all(logId);
	if (!receipts.ok) return receipts;
	const receipt = receipts.value.find((one) => one.deviceId === to);
	const reached = sequencesOf(receipt?.heads);
	const entries = page.value.rows
		.map((row) => row.entry)
		.filter((entry) => entry.sequence > (reached.get(entry.deviceId) ?? 0));
	return ok({ entries, isKnown: receipt !== undefined });
}

/** Takes in what a parcel brought, through the gate that sessions have; twice is as good as once. */
export async function takeParcel(
	parts: ParcelParts,
	bytes: Uint8Array
): Promise<Result<TakenParcel, TakeProblem>> {
	const opened = await openParcel(parts, bytes);
	if (!opened.ok) return opened;
	const { from, madeAtMs, logs } = opened.value;
	if (from === parts.signer.deviceId) return fail({ code: 'ownParcel' });
	const sum = { added: 0, held: 0, apart: 0, unknown: 0 };
	const isGroups = ({ logId }: ParcelLog) => logId === parts.groupId;
	// the group's log is judged by its own fold; it may be what lets its giver in
	for (const log of [...logs.filter(isGroups), ...logs.filter((one) => !isGroups(one))]) {
		if (!isGroups(log) && !parts.isMember(from)) return fail({ code: 'notAMember' });
		const taken = await takeLog(parts, log, from);
		if (!taken.ok) return taken;
		for (const key of ['added', 'held', 'apart', 'unknown'] as const) sum[key] += taken.value[key];
		if (isGroups(log)) await parts.groupLooked();
		if (parts.isMember(from)) await keepReceipt(parts, log, from, madeAtMs);
	}
	return ok({ from, madeAtMs, ...sum });
}

async function takeLog(
	{ source, storage }: ParcelParts,
	log: ParcelLog,
	from: DeviceId
): Promise<Result<Pick<TakenParcel, 'added' | 'held' | 'apart' | 'unknown'>, StorageError>> {
	const count = log.entries.length;
	const none = { added: 0, held: 0, apart: 0, unknown: 0 };
	if (count === 0) return ok(none);
	const synced = await source.find(log);
	if (!synced) return ok({ ...none, unknown: count });
	const ids = new Set(log.entries.map(entryIdOf));
	const heldOf = async () => {
		const page = await storage.log.all(log.logId);
		return page.ok ? ok(page.value.rows.filter((row) => ids.has(row.entry.id)).length) : page;
	};
	const before = await heldOf();
	if (!before.ok) return before;
	await synced.takeEntries(log.entries, from);
	const after = await heldOf();
	if (!after.ok) return after;
	const added = after.value - before.value;
	return ok({ ...none, added, held: before.value, apart: ids.size - after.value });
}

/** What the giver's signed heads say, where that is more than was known. */
async function keepReceipt(
	{ source, storage, clock }: ParcelParts,
	{ logId, isGroup, heads }: ParcelLog,
	from: DeviceId,
	madeAtMs: number
): Promise<void> {
	const isHere = heads.length > 0 && (await source.find({ logId, isGroup, isOpen: false })) !== null;
	const receipts = isHere ? await storage.receipts.all(logId) : null;
	if (!receipts?.ok) return;
	const known = receipts.value.find((one) => one.deviceId === from);
	const reached = sequencesOf(known?.heads);
	const further = heads.filter((head) => head.sequence > (reached.get(head.deviceId) ?? 0));
	const atMs = Math.max(known?.atMs ?? 0, Math.min(madeAtMs, clock.now()));
	const held = headsWith(known?.heads ?? [], further);
	await storage.receipts.put({ logId, deviceId: from, heads: held, atMs });
}
