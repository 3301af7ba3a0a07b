/** Two phones that have met once, and from then on give each other parcels. */
import { beforeEach, describe, expect, it } from 'vitest';
import { makeParcel, takeParcel, type ParcelParts, type ParcelWish } from '$lib/app/parcels';
import { toIsoInstant } from '$lib/base/time';
import { act } from '$lib/domain/incident/acts';
import type { DeviceId, IncidentId } from '$lib/domain/log/entry';
import { Air } from '../../doubles/air';
import { AppPhone, quiet, soon } from '../../doubles/app-phone';
import { valued } from '../../doubles/valued';

const ALL: ParcelWish = { to: null, maxBytes: 4_000_000, only: null };

let air: Air;
let chair: AppPhone;
let member: AppPhone;

beforeEach(async () => {
	air = new Air();
	chair = await AppPhone.make(1, air, 'Erik');
	member = await AppPhone.make(2, air, 'Ole');
	valued(await chair.group.group.found('Kriseledelsen'));
	await soon(() => {
		expect(chair.group.parcels).not.toBeNull();
	});
	await letIn(member);
	part();
});

async function letIn(guest: AppPhone) {
	const { secret } = valued(await chair.group.group.invite('member', 24));
	const offered = valued(await chair.group.meetings.invite(secret, quiet));
	const answered = valued(await guest.group.meetings.answer(offered.code, quiet));
	valued(await offered.take(answered.code));
	valued(await offered.outcome);
	await soon(() => {
		expect(guest.group.held?.state.name).toBe('Kriseledelsen');
		expect(guest.group.sessions.every((one) => one.isEven)).toBe(true);
	});
}

function part() {
	for (const wire of air.wires) for (const end of wire.ends) end.close();
}

function partsOf(phone: AppPhone): ParcelParts {
	const { parcels } = phone.group;
	if (!parcels) throw new Error('this phone is in no group');
	return parcels;
}

const note = (text: string) => act('observed', { text, certainty: 'confirmed' });
/** Waits until a phone’s logs reach as far as its journal. */
async function settled(phone: AppPhone, incidentId: IncidentId) {
	const entries = await phone.entries(incidentId);
	await soon(() => {
		const log = partsOf(phone)
			.source.offered()
			.find((one) => one.logId === incidentId);
		expect(log?.heads().reduce((sum, head) => sum + head.sequence, 0)).toBe(entries.length);
	});
}
async function open(phone: AppPhone, title: string): Promise<IncidentId> {
	const incidentId = await phone.open(title);
	await settled(phone, incidentId);
	return incidentId;
}
async function write(phone: AppPhone, incidentId: IncidentId, ...texts: string[]) {
	for (const text of texts) valued(await phone.incidents.write(incidentId, [note(text)]));
	await settled(phone, incidentId);
}
const made = async (phone: AppPhone, wish: Partial<ParcelWish> = {}) =>
	valued(await makeParcel(partsOf(phone), { ...ALL, ...wish }));
const give = async (from: AppPhone, to: AppPhone, wish: Partial<ParcelWish> = {}) =>
	valued(await takeParcel(partsOf(to), (await made(from, wish)).bytes));
const hashesOf = async (phone: AppPhone, logId: IncidentId) =>
	(await phone.entries(logId)).map((entry) => entry.hash);
const receiptOf = async (at: AppPhone, logId: IncidentId, of: DeviceId) =>
	valued(await at.storage.receipts.all(logId)).find((one) => one.deviceId === of);

describe('a parcel each way', () => {
	it('leaves two phones that never connect with the same log', async () => {
		const incidentId = await open(chair, 'Strøm');
		await write(chair, incidentId, 'Mørkt', 'Stadig mørkt');
		const taken = await give(chair, member);
		expect(taken.from).toBe(chair.group.deviceId);
		expect(taken.added).toBe((await chair.entries(incidentId)).length);
		expect(taken).toMatchObject({ apart: 0, unknown: 0 });
		await write(member, incidentId, 'Lys i kælderen');
		const back = await give(member, chair, { to: chair.group.deviceId });
		// what the first parcel’s giver had said to hold is not sent back
		expect(back).toMatchObject({ added: 1, held: 0, apart: 0 });
		expect(await hashesOf(chair, incidentId)).toEqual(await hashesOf(member, incidentId));
	});

	it('is an acknowledgement by the phone that made it', async () => {
		const incidentId = await open(chair, 'Strøm');
		await write(chair, incidentId, 'Mørkt');
		await give(chair, member);
		expect(await receiptOf(chair, incidentId, member.group.deviceId)).toBeUndefined();
		await settled(member, incidentId);
		await give(member, chair);
		const receipt = await receiptOf(chair, incidentId, member.group.deviceId);
		const count = (await chair.entries(incidentId)).length;
		expect(receipt?.heads).toMatchObject([{ deviceId: chair.group.deviceId, sequence: count }]);
	});

	it('acknowledges what each of several authors wrote', async () => {
		const incidentId = await open(chair, 'Strøm');
		await give(chair, member);
		await write(member, incidentId, 'Lys i kælderen');
		await give(member, chair);
		await settled(chair, incidentId);
		await give(chair, member);
		for (const [at, of] of [
			[chair, member],
			[member, chair]
		] as const) {
			const receipt = await receiptOf(at, incidentId, of.group.deviceId);
			expect(receipt?.heads).toHaveLength(2);
		}
	});

	it('that is an old one never makes a phone hold less than it said', async () => {
		const incidentId = await open(chair, 'Strøm');
		const old = await made(chair);
		await write(chair, incidentId, 'Mørkt');
		await give(chair, member);
		const before = await receiptOf(member, incidentId, chair.group.deviceId);
		expect(valued(await takeParcel(partsOf(member), old.bytes)).added).toBe(0);
		expect(await receiptOf(member, incidentId, chair.group.deviceId)).toEqual(before);
	});

	it('brings nothing the second time', async () => {
		const incidentId = await open(chair, 'Strøm');
		const { bytes, count } = await made(chair);
		expect(valued(await takeParcel(partsOf(member), bytes)).added).toBeGreaterThan(0);
		const hashes = await hashesOf(member, incidentId);
		expect(valued(await takeParcel(partsOf(member), bytes))).toMatchObject({
			added: 0,
			held: count,
			apart: 0
		});
		expect(await hashesOf(member, incidentId)).toEqual(hashes);
	});

	it('brings who was let in meanwhile, and what they wrote, at once', async () => {
		const third = await AppPhone.make(3, air, 'Anna');
		await letIn(third);
		const incidentId = await open(third, 'Vand');
		await soon(async () => {
			expect(await hashesOf(chair, incidentId)).toEqual(await hashesOf(third, incidentId));
		});
		const taken = await give(third, member);
		expect(taken).toMatchObject({ from: third.group.deviceId, apart: 0, unknown: 0 });
		expect(await hashesOf(member, incidentId)).toEqual(await hashesOf(third, incidentId));
	});
});

