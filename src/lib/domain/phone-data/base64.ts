/** A multiple of three, so that the pieces' base64 can be put end to end. */
const PIECE_BYTES = 0x6000;

/** `bytes` in base64 (RFC 4648 section 4, padded). */
export function toBase64(bytes: Uint8Array): string {
	const pieces: string[] = [];
	for (let at = 0; at < bytes.length; at += PIECE_BYTES)
		pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES))));
	return pieces.join('');
}

/** How long `toBase64(bytes)` is. */
export function base64Length(bytes: Uint8Array): number {
	return Math.ceil(bytes.length / 3) * 4;
}

/** The bytes that `text` is the base64 of; null when it is not base64, padded and without spaces. */
export function fromBase64(text: string): Uint8Array | null {
	if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
	let binary: string;
	try {
		binary = atob(text);
	} catch {
		return null;
	}
	const bytes = new Uint8Array(binary.length);
	for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
	return bytes;
}
