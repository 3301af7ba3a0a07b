import { equalBytes, fromBase64Url, toBase64Url } from '../base/bytes';
import { fail, ok, type Result } from '../base/result';
import { toIsoInstant, type Clock } from '../base/time';
import { foldGroup } from '../domain/group/fold';
import {
	commitmentOf,
	EPOCH_SECRET_BYTES,
	groupIdOf,
	INVITE_SECRET_BYTES,
	inviteIdOf,
	SALT_BYTES,
	type InviteId
} from '../domain/group/ids';
import {
	groupPayloadOf,
	isDeviceKey,
	readPerson,
	type GroupKind,
	type GroupPayloadInput,
	type GroupSaying,
	type MemberPerson,
	type Rank
} from '../domain/group/kinds';
import { inviteStateAt, isIn, isLastLeader, ruleBrokenBy } from '../domain/group/rules';
import type { GroupRule, GroupState } from '../domain/group/state';
import type { DeviceId } from '../domain/log/entry';
import { HLC_MAX_MS } from '../domain/log/hlc';
import { cleanText, NAME_MAX, TEXT_MAX, type TextProblem } from '../domain/log/text';
import type { EpochSecret, GroupId, GroupRecord } from '../ports/group';
import type { GroupCrypto } from '../ports/group-crypto';
import type { Signer } from '../ports/log';
import type { Read } from '../ports/outcomes';
import type { PhoneStorage } from '../ports/repositories';
import type { EntryWriter, WriteProblem } from './write-entry';

/** What a `Group` is made of. */
export interface GroupParts {
	readonly storage: Pick<PhoneStorage, 'group' | 'identity' | 'log'>;
	readonly signer: Signer;
	readonly clock: Clock;
	readonly crypto: Pick<GroupCrypto, 'random'>;
	readonly writer: Pick<EntryWriter, 'write'>;
}

/** The group that this phone is in: what it alone knows, and what the log says. */
export interface HeldGroup {
	readonly record: GroupRecord;
	readonly state: GroupState;
}

/**
 * Why nothing was done.
 * - `inGroup`: this phone is in a group already; `otherGroup`: in another than this.
 * - `notInGroup`
 * - `groupRule`: the log would not heed it from this phone, as it stands.
 * - `lastLeader`: nobody would be left to lead the group.
 * - `personUnknown`: nobody has said who holds this phone; `personMalformed`: the log cannot hold who it is said to be.
 */
export type GroupProblem =
	| WriteProblem
	| TextProblem
	| {
			readonly code:
				'inGroup' | 'otherGroup' | 'notInGroup' | 'lastLeader' | 'personUnknown' | 'personMalformed';
	  }
	| { readonly code: 'groupRule'; readonly rule: GroupRule };
export type Done<Value = void> = Promise<Result<Value, GroupProblem>>;

/** An invite that was made; its secret is for one code alone. */
export interface MadeInvite {
	readonly inviteId: InviteId;
	readonly secret: Uint8Array;
	readonly endsMs: number;
}

/** Secrets that may have come before the part of the log that has their commitments. */
const WAITING_MAX = 64;
const HOUR_MS = 3_600_000;

/**
 * What a person does to the group. Each is asked of the rules first, written in the group's log as any entry, and done
 * when it is on the disk. What is secret is kept before the log speaks of it, so that no crash leaves an epoch, or an
 * invite, that nobody has the secret of.
 */
export class Group {
	/** The newest last. */
	#waiting: EpochSecret[] = [];

	constructor(private readonly parts: GroupParts) {}

	/** What this phone holds of its group; null where it is in none. */
	async held(): Read<HeldGroup | null> {
		const { group, log } = this.parts.storage;
		const record = await group.get();
		if (!record.ok) return record;
		if (!record.value) return ok(null);
		const page = await log.all(record.value.groupId);
		if (!page.ok) return page;
		const entries = page.value.rows.map((row) => row.entry);
		return ok({ record: record.value, state: foldGroup(record.value.groupId, entries) });
	}

