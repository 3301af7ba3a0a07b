/** Bytes as text and back, and the comparisons that protocols need. */

/** A way of writing bytes as text, so many bits to a character, without padding; each run of bytes has one text. */
interface BitText {
	/** How many characters so many bytes take. */
	lengthOf(bytes: number): number;
	encode(bytes: Uint8Array): string;
	/** Null for what is no such text, or has bits or characters set that belong to no byte. */
	decode(text: string): Uint8Array | null;
}

/** @param alphabet 2 to the power of `width` characters. */
function bitText(alphabet: string, width: number): BitText {
	const valueOf = new Map([...alphabet].map((character, value) => [character, value]));
	const lengthOf = (bytes: number) => Math.ceil((bytes * 8) / width);
	return {
		lengthOf,
		encode(bytes) {
			let text = '';
			let bits = 0;
			let held = 0;
			for (const byte of bytes) {
				held = (held << 8) | byte;
				bits += 8;
				while (bits >= width) {
					bits -= width;
					text += alphabet[held >> bits];
					held &= (1 << bits) - 1;
				}
			}
			return bits > 0 ? text + alphabet[held << (width - bits)] : text;
		},
		decode(text) {
			const length = Math.floor((text.length * width) / 8);
			if (lengthOf(length) !== text.length) return null;
			const bytes = new Uint8Array(length);
			let bits = 0;
			let held = 0;
			let at = 0;
			for (const character of text) {
				const value = valueOf.get(character);
				if (value === undefined) return null;
				held = (held << width) | value;
				bits += width;
				if (bits >= 8) {
					bits -= 8;
					bytes[at] = held >> bits;
					at += 1;
					held &= (1 << bits) - 1;
				}
			}
			return held === 0 ? bytes : null;
		}
	};
}

const base64Url = bitText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 6);
/** RFC 4648, section 6, upper case. */
export const base32 = bitText('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 5);

/** `bytes` in base64url (RFC 4648 section 5) without padding. */
export function toBase64Url(bytes: Uint8Array): string {
	return base64Url.encode(bytes);
}

/**
 * The bytes that `text` is the base64url of.
 * @returns `null` when it is not base64url without padding, or when bits that belong to no byte are set, so that
 * every run of bytes has exactly one text.
 */
export function fromBase64Url(text: string): Uint8Array | null {
	return base64Url.decode(text);
}

/** A label of a protocol: ASCII, with a zero byte after it, so that none is the beginning of another. */
export function label(text: string): Uint8Array {
	return new TextEncoder().encode(`${text}\0`);
}

/** Whether the two hold the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
	return true;
}

/** The one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
	return joinBytes(parts);
}

/** The same of a list, which may be longer than a call can have arguments. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
