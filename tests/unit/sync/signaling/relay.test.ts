import { beforeEach, describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import type { DeviceId } from '$lib/domain/log/entry';
import { decodeMessage, encodeMessage, type Message, type Reached } from '$lib/sync/session/messages';
import { Relay, type RelayPeer } from '$lib/sync/signaling/relay';
import { VirtualTime } from '../../../simulation/virtual-time';

const device = (number: number) => {
	const bytes = new Uint8Array(16);
	new DataView(bytes.buffer).setUint32(0, number + 1);
	return toBase64Url(bytes) as DeviceId;
};
const peers = (reached: readonly Reached[]) => ({ type: 'peers', reached }) as const;

class Peer implements RelayPeer {
	readonly tables: (readonly Reached[])[] = [];
	readonly lengths: number[] = [];
	isRefused = false;

	constructor(readonly deviceId: DeviceId) {}

	send(message: Message): void {
		const bytes = encodeMessage(message);
		const read = decodeMessage(bytes);
		if (read?.type !== 'peers') throw new Error('only tables are sent here');
		this.tables.push(read.reached);
		this.lengths.push(bytes.length);
	}

	refuse(): void {
		this.isRefused = true;
	}
}

let time: VirtualTime;
let relay: Relay;
let asked: Peer;
let other: Peer;
beforeEach(async () => {
	time = new VirtualTime();
	relay = new Relay(device(0), time, () => time.now());
	[asked, other] = [new Peer(device(1)), new Peer(device(2))];
	relay.began(asked);
	relay.began(other);
	await time.pass(2_000);
});

const hears = async (reached: readonly Reached[]) => {
	relay.took(other, peers(reached));
	await time.pass(2_000);
};

describe('whom a phone tells that it reaches', () => {
	it('is named by id once, and by number in three bytes from then on', async () => {
		expect(asked.tables).toEqual([[{ device: device(2), hops: 1 }]]);
		await hears([{ device: device(3), hops: 1 }]);
		await hears([{ device: 0, hops: 4 }]);
		await hears([{ device: 0, hops: 0 }]);
		await hears([{ device: 0, hops: 2 }]);
		expect(asked.tables.slice(1)).toEqual([
			[{ device: device(3), hops: 2 }],
			[{ device: 1, hops: 5 }],
			[{ device: 1, hops: 0 }],
			[{ device: 1, hops: 3 }]
		]);
		expect(asked.lengths.slice(1)).toEqual([18, 4, 4, 4]);
		expect(relay.routes.ways.get(device(3))).toEqual({ via: device(2), hops: 3 });
	});

	it('has numbers of its own in each session', async () => {
		await hears([{ device: device(3), hops: 1 }]);
		const late = new Peer(device(9));
		relay.began(late);
		await time.pass(2_000);
		expect(late.tables.flat().map((one) => one.device)).toEqual([device(1), device(2), device(3)]);
		expect(asked.tables.at(-1)).toEqual([{ device: device(9), hops: 1 }]);
	});
});

describe('a phone that tells what this protocol has not', () => {
	it('is refused where it means one that it has not named', async () => {
		await hears([{ device: device(3), hops: 1 }]);
		expect(other.isRefused).toBe(false);
		await hears([{ device: 1, hops: 1 }]);
		expect(other.isRefused).toBe(true);
	});

	it('is refused where it names more than a thousand in one session, though it takes them back', async () => {
		for (let from = 0; from < 1_000; from += 500) {
			const some = Array.from({ length: 500 }, (_, index) => device(10 + from + index));
			await hears([
				...some.map((one) => ({ device: one, hops: 1 })),
				...some.map((_, index) => ({ device: from + index, hops: 0 }))
			]);
		}
		expect(other.isRefused).toBe(false);
		await hears([{ device: device(5_000), hops: 1 }]);
		expect(other.isRefused).toBe(true);
	});
});
