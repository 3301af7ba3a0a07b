/** The check with which what people carry from phone to phone ends (docs/protocol.md, 2 and 7). */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from './bytes';

/** How long it is. */
export const CHECK_BYTES = 4;

/** `bytes`, and after them the first 4 of their SHA-256. */
export function withCheck(bytes: Uint8Array): Uint8Array {
	return concatBytes(bytes, checkOf(bytes));
}

/** What stands before the check; null where that is another's, or not all of it is there. */
export function checkedPart(bytes: Uint8Array): Uint8Array | null {
	if (bytes.length < CHECK_BYTES) return null;
	const before = bytes.subarray(0, -CHECK_BYTES);
	return equalBytes(bytes.subarray(-CHECK_BYTES), checkOf(before)) ? before : null;
}

function checkOf(bytes: Uint8Array): Uint8Array {
	return sha256(bytes).subarray(0, CHECK_BYTES);
}
