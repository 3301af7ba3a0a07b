import fc from 'fast-check';
import { RANKS, type Rank } from '$lib/domain/group/kinds';
import type { LogEntry } from '$lib/domain/log/entry';
import { groupIdOf } from '$lib/domain/group/ids';
import { GroupPhone } from './group-log';
import { minutes } from './log-writer';

const PHONES = 5;
type Act = (phone: GroupPhone, other: GroupPhone, n: number) => void;
const rankOf = (n: number): Rank => RANKS[n % 3] ?? 'member';

/** What honest phones and others do, among few things, so that they meet. */
const ACTS: readonly Act[] = [
	(phone) => phone.found(),
	(phone, _, n) => phone.invite(n % 6, rankOf(n)),
	(phone, _, n) => phone.invite(n % 6, rankOf(n), undefined, minutes(n - 20)),
	(phone, other, n) => phone.admit(other, n % 6, rankOf(n)),
	(phone, other, n) => phone.admit(other, n % 6, rankOf(n)),
	(phone, other, n) => phone.admit(other, n % 6, rankOf(n)),
	(phone, _, n) => phone.withdraw(n % 6),
	(phone, other, n) => phone.change(other, { name: `N${n % 4}`, rank: rankOf(n) }),
	(phone, _, n) => phone.change(phone, { name: `N${n % 4}`, rank: rankOf(n) }),
	(phone, other) => phone.revoke(other),
	(phone, other, n) => {
		phone.revoke(other);
		phone.newEpoch(2 + (n % 4));
	},
	(phone, _, n) => phone.newEpoch(2 + (n % 4)),
	(phone) => phone.writeRaw('kindOfTomorrow', { x: 1 }),
	(phone) => phone.writeRaw('memberRevoked', { deviceId: 'me' })
];

/** A group's log that up to five phones wrote, their clocks off, having met now and then, some of it of another group. */
export const randomGroupLog = fc
	.array(
		fc.record({
			phone: fc.nat(PHONES - 1),
			other: fc.nat(PHONES - 1),
			act: fc.nat(ACTS.length - 1),
			n: fc.nat(50),
			minute: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -1e6, max: 1e6 })),
			meets: fc.boolean(),
			isStray: fc.integer({ min: 0, max: 30 }).map((n) => n === 0)
		}),
		{ minLength: 1, maxLength: 40 }
	)
	.map((acts) => {
		const phones = Array.from({ length: PHONES }, (_, index) => new GroupPhone(index + 1));
		const otherGroup = groupIdOf(new Uint8Array(32), new Uint8Array(16));
		const stray = new GroupPhone(1, otherGroup);
		const [founder] = phones as [GroupPhone];
		founder.found(0);
		// most logs have a group that goes on
		for (const [index, phone] of phones.slice(1, 4).entries()) {
			founder.invite(10 + index, RANKS[index] ?? 'member');
			founder.admit(phone, 10 + index, RANKS[index] ?? 'member');
			phone.meet(founder);
		}
		for (const { phone, other, act, n, minute, meets, isStray } of acts) {
			const [writer, subject] = [isStray ? stray : phones[phone], phones[other]];
			if (!writer || !subject) continue;
			if (meets && !isStray) writer.meet(subject);
			writer.nowMs = minutes(minute);
			ACTS[act]?.(writer, subject, n);
		}
		return [...phones, stray].flatMap<LogEntry>((phone) => phone.entries);
	});
