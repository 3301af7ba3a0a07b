import { beforeEach, describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import type { DeviceId } from '$lib/domain/log/entry';
import { decodeMessage, encodeMessage, type Message, type Reached } from '$lib/sync/session/messages';
import { Relay, type RelayPeer } from '$lib/sync/signaling/relay';
import { seededRandom } from '../../../simulation/random';
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

/** Relays among which sessions come and go, and what goes over them. */
class Net {
	readonly time = new VirtualTime();
	readonly relays: readonly Relay[];
	readonly #ends = new Map<string, readonly RelayPeer[]>();
	messages = 0;
	refused = 0;

	constructor(readonly count: number) {
		this.relays = Array.from(
			{ length: count },
			(_, at) => new Relay(device(at), this.time, () => this.time.now())
		);
	}

	get sessions(): readonly (readonly [number, number])[] {
		return [...this.#ends.keys()].map((key) => key.split('-').map(Number) as [number, number]);
	}

	join(a: number, b: number): void {
		const key = `${Math.min(a, b)}-${Math.max(a, b)}`;
		if (a === b || this.#ends.has(key)) return;
		const ends: RelayPeer[] = [];
		const endAt = (at: number, other: number, side: number): RelayPeer => ({
			deviceId: device(other),
			send: (message) => {
				this.messages += 1;
				const bytes = encodeMessage(message);
				this.time.after(20, () => {
					const read = decodeMessage(bytes);
					const there = ends[1 - side];
					if (read?.type === 'peers' && there && this.#ends.get(key) === ends)
						this.relays[other]?.took(there, read);
				});
			},
			refuse: () => {
				this.refused += 1;
			}
		});
		ends.push(endAt(a, b, 0), endAt(b, a, 1));
		this.#ends.set(key, ends);
		ends.forEach((end, side) => this.relays[side === 0 ? a : b]?.began(end));
	}

	cut(a: number, b: number): void {
		const key = `${Math.min(a, b)}-${Math.max(a, b)}`;
		const ends = this.#ends.get(key) ?? [];
		this.#ends.delete(key);
		for (const end of ends) for (const relay of this.relays) relay.ended(end);
	}

	/** How many sessions lie between a phone and each other one that it can reach over at most six. */
	distancesFrom(from: number): Map<DeviceId, number> {
		const distances = new Map([[from, 0]]);
		for (const [at, distance] of distances)
			for (const [a, b] of this.sessions) {
				const next = a === at ? b : b === at ? a : null;
				if (next !== null && distance < 6 && !distances.has(next)) distances.set(next, distance + 1);
			}
		distances.delete(from);
		return new Map([...distances].map(([at, distance]) => [device(at), distance]));
	}
}

describe('phones whose sessions come and go at random', () => {
	/** SIM_SEED runs one again. */
	const seed = Number(process.env.SIM_SEED ?? Date.now() % 2 ** 31);
	it(`know whoever is within six hops by the shortest way, and then say nothing more, from seed ${seed}`, async () => {
		const random = seededRandom(seed);
		const below = (limit: number) => Math.floor(random() * limit);
		for (let run = 0; run < 100; run += 1) {
			const net = new Net(2 + below(24));
			for (let act = 0; act < 3; act += 1) {
				for (let more = below(3 * net.count); more > 0; more -= 1) {
					const session = net.sessions[below(net.sessions.length)];
					if (session && random() < 0.4) net.cut(...session);
					else net.join(below(net.count), below(net.count));
					if (random() < 0.3) await net.time.pass(below(2_000));
				}
				await net.time.pass(60_000);
				net.relays.forEach((relay, at) => {
					const hops = new Map([...relay.routes.ways].map(([deviceId, way]) => [deviceId, way.hops]));
					const sorted = (map: ReadonlyMap<DeviceId, number>) =>
						[...map].sort(([a], [b]) => (a < b ? -1 : 1));
					expect(sorted(hops), `phone ${at} of run ${run}`).toEqual(sorted(net.distancesFrom(at)));
				});
				net.messages = 0;
				await net.time.pass(60_000);
				expect(net.messages, `run ${run}`).toBe(0);
			}
			expect(net.refused).toBe(0);
		}
	});
});
