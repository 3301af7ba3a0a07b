/** The fields that formats in bytes are made of (docs/log-format.md, docs/protocol.md). */

const MAX_VARINT = 0xffff_ffff;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The 16 bytes of a UUID.
 * @throws TypeError for what is no UUID in lower case.
 */
export function uuidBytes(id: string): Uint8Array {
	const hex = id.replaceAll('-', '');
	if (!UUID.test(id)) throw new TypeError(`${id} is no UUID in lower case`);
	return Uint8Array.from({ length: 16 }, (_, index) => parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

/** The UUID of 16 bytes, in lower case. */
export function uuidText(bytes: Uint8Array): string {
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * `value` as a varint (docs/log-format.md).
 * @throws RangeError for what is no whole number from 0 to 2^32 - 1.
 */
export function varint(value: number): Uint8Array {
	if (!Number.isInteger(value) || value < 0 || value > MAX_VARINT)
		throw new RangeError(`${value} is no varint`);
	const bytes: number[] = [];
	let rest = value;
	while (rest > 0x7f) {
		bytes.push((rest % 0x80) | 0x80);
		rest = Math.floor(rest / 0x80);
	}
	return Uint8Array.of(...bytes, rest);
}

/**
 * `value` in `width` bytes, the greatest first.
 * @throws RangeError where it does not go into them.
 */
export function bigEndian(value: number, width: number): Uint8Array {
	if (!Number.isInteger(value) || value < 0 || value >= 256 ** width)
		throw new RangeError(`${value} does not go into ${width} bytes`);
	const bytes = new Uint8Array(width);
	let rest = value;
	for (let at = width - 1; at >= 0; at -= 1) {
		bytes[at] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	return bytes;
}

/** Reads what stands in bytes, one thing after the other; null where it is not there whole. */
export class ByteReader {
	constructor(
		private readonly bytes: Uint8Array,
		private at = 0
	) {}

	get left(): number {
		return this.bytes.length - this.at;
	}

	take(length: number): Uint8Array | null {
		if (this.left < length) return null;
		this.at += length;
		return this.bytes.subarray(this.at - length, this.at);
	}

	bigEndian(width: number): number | null {
		return this.take(width)?.reduce((value, byte) => value * 256 + byte, 0) ?? null;
	}

	varint(): number | null {
		let value = 0;
		for (let index = 0; index < 5; index += 1) {
			const [byte] = this.take(1) ?? [];
			if (byte === undefined) return null;
			value += (byte & 0x7f) * 2 ** (7 * index);
			// a last byte of 0 would be a second way to write the same number
			if (byte < 0x80) return (byte === 0 && index > 0) || value > MAX_VARINT ? null : value;
		}
		return null;
	}
}
