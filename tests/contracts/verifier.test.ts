import { describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import type { Signed, Verifier } from '$lib/ports/log';
import { createDeviceKeys } from '$lib/security/device-keys';
import { nobleEd25519 } from '$lib/security/noble-keys';
import { strictVerifier } from '$lib/security/strict-verifier';
import { createWebCryptoEd25519 } from '$lib/security/webcrypto-keys';
import { verifierInWorker } from '$lib/security/worker-verifier';
import { realTimers } from '../doubles/app-parts';
import { answersOf, VerifyingChannels } from '../doubles/verifying-channel';

/** Nothing is checked on the page: the worker alone answers. */
const nowhere: Verifier = {
	verify: (...signed) => strictVerifier(nobleEd25519).verify(...signed),
	verifyAll: async (signed) => {
		if (signed.length > 0) throw new Error('the page was asked');
		return [];
	}
};

describe.each<[string, () => Verifier]>([
	['WebCrypto', () => strictVerifier(createWebCryptoEd25519(crypto.subtle))],
	['noble', () => strictVerifier(nobleEd25519)],
	[
		'a worker',
		() =>
			verifierInWorker(
				nowhere,
				new VerifyingChannels(answersOf(strictVerifier(nobleEd25519))).open,
				realTimers
			)
	]
])('a verifier by %s', (_name, make) => {
	it('tells of each signature, in their order, what it tells of it alone', async () => {
		const keys = await createDeviceKeys();
		const pair = await keys.create();
		const signed: Signed[] = [];
		for (let count = 0; count < 40; count += 1) {
			const message = Uint8Array.of(count);
			const signature = await keys.signerOf(pair).sign(message);
			signed.push({ publicKey: pair.publicKey, message, signature });
		}
		const [first] = signed as [Signed, ...Signed[]];
		// R is the neutral point and S is 0, under a key of small order: many messages would fit
		const small = Uint8Array.of(1, ...new Uint8Array(63));
		const wrong: Signed[] = [
			{ ...first, message: Uint8Array.of(1) },
			{ ...first, signature: first.signature.subarray(0, 63) },
			{ ...first, publicKey: 'no key' },
			{ ...first, publicKey: toBase64Url(small.subarray(0, 32)), signature: small }
		];
		const mixed = [...signed.slice(0, 7), ...wrong, ...signed.slice(7)];
		const verifier = make();
		const verdicts = await verifier.verifyAll(mixed);
		expect(verdicts).toEqual(mixed.map((one) => !wrong.includes(one)));
		for (const [at, { publicKey, message, signature }] of mixed.entries())
			expect(await verifier.verify(publicKey, message, signature)).toBe(verdicts[at]);
	});

	it('tells nothing of none', async () => {
		expect(await make().verifyAll([])).toEqual([]);
	});
});
