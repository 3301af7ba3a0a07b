import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { inviteSecretOf, provenSecrets } from '$lib/app/group';
import { fail } from '$lib/base/result';
import { commitmentOf, inviteIdOf } from '$lib/domain/group/ids';
import { membersIn, owesEpoch } from '$lib/domain/group/rules';
import type { DeviceId } from '$lib/domain/log/entry';
import { FixedClock } from '../../doubles/clock';
import { PhoneInGroup, shortOf } from '../../doubles/group-phones';
import { OTHER_GROUP_ID } from '../../doubles/group-rows';
import { valued } from '../../doubles/valued';

const HOUR = 3_600_000;
const full = { append: async () => fail({ code: 'storageFull', detail: '' } as const) };
const isFull = { ok: false, error: { code: 'storageFull', detail: '' } };
const broken = (rule: string) => ({ ok: false, error: { code: 'groupRule', rule } });

let clock: FixedClock;
let phones: PhoneInGroup[];
/** Phones 1 to 4; 1 founds the group. */
let [chair, deputy, member, stranger]: PhoneInGroup[] = [];
beforeEach(async () => {
	clock = new FixedClock();
	phones = await Promise.all([1, 2, 3, 4].map((number) => PhoneInGroup.make(number, clock)));
	[chair, deputy, member, stranger] = phones;
});

/** A group with a leader, another leader and a member, that all have met. */
async function smallGroup() {
	if (!chair || !deputy || !member || !stranger) throw new Error('no phones');
	valued(await chair.group.found('Kriseledelsen'));
	await chair.letIn(deputy, 'leader');
	await chair.letIn(member, 'member');
	await chair.meet(deputy);
	return { chair, deputy, member, stranger };
}
const names = async (phone: PhoneInGroup) => membersIn((await phone.held()).state).map((one) => one.name);

describe('founding a group', () => {
	it('gives it its name, its first epoch, and a leader: who holds this phone', async () => {
		const [phone] = phones as [PhoneInGroup];
		expect(valued(await phone.group.held())).toBeNull();
		const groupId = valued(await phone.group.found('  Krise\u200bledelsen '));
		const { record, state } = await phone.held();
		expect(state).toMatchObject({ groupId, name: 'Kriseledelsen', epoch: 1, void: [] });
		expect(membersIn(state)).toMatchObject([
			{ deviceId: phone.device.deviceId, rank: 'leader', name: 'Person 1' }
		]);
		expect(record).toMatchObject({ groupId, joinedAt: '2026-11-24T14:00:00.000Z', inviteSecrets: [] });
		expect(state.commitments.get(1)).toBe(commitmentOf(record.secrets[0]?.secret ?? new Uint8Array()));
	});

	it('is refused where this phone is in a group, and where the name is none', async () => {
		const [phone] = phones as [PhoneInGroup];
		expect(await phone.group.found(' \n')).toEqual({ ok: false, error: { code: 'textEmpty' } });
		expect(await phone.group.found('x'.repeat(121))).toMatchObject({
			ok: false,
			error: { code: 'textTooLong' }
		});
		const groupId = valued(await phone.group.found('En'));
		expect(await phone.group.found('To')).toEqual({ ok: false, error: { code: 'inGroup' } });
		expect((await phone.held()).record.groupId).toBe(groupId);
	});

	it('is refused until somebody said who holds the phone, and where the log cannot hold that', async () => {
		const [phone] = phones as [PhoneInGroup];
		valued(await phone.storage.identity.setPerson({ name: 'Bo', roleId: 'ikke et id', contactId: null }));
		expect(await phone.group.found('En')).toEqual({ ok: false, error: { code: 'personMalformed' } });
		valued(await phone.storage.deleteAll());
		valued(await phone.storage.identity.create(phone.device.identity));
		expect(await phone.group.found('En')).toEqual({ ok: false, error: { code: 'personUnknown' } });
	});

	it('leaves nothing where its entry could not be written', async () => {
		const [phone] = phones as [PhoneInGroup];
		phone.faulty = full;
		expect(await phone.group.found('En')).toEqual(isFull);
		expect(valued(await phone.group.held())).toBeNull();
		phone.faulty = {};
		valued(await phone.group.found('To'));
	});
});

