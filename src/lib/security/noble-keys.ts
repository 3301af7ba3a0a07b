import * as noble from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { fromBase64Url, toBase64Url } from '../base/bytes';
import type { Ed25519 } from './ed25519';

noble.hashes.sha512 = sha512;

/**
 * Ed25519 in JavaScript, for browsers without it: 10 to 20 times slower, and the private key is 32 bytes in IndexedDB,
 * where a script of this origin could read them. Loaded only where it is needed.
 *
 * `zip215: false` is the check of RFC 8032: points in their one form, S below the order. It multiplies by the
 * cofactor: see webcrypto-keys.ts.
 *
 * @noble/ed25519 is @noble/curves' sister, a quarter of its size; the tests hold it against that.
 */
export const nobleEd25519: Ed25519 = {
	async create() {
		const { secretKey, publicKey } = noble.keygen();
		return { publicKey: toBase64Url(publicKey), privateKey: secretKey };
	},
	async sign(privateKey, message) {
		if (!(privateKey instanceof Uint8Array)) throw new TypeError('a handle of a key is for WebCrypto alone');
		return noble.sign(message, privateKey);
	},
	async verify(publicKey, message, signature) {
		const key = fromBase64Url(publicKey);
		if (!key) return false;
		try {
			return noble.verify(signature, message, key, { zip215: false });
		} catch {
			// no key, or no signature, by its form
			return false;
		}
	}
};