describe('a parcel is refused', () => {
	const problemOf = async (phone: AppPhone, bytes: Uint8Array) => {
		const taken = await takeParcel(partsOf(phone), bytes);
		return taken.ok ? null : taken.error.code;
	};

	it('by the phone that made it', async () => {
		expect(await problemOf(chair, (await made(chair)).bytes)).toBe('ownParcel');
	});

	it('by a phone of another group', async () => {
		const stranger = await AppPhone.make(4, air, 'Per');
		valued(await stranger.group.group.found('De andre'));
		await soon(() => {
			expect(stranger.group.parcels).not.toBeNull();
		});
		await open(chair, 'Strøm');
		expect(await problemOf(stranger, (await made(chair)).bytes)).toBe('otherGroup');
		expect(valued(await stranger.storage.log.incidents())).toEqual([]);
	});

	it('when whoever made it was put out, even under the secret that they still have', async () => {
		const incidentId = await open(member, 'Strøm');
		const parcel = await made(member);
		valued(await chair.group.group.revoke(member.group.deviceId, 'mistet'));
		await soon(() => {
			expect(chair.group.held && partsOf(chair).isMember(member.group.deviceId)).toBe(false);
		});
		expect(await problemOf(chair, parcel.bytes)).toBe('notAMember');
		expect(await chair.entries(incidentId)).toEqual([]);
	});
});

describe('what a parcel holds', () => {
	it('is said where not all of it fits: the oldest is left out for whom nothing is known of', async () => {
		const incidentId = await open(chair, 'Strøm');
		await write(chair, incidentId, ...Array.from({ length: 30 }, (_, index) => `Note ${index}`));
		const parcel = await made(chair, { maxBytes: 3_000 });
		expect(parcel.bytes.length).toBeLessThanOrEqual(3_000);
		expect(parcel.lacksNewest).toBe(false);
		expect(parcel.leftOut).toBeGreaterThan(5);
		const taken = valued(await takeParcel(partsOf(member), parcel.bytes));
		// the group's log is held; the others wait for what is before them, and are not lost
		const ofGroup = (await chair.entries(partsOf(chair).groupId)).length;
		expect(taken).toMatchObject({ added: 0, held: ofGroup, apart: parcel.count - ofGroup });
		expect((await give(chair, member)).added).toBe((await chair.entries(incidentId)).length);
		expect(await hashesOf(member, incidentId)).toEqual(await hashesOf(chair, incidentId));
	});

	it('enters in part after part for a member whose receipts are known', async () => {
		const incidentId = await open(chair, 'Strøm');
		await give(chair, member);
		await settled(member, incidentId);
		await give(member, chair);
		await write(chair, incidentId, ...Array.from({ length: 30 }, (_, index) => `Note ${index}`));
		const to = member.group.deviceId;
		const parcel = await made(chair, { to, maxBytes: 3_000 });
		expect(parcel.lacksNewest).toBe(true);
		expect(parcel.count + parcel.leftOut).toBe(30);
		expect(valued(await takeParcel(partsOf(member), parcel.bytes))).toMatchObject({
			added: parcel.count,
			apart: 0
		});
	});

	it('can be the newest of one incident alone', async () => {
		const incidentId = await open(chair, 'Strøm');
		await write(chair, incidentId, 'Et', 'To', 'Tre');
		await give(chair, member);
		await write(chair, incidentId, 'Fire', 'Fem');
		const parcel = await made(chair, { only: { logId: incidentId, newest: 3 } });
		expect(parcel).toMatchObject({ count: 3, leftOut: 0 });
		expect(valued(await takeParcel(partsOf(member), parcel.bytes))).toMatchObject({
			added: 2,
			held: 1,
			apart: 0
		});
	});

	it('of an incident that was deleted here stays away, and is counted', async () => {
		const incidentId = await open(chair, 'Strøm');
		await give(chair, member);
		const at = toIsoInstant(Date.now());
		valued(
			await member.storage.log.deleteIncident({
				incidentId,
				mode: 'real',
				openedAt: at,
				closedAt: null,
				deletedAt: at,
				deletedBy: 'Ole',
				reason: 'asked',
				entryCount: 1
			})
		);
		await soon(async () => {
			const taken = await give(chair, member, { only: { logId: incidentId, newest: 20 } });
			expect(taken.unknown).toBe((await chair.entries(incidentId)).length);
		});
	});
});
