import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Description } from '$lib/ports/peer-link';
import {
	decodeDescription,
	descriptionOf,
	DESCRIPTION_BYTES,
	encodeDescription,
	sdpOf
} from '$lib/sync/signaling/description';
import { DESCRIPTION, someDescription } from '../../../doubles/descriptions';
import { valued } from '../../../doubles/valued';

const FINGERPRINT = Array.from({ length: 32 }, (_, index) =>
	(index * 7 + 1).toString(16).toUpperCase().padStart(2, '0')
).join(':');

/** As Chromium 156 writes it. */
const chromium = (candidates: readonly string[]) =>
	[
		'v=0',
		'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
		's=-',
		't=0 0',
		'a=group:BUNDLE 0',
		'a=extmap-allow-mixed',
		'a=msid-semantic: WMS',
		'm=application 49152 UDP/DTLS/SCTP webrtc-datachannel',
		'c=IN IP4 192.168.43.1',
		...candidates.map((line) => `a=candidate:${line}`),
		'a=ice-ufrag:q7Tz',
		'a=ice-pwd:kP+0aZ/4mXw8BvR2sLd6HjYu',
		'a=ice-options:trickle',
		`a=fingerprint:sha-256 ${FINGERPRINT}`,
		'a=setup:actpass',
		'a=mid:0',
		'a=sctp-port:5000',
		'a=max-message-size:262144',
		''
	].join('\r\n');

/** As Firefox 153 writes it. */
const firefox = (candidates: readonly string[]) =>
	[
		'v=0',
		'o=mozilla...THIS_IS_SDPARTA-99.0 7437573157562837212 0 IN IP4 0.0.0.0',
		's=-',
		't=0 0',
		'a=sendrecv',
		`a=fingerprint:sha-256 ${FINGERPRINT}`,
		'a=group:BUNDLE 0',
		'a=ice-options:trickle',
		'a=msid-semantic:WMS *',
		'm=application 50001 UDP/DTLS/SCTP webrtc-datachannel',
		'c=IN IP4 192.168.43.1',
		...candidates.map((line) => `a=candidate:${line}`),
		'a=sendrecv',
		'a=end-of-candidates',
		'a=ice-pwd:5c8dc30bb67c9d0b4ca8f1bd7b6a3c9e',
		'a=ice-ufrag:a1b2c3d4',
		'a=mid:0',
		'a=setup:actpass',
		'a=sctp-port:5000',
		'a=max-message-size:1073741823',
		''
	].join('\r\n');

const MDNS = '0b3a1f66-0c84-4c6a-9f0e-5d2b8c7a4e19.local';
const host = (address: string, port: number) =>
	`1000 1 udp 2113937151 ${address} ${port} typ host generation 0`;
const addressesOf = (sdp: string) =>
	valued(descriptionOf(sdp, 0)).candidates.map(({ address, port }) => `${address} ${port}`);

describe('what the browser wrote', () => {
	it('is read from Chromium’s', () => {
		const sdp = chromium([host('192.168.43.1', 49_152), host(MDNS, 50_001)]);
		expect(descriptionOf(sdp, DESCRIPTION.madeAtMinutes)).toEqual({ ok: true, value: DESCRIPTION });
	});

	it('is read from Firefox’s, which writes UDP in capitals, and other lines in another order', () => {
		const sdp = firefox([
			'0 1 UDP 2122252543 192.168.43.1 50001 typ host',
			'1 1 TCP 2105524479 192.168.43.1 9 typ host tcptype active',
			'0 2 UDP 2122252542 192.168.43.1 50002 typ host'
		]);
		expect(valued(descriptionOf(sdp, 7))).toMatchObject({
			ufrag: 'a1b2c3d4',
			pwd: '5c8dc30bb67c9d0b4ca8f1bd7b6a3c9e',
			fingerprint: DESCRIPTION.fingerprint,
			candidates: [{ kind: 'ipv4', address: '192.168.43.1', port: 50_001 }]
		});
	});

	it('is told in the order in which it most likely reaches the phone, each address once', () => {
		const sdp = chromium([
			host('fe80::1', 1),
			host('2001:DB8:0:0::2', 2),
			host(MDNS, 3),
			host('169.254.7.7', 4),
			host('127.0.0.1', 5),
			host('::1', 6),
			host('10.0.0.1', 7),
			host('10.0.0.1', 7)
		]);
		const both = ['10.0.0.1 7', '169.254.7.7 4', `${MDNS} 3`];
		expect(addressesOf(sdp)).toEqual([...both, '2001:db8::2 2']);
		expect(addressesOf(sdp.replace(`a=candidate:${host(MDNS, 3)}\r\n`, ''))).toEqual([
			'10.0.0.1 7',
			'169.254.7.7 4',
			'2001:db8::2 2',
			'fe80::1 1'
		]);
	});

	it('has the loopback only where there is nothing else', () => {
		expect(addressesOf(chromium([host('127.0.0.1', 5), host('::1', 6)]))).toEqual(['127.0.0.1 5', '::1 6']);
	});

	it('has as many addresses as there is room for', () => {
		const many = Array.from({ length: 20 }, (_, index) => host(`10.0.0.${index + 1}`, 1000 + index));
		const description = valued(descriptionOf(chromium(many), 0));
		expect(description.candidates).toHaveLength(8);
		expect(encodeDescription(description)).toHaveLength(DESCRIPTION_BYTES);
		expect(valued(descriptionOf(firefox(many), 0)).candidates).toHaveLength(7);
	});

	it('reaches nobody without an address of this phone', () => {
		const none = { ok: false, error: { code: 'noAddress', detail: '' } };
		expect(descriptionOf(chromium([]), 0)).toEqual(none);
		const useless = [
			'1 1 udp 1685987071 80.62.1.1 9000 typ srflx raddr 0.0.0.0 rport 0',
			'1 1 tcp 1518280447 192.168.43.1 9 typ host tcptype active',
			host('phone.local', 9),
			host('192.168.43.256', 9),
			host('192.168.43.1', 0),
			host('192.168.43.1', 65_536),
			host('224.0.0.1', 9)
		];
		expect(descriptionOf(chromium(useless), 0)).toEqual(none);
	});

	it.each([
		['fingerprint', (sdp: string) => sdp.replace('sha-256', 'sha-1')],
		['ice-ufrag', (sdp: string) => sdp.replace('ufrag:q7Tz', 'ufrag:q7')],
		['ice-pwd', (sdp: string) => sdp.replace('kP+0', 'kP~0')],
		['mid', (sdp: string) => sdp.replace('mid:0', 'mid:data')]
	])('is not handed on where %s is strange', (detail, change) => {
		expect(descriptionOf(change(chromium([host('10.0.0.1', 1)])), 0)).toEqual({
			ok: false,
			error: { code: 'notUnderstood', detail }
		});
	});
});

