import { ed25519 as noble, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fromBase64Url, toBase64Url } from '$lib/base/bytes';
import { deviceIdOf } from '$lib/domain/log/entry';
import type { DeviceKeys } from '$lib/ports/log';
import { createDeviceKeys } from '$lib/security/device-keys';
import { isStrictPoint } from '$lib/security/strict-points';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** RFC 8032 section 7.1: secret key, public key, message, signature. */
const RFC_8032 = [
	[
		'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
		'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
		'',
		'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
	],
	[
		'4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
		'3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
		'72',
		'92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
	],
	[
		'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
		'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
		'af82',
		'6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'
	],
	[
		'833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
		'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
		'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
		'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704'
	]
].map(([secret = '', key = '', message = '', signature = '']) => ({
	secret: bytesOf(secret),
	publicKey: toBase64Url(bytesOf(key)),
	message: bytesOf(message),
	signature: bytesOf(signature)
}));

let webCrypto: DeviceKeys;
let fallBack: DeviceKeys;
beforeAll(async () => {
	webCrypto = await createDeviceKeys();
	fallBack = await createDeviceKeys(without(crypto.subtle, 'generateKey'));
});
const both = (): [string, DeviceKeys][] => [
	['WebCrypto', webCrypto],
	['noble', fallBack]
];

/** A WebCrypto in which one method does not know Ed25519. */
function without(subtle: SubtleCrypto, missing: keyof SubtleCrypto): SubtleCrypto {
	return new Proxy(subtle, {
		get(target, name: keyof SubtleCrypto) {
			if (name === missing) return () => Promise.reject(new DOMException('no', 'NotSupportedError'));
			return target[name].bind(target);
		}
	});
}

describe('device keys', () => {
	it('are a handle that gives no bytes away where WebCrypto has Ed25519', async () => {
		const { privateKey, publicKey } = await webCrypto.create();
		expect(privateKey).toBeInstanceOf(CryptoKey);
		expect(privateKey).toMatchObject({ type: 'private', extractable: false, usages: ['sign'] });
		await expect(crypto.subtle.exportKey('pkcs8', privateKey as CryptoKey)).rejects.toThrow();
		expect(fromBase64Url(publicKey)).toHaveLength(32);
	});

	it.each<[string, () => Promise<DeviceKeys>]>([
		['there is no WebCrypto', () => createDeviceKeys(undefined)],
		['it makes no key', () => createDeviceKeys(without(crypto.subtle, 'generateKey'))],
		['it does not sign', () => createDeviceKeys(without(crypto.subtle, 'sign'))],
		['it does not check', () => createDeviceKeys(without(crypto.subtle, 'verify'))],
		[
			'it says yes to everything',
			() =>
				createDeviceKeys(
					new Proxy(crypto.subtle, {
						get: (target, name: keyof SubtleCrypto) =>
							name === 'verify' ? () => Promise.resolve(true) : target[name].bind(target)
					})
				)
		]
	])('are 32 bytes where %s', async (reason, make) => {
		if (reason === 'there is no WebCrypto') vi.stubGlobal('crypto', { getRandomValues: getRandom });
		const keys = await make();
		const pair = await keys.create();
		expect(pair.privateKey).toBeInstanceOf(Uint8Array);
		expect(pair.privateKey).toHaveLength(32);
		const signature = await keys.signerOf(pair).sign(bytesOf('01'));
		expect(await keys.verify(pair.publicKey, bytesOf('01'), signature)).toBe(true);
		expect(await keys.verify(pair.publicKey, bytesOf('02'), signature)).toBe(false);
		vi.unstubAllGlobals();
	});

	it('are 32 bytes where they are asked for as bytes', async () => {
		const pair = await webCrypto.create({ asBytes: true });
		expect(pair.privateKey).toHaveLength(32);
		const signature = await webCrypto.signerOf(pair).sign(bytesOf('01'));
		expect(await webCrypto.verify(pair.publicKey, bytesOf('01'), signature)).toBe(true);
	});

	it('in bytes go on when the browser has learnt Ed25519, and a handle when it is said to have lost it', async () => {
		const inBytes = await fallBack.create();
		const handle = await webCrypto.create();
		const message = bytesOf('beef');
		const ofBytes = await webCrypto.signerOf(inBytes).sign(message);
		const ofHandle = await fallBack.signerOf(handle).sign(message);
		for (const [, keys] of both()) {
			expect(await keys.verify(inBytes.publicKey, message, ofBytes)).toBe(true);
			expect(await keys.verify(handle.publicKey, message, ofHandle)).toBe(true);
		}
	});

	it('name the device after the public key', async () => {
		const pair = await webCrypto.create();
		const signer = webCrypto.signerOf(pair);
		expect(signer.publicKey).toBe(pair.publicKey);
		expect(signer.deviceId).toBe(deviceIdOf(fromBase64Url(pair.publicKey) ?? bytesOf('')));
		expect(signer.deviceId).toHaveLength(22);
	});
});

