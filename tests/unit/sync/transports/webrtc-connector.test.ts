import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkEnd, OfferedLink, PeerLink } from '$lib/ports/peer-link';
import { PIECE_MAX_BYTES, pieceOf } from '$lib/sync/transports/pieces';
import { createWebRtcConnector } from '$lib/sync/transports/webrtc-connector';
import { MESSAGE_MAX_BYTES } from '$lib/sync/transports/webrtc-link';
import { FixedClock } from '../../../doubles/clock';
import { FakeNetwork } from '../../../doubles/fake-webrtc';
import { valued } from '../../../doubles/valued';

const MIB = 1024 * 1024;

let network: FakeNetwork;
let now: number;
beforeEach(() => {
	vi.useFakeTimers();
	network = new FakeNetwork();
	now = 0;
});
afterEach(() => {
	vi.useRealTimers();
});

function connector() {
	return createWebRtcConnector({
		clock: new FixedClock('1970-01-02T00:00:59.000Z'),
		nowMs: () => now,
		createConnection: network.createConnection
	});
}

/** `work`, with as much time as it wants. */
async function inTime<Value>(work: Promise<Value>): Promise<Value> {
	let isDone = false;
	void work.finally(() => (isDone = true)).catch(() => undefined);
	for (let step = 0; !isDone && step < 1_000; step += 1) await vi.advanceTimersByTimeAsync(10);
	return work;
}

async function offered(): Promise<OfferedLink> {
	return valued(await inTime(connector().offer()));
}

/** What comes out of a link. */
class Heard {
	readonly messages: Uint8Array[] = [];
	readonly ends: LinkEnd[] = [];

	constructor(readonly link: PeerLink) {
		link.listen({
			message: (message) => this.messages.push(message),
			closed: (end) => this.ends.push(end)
		});
	}
}

/** Two phones with a link between them, of which nobody has proven anything yet. */
async function connected(): Promise<[PeerLink, PeerLink]> {
	const offer = await offered();
	const answer = valued(await inTime(connector().answer(offer.description)));
	offer.accept(answer.description);
	return [valued(await inTime(offer.opened)), valued(await inTime(answer.opened))];
}

