import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBytes, addressText, isNoPhone } from '$lib/sync/signaling/addresses';

const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
/** Addresses of IPv6 are full of zeros. */
const ipv6 = fc
	.array(fc.oneof(fc.constant(0), fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
	.map((groups) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])));

describe('an address of IPv6', () => {
	it('is written as URLs write it, whatever it is', () => {
		fc.assert(
			fc.property(ipv6, (bytes) => {
				const text = addressText('ipv6', bytes);
				expect(isIPv6(text)).toBe(true);
				expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
			})
		);
	});

	it('is read from its text', () => {
		fc.assert(
			fc.property(ipv6, (bytes) => {
				expect(addressBytes('ipv6', addressText('ipv6', bytes))).toEqual(bytes);
			})
		);
	});

	it('is read in the forms that it may have', () => {
		const bytes = addressBytes('ipv6', '2001:db8::1');
		expect(addressBytes('ipv6', '2001:0DB8:0:0:0:0:0:1')).toEqual(bytes);
		expect(addressBytes('ipv6', '2001:db8:0::0:1')).toEqual(bytes);
	});

	it.each([
		'',
		':',
		':::',
		'1:2:3:4:5:6:7',
		'1:2:3:4:5:6:7:8:9',
		'1::2::3',
		'1:2:3:4:5:6:7::8',
		'12345::',
		'g::',
		'fe80::1%wlan0',
		'::ffff:1.2.3.4',
		' ::1',
		'::1\r\n'
	])('is not %j', (text) => {
		expect(addressBytes('ipv6', text)).toBeNull();
	});
});

describe('an address of IPv4', () => {
	it('is what Node takes for one, and nothing else', () => {
		const number = fc.oneof(
			fc.nat(300).map(String),
			fc.constantFrom('', '00', '01', '1e1', ' 1', '-1', '1\n')
		);
		fc.assert(
			fc.property(fc.array(number, { minLength: 3, maxLength: 5 }), (numbers) => {
				const text = numbers.join('.');
				const bytes = addressBytes('ipv4', text);
				expect(bytes !== null).toBe(isIPv4(text));
				if (bytes) expect(addressText('ipv4', bytes)).toBe(text);
			})
		);
	});
});

describe('a name of mDNS', () => {
	it('is read from its text, in either case', () => {
		fc.assert(
			fc.property(sixteen, (bytes) => {
				const text = addressText('mdns', bytes);
				expect(addressBytes('mdns', text)).toEqual(bytes);
				expect(addressBytes('mdns', text.toUpperCase().replace('.LOCAL', '.local'))).toEqual(bytes);
			})
		);
	});

	it.each(['phone.local', '.local', '0b3a1f660c844c6a9f0e5d2b8c7a4e19.local', 'example.org'])(
		'is not %j',
		(text) => {
			expect(addressBytes('mdns', text)).toBeNull();
		}
	);
});

it.each([
	['ipv4', '0.0.0.0'],
	['ipv4', '0.1.2.3'],
	['ipv4', '224.0.0.251'],
	['ipv4', '255.255.255.255'],
	['ipv6', '::'],
	['ipv6', 'ff02::fb']
] as const)('no phone has the %s address %s', (kind, address) => {
	expect(isNoPhone(kind, address)).toBe(true);
});
