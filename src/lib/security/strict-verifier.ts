import { fromBase64Url } from '../base/bytes';
import type { Verifier } from '../ports/log';
import type { Ed25519 } from './ed25519';
import { isStrictPoint } from './strict-points';

/** Checks signatures by `ed25519`, and refuses before that what implementations differ in: see strict-points.ts. */
export function strictVerifier(ed25519: Pick<Ed25519, 'verify'>): Verifier {
	const verify: Verifier['verify'] = async (publicKey, message, signature) => {
		const key = fromBase64Url(publicKey);
		const isStrict =
			signature.length === 64 && key && isStrictPoint(key) && isStrictPoint(signature.subarray(0, 32));
		return isStrict ? ed25519.verify(publicKey, message, signature) : false;
	};
	return {
		verify,
		verifyAll: (signed) =>
			Promise.all(signed.map(({ publicKey, message, signature }) => verify(publicKey, message, signature)))
	};
}
