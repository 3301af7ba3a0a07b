import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldGroup } from '$lib/domain/group/fold';
import { commitmentOf, groupIdOf } from '$lib/domain/group/ids';
import { MEMBERS_MAX, owesEpoch } from '$lib/domain/group/rules';
import type { GroupRule, GroupState } from '$lib/domain/group/state';
import { compareEntries, type EntryId, type LogEntry } from '$lib/domain/log/entry';
import { compareHlc, HLC_MAX_MS } from '$lib/domain/log/hlc';
import {
	allOf,
	epochSecret,
	GROUP,
	GroupPhone,
	inviteIdOfNumber,
	smallGroup
} from '../../../doubles/group-log';
import { minutes } from '../../../doubles/log-writer';
import { randomGroupLog } from '../../../doubles/random-group';

const ruleOf = (state: GroupState, entry: LogEntry): GroupRule | undefined =>
	state.void.find((one) => one.entryId === entry.id)?.rule;
const foldOf = (...phones: readonly GroupPhone[]) => foldGroup(GROUP, allOf(...phones));
const ranks = (state: GroupState) =>
	[...state.members.values()].map((member) => (member.revoked ? 'out' : member.rank));

describe('the fold of a group', () => {
	it('gives the same state for the same entries, in any order and however often they come', () => {
		fc.assert(
			fc.property(
				randomGroupLog.chain((entries) =>
					fc.record({
						entries: fc.constant(entries),
						order: fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 })
					})
				),
				({ entries, order }) => {
					const state = foldGroup(GROUP, order);
					expect(state).toEqual(foldGroup(GROUP, [...entries].sort(compareEntries)));
					// the order of members is told by it too
					expect([...state.members.keys()]).toEqual([...foldGroup(GROUP, entries).members.keys()]);
				}
			),
			{ numRuns: 2_200, verbose: 1 }
		);
	}, 120_000);

	it('never lets anybody in, up or out but by whom the rules let', () => {
		fc.assert(
			fc.property(randomGroupLog, (entries) => {
				const state = foldGroup(GROUP, entries);
				expect(state.entryCount).toBe(new Set(entries.map((entry) => entry.id)).size);
				const used = [...state.invites.values()].filter((invite) => invite.state === 'used');
				const admitted = [...state.members.values()].filter((member) => member.admittedBy !== null);
				// one invite, one device
				expect(used.map((invite) => invite.usedBy).sort()).toEqual(
					admitted.map((one) => one.deviceId).sort()
				);
				expect([...state.commitments.keys()]).toEqual(Array.from({ length: state.epoch }, (_, at) => at + 1));
				expect(state.members.size - admitted.length).toBe(1);
				const heeded = entries.filter((entry) => !state.void.some((one) => one.entryId === entry.id));
				for (const entry of heeded) {
					const author = state.members.get(entry.deviceId);
					expect(author).toBeDefined();
					if (author?.revoked) expect(compareHlc(entry.hlc, author.revoked.hlc)).toBeLessThanOrEqual(0);
				}
			}),
			{ numRuns: 1_000, verbose: 1 }
		);
	}, 120_000);

	it('founds, invites and admits', () => {
		const state = foldOf(...smallGroup());
		expect(state).toMatchObject({ name: 'Kriseledelsen', epoch: 1, void: [], entryCount: 7 });
		expect(ranks(state)).toEqual(['leader', 'leader', 'member', 'observer']);
		expect(state.commitments).toEqual(new Map([[1, commitmentOf(epochSecret(1))]]));
		const [founder, leader] = smallGroup();
		expect(state.members.get(founder.deviceId)).toMatchObject({
			admittedBy: null,
			admittedAtMs: minutes(0),
			roleId: 'chair'
		});
		expect(state.members.get(leader.deviceId)).toEqual({
			deviceId: leader.deviceId,
			deviceKey: leader.deviceKey,
			name: 'Person 2',
			roleId: null,
			contactId: null,
			rank: 'leader',
			admittedBy: founder.deviceId,
			admittedAtMs: minutes(1),
			revoked: null
		});
		expect(state.invites.get(inviteIdOfNumber(1))).toMatchObject({ state: 'used', usedBy: leader.deviceId });
	});

	it('is empty before it is founded', () => {
		expect(foldGroup(GROUP, [])).toMatchObject({
			founded: null,
			name: '',
			epoch: 0,
			entryCount: 0,
			void: []
		});
	});

	it('does not heed what came before the founding, nor what nobody of the group wrote', () => {
		const stranger = new GroupPhone(9);
		const entry = stranger.invite(1, 'observer', 5);
		const state = foldOf(...smallGroup(), stranger);
		expect(ruleOf(state, entry)).toBe('authorNotMember');
		expect(state.invites.get(inviteIdOfNumber(1))?.state).toBe('used');
	});

	it('heeds the first founding alone, and by its founder’s key alone', () => {
		const [founder] = smallGroup();
		const again = founder.found(60);
		// the right salt with another key, and the right entry in another group's log
		const other = new GroupPhone(2);
		const theirs = other.found(1);
		const elsewhere = new GroupPhone(1, groupIdOf(new Uint8Array(32), new Uint8Array(16)));
		const stray = elsewhere.found(1);
		const state = foldOf(founder, other, elsewhere);
		expect([again, theirs, stray].map((entry) => ruleOf(state, entry))).toEqual([
			'alreadyFounded',
			'otherGroup',
			'otherGroup'
		]);
		expect(state.founded?.deviceId).toBe(founder.deviceId);
		expect(state.latest).toEqual(again.hlc);
	});

	describe('invites', () => {
		it('are made by anybody for observers, and by leaders for all else', () => {
			const [founder, leader, member, observer] = smallGroup();
			const tries = [leader, member, observer].flatMap((phone, index) =>
				(['observer', 'member', 'leader'] as const).map((rank, at) =>
					phone.invite(10 + index * 3 + at, rank, 10)
				)
			);
			const state = foldOf(founder, leader, member, observer);
			expect(tries.map((entry) => ruleOf(state, entry) ?? 'heeded')).toEqual([
				...['heeded', 'heeded', 'heeded'],
				...['heeded', 'leadersOnly', 'leadersOnly'],
				...['heeded', 'leadersOnly', 'leadersOnly']
			]);
		});

		it('let one in, whoever of two uses it apart: the first by the log’s order', () => {
			const [founder, leader, member] = smallGroup();
			founder.invite(5, 'observer', 10);
			leader.meet(founder);
			const late = founder.admit(new GroupPhone(6), 5, 'observer', 30);
			const early = leader.admit(new GroupPhone(7), 5, 'observer', 20);
			const state = foldOf(founder, leader, member);
			expect(ruleOf(state, early)).toBeUndefined();
			expect(ruleOf(state, late)).toBe('inviteUsed');
			expect(state.members.has(new GroupPhone(6).deviceId)).toBe(false);
			expect(state.invites.get(inviteIdOfNumber(5))?.usedBy).toBe(new GroupPhone(7).deviceId);
		});

		it('are good until their end by the clock of who admits', () => {
			const [founder] = smallGroup();
			founder.invite(5, 'member', 10, minutes(20));
			founder.invite(6, 'member', 10, minutes(20));
			founder.admit(new GroupPhone(6), 5, 'member', 19);
			const late = founder.admit(new GroupPhone(7), 6, 'member', 20);
			expect(ruleOf(foldOf(founder), late)).toBe('inviteEnded');
			expect(ranks(foldOf(founder))).toHaveLength(5);
		});

		it('are withdrawn by who made them, and by leaders, while they are open', () => {
			const [founder, leader, member, observer] = smallGroup();
			member.invite(5, 'observer', 10);
			for (const phone of [observer, leader]) phone.meet(member);
			const notTheirs = observer.withdraw(5, 11);
			const byLeader = leader.withdraw(5, 12);
			member.meet(leader);
			const again = member.withdraw(5, 13);
			const used = leader.withdraw(1);
			const unknown = leader.withdraw(99);
			const after = leader.admit(new GroupPhone(6), 5, 'observer', 14);
			const own = member.invite(6, 'observer', 15);
			const ownWithdrawn = member.withdraw(6, 16);
			const state = foldOf(founder, leader, member, observer);
			expect(
				[notTheirs, byLeader, again, used, unknown, after, own, ownWithdrawn].map((one) => ruleOf(state, one))
			).toEqual([
				'leadersOnly',
				undefined,
				'inviteWithdrawn',
				'inviteUsed',
				'inviteUnknown',
				'inviteWithdrawn',
				undefined,
				undefined
			]);
		});

		it('are not made anew under an id that was there', () => {
			const [founder] = smallGroup();
			const again = founder.invite(1, 'leader', 10);
			expect(ruleOf(foldOf(founder), again)).toBe('inviteKnown');
		});

		it('give the rank that they were made for, and from members to observers alone', () => {
			const [founder, leader, member] = smallGroup();
			founder.invite(5, 'observer', 10);
			founder.invite(6, 'member', 10);
			member.meet(founder);
			const more = member.admit(new GroupPhone(6), 5, 'leader', 11);
			const notTheirs = member.admit(new GroupPhone(6), 6, 'member', 12);
			const none = member.admit(new GroupPhone(6), 99, 'observer', 13);
			const fine = member.admit(new GroupPhone(6), 5, 'observer', 14);
			const state = foldOf(founder, leader, member);
			expect([more, notTheirs, none, fine].map((one) => ruleOf(state, one))).toEqual([
				'otherRank',
				'leadersOnly',
				'inviteUnknown',
				undefined
			]);
		});

		it('let in nobody who is in, or was', () => {
			const [founder, leader, member, observer] = smallGroup();
			founder.revoke(observer, 10);
			founder.invite(5, 'observer', 11);
			const isIn = founder.admit(member, 5, 'observer', 12);
			const wasIn = founder.admit(observer, 5, 'observer', 13);
			const state = foldOf(founder, leader, member, observer);
			expect([isIn, wasIn].map((one) => ruleOf(state, one))).toEqual(['alreadyMember', 'deviceRevoked']);
			expect(state.invites.get(inviteIdOfNumber(5))?.state).toBe('open');
		});

		it('let in no more than a group holds', () => {
			const founder = new GroupPhone(1);
			founder.found(0);
			const writes = Array.from({ length: MEMBERS_MAX }, (_, at) => {
				const inviteId = `${at}`.padStart(21, 'A') + 'A';
				founder.write('invited', { inviteId, rank: 'observer', endsMs: minutes(999) });
				const deviceKey = `${at}`.padStart(42, 'A') + 'A';
				return founder.write('memberAdmitted', { deviceKey, name: 'x', rank: 'observer', inviteId });
			});
			const state = foldOf(founder);
			expect(state.members.size).toBe(MEMBERS_MAX);
			expect(writes.flatMap((entry) => ruleOf(state, entry) ?? [])).toEqual(['groupFull']);
		});
	});

	describe('members', () => {
		it('change their own name, and leaders change all else', () => {
			const [founder, leader, member, observer] = smallGroup();
			const own = member.change(member, { name: 'Nyt navn', rank: 'member' }, 10);
			const tooHigh = member.change(member, { name: 'Nyt navn', rank: 'leader' }, 11);
			const role = member.change(member, { name: 'Nyt navn', roleId: 'chair', rank: 'member' }, 12);
			const another = member.change(observer, { name: 'Ingen', rank: 'observer' }, 13);
			const byLeader = leader.change(observer, { name: 'Forfremmet', roleId: 'deputy', rank: 'leader' }, 14);
			const nobody = leader.change(new GroupPhone(9), { rank: 'leader' }, 15);
			const state = foldOf(founder, leader, member, observer);
			expect([own, tooHigh, role, another, byLeader, nobody].map((one) => ruleOf(state, one))).toEqual([
				undefined,
				'leadersOnly',
				'leadersOnly',
				'leadersOnly',
				undefined,
				'subjectNotMember'
			]);
			expect(state.members.get(member.deviceId)?.name).toBe('Nyt navn');
			expect(state.members.get(observer.deviceId)).toMatchObject({ rank: 'leader', roleId: 'deputy' });
		});

		it('are put out by leaders, and leave by themselves', () => {
			const [founder, leader, member, observer] = smallGroup();
			const notTheirs = member.revoke(observer, 10);
			const left = member.revoke(member, 11);
			const out = leader.revoke(founder, 12);
			const twice = leader.revoke(founder, 13);
			const state = foldOf(founder, leader, member, observer);
			expect([notTheirs, left, out, twice].map((one) => ruleOf(state, one))).toEqual([
				'leadersOnly',
				undefined,
				undefined,
				'subjectNotMember'
			]);
			expect(ranks(state)).toEqual(['out', 'leader', 'out', 'observer']);
			expect(state.members.get(founder.deviceId)?.revoked).toEqual({
				byDeviceId: leader.deviceId,
				hlc: out.hlc,
				why: 'mistet'
			});
		});

		it('count for nothing once they are out: what a revoked leader writes later is void', () => {
			const [founder, leader, member, observer] = smallGroup();
			founder.invite(5, 'leader', 9);
			leader.meet(founder);
			founder.revoke(leader, 10);
			const after = [
				leader.invite(6, 'leader', 11),
				leader.admit(new GroupPhone(6), 5, 'leader'),
				leader.change(leader, { rank: 'leader' }),
				leader.revoke(founder),
				leader.newEpoch(2),
				leader.revoke(leader)
			];
			const state = foldOf(founder, leader, member, observer);
			expect(after.map((one) => ruleOf(state, one))).toEqual(after.map(() => 'authorRevoked'));
			expect(ranks(state)).toEqual(['leader', 'out', 'member', 'observer']);
		});

		it('are both judged by the log’s order where two leaders put each other out', () => {
			const [founder, leader, member] = smallGroup();
			const late = founder.revoke(leader, 30);
			const early = leader.revoke(founder, 20);
			const state = foldOf(founder, leader, member);
			expect(ruleOf(state, early)).toBeUndefined();
			expect(ruleOf(state, late)).toBe('authorRevoked');
		});
	});

	describe('epochs', () => {
		it('follow on each other, made by leaders', () => {
			const [founder, leader, member] = smallGroup();
			const notTheirs = member.newEpoch(2, 9);
			const tooFar = leader.newEpoch(3, 10);
			const next = leader.newEpoch(2, 11);
			const state = foldOf(founder, leader, member);
			expect([notTheirs, tooFar, next].map((one) => ruleOf(state, one))).toEqual([
				'leadersOnly',
				'epochNotNext',
				undefined
			]);
			expect(state.epoch).toBe(2);
			expect(state.commitments.get(2)).toBe(commitmentOf(epochSecret(2)));
			expect(state.epochOwedBy.size).toBe(0);
		});

		it('made apart are one: the first by the log’s order, and the other’s author owes another', () => {
			const [founder, leader, member, observer] = smallGroup();
			leader.revoke(member, 20);
			const heeded = leader.newEpoch(2, 20, epochSecret(22));
			founder.revoke(observer, 30);
			const late = founder.newEpoch(2, 30, epochSecret(33));
			const state = foldOf(founder, leader, member, observer);
			expect([heeded, late].map((one) => ruleOf(state, one))).toEqual([undefined, 'epochNotNext']);
			expect(state.commitments.get(2)).toBe(commitmentOf(epochSecret(22)));
			// the observer may have been given the second epoch's secret before their revocation was known there
			expect([founder, leader].map((phone) => owesEpoch(state, phone.deviceId))).toEqual([true, false]);
			founder.meet(leader);
			founder.newEpoch(3);
			expect(foldOf(founder, leader, member, observer).epochOwedBy.size).toBe(0);
		});

		it('are owed until who put somebody out makes one, whatever another makes that had not heard of it', () => {
			const [founder, leader, member, observer] = smallGroup();
			founder.revoke(observer, 10);
			const owing = () =>
				[founder, leader].map((phone) => owesEpoch(foldOf(founder, leader, member), phone.deviceId));
			expect(owing()).toEqual([true, false]);
			leader.newEpoch(2, 20);
			expect(owing()).toEqual([true, false]);
			founder.meet(leader);
			founder.newEpoch(3);
			expect(owing()).toEqual([false, false]);
		});

		it('are owed by the first of the leaders where somebody left, or who owed one is out', () => {
			const [founder, leader, member, observer] = smallGroup();
			member.revoke(member, 10);
			const owing = () =>
				[founder, leader, member].map((phone) =>
					owesEpoch(foldOf(founder, leader, member, observer), phone.deviceId)
				);
			expect(owing()).toEqual([true, false, false]);
			founder.meet(member);
			founder.newEpoch(2, 11);
			expect(owing()).toEqual([false, false, false]);
			founder.revoke(observer, 12);
			leader.meet(founder);
			leader.revoke(founder, 13);
			expect(owing()).toEqual([false, true, false]);
			leader.newEpoch(3, 14);
			expect(owing()).toEqual([false, false, false]);
		});
	});

	it('keeps and tells what it does not know', () => {
		const [founder] = smallGroup();
		const later = founder.writeRaw('kindOfTomorrow', { x: 1 });
		const malformed = founder.writeRaw('epochChanged', { epoch: 'two' });
		const state = foldOf(founder);
		expect(state.void.map((one) => [one.entryId, one.rule])).toEqual([
			[later.id, 'unknownEntry'],
			[malformed.id, 'unknownEntry']
		] satisfies [EntryId, GroupRule][]);
	});

	it('goes on after an entry that claims the last time there is', () => {
		const [founder, leader] = smallGroup();
		leader.write('invited', { inviteId: inviteIdOfNumber(8), rank: 'observer', endsMs: 0 }, undefined, {
			hlc: { ms: HLC_MAX_MS - 1, counter: 0xffff }
		});
		expect(ranks(foldOf(founder, leader))).toHaveLength(4);
	});
});
