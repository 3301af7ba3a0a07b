import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openGroupServices } from '$lib/app/group-services';
import { fail } from '$lib/base/result';
import { toIsoInstant } from '$lib/base/time';
import { act } from '$lib/domain/incident/acts';
import { membersIn } from '$lib/domain/group/rules';
import type { IncidentId } from '$lib/domain/log/entry';
import type { Host, MeetingListener, Newcomer } from '$lib/ports/meeting';
import { Air } from '../../doubles/air';
import { AppPhone, quiet, soon } from '../../doubles/app-phone';
import { FakeHub } from '../../doubles/fake-hub';
import { valued } from '../../doubles/valued';

const note = (text: string) => act('observed', { text, certainty: 'confirmed' });

let air: Air;
let chair: AppPhone;
let member: AppPhone;
beforeEach(async () => {
	air = new Air();
	chair = await AppPhone.make(1, air, 'Erik');
	member = await AppPhone.make(2, air, 'Ole');
	valued(await chair.group.group.found('Kriseledelsen'));
	await soon(() => {
		expect(chair.group.held?.state.name).toBe('Kriseledelsen');
	});
});

/** Lets `guest` in by an invite of `host`, by the texts of their codes. */
async function letIn(
	host: AppPhone,
	guest: AppPhone,
	{ hosts = quiet, guests = quiet }: { hosts?: MeetingListener; guests?: MeetingListener } = {}
) {
	const { secret } = valued(await host.group.group.invite('member', 24));
	const offered = valued(await host.group.meetings.invite(secret, hosts));
	const answered = valued(await guest.group.meetings.answer(`Her er koden: ${offered.code} :-)`, guests));
	valued(await offered.take(answered.code));
	return { outcome: await offered.outcome, guestOutcome: await answered.outcome, offered };
}

/** Two members meet. */
async function meet(a: AppPhone, b: AppPhone) {
	const offered = valued(await a.group.meetings.offer(quiet));
	const answered = valued(await b.group.meetings.answer(offered.code, quiet));
	valued(await offered.take(answered.code));
	return Promise.all([offered.outcome, answered.outcome]);
}

const textsOf = async (phone: AppPhone, incidentId: IncidentId) =>
	(await phone.entries(incidentId)).map((entry) => entry.payload.text).filter(Boolean);

