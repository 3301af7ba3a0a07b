import { fromBase64Url, toBase64Url } from '../base/bytes';
import type { DeviceKeyPair } from '../ports/log';
import type { Ed25519 } from './ed25519';

const NAME = 'Ed25519';
/** Public keys that are kept ready: those of a large exercise. */
const MOST_KEPT = 256;

/**
 * Ed25519 by the browser's WebCrypto. The private key is a handle that gives no bytes away, to no script and no
 * export.
 *
 * `verify` goes by the equation without the cofactor in Chromium (BoringSSL), Firefox (NSS) and Node (OpenSSL), where
 * noble multiplies by it. Only an author who makes keys or signatures of mixed order on purpose can bring the two to
 * different answers, and only about entries of their own.
 */
export function createWebCryptoEd25519(subtle: SubtleCrypto): Ed25519 {
	const kept = new Map<string, Promise<CryptoKey | null>>();
	const imported = (publicKey: string): Promise<CryptoKey | null> => {
		const known = kept.get(publicKey);
		if (known) return known;
		if (kept.size >= MOST_KEPT) kept.clear();
		const key = importPublic(subtle, publicKey);
		kept.set(publicKey, key);
		return key;
	};
	return {
		async create(): Promise<DeviceKeyPair> {
			const pair = await subtle.generateKey(NAME, false, ['sign', 'verify']);
			const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
			return { publicKey: toBase64Url(raw), privateKey: pair.privateKey };
		},
		async sign(privateKey, message) {
			if (privateKey instanceof Uint8Array) throw new TypeError('a key in bytes is not for WebCrypto');
			return new Uint8Array(await subtle.sign(NAME, privateKey, buffered(message)));
		},
		async verify(publicKey, message, signature) {
			const key = await imported(publicKey);
			return key !== null && subtle.verify(NAME, key, buffered(signature), buffered(message));
		}
	};
}

/** Whether `subtle` really signs and checks with Ed25519: some browsers have the name and not the thing. */
export async function hasEd25519(subtle: SubtleCrypto): Promise<boolean> {
	const ed25519 = createWebCryptoEd25519(subtle);
	try {
		const { publicKey, privateKey } = await ed25519.create();
		const message = new TextEncoder().encode('beredt');
		const signature = await ed25519.sign(privateKey, message);
		const other = new TextEncoder().encode('Beredt');
		return (
			signature.length === 64 &&
			(await ed25519.verify(publicKey, message, signature)) &&
			!(await ed25519.verify(publicKey, other, signature))
		);
	} catch {
		return false;
	}
}

async function importPublic(subtle: SubtleCrypto, publicKey: string): Promise<CryptoKey | null> {
	const raw = fromBase64Url(publicKey);
	if (!raw) return null;
	try {
		return await subtle.importKey('raw', buffered(raw), NAME, false, ['verify']);
	} catch {
		// no point of the curve
		return null;
	}
}

/** As WebCrypto's types ask for it: no shared memory. */
function buffered(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return bytes as Uint8Array<ArrayBuffer>;
}
