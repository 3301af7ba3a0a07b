import { describe, expect, it } from 'vitest';
import type { IncidentId } from '$lib/domain/log/entry';
import { chain } from './chain';
import type { SimPhone } from './phone';

const INCIDENT = '00000000-0000-4000-8000-000000000001' as IncidentId;
const MINUTE_MS = 60_000;

const counts = (phones: readonly SimPhone[]) => phones.map((phone) => phone.sessions.length);

describe('phones that were met in a chain', () => {
	it('have four to six sessions each by themselves', async () => {
		const { time, phones } = await chain(6);
		await time.pass(MINUTE_MS);
		for (const count of counts(phones)) {
			expect(count).toBeGreaterThanOrEqual(4);
			expect(count).toBeLessThanOrEqual(6);
		}
	});

	// not all thirty reach each other by signaling: who called the nearest first stays in a band (docs/protocol.md, 6)
	it('have them among thirty, hang together, and then say nothing more', async () => {
		const world = await chain(30);
		await world.time.pass(5 * MINUTE_MS);
		for (const count of counts(world.phones)) {
			expect(count).toBeGreaterThanOrEqual(4);
			expect(count).toBeLessThanOrEqual(6);
		}
		await world.phones[0]?.open(INCIDENT);
		await world.time.pass(10_000);
		for (const phone of world.phones) expect(await phone.entries(INCIDENT)).toHaveLength(1);
		world.traffic.messages = 0;
		await world.time.pass(MINUTE_MS);
		expect(world.traffic.messages).toBe(0);
	});

	it('go on without the one in the middle', async () => {
		const { time, phones } = await chain(7);
		await time.pass(MINUTE_MS);
		const middle = phones[3] as SimPhone;
		const others = phones.filter((phone) => phone !== middle);
		middle.kill();
		await time.pass(2 * MINUTE_MS);
		for (const count of counts(others)) expect(count).toBeGreaterThanOrEqual(4);
		const [first] = others as [SimPhone];
		expect(first.reach.map((one) => one.deviceId)).not.toContain(middle.deviceId);
		await first.open(INCIDENT);
		await time.pass(5_000);
		for (const phone of others) expect(await phone.entries(INCIDENT)).toHaveLength(1);
	});

	it('look for somebody whom nobody reaches, and call them no more', async () => {
		const { time, phones, air } = await chain(2);
		const [a, b] = phones as [SimPhone, SimPhone];
		await time.pass(MINUTE_MS);
		b.kill();
		const wires = air.wires.length;
		await time.pass(10 * MINUTE_MS);
		expect(a.reach).toEqual([]);
		expect(a.lost).toEqual([b.deviceId]);
		expect(air.wires).toHaveLength(wires);
	});

	it('come back to each other by themselves, within ten seconds when it was two minutes', async () => {
		const { time, phones, air, wires } = await chain(2);
		const [a, b] = phones as [SimPhone, SimPhone];
		await a.open(INCIDENT);
		await time.pass(MINUTE_MS);
		air.part(1, 2);
		wires.at(-1)?.cut();
		await time.pass(2 * MINUTE_MS);
		expect(counts(phones)).toEqual([0, 0]);
		await a.write(INCIDENT, 'fra a');
		await b.write(INCIDENT, 'fra b');
		air.join(1, 2);
		await time.pass(10_000);
		expect(counts(phones)).toEqual([1, 1]);
		for (const phone of phones) expect(await phone.entries(INCIDENT)).toHaveLength(3);
	});

	it('come back again and again, after an hour within two minutes', async () => {
		const { time, phones, air, wires } = await chain(2);
		await time.pass(MINUTE_MS);
		for (let round = 1; round <= 3; round += 1) {
			air.part(1, 2);
			wires.at(-1)?.cut();
			await time.pass(60 * MINUTE_MS);
			expect(counts(phones), `round ${round}`).toEqual([0, 0]);
			expect(phones.map((phone) => phone.lost.length)).toEqual([1, 1]);
			air.join(1, 2);
			await time.pass(2 * MINUTE_MS);
			expect(counts(phones), `round ${round}`).toEqual([1, 1]);
			expect(phones.map((phone) => phone.lost)).toEqual([[], []]);
		}
	});

	it('do not look for one that was put out while it was away', async () => {
		const { time, phones, air, wires } = await chain(2);
		const [a, b] = phones as [SimPhone, SimPhone];
		await time.pass(MINUTE_MS);
		air.part(1, 2);
		wires.at(-1)?.cut();
		await time.pass(MINUTE_MS);
		expect(a.lost).toEqual([b.deviceId]);
		a.putOut.add(b.deviceKey);
		await time.pass(10_000);
		expect(a.lost).toEqual([]);
		air.join(1, 2);
		await time.pass(10 * MINUTE_MS);
		expect(counts(phones)).toEqual([0, 0]);
	});

	it('do not look for one that has said goodbye', async () => {
		const { time, phones, air } = await chain(2);
		const [a, b] = phones as [SimPhone, SimPhone];
		await time.pass(MINUTE_MS);
		b.leave();
		await time.pass(MINUTE_MS);
		expect(counts([a])).toEqual([0]);
		expect(a.lost).toEqual([]);
		expect(air.probes).toBe(0);
	});

	it('look for each other for two hours, and then no more', async () => {
		const { time, phones, air, wires } = await chain(2);
		await time.pass(MINUTE_MS);
		air.part(1, 2);
		wires.at(-1)?.cut();
		await time.pass(125 * MINUTE_MS);
		expect(phones.map((phone) => phone.lost)).toEqual([[], []]);
		const { probes } = air;
		air.join(1, 2);
		await time.pass(60 * MINUTE_MS);
		expect(air.probes).toBe(probes);
		expect(counts(phones)).toEqual([0, 0]);
	});

	it('have one session where a third brings two together in the same moment as their reserve', async () => {
		const { time, phones, air, wires } = await chain(3);
		await time.pass(MINUTE_MS);
		expect(counts(phones)).toEqual([2, 2, 2]);
		air.part(1, 3);
		wires.at(-1)?.cut();
		await time.pass(MINUTE_MS);
		expect(counts(phones)).toEqual([1, 2, 1]);
		air.join(1, 3);
		await time.pass(6 * MINUTE_MS);
		expect(counts(phones)).toEqual([2, 2, 2]);
	});

	it('reach each other through others where they cannot directly', async () => {
		const { time, phones, air } = await chain(3);
		air.part(1, 3);
		await time.pass(5 * MINUTE_MS);
		expect(counts(phones)).toEqual([1, 2, 1]);
		expect(phones[0]?.reach).toContainEqual({
			deviceId: phones[2]?.deviceId,
			via: phones[1]?.deviceId,
			hops: 2
		});
	});
});
