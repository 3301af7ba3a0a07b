import { sha256 } from '@noble/hashes/sha2.js';
import { Group, type HeldGroup } from '$lib/app/group';
import { EntryWriter } from '$lib/app/write-entry';
import type { InviteId } from '$lib/domain/group/ids';
import type { Rank } from '$lib/domain/group/kinds';
import type { EpochSecret } from '$lib/ports/group';
import type { GroupCrypto } from '$lib/ports/group-crypto';
import type { LogRepository, Person } from '$lib/ports/log';
import type { PhoneStorage } from '$lib/ports/repositories';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import type { FixedClock } from './clock';
import { logWith } from './faulty-log';
import { TestDevice } from './log-entries';
import { valued } from './valued';

/** Bytes that are never the same twice, and the same in every run. */
export function seededRandom(seed: number): Pick<GroupCrypto, 'random'> {
	let count = 0;
	return {
		random(length) {
			count += 1;
			return sha256(Uint8Array.of(seed, count, count >> 8)).slice(0, length);
		}
	};
}

/** A phone with a storage in memory and a real key, that can be in a group. */
export class PhoneInGroup {
	readonly storage: PhoneStorage = createMemoryStorage(null);
	readonly device: TestDevice;
	readonly group: Group;
	/** Set to have writing fail. */
	faulty: Partial<LogRepository> = {};

	private constructor(
		readonly number: number,
		clock: FixedClock
	) {
		this.device = new TestDevice(number);
		const log = new Proxy(this.storage.log, {
			get: (target, name: keyof LogRepository) => logWith(target, this.faulty)[name]
		});
		const { signer } = this.device;
		const writer = new EntryWriter({ log, signer, clock });
		this.group = new Group({ storage: this.storage, signer, clock, crypto: seededRandom(number), writer });
	}

	static async make(number: number, clock: FixedClock): Promise<PhoneInGroup> {
		const phone = new PhoneInGroup(number, clock);
		valued(await phone.storage.identity.create(phone.device.identity));
		valued(await phone.storage.identity.setPerson(phone.person));
		return phone;
	}

	get person(): Person {
		return { name: `Person ${this.number}`, roleId: null, contactId: null };
	}

	async held(): Promise<HeldGroup> {
		const held = valued(await this.group.held());
		if (!held) throw new Error(`phone ${this.number} is in no group`);
		return held;
	}

	/** Lets `guest` in, as a session upon an invite does. */
	async letIn(guest: PhoneInGroup, rank: Rank): Promise<InviteId> {
		const { inviteId, secret } = valued(await this.group.invite(rank, 24));
		const { authorKey: deviceKey } = guest.device;
		valued(await this.group.admit({ deviceKey, person: guest.person, inviteSecret: secret }));
		const { record } = await this.held();
		valued(await guest.group.joinFrom({ groupId: record.groupId, secrets: record.secrets }));
		await this.meet(guest);
		return inviteId;
	}

	/** Both get what the other has: the log, and then the secrets. */
	async meet(other: PhoneInGroup): Promise<void> {
		const [ours, theirs] = [await this.held(), await other.held()];
		await this.#give(other, theirs);
		await other.#give(this, ours);
		valued(await this.group.addSecrets(theirs.record.secrets));
		valued(await other.group.addSecrets(ours.record.secrets));
	}

	async #give(to: PhoneInGroup, { record }: HeldGroup): Promise<void> {
		const { rows } = valued(await this.storage.log.all(record.groupId));
		if (rows.length === 0) return;
		const entries = rows.map((row) => row.entry);
		valued(await to.storage.log.receive({ entries, summary: null, documentUpdate: null, files: [] }));
	}
}

/** The number of each epoch and the first byte of its secret. */
export const shortOf = (secrets: readonly EpochSecret[]) =>
	secrets.map(({ epoch, secret }) => `${epoch}:${secret[0] ?? ''}`);