	/** Makes a group; whoever holds this phone leads it. */
	async found(typedName: string): Done<GroupId> {
		const { storage, signer, crypto, clock } = this.parts;
		const name = cleanText(typedName, NAME_MAX);
		if (!name.ok) return name;
		const isFree = await this.#isFree(null);
		if (!isFree.ok) return isFree;
		const identity = await storage.identity.get();
		if (!identity.ok) return identity;
		if (!identity.value?.person) return fail({ code: 'personUnknown' });
		const person = readPerson(identity.value.person);
		if (!person) return fail({ code: 'personMalformed' });
		const [salt, secret] = [crypto.random(SALT_BYTES), crypto.random(EPOCH_SECRET_BYTES)];
		const groupId = groupIdOf(fromBase64Url(signer.publicKey) ?? new Uint8Array(), salt);
		const joinedAt = toIsoInstant(clock.now());
		const kept = await storage.group.put({
			groupId,
			joinedAt,
			secrets: [{ epoch: 1, secret }],
			inviteSecrets: []
		});
		if (!kept.ok) return kept;
		const founding = { name: name.value, salt: toBase64Url(salt), commitment: commitmentOf(secret), person };
		const written = await this.#write(groupId, [saying('groupFounded', founding)]);
		if (written.ok) return ok(groupId);
		await storage.group.remove(groupId);
		return written;
	}

	/**
	 * Makes an invite, good for one device and for so long.
	 * @param hours From now, or from the latest time of the log where that is later: by that it is judged.
	 */
	async invite(rank: Rank, hours: number): Done<MadeInvite> {
		const held = await this.#mine();
		if (!held.ok) return held;
		const { state, record } = held.value;
		const nowMs = this.#nowMs(state);
		const endsMs = Math.min(nowMs + Math.round(hours * HOUR_MS), HLC_MAX_MS);
		const secret = this.parts.crypto.random(INVITE_SECRET_BYTES);
		const inviteId = inviteIdOf(secret);
		const said = [saying('invited', { inviteId, rank, endsMs })];
		const broken = this.#broken(state, said);
		if (broken) return fail(broken);
		const { group } = this.parts.storage;
		const kept = await group.change(record.groupId, (one) => ({
			...one,
			inviteSecrets: [
				...one.inviteSecrets.filter((other) => isOfUse(state, inviteIdOf(other), nowMs)),
				secret
			]
		}));
		if (!kept.ok) return kept;
		const written = await this.#write(record.groupId, said);
		if (written.ok) return ok({ inviteId, secret, endsMs });
		await this.#forgetInvite(record.groupId, inviteId);
		return written;
	}

	/** Takes an invite back that was not used. */
	async withdraw(inviteId: InviteId): Done {
		const done = await this.#say([saying('inviteWithdrawn', { inviteId })]);
		if (!done.ok) return done;
		await this.#forgetInvite(done.value.record.groupId, inviteId);
		return ok(undefined);
	}