describe('inviting', () => {
	it('gives a secret whose invite stands in the log, and that can be shown again', async () => {
		const { chair } = await smallGroup();
		const made = valued(await chair.group.invite('member', 24));
		const { record, state } = await chair.held();
		expect(inviteIdOf(made.secret)).toBe(made.inviteId);
		expect(state.invites.get(made.inviteId)).toMatchObject({
			state: 'open',
			rank: 'member',
			endsMs: clock.now() + 24 * HOUR
		});
		expect(inviteSecretOf(record, made.inviteId)).toEqual(made.secret);
	});

	it('is for observers where a member does it', async () => {
		const { member } = await smallGroup();
		expect(await member.group.invite('member', 1)).toEqual(broken('leadersOnly'));
		expect((await member.held()).record.inviteSecrets).toEqual([]);
		valued(await member.group.invite('observer', 1));
	});

	it('lasts its hours though another phone’s clock was far ahead', async () => {
		const { chair, deputy } = await smallGroup();
		clock.step(48 * HOUR);
		valued(await deputy.group.invite('observer', 1));
		clock.step(-48 * HOUR);
		await chair.meet(deputy);
		const { secret } = valued(await chair.group.invite('member', 1));
		const guest = await PhoneInGroup.make(9, clock);
		const { authorKey: deviceKey } = guest.device;
		valued(await chair.group.admit({ deviceKey, person: guest.person, inviteSecret: secret }));
		expect(await names(chair)).toContain('Person 9');
	});

	it('keeps no secret where the entry could not be written, and drops those that are of no use any more', async () => {
		const { chair } = await smallGroup();
		const first = valued(await chair.group.invite('member', 1));
		chair.faulty = full;
		expect(await chair.group.invite('member', 1)).toEqual(isFull);
		chair.faulty = {};
		expect((await chair.held()).record.inviteSecrets).toEqual([first.secret]);
		clock.step(HOUR);
		const second = valued(await chair.group.invite('member', 1));
		expect((await chair.held()).record.inviteSecrets).toEqual([second.secret]);
	});

	it('can be withdrawn, and then nobody comes in by it', async () => {
		const { chair, stranger } = await smallGroup();
		const { inviteId, secret } = valued(await chair.group.invite('member', 24));
		valued(await chair.group.withdraw(inviteId));
		expect((await chair.held()).record.inviteSecrets).toEqual([]);
		const guest = { deviceKey: stranger.device.authorKey, person: stranger.person, inviteSecret: secret };
		expect(await chair.group.admit(guest)).toEqual(broken('inviteWithdrawn'));
		expect(await chair.group.withdraw(inviteId)).toEqual(broken('inviteWithdrawn'));
	});
});

describe('admitting', () => {
	it('lets a phone in, once, with the rank of the invite; it joins, and has the group', async () => {
		const { chair, deputy, member, stranger } = await smallGroup();
		expect(await names(chair)).toEqual(['Person 1', 'Person 2', 'Person 3']);
		for (const phone of [deputy, member]) expect((await phone.held()).state.void).toEqual([]);
		expect((await member.held()).state.members.get(member.device.deviceId)?.rank).toBe('member');
		expect((await chair.held()).record.inviteSecrets).toEqual([]);
		const { secret } = valued(await chair.group.invite('observer', 1));
		const guest = (phone: PhoneInGroup) => ({
			deviceKey: phone.device.authorKey,
			person: phone.person,
			inviteSecret: secret
		});
		expect(await chair.group.admit(guest(member))).toEqual(broken('alreadyMember'));
		valued(await chair.group.admit(guest(stranger)));
		const other = await PhoneInGroup.make(9, clock);
		expect(await chair.group.admit(guest(other))).toEqual(broken('inviteUsed'));
		expect(await chair.group.admit({ ...guest(other), inviteSecret: new Uint8Array(16) })).toEqual(
			broken('inviteUnknown')
		);
	});

	it.each([
		['a key that is none', { deviceKey: 'x' }],
		['nobody', { person: null }],
		['a name that turns the text about', { person: { name: 'a\u202eb' } }]
	])('refuses %s, and writes nothing', async (_, change) => {
		const { chair, stranger } = await smallGroup();
		const { secret } = valued(await chair.group.invite('member', 1));
		const before = (await chair.held()).state.entryCount;
		const guest = { deviceKey: stranger.device.authorKey, person: stranger.person, inviteSecret: secret };
		expect(await chair.group.admit({ ...guest, ...change })).toEqual({
			ok: false,
			error: { code: 'personMalformed' }
		});
		expect((await chair.held()).state.entryCount).toBe(before);
	});

	it('is refused once the invite has ended', async () => {
		const { chair, stranger } = await smallGroup();
		const { secret } = valued(await chair.group.invite('member', 1));
		clock.step(HOUR);
		const guest = { deviceKey: stranger.device.authorKey, person: stranger.person, inviteSecret: secret };
		expect(await chair.group.admit(guest)).toEqual(broken('inviteEnded'));
	});
});

