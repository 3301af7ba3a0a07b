/** Bytes as text and back, and the comparisons that protocols need. */

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE_OF = new Map([...BASE64URL].map((character, value) => [character, value]));

/** `bytes` in base64url (RFC 4648 section 5) without padding. */
export function toBase64Url(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
		const group = (a << 16) | (b << 8) | c;
		const characters = Math.min(4, bytes.length - at + 1);
		for (let index = 0; index < characters; index += 1) text += BASE64URL[(group >> (18 - index * 6)) & 63];
	}
	return text;
}

/**
 * The bytes that `text` is the base64url of.
 * @returns `null` when it is not base64url without padding, or when bits that belong to no byte are set, so that
 * every run of bytes has exactly one text.
 */
export function fromBase64Url(text: string): Uint8Array | null {
	if (text.length % 4 === 1) return null;
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let bits = 0;
	let held = 0;
	let at = 0;
	for (const character of text) {
		const value = VALUE_OF.get(character);
		if (value === undefined) return null;
		held = (held << 6) | value;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[at] = (held >> bits) & 0xff;
			at += 1;
			held &= (1 << bits) - 1;
		}
	}
	return held === 0 ? bytes : null;
}

/** Whether the two hold the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** The one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
