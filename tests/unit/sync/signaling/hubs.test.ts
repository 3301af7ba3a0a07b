import { beforeEach, describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import type { DeviceId } from '$lib/domain/log/entry';
import type { EpochSecret, GroupId } from '$lib/ports/group';
import { Hubs } from '$lib/sync/signaling/hubs';
import { FakeHub } from '../../../doubles/fake-hub';
import { plainCrypto } from '../../../doubles/plain-crypto';
import { seededRandom } from '../../../simulation/random';
import { VirtualTime } from '../../../simulation/virtual-time';

const GROUP = '8c5f1d1e-2b9a-4c67-9e0d-6f1a2b3c4d5e' as GroupId;
const secretOf = (epoch: number): EpochSecret => ({ epoch, secret: new Uint8Array(32).fill(epoch) });

let time: VirtualTime;
let hub: FakeHub;
beforeEach(() => {
	time = new VirtualTime();
	hub = new FakeHub(() => time.now());
});

class OnHub {
	readonly deviceId: DeviceId;
	readonly cameIn: DeviceId[] = [];
	readonly codes: [DeviceId, Uint8Array][] = [];
	secrets = [secretOf(1)];
	readonly hubs: Hubs;

	constructor(number: number, own: string | null = null) {
		this.deviceId = toBase64Url(new Uint8Array(16).fill(number)) as DeviceId;
		this.hubs = new Hubs({
			own: this.deviceId,
			crypto: plainCrypto(number),
			dialer: hub.dialer(own),
			timers: time,
			nowMs: () => time.now(),
			random: seededRandom(number),
			current: () => ({ groupId: GROUP, secrets: this.secrets }),
			changed: () => undefined
		});
		this.hubs.listen({
			changed: () => undefined,
			cameIn: (deviceId) => {
				this.cameIn.push(deviceId);
			},
			code: (from, code) => {
				this.codes.push([from, code]);
			}
		});
	}
}

async function onHub(...numbers: number[]): Promise<OnHub[]> {
	const phones = numbers.map((number) => new OnHub(number));
	for (const phone of phones) {
		await phone.hubs.groupChanged();
		phone.hubs.use([hub.address]);
	}
	await time.pass(2_000);
	return phones;
}

describe('phones on a hub', () => {
	it('hear of each other, whoever came first', async () => {
		const [one, two, three] = await onHub(1, 2, 3);
		const ids = [one, two, three].map((phone) => phone?.deviceId);
		for (const phone of [one, two, three])
			expect([...(phone?.hubs.reach ?? [])].sort()).toEqual(
				ids.filter((id) => id !== phone?.deviceId).sort()
			);
	});

	it('bring a code to the one that it is for, and to nobody else', async () => {
		const [one, two, three] = await onHub(1, 2, 3);
		const code = new Uint8Array(162).fill(9);
		if (two) one?.hubs.send(two.deviceId, code);
		await time.pass(10);
		expect(two?.codes).toEqual([[one?.deviceId, code]]);
		expect(three?.codes).toEqual([]);
	});

	it('hear of the others at once when their page was loaded anew, and are told of as having come in', async () => {
		const [one, two] = await onHub(1, 2);
		// a page that goes has no time for a goodbye
		two?.hubs.use([]);
		if (one) one.cameIn.length = 0;
		const [again] = await onHub(2);
		expect(again?.hubs.reach).toEqual([one?.deviceId]);
		expect(one?.cameIn).toEqual([two?.deviceId]);
		expect(again?.cameIn).toEqual([]);
	});

	it('are gone when they leave', async () => {
		const [one, two] = await onHub(1, 2);
		two?.hubs.close();
		await time.pass(10);
		expect(one?.hubs.reach).toEqual([]);
	});

	it('are forgotten when they have said nothing for long', async () => {
		const [one, two] = await onHub(1, 2);
		expect(one?.hubs.reach).toEqual([two?.deviceId]);
		two?.hubs.use([]);
		await time.pass(120_000);
		expect(one?.hubs.reach).toEqual([two?.deviceId]);
		await time.pass(120_000);
		expect(one?.hubs.reach).toEqual([]);
	});

	it('stay known for as long as they are there', async () => {
		const [one, two] = await onHub(1, 2);
		for (let minute = 0; minute < 10; minute += 1) await time.pass(60_000);
		expect(one?.hubs.reach).toEqual([two?.deviceId]);
	});

	it('say less than one thing a minute and a quarter where nothing happens', async () => {
		await onHub(1, 2, 3, 4);
		hub.said.length = 0;
		for (let minute = 0; minute < 10; minute += 1) await time.pass(60_000);
		expect(hub.said.length / 4 / 10).toBeLessThan(1.34);
	});

	it('find each other again when the hub was gone', async () => {
		const [one, two] = await onHub(1, 2);
		hub.goDown();
		await time.pass(200_000);
		expect(one?.hubs.reach).toEqual([]);
		expect(one?.hubs.views).toMatchObject([{ state: 'unreachable' }]);
		const dialed = hub.dials;
		expect(dialed).toBeLessThan(30);
		hub.comesBack();
		await time.pass(300_000);
		expect(one?.hubs.reach).toEqual([two?.deviceId]);
		expect(one?.hubs.views).toEqual([{ address: hub.address, isOwn: false, state: 'open' }]);
	});

	it('dial again at once when the network is back', async () => {
		const [one, two] = await onHub(1, 2);
		hub.goDown();
		await time.pass(600_000);
		hub.comesBack();
		hub.tellNetwork();
		await time.pass(2_000);
		expect(one?.hubs.reach).toEqual([two?.deviceId]);
	});

	it('of two epochs meet in the one that both hold', async () => {
		const [one, two] = await onHub(1, 2);
		if (!one || !two) throw new Error('there are two');
		one.secrets = [secretOf(1), secretOf(2)];
		await one.hubs.groupChanged();
		await time.pass(10);
		expect(hub.size.rooms).toBe(2);
		expect(one.hubs.reach).toEqual([two.deviceId]);
		one.secrets = [secretOf(1), secretOf(2), secretOf(3)];
		await one.hubs.groupChanged();
		await time.pass(2_000);
		// it is in the rooms of the two newest, and not in that of the first any more
		expect(one.hubs.reach).toEqual([]);
		two.secrets = [secretOf(3)];
		await two.hubs.groupChanged();
		await time.pass(2_000);
		expect(one.hubs.reach).toEqual([two.deviceId]);
		expect(two.hubs.reach).toEqual([one.deviceId]);
	});

	it('take no harm from what a hub makes up', async () => {
		const [one, two] = await onHub(1, 2);
		const [heard] = hub.said.filter((text) => text.includes('publish'));
		const { topic } = JSON.parse(heard ?? '') as { topic: string };
		const madeUp = [
			'',
			'null',
			'[]',
			'{"type":"publish"}',
			'{"type":"publish","topic":7,"data":{}}',
			JSON.stringify({ type: 'publish', topic, data: '' }),
			JSON.stringify({ type: 'publish', topic, data: 'A'.repeat(350) }),
			JSON.stringify({ type: 'publish', topic: 'another', data: 'A'.repeat(350) }),
			'{"type":"pong"}'
		];
		for (const text of madeUp) hub.tellAll(text);
		await time.pass(10);
		expect(one?.hubs.reach).toEqual([two?.deviceId]);
		expect(one?.hubs.views).toMatchObject([{ state: 'open' }]);
	});

	it('hang up on a hub that floods them, and on one that sends too much at once', async () => {
		const [one] = await onHub(1, 2);
		for (let count = 0; count < 1_001; count += 1) hub.tellAll('{"type":"pong"}');
		await time.pass(0);
		expect(one?.hubs.views).toMatchObject([{ state: 'unreachable' }]);
		await time.pass(2_000);
		expect(one?.hubs.views).toMatchObject([{ state: 'open' }]);
		hub.tellAll(`{"type":"publish","topic":"${'x'.repeat(1_024)}"}`);
		await time.pass(0);
		expect(one?.hubs.views).toMatchObject([{ state: 'unreachable' }]);
	});

	it('ask the host of the app no more, once it said that it is no hub, until the network changes', async () => {
		hub.isNone = true;
		const phone = new OnHub(1, hub.address);
		await phone.hubs.groupChanged();
		phone.hubs.use([hub.address]);
		await time.pass(3_600_000);
		expect(phone.hubs.views).toEqual([{ address: hub.address, isOwn: true, state: 'noHub' }]);
		expect(hub.dials).toBe(1);
		hub.tellNetwork();
		await time.pass(10);
		expect(hub.dials).toBe(2);
	});
});