describe('changing a member', () => {
	it('is for leaders, and one’s own name for anybody', async () => {
		const { chair, member, deputy } = await smallGroup();
		const own = { name: 'Nyt navn', roleId: null, contactId: 'K7' };
		valued(await member.group.changeMember(member.device.deviceId, own, 'member'));
		expect(await member.group.changeMember(member.device.deviceId, own, 'leader')).toEqual(
			broken('leadersOnly')
		);
		await chair.meet(member);
		valued(await chair.group.changeMember(member.device.deviceId, own, 'leader'));
		await chair.meet(deputy);
		expect((await deputy.held()).state.members.get(member.device.deviceId)).toMatchObject({
			...own,
			rank: 'leader'
		});
		expect(await chair.group.changeMember(member.device.deviceId, { ...own, name: '' }, 'leader')).toEqual({
			ok: false,
			error: { code: 'personMalformed' }
		});
	});

	it('never leaves a group that nobody leads', async () => {
		const { chair, deputy } = await smallGroup();
		valued(await chair.group.changeMember(deputy.device.deviceId, deputy.person, 'member'));
		const { deviceId } = chair.device;
		expect(await chair.group.changeMember(deviceId, chair.person, 'member')).toEqual({
			ok: false,
			error: { code: 'lastLeader' }
		});
	});
});

