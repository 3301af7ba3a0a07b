import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, fromBase64Url, toBase64Url } from '$lib/base/bytes';

const someBytes = fc.uint8Array({ maxLength: 100 });

describe('base64url', () => {
	it('is what Node makes of the same bytes', () => {
		fc.assert(
			fc.property(someBytes, (bytes) => {
				expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
			})
		);
	});

	it('gives the bytes back', () => {
		fc.assert(
			fc.property(someBytes, (bytes) => {
				expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
			})
		);
	});

	it('reads no text but the one that it writes', () => {
		const alphabet = [...'ABCDwxyz0189-_+/= \n%é🛟'];
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }), (characters) => {
				const text = characters.join('');
				const bytes = fromBase64Url(text);
				if (bytes) expect(toBase64Url(bytes)).toBe(text);
				else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
			})
		);
	});

	it.each(['A', 'AAAAA', 'AB', 'AAB', 'AA==', 'A+/A', ' AAA', 'AAA\n', 'AAÆA', 'AAA\u{1d400}'])(
		'refuses %j',
		(text) => {
			expect(fromBase64Url(text)).toBeNull();
		}
	);
});

describe('equalBytes', () => {
	it('says so only when every byte is the same', () => {
		fc.assert(
			fc.property(someBytes, someBytes, (a, b) => {
				expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
				expect(equalBytes(a, a.slice())).toBe(true);
			})
		);
		expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
		expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
	});
});

describe('concatBytes', () => {
	it('puts the parts one after the other into bytes of their own', () => {
		fc.assert(
			fc.property(fc.array(someBytes, { maxLength: 5 }), (parts) => {
				const all = concatBytes(...parts);
				expect([...all]).toEqual(parts.flatMap((part) => [...part]));
				expect(all.buffer.byteLength).toBe(all.length);
			})
		);
	});
});
