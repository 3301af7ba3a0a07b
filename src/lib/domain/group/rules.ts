/** What a group's log may say, and who (docs/protocol.md, 1): the one place of these rules, for reading and for writing. */
import { fromBase64Url } from '../../base/bytes';
import { deviceIdOf, type DeviceId, type LogEntry } from '../log/entry';
import { compareHlc, type Hlc } from '../log/hlc';
import { groupIdOf } from './ids';
import type { GroupPayload, GroupSaying, Rank } from './kinds';
import type { GroupRule, GroupState, Invite, Member } from './state';

/** The most devices that are in a group at once. */
export const MEMBERS_MAX = 500;

/** Who says something, and when by the hybrid clock. */
export type Saying = Pick<LogEntry, 'deviceId' | 'authorKey' | 'hlc'>;

/** The rule that `said` breaks in a group as it stands; null where it is to be heeded. */
export function ruleBrokenBy(state: GroupState, said: GroupSaying, by: Saying): GroupRule | null {
	if (said.kind === 'groupFounded') return founding(state, said.payload, by.authorKey);
	const author = state.members.get(by.deviceId);
	if (!author) return 'authorNotMember';
	if (author.revoked) return 'authorRevoked';
	switch (said.kind) {
		case 'invited':
			if (!mayLetIn(author, said.payload.rank)) return 'leadersOnly';
			return state.invites.has(said.payload.inviteId) ? 'inviteKnown' : null;
		case 'inviteWithdrawn': {
			const invite = state.invites.get(said.payload.inviteId);
			return spent(invite) ?? (invite?.byDeviceId === author.deviceId ? null : leadersOnly(author));
		}
		case 'memberAdmitted':
			return admission(state, said.payload, author, by.hlc);
		case 'memberChanged':
			return change(state, said.payload, author);
		case 'memberRevoked':
			if (!isIn(state, said.payload.deviceId)) return 'subjectNotMember';
			return said.payload.deviceId === author.deviceId ? null : leadersOnly(author);
		case 'epochChanged':
			if (author.rank !== 'leader') return 'leadersOnly';
			return said.payload.epoch === state.epoch + 1 ? null : 'epochNotNext';
	}
}

/**
 * What a device is to a log's gate. Who was put out keeps what they wrote before, by the hybrid clock; what somebody
 * wrote before they came in is theirs too.
 */
export function membershipOf(state: GroupState, deviceId: DeviceId, hlc: Hlc): 'member' | 'revoked' | 'none' {
	const member = state.members.get(deviceId);
	if (!member) return 'none';
	return member.revoked && compareHlc(hlc, member.revoked.hlc) >= 0 ? 'revoked' : 'member';
}

/** Whether a device is in the group now. */
export function isIn(state: GroupState, deviceId: DeviceId): boolean {
	return state.members.get(deviceId)?.revoked === null;
}

/** Whether a device is in the group now, as a leader. */
export function isLeader(state: GroupState, deviceId: DeviceId): boolean {
	return isIn(state, deviceId) && state.members.get(deviceId)?.rank === 'leader';
}

/** Whether a device may invite, and admit, somebody with that rank. */
export function mayInvite(state: GroupState, deviceId: DeviceId, rank: Rank): boolean {
	const member = state.members.get(deviceId);
	return member !== undefined && isIn(state, deviceId) && mayLetIn(member, rank);
}

/** Whether a device may put another out; itself it always may, which is leaving. */
export function mayRevoke(state: GroupState, deviceId: DeviceId, subject: DeviceId): boolean {
	return isIn(state, subject) && (deviceId === subject || isLeader(state, deviceId));
}

/** Whether a device may change another's rank and role. */
export function mayChangeRank(state: GroupState, deviceId: DeviceId, subject: DeviceId): boolean {
	return isLeader(state, deviceId) && isIn(state, subject);
}

/** Whether nobody would lead the group without that device. */
export function isLastLeader(state: GroupState, deviceId: DeviceId): boolean {
	return isLeader(state, deviceId) && membersIn(state).filter((one) => one.rank === 'leader').length === 1;
}

/**
 * Whether a new epoch is to be made by that device: it owes one, or one is owed by who can make none any more and it
 * is the first of the leaders (one alone, so that not all of them do it at once).
 */
export function owesEpoch(state: GroupState, deviceId: DeviceId): boolean {
	if (!isLeader(state, deviceId)) return false;
	const first = membersIn(state).find((one) => one.rank === 'leader');
	return [...state.epochOwedBy].some(
		(owing) => owing === deviceId || (first?.deviceId === deviceId && !isLeader(state, owing))
	);
}

/** Those who are in now. */
export function membersIn(state: GroupState): Member[] {
	return [...state.members.values()].filter((member) => member.revoked === null);
}

/**
 * What an invite is good for at a time.
 * @param nowMs By this phone's clock, or the log's latest where that is later: by that it is judged when it is used.
 */
export function inviteStateAt({ state, endsMs }: Invite, nowMs: number): Invite['state'] | 'ended' {
	return state === 'open' && nowMs >= endsMs ? 'ended' : state;
}

/** The device id of a key as the log writes it. */
export function deviceIdOfKey(deviceKey: string): DeviceId {
	return deviceIdOf(bytesOf(deviceKey));
}

function founding(
	state: GroupState,
	{ salt }: GroupPayload<'groupFounded'>,
	authorKey: string
): GroupRule | null {
	if (groupIdOf(bytesOf(authorKey), bytesOf(salt)) !== state.groupId) return 'otherGroup';
	return state.founded ? 'alreadyFounded' : null;
}

function admission(
	state: GroupState,
	{ deviceKey, inviteId, rank }: GroupPayload<'memberAdmitted'>,
	author: Member,
	hlc: Hlc
): GroupRule | null {
	const invite = state.invites.get(inviteId);
	const noInvite = spent(invite);
	if (noInvite) return noInvite;
	if (invite && inviteStateAt(invite, hlc.ms) === 'ended') return 'inviteEnded';
	if (invite?.rank !== rank) return 'otherRank';
	if (!mayLetIn(author, rank)) return 'leadersOnly';
	const held = state.members.get(deviceIdOfKey(deviceKey));
	if (held) return held.revoked ? 'deviceRevoked' : 'alreadyMember';
	return membersIn(state).length >= MEMBERS_MAX ? 'groupFull' : null;
}

function change(
	state: GroupState,
	{ deviceId, rank, roleId }: GroupPayload<'memberChanged'>,
	author: Member
): GroupRule | null {
	if (!isIn(state, deviceId)) return 'subjectNotMember';
	const isOwnNameAlone = author.deviceId === deviceId && author.rank === rank && author.roleId === roleId;
	return isOwnNameAlone ? null : leadersOnly(author);
}

/** Why an invite lets nobody in, whenever it is asked. */
function spent(invite: Invite | undefined): GroupRule | null {
	if (!invite) return 'inviteUnknown';
	return invite.state === 'open' ? null : invite.state === 'used' ? 'inviteUsed' : 'inviteWithdrawn';
}

function mayLetIn(author: Member, rank: Rank): boolean {
	return rank === 'observer' || author.rank === 'leader';
}

function leadersOnly(author: Member): GroupRule | null {
	return author.rank === 'leader' ? null : 'leadersOnly';
}

/** The bytes of what a schema has let through. */
function bytesOf(text: string): Uint8Array {
	const bytes = fromBase64Url(text);
	if (!bytes) throw new TypeError('not base64url');
	return bytes;
}