describe('an invite', () => {
	it('brings a new phone the group, its members and the open incidents', async () => {
		const incidentId = await chair.open('Strøm');
		const { outcome, guestOutcome } = await letIn(chair, member);
		expect(valued(outcome)).toBe(member.group.deviceId);
		expect(valued(guestOutcome)).toBe(chair.group.deviceId);
		await soon(() => {
			const { state } = member.group.held ?? {};
			expect(state?.name).toBe('Kriseledelsen');
			expect(state && membersIn(state).map((one) => one.name)).toEqual(['Erik', 'Ole']);
		});
		await soon(async () => {
			expect((await member.entries(incidentId)).length).toBe((await chair.entries(incidentId)).length);
		});
		const [summary] = valued(await member.storage.log.incidents());
		expect(summary).toMatchObject({ incidentId, title: 'Strøm', mode: 'real', closedAt: null });
	});

	it('shows each the other’s name, and both the same two words', async () => {
		const newcomers: Newcomer[] = [];
		const hosts: Host[] = [];
		await letIn(chair, member, {
			hosts: {
				...quiet,
				confirm: async (newcomer) => {
					newcomers.push(newcomer);
					return true;
				}
			},
			guests: { ...quiet, host: (host) => hosts.push(host) }
		});
		expect(newcomers[0]?.person.name).toBe('Ole');
		expect(hosts[0]).toMatchObject({ groupName: 'Kriseledelsen', inviter: 'Erik' });
		expect(hosts[0]?.words).toEqual(newcomers[0]?.words);
	});

	it('lets nobody in whom the one who invites says no to', async () => {
		const { outcome, guestOutcome } = await letIn(chair, member, {
			hosts: { ...quiet, confirm: async () => false }
		});
		expect(outcome).toMatchObject({ ok: false, error: { code: 'notAdmitted' } });
		expect(guestOutcome).toMatchObject({ ok: false, error: { code: 'notAdmitted' } });
		expect(member.group.held).toBeNull();
		expect(chair.group.held && membersIn(chair.group.held.state)).toHaveLength(1);
	});

	it('works once', async () => {
		const { secret } = valued(await chair.group.group.invite('member', 24));
		const enter = async (guest: AppPhone) => {
			const offered = valued(await chair.group.meetings.invite(secret, quiet));
			const answered = valued(await guest.group.meetings.answer(offered.code, quiet));
			valued(await offered.take(answered.code));
			return offered.outcome;
		};
		valued(await enter(member));
		const third = await AppPhone.make(3, air, 'Anna');
		expect(await enter(third)).toMatchObject({ ok: false, error: { code: 'inviteOver' } });
		expect(third.group.held).toBeNull();
	});

	it('lets a phone in that was let in before, and lost the connection before it knew', async () => {
		const { group } = member.storage;
		const put = group.put.bind(group);
		vi.spyOn(group, 'put').mockResolvedValueOnce(fail({ code: 'storageFull', detail: '' }));
		const first = await letIn(chair, member);
		expect(first.guestOutcome).toMatchObject({ ok: false, error: { code: 'notKept' } });
		expect(member.group.held).toBeNull();
		vi.mocked(group.put).mockImplementation(put);
		const again = await letIn(chair, member);
		expect(valued(again.guestOutcome)).toBe(chair.group.deviceId);
		await soon(() => {
			const { state } = member.group.held ?? {};
			expect(state && membersIn(state).map((one) => one.name)).toEqual(['Erik', 'Ole']);
		});
		// the second invite is of no use to whoever else has seen it
		await soon(() => {
			const open = [...(chair.group.held?.state.invites.values() ?? [])].filter(
				(one) => one.state === 'open'
			);
			expect(open).toEqual([]);
		});
	});

	it('brings the plan of the group, and puts the phone’s own aside', async () => {
		const other = await AppPhone.make(3, air, 'Anna');
		const current = valued(await chair.storage.plans.current());
		if (!current) throw new Error('there is a plan');
		const plan = { ...current.plan, title: { ...current.plan.title, text: 'Vores plan' } };
		valued(await chair.storage.plans.replace({ ...current, plan, origin: 'imported', fingerprint: 'ours' }));
		await letIn(chair, other);
		const taken = valued(await other.storage.plans.current());
		expect(taken?.plan.title.text).toBe('Vores plan');
		expect(taken?.origin).toBe('imported');
		expect(valued(await other.storage.plans.previous())?.plan.title.text).toBe(current.plan.title.text);
	});
});

