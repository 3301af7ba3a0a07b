import type { Result } from '../base/result';
import type { DeviceId } from '../domain/log/entry';
import type { EpochSecret, GroupId } from './group';
import type { Person } from './log';

/**
 * Why a meeting came to nothing.
 * - of the code: `notACode`, `otherVersion`, `cutShort`, `damaged`, `otherGroup`, `otherOffer` (it answers another code
 *   than the one shown here), `notAnAnswer`, `isAnAnswer`, `ownCode`, `noGroup` (this phone is in no group, and the code is no
 *   invite), `inGroup` (an invite, but this phone is in a group), `inviteOver` (used, withdrawn or ended).
 * - of the connection: `unsupported`, `noAddress`, `unusable`, `timedOut`, `lost`, `cancelled`.
 * - of the proof: `notOfTheGroup`, `ownDevice`, `refused`, `malformed`.
 * - of what came after: `notAdmitted` (the one who invited said no), `notKept` (this phone could not store it),
 *   `busy` (it has as many connections as it can hold), `badPlan` (the plan that came is none).
 */
export interface MeetingProblem {
	readonly code:
		| 'notACode'
		| 'otherVersion'
		| 'cutShort'
		| 'damaged'
		| 'otherGroup'
		| 'otherOffer'
		| 'notAnAnswer'
		| 'isAnAnswer'
		| 'ownCode'
		| 'noGroup'
		| 'inGroup'
		| 'inviteOver'
		| 'unsupported'
		| 'noAddress'
		| 'unusable'
		| 'timedOut'
		| 'lost'
		| 'cancelled'
		| 'notOfTheGroup'
		| 'ownDevice'
		| 'refused'
		| 'malformed'
		| 'notAdmitted'
		| 'notKept'
		| 'busy'
		| 'badPlan';
	/** How old the other phone's code was, where nobody answered it and it is more than ten minutes. */
	readonly codeAgeMinutes?: number;
}

/** What a meeting is at. */
export type MeetingStage = 'waiting' | 'connecting' | 'proving' | 'confirming' | 'met';

/** Who wants to come in, as they say, and the words that both phones show. */
export interface Newcomer {
	readonly person: Person;
	readonly words: readonly [string, string];
}

/** Whom one comes to, as they say, and the words that both phones show. */
export interface Host {
	readonly groupName: string;
	readonly inviter: string;
	readonly words: readonly [string, string];
}

export interface MeetingListener {
	stage(stage: MeetingStage): void;
	/** Upon an invite, at the phone that shows it: whether they are let in. */
	confirm(newcomer: Newcomer): Promise<boolean>;
	/** Upon an invite, at the phone that scanned it: who lets it in. */
	host(host: Host): void;
}

/** A meeting of which this phone shows a code. */
export interface Meeting {
	/** What is shown, as text and as QR code. */
	readonly code: string;
	/** Who is met, when all of it is done. */
	readonly outcome: Promise<Result<DeviceId, MeetingProblem>>;
	cancel(): void;
}

/** One that waits for an answer to its code. */
export interface OfferedMeeting extends Meeting {
	/** Takes the text of the answer's code. Another can be tried where it is none. */
	take(text: string): Promise<Result<void, MeetingProblem>>;
}

/** What phones do to meet, by codes that people carry between them (docs/protocol.md, 2 and 4). */
export interface Meetings {
	/** Shows a code to phones of the same group. */
	offer(listener: MeetingListener): Promise<Result<OfferedMeeting, MeetingProblem>>;
	/** Shows a code by which one phone may come in. */
	invite(
		inviteSecret: Uint8Array,
		listener: MeetingListener
	): Promise<Result<OfferedMeeting, MeetingProblem>>;
	/** Answers a code that another phone shows. */
	answer(text: string, listener: MeetingListener): Promise<Result<Meeting, MeetingProblem>>;
}

/** What meetings need of the group on this phone. */
export interface MeetingGroup {
	/** Null while this phone is in none. */
	current(): {
		readonly groupId: GroupId;
		readonly name: string;
		readonly secrets: readonly EpochSecret[];
	} | null;
	isMember(deviceKey: string): boolean;
	/** Who holds this phone. */
	person(): Person;
	/** The plan in use, as JSON; empty where there is none. */
	plan(): Promise<string>;
	/** Lets a device in; false where the invite is over or it could not be kept. */
	admit(admission: {
		readonly deviceKey: string;
		readonly person: Person;
		readonly inviteSecret: Uint8Array;
	}): Promise<Result<void, { readonly code: 'inviteOver' | 'notKept' }>>;
	/** Makes the group that let this phone in its own. */
	join(admitted: {
		readonly groupId: GroupId;
		readonly secrets: readonly EpochSecret[];
		readonly plan: string;
	}): Promise<Result<void, { readonly code: 'inGroup' | 'notKept' | 'badPlan' }>>;
}