describe('128 bytes', () => {
	it('give the description back', () => {
		fc.assert(
			fc.property(someDescription, (description) => {
				const bytes = encodeDescription(description);
				expect(bytes).toHaveLength(DESCRIPTION_BYTES);
				expect(decodeDescription(bytes)).toEqual(description);
			})
		);
	});

	it('are the only ones of that description', () => {
		fc.assert(
			fc.property(someDescription, fc.nat(DESCRIPTION_BYTES - 1), fc.nat(254), (description, at, change) => {
				const bytes = encodeDescription(description);
				bytes[at] = ((bytes[at] ?? 0) + 1 + change) % 256;
				const read = decodeDescription(bytes);
				if (read) expect(encodeDescription(read)).toEqual(bytes);
			})
		);
	});

	it('are read or refused, whatever they are', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				const read = decodeDescription(bytes);
				if (read) expect(encodeDescription(read)).toEqual(bytes);
			})
		);
	});

	it('are refused with another length, no candidate, or anything after the last', () => {
		const bytes = encodeDescription(DESCRIPTION);
		expect(decodeDescription(bytes.subarray(1))).toBeNull();
		expect(decodeDescription(Uint8Array.of(...bytes, 0))).toBeNull();
		const withByte = (at: number, value: number) => {
			const copy = bytes.slice();
			copy[at] = value;
			return decodeDescription(copy);
		};
		expect(withByte(127, 1)).toBeNull();
		expect(withByte(66, 0)).toBeNull();
		expect(withByte(66, 255)).toBeNull();
		expect(withByte(67, 3)).toBeNull();
	});

	it.each<[string, Partial<Description>]>([
		['characters that are not of ICE', { ufrag: 'a\r\nb' }],
		['a password that is short', { pwd: 'short' }],
		['a time that no 4 bytes hold', { madeAtMinutes: -1 }],
		['no candidate', { candidates: [] }],
		['a port that is none', { candidates: [{ kind: 'ipv4', address: '10.0.0.1', port: 65_536 }] }],
		['an address that is none', { candidates: [{ kind: 'ipv4', address: 'example.org', port: 1 }] }],
		[
			'more candidates than there is room for',
			{ candidates: Array(9).fill({ kind: 'ipv4', address: '10.0.0.1', port: 1 }) }
		]
	])('are not made with %s: that is a bug', (_, part) => {
		expect(() => encodeDescription({ ...DESCRIPTION, ...part })).toThrow(RangeError);
	});
});

describe('a session description', () => {
	it('has the lines of its template and no other, whatever is in the code', () => {
		const line =
			/^(?:[vst]=[-0 ]+|o=- 1 2 IN IP4 127\.0\.0\.1|m=application 9 UDP\/DTLS\/SCTP webrtc-datachannel|c=IN IP4 0\.0\.0\.0|a=(?:group:BUNDLE 0|ice-(?:ufrag|pwd):[A-Za-z0-9+/]+|fingerprint:sha-256 [0-9A-F:]{95}|setup:(?:actpass|active|passive)|mid:0|sctp-port:5000|max-message-size:65535|candidate:\d+ 1 udp \d+ [0-9a-z.:-]+ \d+ typ host)|)$/;
		fc.assert(
			fc.property(someDescription, fc.constantFrom('actpass', 'active', 'passive'), (given, setup) => {
				const read = decodeDescription(encodeDescription(given)) as Description;
				const lines = sdpOf(read, setup).split('\r\n');
				for (const one of lines) expect(one).toMatch(line);
				expect(lines).toHaveLength(15 + given.candidates.length);
			})
		);
	});

	it('says the same again to whoever reads it', () => {
		fc.assert(
			fc.property(someDescription, (description) => {
				const read = descriptionOf(sdpOf(description, 'actpass'), description.madeAtMinutes);
				const { candidates, ...rest } = valued(read);
				const { candidates: given, ...others } = description;
				expect(rest).toEqual(others);
				// a loopback is left out where there is more
				for (const candidate of candidates) expect(given).toContainEqual(candidate);
			})
		);
	});

	it('says who begins, once', () => {
		for (const setup of ['actpass', 'active', 'passive'] as const)
			expect(sdpOf(DESCRIPTION, setup).match(/a=setup:.*/g)).toEqual([`a=setup:${setup}`]);
	});

	it('gives its addresses different priorities, in the order of the code', () => {
		const priorities = [...sdpOf(DESCRIPTION, 'actpass').matchAll(/ udp (\d+) /g)].map(([, text]) =>
			Number(text)
		);
		expect(priorities).toEqual([2_130_706_431, 2_130_706_175]);
	});
});
