/**
 * SHA-256 of `value` as JSON, in hex: tells two plans apart. vite.config.ts makes the embedded plan's the same way.
 * Where the browser has no WebCrypto (plain http on a LAN address) a 53-bit hash takes its place: it has only to
 * tell plans apart, not to withstand anybody.
 */
export async function fingerprintOf(value: unknown): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify(value));
	// the type says it is always there; on an insecure origin it is not
	const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
	if (!subtle) return `weak-${fnv1a53(bytes)}`;
	const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fnv1a53(bytes: Uint8Array): string {
	let high = 0x811c9dc5;
	let low = 0xcbf29ce4;
	for (const byte of bytes) {
		high = Math.imul(high ^ byte, 0x01000193) >>> 0;
		low = Math.imul(low ^ byte ^ (high >>> 24), 0x01000193) >>> 0;
	}
	return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
