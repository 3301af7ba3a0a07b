/**
 * The 8 points of small order on edwards25519 (RFC 7748 section 4.1, RFC 8032 section 5.1) by their y: with one of
 * them as a key, a signature can be made that fits many messages.
 */
const SMALL_ORDER_Y = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'
];

/**
 * Whether 32 bytes can be a public key, or the R of a signature, that Beredt takes: y below 2^255 − 19, and not of
 * small order. Browsers differ in what they refuse of these, so all are refused before any is asked. Whether they are
 * a point at all is left to the curve.
 */
export function isStrictPoint(bytes: Uint8Array): boolean {
	if (bytes.length !== 32) return false;
	const y = bytes.slice();
	y[31] = (y[31] ?? 0) & 0x7f;
	const isBelowP = y[31] !== 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff) || (y[0] ?? 0) < 0xed;
	const hex = Array.from(y, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return isBelowP && !SMALL_ORDER_Y.includes(hex);
}
