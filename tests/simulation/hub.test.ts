import { beforeEach, describe, expect, it } from 'vitest';
import type { IncidentId } from '$lib/domain/log/entry';
import { Air } from '../doubles/air';
import { FakeHub } from '../doubles/fake-hub';
import { SimPhone } from './phone';
import { VirtualTime } from './virtual-time';

const INCIDENT = '00000000-0000-4000-8000-000000000001' as IncidentId;
const MINUTE_MS = 60_000;

let time: VirtualTime;
let air: Air;
let hub: FakeHub;
beforeEach(() => {
	time = new VirtualTime();
	air = new Air({ time });
	hub = new FakeHub(() => time.now());
});

/** So many phones of one group, none of which has met another, on a hub. */
async function onHub(count: number): Promise<SimPhone[]> {
	const phones = Array.from({ length: count }, (_, index) => new SimPhone(index + 1, time, air, hub));
	for (const phone of phones) {
		await phone.start();
		phone.useHub(hub.address);
	}
	return phones;
}

describe('phones on a hub', () => {
	it('meet with no code shown', async () => {
		const [a, b] = (await onHub(2)) as [SimPhone, SimPhone];
		await time.pass(10_000);
		expect(a.sessions).toHaveLength(1);
		await a.open(INCIDENT);
		await time.pass(5_000);
		expect(await b.entries(INCIDENT)).toHaveLength(1);
	});

	it('become thirty with four to six sessions each and one log', async () => {
		const phones = await onHub(30);
		await time.pass(5 * MINUTE_MS);
		for (const phone of phones) {
			expect(phone.sessions.length).toBeGreaterThanOrEqual(4);
			expect(phone.sessions.length).toBeLessThanOrEqual(6);
		}
		await phones[0]?.open(INCIDENT);
		await time.pass(10_000);
		for (const phone of phones) expect(await phone.entries(INCIDENT)).toHaveLength(1);
		// idle: that they are there, less than one and a third a minute
		hub.said.length = 0;
		await time.pass(4 * MINUTE_MS);
		expect(hub.said.length / phones.length / 4).toBeLessThan(1.34);
	}, 60_000);

	it('keep their sessions when the hub is gone, and need it for nothing', async () => {
		const [a, b] = (await onHub(2)) as [SimPhone, SimPhone];
		await time.pass(10_000);
		hub.goDown();
		await time.pass(10 * MINUTE_MS);
		expect(a.sessions).toHaveLength(1);
		await a.open(INCIDENT);
		await time.pass(5_000);
		expect(await b.entries(INCIDENT)).toHaveLength(1);
	});

	it('meet again when a page was loaded anew', async () => {
		const [a, b] = (await onHub(2)) as [SimPhone, SimPhone];
		await time.pass(10_000);
		await a.open(INCIDENT);
		b.kill();
		await time.pass(MINUTE_MS);
		await b.start();
		b.useHub(hub.address);
		await time.pass(20_000);
		expect(a.sessions).toHaveLength(1);
		expect(await b.entries(INCIDENT)).toHaveLength(1);
	});

	it.each([10, 400, 3_000, 9_000, 30_000])(
		'meet again within seconds when a page was loaded anew and gone for %i ms',
		async (awayMs) => {
			for (const which of [0, 1]) {
				const phones = (await onHub(2)) as [SimPhone, SimPhone];
				await time.pass(10_000);
				const [stays, leaves] = which === 0 ? phones : (phones.toReversed() as [SimPhone, SimPhone]);
				leaves.kill();
				await time.pass(awayMs);
				await leaves.start();
				leaves.useHub(hub.address);
				await time.pass(6_000);
				expect(stays.sessions).toHaveLength(1);
				expect(leaves.sessions).toHaveLength(1);
				for (const phone of phones) phone.kill();
				hub.goDown();
				hub.comesBack();
			}
		}
	);

	it('do not begin a session with one that was put out', async () => {
		const [a, b] = (await onHub(2)) as [SimPhone, SimPhone];
		a.putOut.add(b.deviceKey);
		await time.pass(5 * MINUTE_MS);
		expect(a.sessions).toEqual([]);
	});
});
