import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { concatBytes, toBase64Url } from '$lib/base/bytes';
import { decodeEntry, encodeDraft, signedBytes } from '$lib/domain/log/entry';
import { entryVectors, hex, unhex } from '../../../doubles/entry-vectors';
import { valued } from '../../../doubles/valued';

describe.each(entryVectors.entries)('$name', (vector) => {
	const bytes = unhex(vector.bytes);
	const { draft } = vector;

	it('is written as these bytes', () => {
		const { unsigned, toSign } = valued(encodeDraft(draft));
		expect(hex(toSign)).toBe(vector.message);
		const signature = ed25519.sign(toSign, unhex(vector.secretKey));
		expect(hex(concatBytes(unsigned, signature))).toBe(vector.bytes);
	});

	it('is read from them', () => {
		const { bytes: read, id, hash, deviceId, ...rest } = valued(decodeEntry(bytes));
		expect(rest).toEqual(draft);
		expect({ id, hash, deviceId }).toEqual({ id: vector.id, hash: vector.hash, deviceId: vector.deviceId });
		expect(read).toEqual(bytes);
	});

	it('is signed by its author', () => {
		const publicKey = ed25519.getPublicKey(unhex(vector.secretKey));
		expect(draft.authorKey).toBe(toBase64Url(publicKey));
		const { message, signature } = signedBytes({ bytes });
		expect(hex(message)).toBe(vector.message);
		expect(ed25519.verify(signature, message, publicKey)).toBe(true);
	});
});

describe('is refused', () => {
	it.each(entryVectors.refused)('$name', ({ bytes, problem }) => {
		expect(decodeEntry(unhex(bytes))).toEqual({ ok: false, error: problem });
	});
});