describe('putting out', () => {
	it('makes a new epoch, whose secret those who stay get, and who is out does not prove', async () => {
		const { chair, deputy, member } = await smallGroup();
		valued(await chair.group.revoke(member.device.deviceId, 'telefonen er væk'));
		const { state, record } = await chair.held();
		expect(state.members.get(member.device.deviceId)?.revoked).toMatchObject({
			byDeviceId: chair.device.deviceId,
			why: 'telefonen er væk'
		});
		expect(state).toMatchObject({ epoch: 2, void: [] });
		expect(state.epochOwedBy.size).toBe(0);
		expect(provenSecrets({ record, state }).map(({ epoch }) => epoch)).toEqual([2, 1]);
		await chair.meet(deputy);
		expect((await deputy.held()).record.secrets).toEqual(record.secrets);
		expect((await member.held()).record.secrets).toHaveLength(1);
		expect(await member.group.revoke(chair.device.deviceId, null)).toEqual(broken('leadersOnly'));
	});

	it('leaves the secrets as they were where it could not be written', async () => {
		const { chair, member } = await smallGroup();
		const before = (await chair.held()).record;
		chair.faulty = full;
		expect(await chair.group.revoke(member.device.deviceId, null)).toEqual(isFull);
		expect(await chair.group.renewEpoch()).toEqual(isFull);
		expect((await chair.held()).record).toEqual(before);
	});

	it('of nobody, or by nobody who may, does nothing', async () => {
		const { chair, deputy, member, stranger } = await smallGroup();
		expect(await chair.group.revoke(stranger.device.deviceId, null)).toEqual(broken('subjectNotMember'));
		expect(await member.group.revoke(deputy.device.deviceId, null)).toEqual(broken('leadersOnly'));
		expect(await member.group.renewEpoch()).toEqual(broken('leadersOnly'));
		expect(await chair.group.revoke('x' as DeviceId, null).catch(() => 'a bug')).toBe('a bug');
		expect((await chair.held()).record.secrets).toHaveLength(1);
		expect(await stranger.group.revoke(chair.device.deviceId, null)).toEqual({
			ok: false,
			error: { code: 'notInGroup' }
		});
	});

	it('apart, in two halves, ends in one epoch on all phones, and in a new one that neither who is out was given', async () => {
		const { chair, deputy, member, stranger } = await smallGroup();
		await chair.letIn(stranger, 'observer');
		await deputy.meet(chair);
		clock.step(1_000);
		valued(await deputy.group.revoke(stranger.device.deviceId, null));
		clock.step(1_000);
		valued(await chair.group.revoke(member.device.deviceId, null));
		const [theirs] = provenSecrets(await deputy.held());
		await chair.meet(deputy);
		await chair.meet(deputy);
		// the first by the log's order holds, and the chair's own made way for it
		for (const phone of [chair, deputy]) {
			const held = await phone.held();
			expect(held.state.epoch).toBe(2);
			expect(provenSecrets(held)[0]).toEqual(theirs);
			expect(held.record.secrets).toHaveLength(2);
			expect(await names(phone)).toEqual(['Person 1', 'Person 2']);
		}
		const owing = async (phone: PhoneInGroup) => owesEpoch((await phone.held()).state, phone.device.deviceId);
		expect([await owing(chair), await owing(deputy)]).toEqual([true, false]);
		valued(await chair.group.renewEpoch());
		await chair.meet(deputy);
		expect([await owing(chair), await owing(deputy)]).toEqual([false, false]);
		expect(shortOf((await deputy.held()).record.secrets)).toEqual(
			shortOf((await chair.held()).record.secrets)
		);
		expect((await deputy.held()).record.secrets.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
	});
});

describe('leaving', () => {
	it('says so in the log, and forgets the group', async () => {
		const { chair, member } = await smallGroup();
		const { groupId } = (await member.held()).record;
		let left: unknown = null;
		member.faulty = {
			append: async (append) => {
				left = append.entries[0];
				return member.storage.log.append(append);
			}
		};
		valued(await member.group.leave());
		expect(valued(await member.group.held())).toBeNull();
		expect(valued(await member.storage.log.count(groupId))).toBe(0);
		expect(left).toMatchObject({ kind: 'memberRevoked', payload: { deviceId: member.device.deviceId } });
		const entries = [left] as never;
		valued(await chair.storage.log.receive({ entries, summary: null, documentUpdate: null, files: [] }));
		expect(await names(chair)).toEqual(['Person 1', 'Person 2']);
		expect(owesEpoch((await chair.held()).state, chair.device.deviceId)).toBe(true);
		expect(await member.group.leave()).toEqual({ ok: false, error: { code: 'notInGroup' } });
	});

	it('does not forget what it could not say', async () => {
		const { member } = await smallGroup();
		member.faulty = full;
		expect(await member.group.leave()).toEqual(isFull);
		expect(await names(member)).toHaveLength(3);
	});

	it('needs no entry where this phone was put out, and is what putting itself out does', async () => {
		const { chair, deputy, member } = await smallGroup();
		valued(await chair.group.revoke(member.device.deviceId, null));
		await chair.meet(member);
		valued(await member.group.leave());
		expect(valued(await member.group.held())).toBeNull();
		valued(await deputy.group.revoke(deputy.device.deviceId, 'stopper'));
		expect(valued(await deputy.group.held())).toBeNull();
	});
});

describe('joining', () => {
	it('is refused where this phone is in another group, and adds to the same', async () => {
		const { member } = await smallGroup();
		const { groupId } = (await member.held()).record;
		const secrets = [{ epoch: 2, secret: new Uint8Array(32).fill(2) }];
		expect(await member.group.joinFrom({ groupId: OTHER_GROUP_ID, secrets })).toEqual({
			ok: false,
			error: { code: 'otherGroup' }
		});
		valued(await member.group.joinFrom({ groupId, secrets }));
		expect((await member.held()).record.secrets.map(({ epoch }) => epoch)).toEqual([1, 2]);
	});

	it('takes secrets in any order, each epoch once, and none that is malformed', async () => {
		const [phone] = phones as [PhoneInGroup];
		const secret = (value: number) => new Uint8Array(32).fill(value);
		const bad = [{ epoch: 1, secret: new Uint8Array(3) }];
		expect(await phone.group.joinFrom({ groupId: OTHER_GROUP_ID, secrets: bad })).toMatchObject({
			ok: false
		});
		expect(await phone.group.joinFrom({ groupId: OTHER_GROUP_ID, secrets: [] })).toMatchObject({ ok: false });
		expect(valued(await phone.group.held())).toBeNull();
		const secrets = [3, 1, 3].map((epoch) => ({ epoch, secret: secret(epoch) }));
		valued(await phone.group.joinFrom({ groupId: OTHER_GROUP_ID, secrets }));
		expect((await phone.held()).record.secrets.map(({ epoch }) => epoch)).toEqual([1, 3]);
	});
});

describe('phones that work apart', () => {
	const act = fc.record({
		phone: fc.nat(3),
		other: fc.nat(3),
		kind: fc.constantFrom('meet', 'meet', 'revoke', 'renew', 'promote', 'rename', 'invite', 'withdraw'),
		clockMs: fc.integer({ min: -2_000, max: 5_000 })
	});

	it('come to one group and the same secrets when they have met, whatever each of them did', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
				const time = new FixedClock();
				const [first, ...others] = await Promise.all([1, 2, 3, 4].map((one) => PhoneInGroup.make(one, time)));
				if (!first) throw new Error('no phone');
				valued(await first.group.found('Kriseledelsen'));
				for (const [index, phone] of others.entries())
					await first.letIn(phone, index < 2 ? 'leader' : 'member');
				const all = [first, ...others];
				for (const { phone, other, kind, clockMs } of acts) {
					const [one, another] = [all[phone], all[other]];
					if (!one || !another || one === another) continue;
					time.step(clockMs);
					const { deviceId } = another.device;
					const [invite] = [...(await one.held()).state.invites.values()].filter(
						({ state }) => state === 'open'
					);
					// what the rules refuse is refused
					if (kind === 'meet') await one.meet(another);
					else if (kind === 'revoke') await one.group.revoke(deviceId, null);
					else if (kind === 'renew') await one.group.renewEpoch();
					else if (kind === 'promote') await one.group.changeMember(deviceId, another.person, 'leader');
					else if (kind === 'rename')
						await one.group.changeMember(one.device.deviceId, { ...one.person, name: 'Ny' }, 'member');
					else if (kind === 'invite') await one.group.invite('observer', 1);
					else if (invite) await one.group.withdraw(invite.inviteId);
				}
				for (let round = 0; round < 2; round += 1)
					for (const one of all) for (const another of all) if (one !== another) await one.meet(another);
				const ends = await Promise.all(all.map((phone) => phone.held()));
				const [end] = ends;
				for (const held of ends) {
					expect(held.state).toEqual(end?.state);
					expect(provenSecrets(held)).toEqual(end && provenSecrets(end));
				}
				// what is made on one phone and heeded there when it is made is void only where another was first
				for (const { rule } of end?.state.void ?? [])
					expect([
						'authorRevoked',
						// who let them in was put out before, by somebody who had not heard of them
						'authorNotMember',
						'leadersOnly',
						'epochNotNext',
						'subjectNotMember',
						'inviteWithdrawn'
					]).toContain(rule);
			}),
			{ numRuns: 60 }
		);
	}, 120_000);
});

