import { toBase64Url } from '$lib/base/bytes';
import { commitmentOf, groupIdOf, inviteIdOf, type GroupId, type InviteId } from '$lib/domain/group/ids';
import { groupPayloadOf, type GroupKind, type GroupPayloadInput, type Rank } from '$lib/domain/group/kinds';
import { deviceIdOf, type DeviceId, type EntryDraft, type LogEntry } from '$lib/domain/log/entry';
import { LogWriter, minutes } from './log-writer';

const SALT = new Uint8Array(16).fill(7);
const keyOf = (number: number) => new Uint8Array(32).fill(number);

/** The group that phone 1 founds. */
export const GROUP = groupIdOf(keyOf(1), SALT);
/** The secret of an epoch, by its number. */
export const epochSecret = (epoch: number) => new Uint8Array(32).fill(epoch);
export const inviteSecret = (number: number) => new Uint8Array(16).fill(number);
export const inviteIdOfNumber = (number: number): InviteId => inviteIdOf(inviteSecret(number));
/** Minutes from the start at which invites end, unless it is said. */
export const INVITE_ENDS = 24 * 60;

/** A phone that writes in a group's log. */
export class GroupPhone {
	readonly #writer: LogWriter;
	readonly deviceId: DeviceId;
	readonly deviceKey: string;

	constructor(
		readonly number: number,
		groupId: GroupId = GROUP
	) {
		this.#writer = new LogWriter(number, groupId);
		this.deviceId = deviceIdOf(keyOf(number));
		this.deviceKey = toBase64Url(keyOf(number));
	}

	get entries(): readonly LogEntry[] {
		return this.#writer.entries;
	}

	set nowMs(nowMs: number) {
		this.#writer.nowMs = nowMs;
	}

	write<Kind extends GroupKind>(
		kind: Kind,
		input: GroupPayloadInput<Kind>,
		minute?: number,
		rest: Partial<EntryDraft> = {}
	): LogEntry {
		return this.#writer.writeRaw(kind, groupPayloadOf(kind, input), minute, rest);
	}

	writeRaw(kind: string, payload: LogEntry['payload'], minute?: number): LogEntry {
		return this.#writer.writeRaw(kind, payload, minute);
	}

	meet(other: GroupPhone): void {
		this.#writer.meet(other.#writer);
	}

	found(minute?: number): LogEntry {
		const person = { name: `Person ${this.number}`, roleId: 'chair' };
		const commitment = commitmentOf(epochSecret(1));
		return this.write(
			'groupFounded',
			{ name: 'Kriseledelsen', salt: toBase64Url(SALT), commitment, person },
			minute
		);
	}

	invite(invite: number, rank: Rank, minute?: number, endsMs = minutes(INVITE_ENDS)): LogEntry {
		return this.write('invited', { inviteId: inviteIdOfNumber(invite), rank, endsMs }, minute);
	}

	withdraw(invite: number, minute?: number): LogEntry {
		return this.write('inviteWithdrawn', { inviteId: inviteIdOfNumber(invite) }, minute);
	}

	admit(phone: GroupPhone, invite: number, rank: Rank, minute?: number): LogEntry {
		const { deviceKey, number } = phone;
		const inviteId = inviteIdOfNumber(invite);
		return this.write('memberAdmitted', { deviceKey, name: `Person ${number}`, rank, inviteId }, minute);
	}

	change(
		phone: GroupPhone,
		to: { readonly name?: string; readonly roleId?: string | null; readonly rank: Rank },
		minute?: number
	): LogEntry {
		const { name = `Person ${phone.number}`, roleId = null, rank } = to;
		return this.write('memberChanged', { deviceId: phone.deviceId, name, roleId, rank }, minute);
	}

	revoke(phone: GroupPhone, minute?: number): LogEntry {
		return this.write('memberRevoked', { deviceId: phone.deviceId, why: 'mistet' }, minute);
	}

	newEpoch(epoch: number, minute?: number, secret = epochSecret(epoch)): LogEntry {
		return this.write('epochChanged', { epoch, commitment: commitmentOf(secret) }, minute);
	}
}

/** A group with a leader (1, its founder), another leader (2), a member (3) and an observer (4); all have met. */
export function smallGroup(): [GroupPhone, GroupPhone, GroupPhone, GroupPhone] {
	const phones = [1, 2, 3, 4].map((number) => new GroupPhone(number)) as ReturnType<typeof smallGroup>;
	const [founder, leader, member, observer] = phones;
	founder.found(0);
	for (const [index, [phone, rank]] of (
		[
			[leader, 'leader'],
			[member, 'member'],
			[observer, 'observer']
		] as const
	).entries()) {
		founder.invite(index + 1, rank, index + 1);
		founder.admit(phone, index + 1, rank);
		phone.meet(founder);
	}
	return phones;
}

/** All that these phones have written. */
export const allOf = (...phones: readonly GroupPhone[]) => phones.flatMap((phone) => phone.entries);
