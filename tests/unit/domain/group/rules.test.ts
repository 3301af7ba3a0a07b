import { describe, expect, it } from 'vitest';
import { foldGroup } from '$lib/domain/group/fold';
import {
	inviteStateAt,
	isLastLeader,
	mayChangeRank,
	mayInvite,
	mayRevoke,
	membershipOf,
	membersIn
} from '$lib/domain/group/rules';
import { allOf, GROUP, GroupPhone, inviteIdOfNumber, smallGroup } from '../../../doubles/group-log';
import { minutes } from '../../../doubles/log-writer';

describe('who may do what in a group', () => {
	const [founder, leader, member, observer] = smallGroup();
	founder.invite(9, 'observer', 10, minutes(20));
	const put = founder.revoke(observer, 30);
	const state = foldGroup(GROUP, allOf(founder, leader, member, observer));
	const stranger = new GroupPhone(9);

	it('is a member at any time, but from the moment of being put out on', () => {
		const at = (phone: GroupPhone, ms: number, counter = 0) =>
			membershipOf(state, phone.deviceId, { ms, counter });
		expect(at(member, 0)).toBe('member');
		expect(at(member, minutes(999))).toBe('member');
		expect(at(stranger, minutes(1))).toBe('none');
		expect(at(observer, put.hlc.ms - 1, 9)).toBe('member');
		expect(at(observer, put.hlc.ms, put.hlc.counter)).toBe('revoked');
		expect(at(observer, put.hlc.ms, put.hlc.counter + 1)).toBe('revoked');
	});

	it('invites observers as anybody in the group, and others as a leader', () => {
		const ranks = (phone: GroupPhone) =>
			(['observer', 'member', 'leader'] as const).map((rank) => mayInvite(state, phone.deviceId, rank));
		expect(ranks(leader)).toEqual([true, true, true]);
		expect(ranks(member)).toEqual([true, false, false]);
		for (const phone of [observer, stranger]) expect(ranks(phone)).toEqual([false, false, false]);
	});

	it('puts others out as a leader, and leaves as anybody', () => {
		expect(mayRevoke(state, leader.deviceId, founder.deviceId)).toBe(true);
		expect(mayRevoke(state, member.deviceId, founder.deviceId)).toBe(false);
		expect(mayRevoke(state, member.deviceId, member.deviceId)).toBe(true);
		expect(mayRevoke(state, leader.deviceId, observer.deviceId)).toBe(false);
		expect(mayRevoke(state, stranger.deviceId, stranger.deviceId)).toBe(false);
	});

	it('changes ranks as a leader', () => {
		expect(mayChangeRank(state, leader.deviceId, member.deviceId)).toBe(true);
		expect(mayChangeRank(state, member.deviceId, member.deviceId)).toBe(false);
		expect(mayChangeRank(state, leader.deviceId, stranger.deviceId)).toBe(false);
	});

	it('is told who is in, and who leads alone', () => {
		expect(membersIn(state).map((one) => one.name)).toEqual(['Person 1', 'Person 2', 'Person 3']);
		expect(isLastLeader(state, founder.deviceId)).toBe(false);
		leader.meet(founder);
		leader.revoke(leader, 40);
		const later = foldGroup(GROUP, allOf(founder, leader, member, observer));
		expect(isLastLeader(later, founder.deviceId)).toBe(true);
		expect(isLastLeader(later, member.deviceId)).toBe(false);
	});

	it('is told what an invite is good for', () => {
		const [open, used] = [9, 1].map((number) => state.invites.get(inviteIdOfNumber(number)));
		if (!open || !used) throw new Error('no such invites');
		expect([inviteStateAt(open, minutes(19)), inviteStateAt(open, minutes(20))]).toEqual(['open', 'ended']);
		expect(inviteStateAt(used, minutes(9_999))).toBe('used');
	});
});
