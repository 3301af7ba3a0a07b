import type { IsoInstant } from '../base/time';
import type { GroupId } from '../domain/group/ids';
import type { DeviceId, EntryId, IncidentId } from '../domain/log/entry';
import type { Head } from '../domain/log/head';
import type { Observer, Read, Unsubscribe, Written } from './outcomes';

export type { GroupId, Head };

/** The secret of an epoch; whoever has it can open the group's codes. */
export interface EpochSecret {
	/** From 1. */
	readonly epoch: number;
	/** 32 bytes. */
	readonly secret: Uint8Array;
}

/** The group that this phone is in. What it is called and who is in it stands in its log; the secrets stand nowhere else. */
export interface GroupRecord {
	readonly groupId: GroupId;
	readonly joinedAt: IsoInstant;
	/** By epoch, none twice; at least one. */
	readonly secrets: readonly EpochSecret[];
	/** Secrets of invites that this phone made and may show again; an invite's id follows from its secret. */
	readonly inviteSecrets: readonly Uint8Array[];
}

/** A phone is in one group at most. Never exported, in no file. */
export interface GroupRepository {
	get(): Read<GroupRecord | null>;
	/**
	 * Puts a record in place of what is there; where that is another group's, all that belongs to that goes with it.
	 * Refused with `storageFailed` where it is malformed.
	 */
	put(record: GroupRecord): Written;
	/**
	 * Puts in place of the record what is made of it, in one transaction.
	 * @param make Given a record that can be changed for another; not called where this phone is not in that group.
	 * @returns The record that is held now; null where this phone is not in that group.
	 */
	change(groupId: GroupId, make: (held: GroupRecord) => GroupRecord): Read<GroupRecord | null>;
	/**
	 * Forgets the group: record, log, document, receipts and what was kept apart of it, in one transaction. Nothing
	 * happens where this phone is not in it.
	 */
	remove(groupId: GroupId): Written;
	observe(observer: Observer<GroupRecord | null>): Unsubscribe;
}

/** What another phone said that it holds of a log, itself, in a proven session, when it was on its disk. */
export interface Receipt {
	readonly logId: IncidentId;
	readonly deviceId: DeviceId;
	/** By device id. */
	readonly heads: readonly Head[];
	/** When it came, by this phone's clock. */
	readonly atMs: number;
}

export interface ReceiptRepository {
	/** In place of the same device's last one of the same log. One of an incident that was deleted here is not kept. */
	put(receipt: Receipt): Written;
	all(logId: IncidentId): Read<Receipt[]>;
	observe(logId: IncidentId, observer: Observer<Receipt[]>): Unsubscribe;
}

/**
 * Why an entry that came from elsewhere was not let into the journal.
 * - `malformed`: no entry, or of another log.
 * - `badSignature`
 * - `notAMember`: its author is in no group with this phone.
 * - `revoked`: written after its author was put out of the group.
 * - `brokenChain`: what it follows on is not here.
 */
export type ApartReason = 'malformed' | 'badSignature' | 'notAMember' | 'revoked' | 'brokenChain';

/** An entry that is kept apart from the journal. */
export interface ApartEntry {
	/** Of its bytes, whether or not they are an entry. */
	readonly id: EntryId;
	readonly logId: IncidentId;
	readonly bytes: Uint8Array;
	readonly reason: ApartReason;
	/** Whose session brought it. */
	readonly from: DeviceId;
	readonly atMs: number;
}

export interface ApartRepository {
	/**
	 * Those held already get the new reason; of each log the first 1,000 are kept. Those of an incident that was deleted
	 * here are not.
	 */
	put(entries: readonly ApartEntry[]): Written;
	remove(logId: IncidentId, ids: readonly EntryId[]): Written;
	all(logId: IncidentId): Read<ApartEntry[]>;
	observe(logId: IncidentId, observer: Observer<ApartEntry[]>): Unsubscribe;
}
