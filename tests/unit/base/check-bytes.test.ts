import { describe, expect, it } from 'vitest';
import { checkedPart, withCheck } from '$lib/base/check-bytes';

describe('the check at the end', () => {
	it('is the first 4 bytes of SHA-256', () => {
		// SHA-256 of "abc" (FIPS 180-4, B.1) begins ba7816bf
		const abc = new TextEncoder().encode('abc');
		expect(withCheck(abc)).toEqual(Uint8Array.of(...abc, 0xba, 0x78, 0x16, 0xbf));
		expect(checkedPart(withCheck(abc))).toEqual(abc);
	});

	it('is missed where a byte is another, too few or too many, or there are none', () => {
		const checked = withCheck(Uint8Array.of(1, 2, 3));
		for (let at = 0; at < checked.length; at += 1) {
			const changed = checked.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			expect(checkedPart(changed)).toBeNull();
		}
		expect(checkedPart(checked.subarray(0, -1))).toBeNull();
		expect(checkedPart(Uint8Array.of(...checked, 0))).toBeNull();
		expect(checkedPart(new Uint8Array())).toBeNull();
		expect(checkedPart(Uint8Array.of(1, 2, 3))).toBeNull();
	});
});
