import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldGroup } from '$lib/domain/group/fold';
import { RANKS, type Rank } from '$lib/domain/group/kinds';
import type { GroupState } from '$lib/domain/group/state';
import { allOf, GROUP, GroupPhone, inviteIdOfNumber } from '../../../doubles/group-log';

const picture = readFileSync('src/lib/domain/group/group.md', 'utf8');
const drawn = (part: number) =>
	[...(picture.split('```mermaid')[part] ?? '').matchAll(/^ {2}(\S+) --> (\w+): (\w+)$/gm)]
		.map(([, from, to, kind]) => `${from} ${kind} ${to}`)
		.sort();

const subject = new GroupPhone(2);
type Write = (founder: GroupPhone) => void;

/** What is written of a device, with what must be there before. */
const DEVICE_WRITES: [kind: string, write: Write][] = [
	['groupFounded', (founder) => void founder.found()],
	...RANKS.map((rank): [string, Write] => [
		'memberAdmitted',
		(founder) => {
			founder.invite(2, rank);
			founder.admit(subject, 2, rank);
		}
	]),
	...RANKS.map((rank): [string, Write] => [
		'memberChanged',
		(founder) => void founder.change(subject, { rank })
	]),
	['memberRevoked', (founder) => void founder.revoke(subject)]
];

function founderWith(rank: Rank | null, isOut: boolean): GroupPhone {
	const founder = new GroupPhone(1);
	founder.found(0);
	if (rank) {
		founder.invite(1, rank);
		founder.admit(subject, 1, rank);
	}
	if (isOut) founder.revoke(subject);
	return founder;
}

const standing = (state: GroupState, phone: GroupPhone) => {
	const member = state.members.get(phone.deviceId);
	return member ? (member.revoked ? 'out' : member.rank) : '[*]';
};

describe('the picture of a group', () => {
	it('shows every way of a device, and no other', () => {
		const founder = new GroupPhone(1);
		founder.found();
		const walked = [`[*] groupFounded ${standing(foldGroup(GROUP, founder.entries), founder)}`];
		const starts: [from: string, rank: Rank | null][] = [
			['[*]', null],
			...RANKS.map((rank): [string, Rank] => [rank, rank]),
			['out', 'member']
		];
		for (const [from, rank] of starts)
			for (const [kind, write] of DEVICE_WRITES) {
				const phone = founderWith(rank, from === 'out');
				write(phone);
				const to = standing(foldGroup(GROUP, phone.entries), subject);
				if (to !== from) walked.push(`${from} ${kind} ${to}`);
			}
		expect(walked.sort()).toEqual(drawn(1));
	});

	it('shows every way of an invite, and no other', () => {
		const writes: [string, Write][] = [
			['invited', (founder) => void founder.invite(5, 'observer')],
			['memberAdmitted', (founder) => void founder.admit(new GroupPhone(6), 5, 'observer')],
			['inviteWithdrawn', (founder) => void founder.withdraw(5)]
		];
		const [make, use, withdraw] = writes.map(([, write]) => write) as [Write, Write, Write];
		const starts: [string, Write[]][] = [
			['[*]', []],
			['open', [make]],
			['used', [make, use]],
			['withdrawn', [make, withdraw]]
		];
		const walked: string[] = [];
		for (const [from, before] of starts)
			for (const [kind, write] of writes) {
				const founder = founderWith(null, false);
				for (const one of [...before, write]) one(founder);
				const to = foldGroup(GROUP, allOf(founder)).invites.get(inviteIdOfNumber(5))?.state ?? '[*]';
				if (to !== from) walked.push(`${from} ${kind} ${to}`);
			}
		expect(walked.sort()).toEqual(drawn(2));
	});
});