describe('phones of a group', () => {
	it('have one log from when they meet, both ways', async () => {
		const incidentId = await chair.open('Strøm');
		await letIn(chair, member);
		await soon(async () => {
			expect(await member.entries(incidentId)).not.toHaveLength(0);
		});
		valued(await member.incidents.write(incidentId, [note('fra Ole')]));
		valued(await chair.incidents.write(incidentId, [note('fra Erik')]));
		await soon(async () => {
			expect((await textsOf(chair, incidentId)).sort()).toEqual(['fra Erik', 'fra Ole']);
			expect(await textsOf(member, incidentId)).toEqual(await textsOf(chair, incidentId));
		});
	});

	it('begin on the others what one begins, and catch up with what was written while they were apart', async () => {
		await letIn(chair, member);
		for (const wire of air.wires) wire.cut();
		await soon(() => {
			expect(member.group.sessions).toHaveLength(0);
		});
		const incidentId = await member.open('Vand');
		valued(await member.incidents.write(incidentId, [note('apart')]));
		for (const outcome of await meet(chair, member)) valued(outcome);
		await soon(async () => {
			expect(await textsOf(chair, incidentId)).toEqual(['apart']);
		});
	});

	it('bring nothing back of an incident that was deleted here', async () => {
		const incidentId = await chair.open('Strøm');
		await letIn(chair, member);
		await soon(async () => {
			expect(await member.entries(incidentId)).not.toHaveLength(0);
		});
		valued(
			await member.storage.log.deleteIncident({
				incidentId,
				mode: 'real',
				openedAt: toIsoInstant(0),
				closedAt: null,
				deletedAt: toIsoInstant(1),
				deletedBy: 'Ole',
				reason: 'asked',
				entryCount: 1
			})
		);
		valued(await chair.incidents.write(incidentId, [note('efter sletningen')]));
		const other = await member.open('Vand');
		await soon(async () => {
			expect(await chair.entries(other)).not.toHaveLength(0);
		});
		// and not upon the next meeting either
		for (const wire of air.wires) wire.cut();
		await soon(() => {
			expect(member.group.sessions).toHaveLength(0);
		});
		for (const outcome of await meet(chair, member)) valued(outcome);
		valued(await chair.incidents.write(other, [note('nu igen')]));
		await soon(async () => {
			expect(await textsOf(member, other)).toEqual(['nu igen']);
		});
		expect(await member.entries(incidentId)).toEqual([]);
		expect(valued(await member.storage.documents.load(incidentId))).toEqual([]);
	});

	it('know of one that leaves', async () => {
		await letIn(chair, member);
		await soon(() => {
			expect(member.group.held?.state.founded).not.toBeNull();
		});
		valued(await member.group.group.leave());
		await soon(() => {
			expect(chair.group.held && membersIn(chair.group.held.state).map((one) => one.name)).toEqual(['Erik']);
			expect(chair.group.sessions).toHaveLength(0);
		});
		expect(member.group.held).toBeNull();
	});

	it('know what the other has on its disk', async () => {
		const incidentId = await chair.open('Strøm');
		await letIn(chair, member);
		let reached = 0;
		chair.group.observeReceipts(incidentId, (receipts) => {
			const own = receipts.find((one) => one.deviceId === member.group.deviceId);
			reached = own?.heads.find((head) => head.deviceId === chair.group.deviceId)?.sequence ?? 0;
		});
		await soon(async () => {
			expect(reached).toBe((await chair.entries(incidentId)).length);
		});
	});

	it('know it of every author, whoever wrote first', async () => {
		const ofChair = await chair.open('Strøm');
		await letIn(chair, member);
		const ofMember = await member.open('Vand');
		await soon(async () => {
			expect(await member.entries(ofChair)).not.toHaveLength(0);
			expect(await chair.entries(ofMember)).not.toHaveLength(0);
		});
		valued(await member.incidents.write(ofChair, [note('fra Ole')]));
		valued(await chair.incidents.write(ofMember, [note('fra Erik')]));
		for (const incidentId of [ofChair, ofMember])
			await soon(async () => {
				const [receipt] = valued(await chair.storage.receipts.all(incidentId));
				expect(receipt?.heads.map((head) => head.deviceId).sort()).toEqual(
					[chair.group.deviceId, member.group.deviceId].sort()
				);
			});
	});

	it('hang up on one that was put out, and it can open none of their codes', async () => {
		await letIn(chair, member);
		await soon(() => {
			expect(member.group.held?.state.epoch).toBe(1);
		});
		valued(await chair.group.group.revoke(member.group.deviceId, null));
		await soon(() => {
			expect(chair.group.sessions).toHaveLength(0);
			expect(chair.group.held?.state.epoch).toBe(2);
		});
		const offered = valued(await chair.group.meetings.offer(quiet));
		expect(await member.group.meetings.answer(offered.code, quiet)).toMatchObject({
			ok: false,
			error: { code: 'otherGroup' }
		});
		// nor does its own code help it: it is known who it is
		const theirs = valued(await member.group.meetings.offer(quiet));
		const answered = valued(await chair.group.meetings.answer(theirs.code, quiet));
		valued(await theirs.take(answered.code));
		expect(await answered.outcome).toMatchObject({ ok: false, error: { code: 'notOfTheGroup' } });
		offered.cancel();
	});

	it('get the new secret when somebody else was put out', async () => {
		const third = await AppPhone.make(3, air, 'Anna');
		await letIn(chair, member);
		await letIn(chair, third);
		valued(await chair.group.group.revoke(third.group.deviceId, null));
		await soon(() => {
			expect(member.group.held?.record.secrets.map((one) => one.epoch)).toEqual([1, 2]);
		});
	});

	it('are told apart from others by their codes', async () => {
		const other = await AppPhone.make(4, air, 'Fremmed');
		valued(await other.group.group.found('En anden gruppe'));
		await soon(() => {
			expect(other.group.held).not.toBeNull();
		});
		const offered = valued(await chair.group.meetings.offer(quiet));
		const answer = (phone: AppPhone, text: string) => phone.group.meetings.answer(text, quiet);
		expect(await answer(other, offered.code)).toMatchObject({ error: { code: 'otherGroup' } });
		expect(await answer(member, offered.code)).toMatchObject({ error: { code: 'noGroup' } });
		expect(await answer(chair, 'hej')).toMatchObject({ error: { code: 'notACode' } });
		expect(await answer(chair, offered.code.slice(0, -9))).toMatchObject({ error: { code: 'cutShort' } });
		expect(await offered.take(offered.code)).toMatchObject({ error: { code: 'ownCode' } });
		offered.cancel();
		expect(await offered.outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
	});
});

describe('phones of a group on a hub', () => {
	it('meet with no code shown, and what crosses the hub tells nobody anything', async () => {
		const hub = new FakeHub(() => performance.now());
		const onHub = (number: number, name: string) => AppPhone.make(number, air, name, undefined, hub);
		const [one, two] = [await onHub(11, 'Birgitte Holm'), await onHub(12, 'Ole Christiansen')];
		valued(await one.group.group.found('Kriseledelsen'));
		await soon(() => {
			expect(one.group.held?.state.name).toBe('Kriseledelsen');
		});
		await letIn(one, two);
		const incidentId = await one.open('Strøm');
		await soon(async () => {
			expect((await two.entries(incidentId)).length).toBeGreaterThan(0);
		});
		// out of each other's reach, and back, with nobody to show a code
		for (const wire of air.wires) wire.cut();
		valued(await one.incidents.write(incidentId, [note('Alene')]));
		for (const phone of [one, two]) phone.group.useHub(hub.address);
		// one waits 3 s for the other to call
		await vi.waitFor(
			async () => {
				expect(one.group.onHubs).toEqual([two.group.deviceId]);
				expect(await textsOf(two, incidentId)).toContain('Alene');
			},
			{ timeout: 20_000, interval: 50 }
		);
		const said = hub.said.map((text) => JSON.parse(text) as { type: string; data?: string });
		const data = said.flatMap((one) => one.data ?? []);
		expect(data.length).toBeGreaterThan(4);
		expect(new Set(data.map((one) => one.length)).size).toBe(1);
		const secrets = [
			'Alene',
			'Birgitte',
			'Kriseledelsen',
			one.group.deviceId,
			one.group.held?.record.groupId
		];
		for (const secret of secrets) expect(hub.said.join()).not.toContain(secret);
	}, 30_000);
});

it('a phone whose data was all deleted is a new one, in no group, and can found one', async () => {
	valued(await chair.storage.deleteAll());
	await soon(async () => {
		const anew = valued(await openGroupServices(chair.app));
		expect(anew.deviceId).not.toBe(chair.group.deviceId);
	});
	const anew = valued(await openGroupServices(chair.app));
	await soon(() => {
		expect(anew.isElsewhere).toBe(false);
	});
	expect(anew.held).toBeNull();
	valued(await anew.incidents.setPerson({ name: 'Erik', roleId: null, contactId: null }));
	valued(await anew.group.found('Igen'));
	await soon(() => {
		expect(anew.held?.state.name).toBe('Igen');
	});
});
