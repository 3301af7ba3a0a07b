import { fromBase64Url } from '../base/bytes';
import { deviceIdOf } from '../domain/log/entry';
import type { DeviceKeys, Verifier } from '../ports/log';
import type { Ed25519 } from './ed25519';
import { strictVerifier } from './strict-verifier';
import { createWebCryptoEd25519, hasEd25519 } from './webcrypto-keys';

/**
 * Device keys by the browser's own Ed25519 where it has it, which is tried for real, and by noble's where not. Call
 * it once.
 * @param subtle Left out: the browser's. On an insecure origin there is none.
 * @param inBackground Makes a verifier by noble that leaves the page's thread alone, of one that does not.
 */
export async function createDeviceKeys(
	// the type says it is always there; on an insecure origin it is not
	subtle: SubtleCrypto | undefined = (globalThis.crypto as Crypto | undefined)?.subtle,
	inBackground: (onPage: Verifier) => Verifier | Promise<Verifier> = (onPage) => onPage
): Promise<DeviceKeys> {
	const webCrypto = subtle && createWebCryptoEd25519(subtle);
	const isOwn = subtle && (await hasEd25519(subtle));
	const ours = webCrypto && isOwn ? webCrypto : await loadNoble();
	const verifier = strictVerifier(ours);
	return {
		...(isOwn ? verifier : await inBackground(verifier)),
		async create({ asBytes = false } = {}) {
			return asBytes ? (await loadNoble()).create() : ours.create();
		},
		signerOf({ publicKey, privateKey }) {
			const key = fromBase64Url(publicKey);
			if (!key) throw new TypeError('the public key is not base64url');
			return {
				deviceId: deviceIdOf(key),
				publicKey,
				async sign(message) {
					// a key goes on by what made it, whatever the browser has learnt or lost since
					const its = privateKey instanceof Uint8Array ? await loadNoble() : (webCrypto ?? ours);
					return its.sign(privateKey, message);
				}
			};
		}
	};
}

async function loadNoble(): Promise<Ed25519> {
	return (await import('./noble-keys')).nobleEd25519;
}
