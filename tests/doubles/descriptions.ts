import fc from 'fast-check';
import type { Candidate, Description } from '$lib/ports/peer-link';
import { addressText } from '$lib/sync/signaling/addresses';

/** What a phone on a usual Wi-Fi says of itself. */
export const DESCRIPTION: Description = {
	madeAtMinutes: 29_925_482,
	fingerprint: Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1),
	ufrag: 'q7Tz',
	pwd: 'kP+0aZ/4mXw8BvR2sLd6HjYu',
	candidates: [
		{ kind: 'ipv4', address: '192.168.43.1', port: 49_152 },
		{ kind: 'mdns', address: '0b3a1f66-0c84-4c6a-9f0e-5d2b8c7a4e19.local', port: 50_001 }
	]
};

const ofBytes = (kind: Candidate['kind'], length: number, first: { min: number; max: number }) =>
	fc
		.tuple(fc.integer(first), fc.uint8Array({ minLength: length - 1, maxLength: length - 1 }))
		.map(([head, rest]) => addressText(kind, Uint8Array.of(head, ...rest)));
const port = fc.integer({ min: 1, max: 65_535 });
const candidate: fc.Arbitrary<Candidate> = fc.oneof(
	fc.record({
		kind: fc.constant('ipv4' as const),
		address: ofBytes('ipv4', 4, { min: 1, max: 223 }),
		port
	}),
	fc.record({
		kind: fc.constant('mdns' as const),
		address: ofBytes('mdns', 16, { min: 0, max: 255 }),
		port
	}),
	fc.record({
		kind: fc.constant('ipv6' as const),
		address: ofBytes('ipv6', 16, { min: 1, max: 254 }),
		port
	})
);
const iceText = (minLength: number, maxLength: number) =>
	fc.string({
		unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
		minLength,
		maxLength
	});

/** Whatever a phone can say of itself: not more than there is room for. */
export const someDescription: fc.Arbitrary<Description> = fc.record({
	madeAtMinutes: fc.integer({ min: 0, max: 0xffff_ffff }),
	fingerprint: fc.uint8Array({ minLength: 32, maxLength: 32 }),
	ufrag: iceText(4, 10),
	pwd: iceText(22, 34),
	candidates: fc.array(candidate, { minLength: 1, maxLength: 2 })
});
