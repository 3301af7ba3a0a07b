import type { DeviceId, EntryId } from '../log/entry';
import type { Hlc } from '../log/hlc';
import type { GroupId, InviteId } from './ids';
import type { GroupPayload, Rank } from './kinds';

/** A device that is, or was, in the group. */
export interface Member {
	readonly deviceId: DeviceId;
	/** Base64url of its public key. */
	readonly deviceKey: string;
	readonly name: string;
	/** The plan's role that they have; null for none. */
	readonly roleId: string | null;
	readonly contactId: string | null;
	readonly rank: Rank;
	/** Null of the founder. */
	readonly admittedBy: DeviceId | null;
	/** By the clock of whoever admitted them. */
	readonly admittedAtMs: number;
	/** Null while they are in. */
	readonly revoked: Revocation | null;
}

export interface Revocation {
	/** The device itself where its holder left. */
	readonly byDeviceId: DeviceId;
	/** From this time on nothing of theirs counts. */
	readonly hlc: Hlc;
	readonly why: string | null;
}

export interface Invite {
	readonly inviteId: InviteId;
	readonly rank: Rank;
	readonly byDeviceId: DeviceId;
	/** Whether it has ended is asked of a time: `inviteStateAt`. */
	readonly endsMs: number;
	readonly state: 'open' | 'used' | 'withdrawn';
	/** Who came in by it; null until it is used. */
	readonly usedBy: DeviceId | null;
}

/**
 * Why an entry was not heeded.
 * - `unknownEntry`: of a kind, or with a payload, that this version does not know.
 * - `otherGroup`: of another log, or founding another group than this one.
 * - `alreadyFounded`: a second founding.
 * - `authorNotMember`, `authorRevoked`: its author was not in the group, or not any more.
 * - `leadersOnly`: its author may not.
 * - `inviteKnown`: an invite's id that was there already.
 * - `inviteUnknown`, `inviteUsed`, `inviteWithdrawn`, `inviteEnded`: no invite that is good for anything.
 * - `otherRank`: the rank is not the invite's.
 * - `alreadyMember`, `deviceRevoked`: who is to be admitted is in, or was put out.
 * - `groupFull`
 * - `subjectNotMember`: who is to be changed or put out is not in.
 * - `epochNotNext`: another new epoch was made first, or one lies between.
 */
export type GroupRule =
	| 'unknownEntry'
	| 'otherGroup'
	| 'alreadyFounded'
	| 'authorNotMember'
	| 'authorRevoked'
	| 'leadersOnly'
	| 'inviteKnown'
	| 'inviteUnknown'
	| 'inviteUsed'
	| 'inviteWithdrawn'
	| 'inviteEnded'
	| 'otherRank'
	| 'alreadyMember'
	| 'deviceRevoked'
	| 'groupFull'
	| 'subjectNotMember'
	| 'epochNotNext';

/** An entry that changed nothing: kept and shown. */
export interface VoidEntry {
	readonly entryId: EntryId;
	readonly deviceId: DeviceId;
	readonly rule: GroupRule;
}

/** A group after the entries of its log; what cannot be read of it here is not known. */
export interface GroupState {
	readonly groupId: GroupId;
	/** Null until the founding entry is here. */
	readonly founded: (GroupPayload<'groupFounded'> & { readonly deviceId: DeviceId }) | null;
	/** What it is called; empty until it is founded. */
	readonly name: string;
	/** Those who were put out or left, too. */
	readonly members: ReadonlyMap<DeviceId, Member>;
	readonly invites: ReadonlyMap<InviteId, Invite>;
	/** The present one; 0 until it is founded. */
	readonly epoch: number;
	/** What the log says of each epoch's secret, in base64url. */
	readonly commitments: ReadonlyMap<number, string>;
	/**
	 * Those who put somebody out, or left, and have made no new epoch since that holds: whoever is out may know the
	 * present one's secret. What is to be done about it, `owesEpoch` says.
	 */
	readonly epochOwedBy: ReadonlySet<DeviceId>;
	/** In the log's order. */
	readonly void: readonly VoidEntry[];
	readonly entryCount: number;
	/** The greatest time of the log. */
	readonly latest: Hlc;
}
