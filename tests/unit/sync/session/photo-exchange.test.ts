import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import type { SyncedPhotos } from '$lib/ports/sync';
import { PhotoExchange } from '$lib/sync/session/photo-exchange';
import { INCIDENT } from '../../../doubles/carried-entries';
import { TestPeer } from '../../../doubles/exchange-peer';
import { VirtualTime } from '../../../simulation/virtual-time';

const bytesOf = (number: number) => Uint8Array.of(0xff, 0xd8, 0xff, number);
const hashOf = (bytes: Uint8Array) => toBase64Url(sha256(bytes));
const hash = (number: number) => hashOf(bytesOf(number));

/** Photos of a log: those with these numbers are on the disk, those others are spoken of. */
class TestPhotos implements SyncedPhotos {
	readonly #listeners = new Set<() => void>();
	readonly #held = new Map<string, Uint8Array>();
	#lacking: string[];

	constructor(held: readonly number[], lacking: readonly number[]) {
		for (const number of held) this.#held.set(hash(number), bytesOf(number));
		this.#lacking = lacking.map(hash);
	}

	held = () => [...this.#held.keys()];
	lacking = () => this.#lacking;
	bytesOf = async (one: string) => this.#held.get(one) ?? null;
	observe(listener: () => void) {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
	async take(one: string, bytes: Uint8Array) {
		this.#held.set(one, bytes);
		this.#lacking = this.#lacking.filter((other) => other !== one);
		this.#tell();
	}
	speakOf(number: number) {
		this.#lacking = [hash(number), ...this.#lacking];
		this.#tell();
	}
	#tell() {
		for (const listener of this.#listeners) listener();
	}
}

function shared(photos: TestPhotos, count = 1) {
	const time = new VirtualTime();
	const exchange = new PhotoExchange(INCIDENT, photos, time);
	const peers = Array.from({ length: count }, () => new TestPeer());
	for (const peer of peers) exchange.share(peer);
	const [a, b] = peers as [TestPeer, TestPeer];
	return { time, exchange, a, b };
}

describe('the exchange of photos', () => {
	it('asks nobody for a photo who has not said to hold it', () => {
		const { exchange, a, b } = shared(new TestPhotos([], [1]), 2);
		exchange.takeHolds(b, [hash(1)]);
		exchange.takeHolds(a, [hash(2)]);
		expect(a.fetched).toEqual([]);
		expect(b.fetched).toEqual([hash(1)]);
	});

	it('asks for each photo of one phone, and each phone for one at a time, the newest first', async () => {
		const { exchange, a, b } = shared(new TestPhotos([], [3, 2, 1]), 2);
		const all = [1, 2, 3].map(hash);
		exchange.takeHolds(a, all);
		exchange.takeHolds(b, all);
		expect(a.fetched).toEqual([hash(3)]);
		expect(b.fetched).toEqual([hash(2)]);
		await exchange.takePhoto(b, hash(2), bytesOf(2));
		expect(a.fetched).toEqual([hash(3)]);
		expect(b.fetched).toEqual([hash(2), hash(1)]);
	});

	it('asks when the entry comes after its photo was told of', () => {
		const photos = new TestPhotos([], []);
		const { exchange, a } = shared(photos);
		exchange.takeHolds(a, [hash(1)]);
		expect(a.fetched).toEqual([]);
		photos.speakOf(1);
		expect(a.fetched).toEqual([hash(1)]);
	});

	it('tells each phone once of what is held, and not those that hold it', async () => {
		const { exchange, a, b } = shared(new TestPhotos([1], [2]), 2);
		expect(a.told).toEqual([hash(1)]);
		exchange.takeHolds(a, [hash(2)]);
		await exchange.takePhoto(a, hash(2), bytesOf(2));
		expect(a.told).toEqual([hash(1)]);
		expect(b.told).toEqual([hash(1), hash(2)]);
	});

	it('gives what it holds, and says so where it holds it no more', async () => {
		const { exchange, a } = shared(new TestPhotos([1], []));
		await exchange.takeFetch(a, hash(1));
		await exchange.takeFetch(a, hash(2));
		expect(a.of('photo')).toEqual([
			{ type: 'photo', hash: hash(1), bytes: bytesOf(1) },
			{ type: 'photo', hash: hash(2), bytes: new Uint8Array() }
		]);
	});

	it('asks another where one holds it no more, leaves, or does not answer', async () => {
		for (const turn of ['empty', 'leaves', 'silent']) {
			const { time, exchange, a, b } = shared(new TestPhotos([], [1]), 2);
			exchange.takeHolds(a, [hash(1)]);
			exchange.takeHolds(b, [hash(1)]);
			expect(b.fetched).toEqual([]);
			if (turn === 'empty') await exchange.takePhoto(a, hash(1), new Uint8Array());
			else if (turn === 'leaves') exchange.leave(a);
			else await time.pass(60_000);
			expect(b.fetched).toEqual([hash(1)]);
			expect(a.fetched).toEqual([hash(1)]);
		}
	});

	it('hangs up on a phone whose photo is another than its hash says, and keeps nothing of it', async () => {
		const photos = new TestPhotos([], [1]);
		const { exchange, a, b } = shared(photos, 2);
		exchange.takeHolds(a, [hash(1)]);
		exchange.takeHolds(b, [hash(1)]);
		await exchange.takePhoto(a, hash(1), bytesOf(2));
		expect(a.isRefused).toBe(true);
		expect(photos.held()).toEqual([]);
		exchange.leave(a);
		expect(b.fetched).toEqual([hash(1)]);
	});

	it('takes no photo that it did not ask that phone for', async () => {
		const photos = new TestPhotos([], [1]);
		const { exchange, a, b } = shared(photos, 2);
		exchange.takeHolds(a, [hash(1)]);
		await exchange.takePhoto(b, hash(1), bytesOf(1));
		await exchange.takePhoto(a, hash(2), bytesOf(2));
		expect(photos.held()).toEqual([]);
		expect([a.isRefused, b.isRefused]).toEqual([false, false]);
	});

	it('hangs up on a phone that claims more photos than any log has', () => {
		const { exchange, a } = shared(new TestPhotos([], []));
		for (let part = 0; part < 6; part += 1)
			exchange.takeHolds(
				a,
				Array.from({ length: 2_000 }, (_, at) => `${part} ${at}`)
			);
		expect(a.isRefused).toBe(true);
	});
});