	/** Lets a device in that proved that it has an invite's secret, and whose check words agree. */
	async admit(guest: {
		/** Base64url of the public key that the device proved to have. */
		readonly deviceKey: string;
		/** As it came from the other phone. */
		readonly person: unknown;
		readonly inviteSecret: Uint8Array;
	}): Done {
		const held = await this.#mine();
		if (!held.ok) return held;
		const person = readPerson(guest.person);
		if (!person || !isDeviceKey(guest.deviceKey)) return fail({ code: 'personMalformed' });
		const inviteId = inviteIdOf(guest.inviteSecret);
		const rank = held.value.state.invites.get(inviteId)?.rank;
		if (!rank) return fail({ code: 'groupRule', rule: 'inviteUnknown' });
		const { deviceKey } = guest;
		const done = await this.#say(
			[saying('memberAdmitted', { ...person, deviceKey, rank, inviteId })],
			held.value
		);
		if (!done.ok) return done;
		await this.#forgetInvite(done.value.record.groupId, inviteId);
		return ok(undefined);
	}

	/** Says who holds a device, and what they may do, from now on. */
	async changeMember(deviceId: DeviceId, who: MemberPerson, rank: Rank): Done {
		const held = await this.#mine();
		if (!held.ok) return held;
		const person = readPerson(who);
		if (!person) return fail({ code: 'personMalformed' });
		if (rank !== 'leader' && isLastLeader(held.value.state, deviceId)) return fail({ code: 'lastLeader' });
		const done = await this.#say([saying('memberChanged', { deviceId, ...person, rank })], held.value);
		return done.ok ? ok(undefined) : done;
	}

	/** Puts a device out, and makes a new epoch that it has no secret of. This phone itself leaves. */
	async revoke(deviceId: DeviceId, typedWhy: string | null): Done {
		if (deviceId === this.parts.signer.deviceId) return this.leave();
		const why = typedWhy === null ? ok(null) : cleanText(typedWhy, TEXT_MAX);
		if (!why.ok) return why;
		return this.#withNewEpoch([saying('memberRevoked', { deviceId, why: why.value })]);
	}

	/** Makes a new epoch: where one is owed (`owesEpoch`), or where a secret is known to have come into other hands. */
	renewEpoch(): Done {
		return this.#withNewEpoch([]);
	}

	/**
	 * Leaves the group, and forgets it with all that belongs to it; the incidents stay. Whether this phone leads it alone
	 * is to be asked before (`isLastLeader`). Close the sessions after, not before: they carry the news.
	 */
	async leave(): Done {
		const held = await this.held();
		if (!held.ok) return held;
		if (!held.value) return fail({ code: 'notInGroup' });
		const { record, state } = held.value;
		const { deviceId } = this.parts.signer;
		if (isIn(state, deviceId)) {
			const left = await this.#write(record.groupId, [saying('memberRevoked', { deviceId })]);
			if (!left.ok) return left;
		}
		return this.parts.storage.group.remove(record.groupId);
	}

	/** Takes the group in that another phone has admitted this one to. Its log comes after. */
	async joinFrom({ groupId, secrets }: { groupId: GroupId; secrets: readonly EpochSecret[] }): Done {
		const { group } = this.parts.storage;
		const isFree = await this.#isFree(groupId);
		if (!isFree.ok) return isFree;
		if (isFree.value === 'held') {
			const added = await group.change(groupId, (one) => ({
				...one,
				secrets: merged(secrets, one.secrets)
			}));
			return added.ok ? ok(undefined) : added;
		}
		const joinedAt = toIsoInstant(this.parts.clock.now());
		return group.put({ groupId, joinedAt, secrets: merged([], secrets), inviteSecrets: [] });
	}

	/**
	 * Takes secrets of epochs that another member sent: those alone whose commitment stands in the group's log, in place
	 * of one of the same epoch that is not the log's. Those that came before their part of the log wait, in memory; to be
	 * called again, with none, when the log has grown.
	 * @returns How many are new.
	 */
	async addSecrets(secrets: readonly EpochSecret[]): Done<number> {
		const held = await this.#mine();
		if (!held.ok) return held;
		const { record, state } = held.value;
		const given = [...this.#waiting, ...secrets];
		const proven = given.filter((one) => isProven(state, one));
		this.#waiting = distinct(given.filter((one) => !isProven(state, one))).slice(-WAITING_MAX);
		const isNew = ({ epoch, secret }: EpochSecret) =>
			!record.secrets.some((one) => one.epoch === epoch && equalBytes(one.secret, secret));
		const fresh = distinct(proven.filter(isNew));
		if (fresh.length === 0) return ok(0);
		const added = await this.parts.storage.group.change(record.groupId, (one) => ({
			...one,
			secrets: merged(one.secrets, fresh)
		}));
		return added.ok ? ok(fresh.length) : added;
	}

	async #withNewEpoch(said: readonly GroupSaying[]): Done {
		const held = await this.#mine();
		if (!held.ok) return held;
		const { record, state } = held.value;
		const next = { epoch: state.epoch + 1, secret: this.parts.crypto.random(EPOCH_SECRET_BYTES) };
		const all = [
			...said,
			saying('epochChanged', { epoch: next.epoch, commitment: commitmentOf(next.secret) })
		];
		const broken = this.#broken(state, all);
		if (broken) return fail(broken);
		const { group } = this.parts.storage;
		const kept = await group.change(record.groupId, (one) => ({
			...one,
			secrets: merged(one.secrets, [next])
		}));
		if (!kept.ok) return kept;
		const written = await this.#write(record.groupId, all);
		if (written.ok) return ok(undefined);
		await group.change(record.groupId, (one) => ({
			...one,
			secrets: one.secrets.filter(({ secret }) => !equalBytes(secret, next.secret))
		}));
		return written;
	}

	/** Writes what is said, if the log would heed it. */
	async #say(said: readonly GroupSaying[], known?: HeldGroup): Done<HeldGroup> {
		const held = known ? ok(known) : await this.#mine();
		if (!held.ok) return held;
		const broken = this.#broken(held.value.state, said);
		if (broken) return fail(broken);
		const written = await this.#write(held.value.record.groupId, said);
		return written.ok ? held : written;
	}

	async #write(groupId: GroupId, said: readonly GroupSaying[]): Promise<Result<void, WriteProblem>> {
		const written = await this.parts.writer.write(groupId, said);
		return written.ok ? ok(undefined) : written;
	}

	#broken(state: GroupState, said: readonly GroupSaying[]): GroupProblem | null {
		const { deviceId, publicKey: authorKey } = this.parts.signer;
		const by = { deviceId, authorKey, hlc: { ms: this.#nowMs(state), counter: 0 } };
		for (const one of said) {
			const rule = ruleBrokenBy(state, one, by);
			if (rule) return { code: 'groupRule', rule };
		}
		return null;
	}

	#nowMs(state: GroupState): number {
		return Math.max(this.parts.clock.now(), state.latest.ms);
	}

	async #mine(): Done<HeldGroup> {
		const held = await this.held();
		if (!held.ok) return held;
		return held.value ? ok(held.value) : fail({ code: 'notInGroup' });
	}

	/**
	 * Whether this phone can come into a group. A record that could not be read back is none: nobody can open a code with
	 * that.
	 */
	async #isFree(groupId: GroupId | null): Done<'free' | 'held'> {
		const record = await this.parts.storage.group.get();
		if (!record.ok) return record.error.code === 'storageDamaged' ? ok('free') : record;
		if (!record.value) return ok('free');
		if (groupId === null) return fail({ code: 'inGroup' });
		return record.value.groupId === groupId ? ok('held') : fail({ code: 'otherGroup' });
	}

	/** What could not be forgotten is forgotten with the next invite. */
	async #forgetInvite(groupId: GroupId, inviteId: InviteId): Promise<void> {
		await this.parts.storage.group.change(groupId, (one) => ({
			...one,
			inviteSecrets: one.inviteSecrets.filter((secret) => inviteIdOf(secret) !== inviteId)
		}));
	}
}