async function trusted(): Promise<[Heard, Heard]> {
	const links = await connected();
	for (const link of links) link.trust();
	return [new Heard(links[0]), new Heard(links[1])];
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const bytes = (length: number, first = 1) => new Uint8Array(length).fill(first, 0, 1);

describe('two phones', () => {
	it('connect with a description each way', async () => {
		const [mine, theirs] = await connected();
		expect([mine.isOfferer, theirs.isOfferer]).toEqual([true, false]);
		expect(mine.localFingerprint).toEqual(new Uint8Array(32).fill(0));
		expect(mine.remoteFingerprint).toEqual(new Uint8Array(32).fill(1));
		expect(theirs.localFingerprint).toEqual(mine.remoteFingerprint);
		expect(theirs.remoteFingerprint).toEqual(mine.localFingerprint);
		expect(network.at(1).remoteSdp).toContain('a=setup:actpass');
		expect(network.at(0).remoteSdp).toContain('a=setup:active');
		expect(network.at(0).channelOptions).toEqual({
			label: 'beredt',
			ordered: true,
			negotiated: true,
			id: 0
		});
	});

	it('say when the description was made, in minutes', async () => {
		expect((await offered()).description.madeAtMinutes).toBe(1440);
	});

	it('hear each other in order, what came before they listened first', async () => {
		const [mine, theirs] = await connected();
		mine.send(bytes(1, 1));
		mine.send(bytes(1, 2));
		await settle();
		const heard = new Heard(theirs);
		mine.send(bytes(1, 3));
		await settle();
		expect(heard.messages.map(([first]) => first)).toEqual([1, 2, 3]);
	});
});

describe('offers that cross', () => {
	it('become a link of which one phone counts as the offerer, and the other begins DTLS', async () => {
		const [mine, theirs] = [await offered(), await offered()];
		mine.cross(theirs.description, true);
		await vi.advanceTimersByTimeAsync(60_000);
		theirs.cross(mine.description, false);
		const links = [valued(await inTime(mine.opened)), valued(await inTime(theirs.opened))];
		expect(links.map((link) => link.isOfferer)).toEqual([true, false]);
		expect(links[0]?.remoteFingerprint).toEqual(theirs.description.fingerprint);
		expect(network.at(0).remoteSdp).toContain('a=setup:active');
		expect(network.at(1).remoteSdp).toContain('a=setup:passive');
	});

	it('come to nothing after 90 s, or when the browser says so', async () => {
		const [mine, theirs] = [await offered(), await offered()];
		const other = await offered();
		const ends: string[] = [];
		for (const one of [mine, theirs])
			void one.opened.then((result) => ends.push(result.ok ? 'open' : result.error.code));
		mine.cross(other.description, true);
		theirs.cross(other.description, false);
		await settle();
		network.at(1).become('failed');
		await settle();
		expect(ends).toEqual(['timedOut']);
		await vi.advanceTimersByTimeAsync(89_000);
		expect(ends).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(ends).toEqual(['timedOut', 'timedOut']);
	});

	it('are taken once, and an answer after it is not', async () => {
		const [mine, theirs, other] = [await offered(), await offered(), await offered()];
		mine.cross(theirs.description, true);
		mine.accept(other.description);
		mine.cross(other.description, false);
		theirs.cross(mine.description, false);
		expect(valued(await inTime(mine.opened)).remoteFingerprint).toEqual(theirs.description.fingerprint);
	});
});

describe('a phone that keeps an offer', () => {
	it('is found at once, again and again, and its offer is as good as before', async () => {
		const kept = await offered();
		for (let round = 1; round <= 3; round += 1) {
			expect(await inTime(connector().probe(kept.description, 5_000))).toBe(true);
			expect(network.at(round).isClosed).toBe(true);
			// it begins nothing itself: what it sent would be taken for the other side's
			expect(network.at(round).remoteSdp).toContain('a=setup:active');
		}
		const answer = valued(await inTime(connector().answer(kept.description)));
		kept.accept(answer.description);
		expect((await inTime(kept.opened)).ok).toBe(true);
	});

	it('is looked for as long as was said where it is not found, for whatever reason', async () => {
		const kept = await offered();
		const found: boolean[] = [];
		const look = () =>
			void connector()
				.probe(kept.description, 5_000)
				.then((one) => found.push(one));
		network.isDown = true;
		look();
		network.isDown = false;
		network.refusal = 'no';
		look();
		network.refusal = null;
		kept.cancel();
		look();
		await vi.advanceTimersByTimeAsync(4_990);
		expect(found).toEqual([]);
		await vi.advanceTimersByTimeAsync(10);
		expect(found).toEqual([false, false, false]);
		expect([1, 2, 3].map((index) => network.at(index).isClosed)).toEqual([true, true, true]);
	});

	it('is not found where the browser has no WebRTC', async () => {
		const without = createWebRtcConnector({
			clock: new FixedClock('1970-01-02T00:00:59.000Z'),
			createConnection: () => {
				throw new ReferenceError('RTCPeerConnection is not defined');
			}
		});
		expect(await without.probe((await offered()).description, 5_000)).toBe(false);
	});
});

describe('no connection', () => {
	it('is made where the browser has no WebRTC', async () => {
		const createConnection = () => {
			throw new ReferenceError('RTCPeerConnection is not defined');
		};
		const without = createWebRtcConnector({ clock: new FixedClock(), nowMs: () => 0, createConnection });
		expect(await without.offer()).toMatchObject({ ok: false, error: { code: 'unsupported' } });
	});

	it('is offered or answered by a phone without an address', async () => {
		const offer = await offered();
		network.candidates = [];
		expect(await inTime(connector().offer())).toMatchObject({ error: { code: 'noAddress' } });
		expect(await inTime(connector().answer(offer.description))).toMatchObject({
			error: { code: 'noAddress' }
		});
		expect([1, 2].map((index) => network.at(index).isClosed)).toEqual([true, true]);
	});

	it('is made of what the browser does not take', async () => {
		const offer = await offered();
		network.refusal = 'no';
		const unusable = { ok: false, error: { code: 'unusable', detail: 'no' } };
		expect(await inTime(connector().answer(offer.description))).toEqual(unusable);
		offer.accept(offer.description);
		expect(await inTime(offer.opened)).toEqual(unusable);
		expect(network.at(0).isClosed).toBe(true);
	});

	it('is waited for: 30 s by the one who was answered, 10 minutes by the one who answers', async () => {
		const offer = await offered();
		const answer = valued(await inTime(connector().answer(offer.description)));
		const other = await offered();
		offer.accept(other.description);
		const ends: string[] = [];
		void offer.opened.then((result) => ends.push(result.ok ? 'open' : `offerer ${result.error.code}`));
		void answer.opened.then((result) => ends.push(result.ok ? 'open' : `answerer ${result.error.code}`));
		await vi.advanceTimersByTimeAsync(29_990);
		expect(ends).toEqual([]);
		await vi.advanceTimersByTimeAsync(10);
		expect(ends).toEqual(['offerer timedOut']);
		network.at(1).become('failed');
		await vi.advanceTimersByTimeAsync(569_000);
		expect(ends).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(2_000);
		expect(ends).toEqual(['offerer timedOut', 'answerer timedOut']);
	});

	it('is waited for when the browser of the one who was answered gave up', async () => {
		const offer = await offered();
		offer.accept((await offered()).description);
		await settle();
		network.at(0).become('failed');
		expect(await offer.opened).toMatchObject({ error: { code: 'timedOut', detail: 'failed' } });
	});

	it('comes of what was cancelled, on either side', async () => {
		const offer = await offered();
		const answer = valued(await inTime(connector().answer(offer.description)));
		offer.cancel();
		answer.cancel();
		offer.accept(answer.description);
		expect(await offer.opened).toMatchObject({ error: { code: 'cancelled' } });
		expect(await answer.opened).toMatchObject({ error: { code: 'cancelled' } });
		expect([0, 1].map((index) => network.at(index).isClosed)).toEqual([true, true]);
	});

	it('is made with a second answer', async () => {
		const offer = await offered();
		const [first, second] = [
			valued(await inTime(connector().answer(offer.description))),
			valued(await inTime(connector().answer(offer.description)))
		];
		offer.accept(first.description);
		offer.accept(second.description);
		expect(valued(await inTime(offer.opened)).remoteFingerprint).toEqual(first.description.fingerprint);
	});
});

describe('addresses', () => {
	/** How long it takes to make an offer, in milliseconds, and what came of it. */
	async function timeToOffer() {
		const start = Date.now();
		const offer = await inTime(connector().offer());
		return { took: Date.now() - start, outcome: offer.ok ? 'offered' : offer.error.code };
	}

	it('are waited for 2 s where there is one', async () => {
		network.gathersForMs = 60_000;
		const { took, outcome } = await timeToOffer();
		expect(outcome).toBe('offered');
		expect(took).toBeGreaterThanOrEqual(1_900);
		expect(took).toBeLessThanOrEqual(2_100);
	});

	it('are waited for until the first is there, but no longer than 8 s', async () => {
		network.gathersForMs = 60_000;
		network.findsAfterMs = 5_000;
		const { took, outcome } = await timeToOffer();
		expect(outcome).toBe('offered');
		expect(took).toBeLessThanOrEqual(5_100);
		network.findsAfterMs = 20_000;
		const late = await timeToOffer();
		expect(late.outcome).toBe('noAddress');
		expect(late.took).toBeLessThanOrEqual(8_100);
	});

	it('of the other side are told the browser of whoever answers again and again, until there is a link', async () => {
		const offer = await offered();
		const answer = valued(await inTime(connector().answer(offer.description)));
		await vi.advanceTimersByTimeAsync(60_000);
		const [mine, theirs] = [network.at(0), network.at(1)];
		expect(theirs.reminders).toHaveLength(20);
		expect(theirs.reminders[0]).toMatch(/^candidate:1 1 udp \d+ 192\.168\.1\.7 5000 typ host$/);
		offer.accept(answer.description);
		valued(await inTime(answer.opened));
		await vi.advanceTimersByTimeAsync(60_000);
		expect([mine, theirs].map(({ reminders }) => reminders.length)).toEqual([0, 20]);
	});
});

describe('before the other side has proven who it is', () => {
	it('four messages of 512 bytes are taken', async () => {
		const [mine, theirs] = await connected();
		const heard = new Heard(theirs);
		for (let count = 0; count < 4; count += 1) mine.send(bytes(512));
		await settle();
		expect(heard.messages).toHaveLength(4);
		expect(heard.ends).toEqual([]);
	});

	it.each([
		['a fifth', 5, 1],
		['one that is longer', 1, 513],
		['one of many pieces', 1, 100_000]
	])('%s ends it', async (_, count, length) => {
		const [mine, theirs] = await connected();
		const heard = new Heard(theirs);
		const there = new Heard(mine);
		for (let index = 0; index < count; index += 1) mine.send(bytes(length));
		await settle();
		expect(heard.messages).toHaveLength(count - 1);
		expect(heard.ends).toEqual(['refused']);
		expect(there.ends).toEqual(['closedThere']);
		expect(network.at(1).isClosed).toBe(true);
	});

	it('what nobody listens to is bounded too, and the end is told to whoever listens at last', async () => {
		const [mine, theirs] = await connected();
		for (let index = 0; index < 10; index += 1) mine.send(bytes(1, index));
		await settle();
		const heard = new Heard(theirs);
		await settle();
		expect(heard.messages).toHaveLength(4);
		expect(heard.ends).toEqual(['refused']);
	});
});

describe('a proven link', () => {
	it('carries large messages whole', async () => {
		const [mine, theirs] = await trusted();
		const message = Uint8Array.from({ length: 3 * MIB }, (_, index) => index >> 8);
		mine.link.send(message);
		mine.link.send(bytes(1, 9));
		await settle();
		expect(theirs.messages).toHaveLength(2);
		expect(Buffer.compare(theirs.messages[0] ?? bytes(1), message)).toBe(0);
	});

	it('hands no more than 1 MiB to the browser at a time, and says what waits', async () => {
		const [mine, theirs] = await trusted();
		network.isSlow = true;
		const channel = network.at(0).channel;
		for (let count = 0; count < 3; count += 1) mine.link.send(bytes(2 * MIB, count));
		expect(channel.mostBuffered).toBeLessThanOrEqual(MIB);
		expect(mine.link.queuedBytes).toBeGreaterThan(6 * MIB - 1);
		expect(mine.link.queuedBytes).toBeLessThan(6 * MIB + 100);
		for (let step = 0; step < 10; step += 1) channel.drain();
		expect(channel.mostBuffered).toBeLessThanOrEqual(MIB);
		expect(mine.link.queuedBytes).toBe(0);
		expect(theirs.messages.map((message) => [message[0], message.length])).toEqual(
			[0, 1, 2].map((first) => [first, 2 * MIB])
		);
	});

	it('ends when more than 32 MiB wait and more is to be sent', async () => {
		const [mine] = await trusted();
		network.isSlow = true;
		const message = bytes(33 * MIB);
		mine.link.send(message);
		await settle();
		expect(mine.ends).toEqual([]);
		mine.link.send(bytes(1));
		expect(mine.ends).toEqual([]);
		await settle();
		expect(mine.ends).toEqual(['tooSlow']);
		expect(mine.link.queuedBytes).toBe(0);
	});

	it('does not send what nobody takes: that is a bug', async () => {
		const [mine] = await trusted();
		expect(() => mine.link.send(bytes(0))).toThrow(RangeError);
		expect(() => mine.link.send(new Uint8Array(MESSAGE_MAX_BYTES + 1))).toThrow(RangeError);
	});

	it.each<[string, unknown]>([
		['text', 'hej'],
		['an empty piece', new ArrayBuffer(0)],
		['another flag', Uint8Array.of(7, 1).buffer],
		['a piece that is too long', new ArrayBuffer(PIECE_MAX_BYTES + 1)]
	])('ends with whoever sends %s', async (_, data) => {
		const [mine, theirs] = await trusted();
		network.at(1).channel.arrive(data);
		await settle();
		expect(theirs.ends).toEqual(['refused']);
		expect(mine.ends).toEqual(['closedThere']);
	});

	it('ends with whoever sends more than 64 MiB without an end, and goes on with others', async () => {
		const [, theirs] = await trusted();
		const [other, another] = await trusted();
		const channel = network.at(1).channel;
		const piece = pieceOf(new Uint8Array(2 * PIECE_MAX_BYTES), 0).buffer;
		for (let count = 0; count < 1_025; count += 1) channel.arrive(piece);
		await settle();
		expect(theirs.ends).toEqual(['refused']);
		other.link.send(bytes(1));
		await settle();
		expect(another.messages).toHaveLength(1);
		expect(another.ends).toEqual([]);
	});

	it('ends with whoever opens another channel', async () => {
		const [, theirs] = await trusted();
		network.at(1).ondatachannel?.();
		await settle();
		expect(theirs.ends).toEqual(['refused']);
	});

	it('ends with whoever sends more than 2,000 messages a second for 10 s', async () => {
		const [mine, theirs] = await trusted();
		for (let count = 0; count < 20_000; count += 1) mine.link.send(bytes(1));
		await settle();
		expect(theirs.messages).toHaveLength(20_000);
		now += 5_000;
		for (let count = 0; count < 10_001; count += 1) mine.link.send(bytes(1));
		await settle();
		expect(theirs.messages).toHaveLength(30_000);
		expect(theirs.ends).toEqual(['refused']);
	});
});

describe('out of reach', () => {
	it('is waited out for 30 s', async () => {
		const [mine] = await trusted();
		const connection = network.at(0);
		connection.become('disconnected');
		await vi.advanceTimersByTimeAsync(29_000);
		connection.become('connected');
		await vi.advanceTimersByTimeAsync(60_000);
		expect(mine.ends).toEqual([]);
		connection.become('disconnected');
		await vi.advanceTimersByTimeAsync(30_000);
		expect(mine.ends).toEqual(['lost']);
		expect(connection.isClosed).toBe(true);
	});

	it('is the end when the browser says so', async () => {
		const [mine] = await trusted();
		network.at(0).become('failed');
		await settle();
		expect(mine.ends).toEqual(['lost']);
	});
});

describe('closing', () => {
	it('lets out what was sent before, and tells both sides once', async () => {
		const [mine, theirs] = await trusted();
		network.isSlow = true;
		mine.link.send(bytes(2 * MIB));
		mine.link.close();
		mine.link.close();
		mine.link.send(bytes(1));
		for (let step = 0; step < 4; step += 1) {
			network.at(0).channel.drain();
			await settle();
		}
		expect(theirs.messages.map(({ length }) => length)).toEqual([2 * MIB]);
		expect([mine.ends, theirs.ends]).toEqual([['closedHere'], ['closedThere']]);
		expect([0, 1].map((index) => network.at(index).isClosed)).toEqual([true, true]);
	});

	it('is over after a second, whatever the other side does', async () => {
		const [mine] = await trusted();
		network.isSlow = true;
		mine.link.send(bytes(2 * MIB));
		mine.link.close();
		await vi.advanceTimersByTimeAsync(1_000);
		expect(network.at(0).isClosed).toBe(true);
		expect(mine.ends).toEqual(['closedHere']);
	});

	it('in the midst of what came before is the last that is heard', async () => {
		const [mine, theirs] = await connected();
		for (const first of [1, 2, 3]) mine.send(bytes(1, first));
		await settle();
		const heard: unknown[] = [];
		theirs.listen({
			message([first]) {
				heard.push(first);
				if (first === 2) theirs.close();
			},
			closed: (end) => heard.push(end)
		});
		mine.send(bytes(1, 4));
		await settle();
		expect(heard).toEqual([1, 2, 'closedHere']);
	});
});
