import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import { uuidText } from '$lib/base/byte-fields';
import type { DeviceId, EntryId, IncidentId } from '$lib/domain/log/entry';
import { PICTURE_SECTIONS } from '$lib/domain/log/kinds';
import {
	BYE_REASONS,
	decodeMessage,
	DRAFT_PARTS,
	encodeMessage,
	type Message,
	type SessionKind
} from '$lib/sync/session/messages';
import { someDescription } from '../../../doubles/descriptions';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const logId = bytes(16).map((all) => uuidText(all) as IncidentId);
const deviceId = bytes(16).map((all) => toBase64Url(all) as DeviceId);
const number = fc.integer({ min: 1, max: 0xffff_ffff });
const log = fc.integer({ min: 0, max: 255 });
const hash = bytes(32).map(toBase64Url);
const clocks = fc.array(fc.tuple(number, number), { maxLength: 20 }).map((all) => new Map(all));
const secrets = fc.array(fc.record({ epoch: number, secret: bytes(32) }), { maxLength: 5 });
const sized = fc.uint8Array({ maxLength: 300 });

const message: fc.Arbitrary<Message> = fc.oneof(
	fc.record({
		type: fc.constant('hello' as const),
		version: fc.integer({ min: 0, max: 255 }),
		kind: fc.constantFrom<SessionKind>('group', 'invite'),
		commitment: bytes(32)
	}),
	fc.record({ type: fc.constant('nonce' as const), nonce: bytes(32) }),
	fc.record({ type: fc.constant('ready' as const) }),
	fc.record({
		type: fc.constant('proof' as const),
		deviceKey: bytes(32),
		mac: bytes(32),
		signature: bytes(64)
	}),
	fc.record({ type: fc.constantFrom('introduce' as const, 'welcome' as const), json: fc.string() }),
	fc.record({ type: fc.constant('admit' as const), groupId: logId, secrets, plan: fc.string() }),
	fc.record({ type: fc.constant('epoch' as const), epoch: number }),
	fc.record({ type: fc.constant('secrets' as const), secrets }),
	fc.record({
		type: fc.constant('logs' as const),
		logs: fc.array(fc.record({ logId, isGroup: fc.boolean(), isOpen: fc.boolean() }), { maxLength: 9 })
	}),
	fc.record({ type: fc.constant('update' as const), log, update: sized }),
	fc.record({ type: fc.constantFrom('clocks' as const, 'pull' as const), log, clocks }),
	fc.record({
		type: fc.constant('heads' as const),
		log,
		heads: fc.array(fc.record({ deviceId, sequence: number, hash: bytes(8) }), { maxLength: 9 })
	}),
	fc
		.record({ type: fc.constant('want' as const), log, deviceId, from: number, to: number })
		.filter(({ from, to }) => from <= to),
	fc.record({ type: fc.constant('entries' as const), log, entries: fc.array(sized, { maxLength: 9 }) }),
	fc.record({ type: fc.constant('holds' as const), log, hashes: fc.array(hash, { maxLength: 9 }) }),
	fc.record({ type: fc.constant('fetch' as const), log, hash }),
	fc.record({ type: fc.constant('photo' as const), log, hash, bytes: sized }),
	fc.record({
		type: fc.constant('peers' as const),
		reached: fc.array(
			fc.record({
				device: fc.oneof(deviceId, fc.integer({ min: 0, max: 65_535 })),
				hops: fc.integer({ min: 0, max: 5 })
			}),
			{ maxLength: 9 }
		)
	}),
	fc.record({
		type: fc.constant('relay' as const),
		hops: fc.integer({ min: 1, max: 6 }),
		to: deviceId,
		from: deviceId,
		code: fc.uint8Array({ minLength: 1, maxLength: 200 })
	}),
	fc.record({ type: fc.constant('reserve' as const), epoch: number, description: someDescription }),
	fc.record({
		type: fc.constant('draft' as const),
		log,
		section: fc.constantFrom(...PICTURE_SECTIONS),
		base: fc.option(bytes(16).map((all) => toBase64Url(Uint8Array.of(...all.subarray(1), 1)) as EntryId)),
		what: fc.constantFrom(...DRAFT_PARTS),
		bytes: sized
	}),
	fc.record({ type: fc.constant('bye' as const), why: fc.constantFrom(...BYE_REASONS) })
);