describe('secrets that another member sends', () => {
	it('are taken where the log has their commitment, and no others', async () => {
		const { chair, deputy, member } = await smallGroup();
		valued(await chair.group.renewEpoch());
		const { secrets } = (await chair.held()).record;
		const forged = { epoch: 2, secret: new Uint8Array(32).fill(66) };
		// before the log: they wait
		expect(valued(await deputy.group.addSecrets([...secrets, forged]))).toBe(0);
		expect((await deputy.held()).record.secrets).toHaveLength(1);
		const { rows } = valued(await chair.storage.log.all((await chair.held()).record.groupId));
		const entries = rows.map((row) => row.entry);
		for (const phone of [deputy, member])
			valued(await phone.storage.log.receive({ entries, summary: null, documentUpdate: null, files: [] }));
		expect(valued(await deputy.group.addSecrets([]))).toBe(1);
		expect((await deputy.held()).record.secrets).toEqual(secrets);
		expect(valued(await deputy.group.addSecrets(secrets))).toBe(0);
		expect(valued(await member.group.addSecrets([forged]))).toBe(0);
		expect((await member.held()).record.secrets).toHaveLength(1);
	});

	it('wait in a bounded room', async () => {
		const { chair, member } = await smallGroup();
		const flood = Array.from({ length: 500 }, (_, at) => ({
			epoch: 2 + at,
			secret: new Uint8Array(32).fill(at % 256)
		}));
		expect(valued(await member.group.addSecrets(flood))).toBe(0);
		valued(await chair.group.renewEpoch());
		await chair.meet(member);
		expect((await member.held()).record.secrets).toHaveLength(2);
	});

	it('are refused where this phone is in no group', async () => {
		const [phone] = phones as [PhoneInGroup];
		expect(await phone.group.addSecrets([])).toEqual({ ok: false, error: { code: 'notInGroup' } });
	});
});