function getRandom<Bytes extends ArrayBufferView>(bytes: Bytes): Bytes {
	new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).forEach(
		(_, at, all) => (all[at] = at + 1)
	);
	return bytes;
}

describe('a signature', () => {
	it.each(RFC_8032)('of RFC 8032 is made and holds, case %#', async (vector) => {
		const { secret, publicKey, message, signature } = vector;
		const signer = fallBack.signerOf({ publicKey, privateKey: secret });
		expect(await signer.sign(message)).toEqual(signature);
		for (const [name, keys] of both())
			expect([name, await keys.verify(publicKey, message, signature)]).toEqual([name, true]);
	});

	it('made by the one holds for the other', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (message) => {
				for (const [, maker] of both()) {
					const pair = await maker.create();
					const signature = await maker.signerOf(pair).sign(message);
					for (const [, checker] of both())
						expect(await checker.verify(pair.publicKey, message, signature)).toBe(true);
				}
			}),
			{ numRuns: 25 }
		);
	});

	it('does not hold when one bit of key, message or signature is another', async () => {
		const pair = await webCrypto.create();
		const key = fromBase64Url(pair.publicKey) ?? bytesOf('');
		const message = bytesOf('00112233445566778899aabbccddeeff');
		const signature = await webCrypto.signerOf(pair).sign(message);
		const parts = [key, message, signature];
		await fc.assert(
			fc.asyncProperty(fc.nat({ max: 2 }), fc.nat(), async (which, bit) => {
				const [changedKey, changedMessage, changedSignature] = parts.map((part, index) =>
					index === which ? flipped(part, bit) : part
				);
				for (const [name, keys] of both())
					expect([
						name,
						await keys.verify(
							toBase64Url(changedKey ?? key),
							changedMessage ?? message,
							changedSignature ?? signature
						)
					]).toEqual([name, false]);
			})
		);
	});

	it.each([0, 1, 32, 63, 65, 128])('of %i bytes does not hold', async (length) => {
		for (const [, keys] of both())
			expect(await keys.verify(RFC_8032[0]?.publicKey ?? '', bytesOf(''), new Uint8Array(length))).toBe(
				false
			);
	});

	it.each(['', 'A', 'not base64url!', 'AAAA', toBase64Url(new Uint8Array(33)), 'A'.repeat(42) + 'B'])(
		'does not hold under the key %j',
		async (publicKey) => {
			for (const [, keys] of both())
				expect(await keys.verify(publicKey, bytesOf(''), new Uint8Array(64))).toBe(false);
		}
	);

	it.each(ED25519_TORSION_SUBGROUP)(
		'under the small key %s, that fits many messages, does not hold',
		async (hex) => {
			// R is the neutral point and S is 0: where the key is small the equation holds for every eighth message or more
			const forged = bytesOf('01' + '00'.repeat(63));
			for (let byte = 0; byte < 32; byte += 1)
				for (const [, keys] of both())
					expect(await keys.verify(toBase64Url(bytesOf(hex)), Uint8Array.of(byte), forged)).toBe(false);
		}
	);

	it('whose S was made longer by the order does not hold', async () => {
		const { publicKey = '', message, signature } = RFC_8032[1] ?? {};
		const longer = signature?.slice() ?? new Uint8Array(64);
		let carry = 0;
		bytesOf('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010').forEach((byte, at) => {
			const sum = (longer[32 + at] ?? 0) + byte + carry;
			longer[32 + at] = sum & 0xff;
			carry = sum >> 8;
		});
		for (const [, keys] of both())
			expect(await keys.verify(publicKey, message ?? bytesOf(''), longer)).toBe(false);
	});
});

describe('a strict point', () => {
	it('is any public key that is made', () => {
		for (let count = 0; count < 50; count += 1) expect(isStrictPoint(noble.keygen().publicKey)).toBe(true);
	});

	it('is none of the eight of small order, and nothing in a second form', () => {
		for (const hex of ED25519_TORSION_SUBGROUP) expect(isStrictPoint(bytesOf(hex))).toBe(false);
		for (let low = 0xed; low <= 0xff; low += 1)
			for (const high of ['7f', 'ff'])
				expect(isStrictPoint(bytesOf(low.toString(16) + 'ff'.repeat(30) + high))).toBe(false);
		expect(isStrictPoint(bytesOf('ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'))).toBe(
			true
		);
		expect(isStrictPoint(new Uint8Array(31))).toBe(false);
	});
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
	const changed = bytes.slice();
	const at = bit % (changed.length * 8);
	changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
	return changed;
}
