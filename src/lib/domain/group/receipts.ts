/** Which of the group's other phones have an entry. A phone has one when it said so itself, or wrote it. */
import { equalBytes, fromBase64Url } from '../../base/bytes';
import type { DeviceId, LogEntry } from '../log/entry';
import type { Head } from '../log/head';
import { membersIn } from './rules';
import type { GroupState, Member } from './state';

/** What a phone said that it holds of a log, when it was on its disk. */
export interface Acknowledgement {
	readonly deviceId: DeviceId;
	readonly heads: readonly Head[];
}

/** A phone of the group other than this one, and how far it holds each author's chain. */
export interface OtherPhone {
	readonly member: Member;
	readonly heads: ReadonlyMap<DeviceId, Head>;
}

/** Who has an entry, and who is not known to; together all other phones that are in the group now. */
export interface Received {
	readonly by: readonly Member[];
	readonly lacking: readonly Member[];
}

/**
 * The phones that are in the group now, but for this one, and what each said that it holds of a log.
 * @param own This phone.
 * @param said One of a phone; of one that is in no more it does not count.
 */
export function otherPhones(
	state: GroupState,
	own: DeviceId,
	said: readonly Acknowledgement[]
): OtherPhone[] {
	return membersIn(state)
		.filter((member) => member.deviceId !== own)
		.map((member) => {
			const heads = said.find((one) => one.deviceId === member.deviceId)?.heads ?? [];
			return { member, heads: new Map(heads.map((head) => [head.deviceId, head])) };
		});
}

/** Who of `others` has `entry`. */
export function receivedBy(
	entry: Pick<LogEntry, 'deviceId' | 'sequence' | 'hash'>,
	others: readonly OtherPhone[]
): Received {
	const by: Member[] = [];
	const lacking: Member[] = [];
	for (const { member, heads } of others) {
		const has = member.deviceId === entry.deviceId || reaches(heads.get(entry.deviceId), entry);
		(has ? by : lacking).push(member);
	}
	return { by, lacking };
}

/** All before a head hang on it; of two entries of one author with one sequence, a head is of one alone. */
function reaches(head: Head | undefined, { sequence, hash }: Pick<LogEntry, 'sequence' | 'hash'>): boolean {
	if (!head || head.sequence < sequence) return false;
	if (head.sequence > sequence) return true;
	const bytes = fromBase64Url(hash)?.subarray(0, head.hash.length);
	return bytes !== undefined && equalBytes(head.hash, bytes);
}
