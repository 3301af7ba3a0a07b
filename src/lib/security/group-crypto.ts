import type { GroupCrypto } from '../ports/group-crypto';

/**
 * The group's cryptography by the browser's WebCrypto.
 * @param crypto The browser's own.
 * @returns Null on an insecure origin, where the browser has none of it.
 */
export function createGroupCrypto(crypto: Crypto): GroupCrypto | null {
	// the type says it is always there; on an insecure origin it is not
	const subtle = crypto.subtle as SubtleCrypto | undefined;
	if (!subtle) return null;
	const aesKey = (key: Uint8Array, use: 'encrypt' | 'decrypt') =>
		subtle.importKey('raw', buffered(key), 'AES-GCM', false, [use]);
	const aesGcm = (nonce: Uint8Array, additional: Uint8Array) => {
		if (nonce.length !== 12) throw new RangeError('a nonce has 12 bytes');
		return { name: 'AES-GCM', iv: buffered(nonce), additionalData: buffered(additional), tagLength: 128 };
	};
	return {
		random: (length) => crypto.getRandomValues(new Uint8Array(length)),
		async derive(secret, info) {
			const key = await subtle.importKey('raw', buffered(secret), 'HKDF', false, ['deriveBits']);
			const how = { name: 'HKDF', hash: 'SHA-256', salt: new ArrayBuffer(0), info: buffered(info) };
			return new Uint8Array(await subtle.deriveBits(how, key, 256));
		},
		async hmac(key, message) {
			const copy = buffered(message);
			const how = { name: 'HMAC', hash: 'SHA-256' };
			const imported = await subtle.importKey('raw', buffered(key), how, false, ['sign']);
			return new Uint8Array(await subtle.sign('HMAC', imported, copy));
		},
		async seal(key, nonce, plaintext, additional) {
			if (key.length !== 32) throw new RangeError('a key has 32 bytes');
			const how = aesGcm(nonce, additional);
			const copy = buffered(plaintext);
			return new Uint8Array(await subtle.encrypt(how, await aesKey(key, 'encrypt'), copy));
		},
		async unseal(key, nonce, sealed, additional) {
			if (key.length !== 32 || nonce.length !== 12 || sealed.length < 16) return null;
			const how = aesGcm(nonce, additional);
			const copy = buffered(sealed);
			const imported = await aesKey(key, 'decrypt');
			try {
				return new Uint8Array(await subtle.decrypt(how, imported, copy));
			} catch {
				return null;
			}
		}
	};
}

/** A copy: WebCrypto looks at some of it only later, and wants memory that nobody shares. */
function buffered(bytes: Uint8Array): ArrayBuffer {
	return bytes.slice().buffer;
}
