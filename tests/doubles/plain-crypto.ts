import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from '$lib/base/bytes';
import type { GroupCrypto } from '$lib/ports/group-crypto';

const TAG_BYTES = 16;

/** Keeps nothing secret, and takes no time: for what is not about secrecy, and must be the same in every run. */
export function plainCrypto(seed: number): GroupCrypto {
	let count = 0;
	const tagOf = (...parts: readonly Uint8Array[]) => sha256(concatBytes(...parts)).slice(0, TAG_BYTES);
	return {
		random(length) {
			count += 1;
			return sha256(Uint8Array.of(seed, seed >> 8, seed >> 16, count, count >> 8, count >> 16)).slice(
				0,
				length
			);
		},
		derive: async (secret, info) => sha256(concatBytes(secret, info)),
		hmac: async (key, message) => sha256(concatBytes(key, message)),
		seal: async (key, nonce, plaintext, additional) =>
			concatBytes(plaintext, tagOf(key, nonce, plaintext, additional)),
		unseal: async (key, nonce, sealed, additional) => {
			const plaintext = sealed.slice(0, -TAG_BYTES);
			return equalBytes(sealed.slice(-TAG_BYTES), tagOf(key, nonce, plaintext, additional))
				? plaintext
				: null;
		}
	};
}
