import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupCrypto } from '$lib/ports/group-crypto';
import { createGroupCrypto } from '$lib/security/group-crypto';
import { hex, unhex } from '../../doubles/entry-vectors';

const group = createGroupCrypto(crypto) as GroupCrypto;
const someBytes = fc.uint8Array({ maxLength: 200 });

describe('HKDF', () => {
	it('gives what RFC 5869 says (test case 3: no salt, no info)', async () => {
		const okm = await group.derive(unhex('0b'.repeat(22)), new Uint8Array(0));
		// 42 bytes there; the first 32 are the same however many are asked for
		expect(hex(okm)).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d');
	});

	it('gives what noble gives, for whatever secret and info', async () => {
		await fc.assert(
			fc.asyncProperty(someBytes, someBytes, async (secret, info) => {
				expect(await group.derive(secret, info)).toEqual(hkdf(sha256, secret, undefined, info, 32));
			})
		);
	});
});

describe('HMAC', () => {
	it.each([
		[
			'0b'.repeat(20),
			hex(new TextEncoder().encode('Hi There')),
			'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'
		],
		[
			hex(new TextEncoder().encode('Jefe')),
			hex(new TextEncoder().encode('what do ya want for nothing?')),
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
		],
		['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
		[
			'aa'.repeat(131),
			hex(new TextEncoder().encode('Test Using Larger Than Block-Size Key - Hash Key First')),
			'60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'
		]
	])('gives what RFC 4231 says: %s', async (key, message, mac) => {
		expect(hex(await group.hmac(unhex(key), unhex(message)))).toBe(mac);
	});

	it('gives what noble gives, for whatever key and message', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), someBytes, async (key, message) => {
				expect(await group.hmac(key, message)).toEqual(hmac(sha256, key, message));
			})
		);
	});
});

/** McGrew and Viega, The Galois/Counter Mode of Operation, test case 16. */
const GCM = {
	key: unhex('feffe9928665731c6d6a8f9467308308'.repeat(2)),
	nonce: unhex('cafebabefacedbaddecaf888'),
	plaintext: unhex(
		'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'
	),
	additional: unhex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
	sealed: unhex(
		'522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b'
	)
};

describe('AES-GCM', () => {
	it('seals and opens as its authors’ test case 16', async () => {
		const { key, nonce, plaintext, additional, sealed } = GCM;
		expect(hex(await group.seal(key, nonce, plaintext, additional))).toBe(hex(sealed));
		expect(await group.unseal(key, nonce, sealed, additional)).toEqual(plaintext);
	});

	it('opens nothing in which a bit is another', async () => {
		const parts = ['key', 'nonce', 'sealed', 'additional'] as const;
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...parts), fc.nat(), fc.nat(7), async (part, at, bit) => {
				const changed = { ...GCM, [part]: GCM[part].slice() };
				const bytes = changed[part];
				const index = at % bytes.length;
				bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
				expect(await group.unseal(changed.key, changed.nonce, changed.sealed, changed.additional)).toBeNull();
			})
		);
	});

	it('opens nothing that is cut short, nor with a key or nonce of another length', async () => {
		const { key, nonce, sealed, additional } = GCM;
		for (let length = 0; length < sealed.length; length += 1)
			expect(await group.unseal(key, nonce, sealed.subarray(0, length), additional)).toBeNull();
		expect(await group.unseal(key.subarray(0, 16), nonce, sealed, additional)).toBeNull();
		expect(await group.unseal(key, nonce.subarray(0, 11), sealed, additional)).toBeNull();
	});

	it('does not seal with a key or nonce of another length: that is a bug', async () => {
		const { key, nonce, plaintext, additional } = GCM;
		await expect(group.seal(key.subarray(0, 16), nonce, plaintext, additional)).rejects.toThrow(RangeError);
		await expect(group.seal(key, new Uint8Array(16), plaintext, additional)).rejects.toThrow(RangeError);
	});

	it('leaves what it is given as it was, views of larger memory too', async () => {
		const memory = new Uint8Array(100).fill(7);
		const sealed = await group.seal(
			memory.subarray(0, 32),
			memory.subarray(40, 52),
			memory.subarray(52, 60),
			memory.subarray(90)
		);
		expect(memory).toEqual(new Uint8Array(100).fill(7));
		expect(sealed).toHaveLength(24);
	});
});

describe('chance', () => {
	it('has the length that is asked for, and is not the same twice', () => {
		expect(group.random(32)).toHaveLength(32);
		expect(group.random(32)).not.toEqual(group.random(32));
	});
});

it('is not there on an insecure origin', () => {
	const insecure = { getRandomValues: crypto.getRandomValues.bind(crypto) } as unknown as Crypto;
	expect(createGroupCrypto(insecure)).toBeNull();
});