describe('a message', () => {
	it('is read as it was written', () => {
		fc.assert(
			fc.property(message, (one) => {
				expect(decodeMessage(encodeMessage(one))).toEqual(one);
			})
		);
	});

	it('is refused with anything after it, or cut short, but for what may end anywhere', () => {
		const fixed = message.filter(({ type }) =>
			['hello', 'nonce', 'ready', 'proof', 'epoch', 'secrets', 'want', 'fetch', 'reserve', 'bye'].includes(
				type
			)
		);
		fc.assert(
			fc.property(fixed, (one) => {
				const written = encodeMessage(one);
				expect(decodeMessage(Uint8Array.of(...written, 0))).toBeNull();
				expect(decodeMessage(written.subarray(0, -1))).toBeNull();
			})
		);
	});

	it('can be any bytes at all without an error', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...Array(32).keys()), (rest, type) => {
				const read = decodeMessage(Uint8Array.of(type, ...rest));
				// what is read has one form only, but for Yjs's own clocks
				if (read && read.type !== 'clocks' && read.type !== 'pull')
					expect(encodeMessage(read)).toEqual(Uint8Array.of(type, ...rest));
			}),
			{ numRuns: 5_000 }
		);
	});

	it('of those without an update is not read beyond 64 KiB', () => {
		expect(decodeMessage(Uint8Array.of(16, ...new Uint8Array(65_536)))).toBeNull();
	});

	it('of a draft is laid out as the protocol says', () => {
		const base = toBase64Url(Uint8Array.from({ length: 16 }, (_, at) => at)) as EntryId;
		const draft = { type: 'draft', log: 3, section: 'next', base, what: 'presence' } as const;
		expect([...encodeMessage({ ...draft, bytes: Uint8Array.of(8, 9) })]).toEqual([
			...[29, 3, 1],
			...Array(16).keys(),
			...[2, 8, 9]
		]);
		const first = encodeMessage({ ...draft, base: null, bytes: new Uint8Array(0) });
		expect([...first]).toEqual([29, 3, 1, ...Array<number>(16).fill(0), 2]);
		expect(decodeMessage(first.subarray(0, -1))).toBeNull();
		for (const [at, wrong] of [
			[2, 2],
			[19, 3]
		] as const) {
			const changed = first.slice();
			changed[at] = wrong;
			expect(decodeMessage(changed)).toBeNull();
		}
	});

	it('of a draft is not read beyond 64 KiB', () => {
		const draft = (length: number) =>
			encodeMessage({
				type: 'draft',
				log: 0,
				section: 'known',
				base: null,
				what: 'update',
				bytes: new Uint8Array(length)
			});
		expect(decodeMessage(draft(65_516))).not.toBeNull();
		expect(decodeMessage(draft(65_517))).toBeNull();
	});

	it('brings no photo that is larger than a photo may be', () => {
		const photo = (length: number) =>
			encodeMessage({
				type: 'photo',
				log: 0,
				hash: 'A'.repeat(43),
				bytes: new Uint8Array(length)
			});
		expect(decodeMessage(photo(200_000))).not.toBeNull();
		expect(decodeMessage(photo(200_001))).toBeNull();
	});

	it('does not name more than 256 logs', () => {
		const named = (count: number) =>
			encodeMessage({
				type: 'logs',
				logs: Array.from({ length: count }, () => ({
					logId: '00000000-0000-4000-8000-000000000001' as IncidentId,
					isGroup: false,
					isOpen: true
				}))
			});
		expect(decodeMessage(named(256))).not.toBeNull();
		expect(decodeMessage(named(257))).toBeNull();
	});
});