/** The secret of an invite that this phone made, to show its code again; null where it has it no more. */
export function inviteSecretOf({ inviteSecrets }: GroupRecord, inviteId: InviteId): Uint8Array | null {
	return inviteSecrets.find((secret) => inviteIdOf(secret) === inviteId) ?? null;
}

/**
 * Secrets that the log's commitments are of, the newest first: with the first of them codes are sealed, and its epoch is
 * what this phone says that it holds. Of two epochs that were made apart one secret is void, and is held until the
 * other one comes.
 */
export function provenSecrets({ record, state }: HeldGroup): EpochSecret[] {
	return record.secrets.filter((one) => isProven(state, one)).reverse();
}

function isProven(state: GroupState, { epoch, secret }: EpochSecret): boolean {
	return secret.length === EPOCH_SECRET_BYTES && state.commitments.get(epoch) === commitmentOf(secret);
}

/** Each epoch once, in their order; those given later in place of the others. */
function merged(held: readonly EpochSecret[], given: readonly EpochSecret[]): EpochSecret[] {
	const byEpoch = new Map([...held, ...given].map((one) => [one.epoch, one]));
	return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

function distinct(secrets: readonly EpochSecret[]): EpochSecret[] {
	const keyOf = ({ epoch, secret }: EpochSecret) => `${epoch} ${toBase64Url(secret)}`;
	return [...new Map(secrets.map((one) => [keyOf(one), one])).values()];
}

function isOfUse(state: GroupState, inviteId: InviteId, nowMs: number): boolean {
	const invite = state.invites.get(inviteId);
	return invite === undefined || inviteStateAt(invite, nowMs) === 'open';
}

function saying<Kind extends GroupKind>(kind: Kind, input: GroupPayloadInput<Kind>): GroupSaying {
	return { kind, payload: groupPayloadOf(kind, input) } as GroupSaying;
}
