import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_MAX_BYTES, blockCount, blockOf, Fountain } from '$lib/domain/parcels/fountain';

const bytesOf = (length: number, seed = 1) =>
	Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8) * 13 + seed) & 0xff);

function fed(parcel: Uint8Array, numbers: Iterable<number>): Fountain {
	const fountain = new Fountain(parcel.length, blockOf(parcel, 0).length);
	for (const number of numbers) fountain.add(number, blockOf(parcel, number));
	return fountain;
}

describe('a parcel in blocks', () => {
	it('is whole after the plain blocks, in any order', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer(), (length, seed) => {
				const parcel = bytesOf(length, seed);
				const plain = Array.from({ length: blockCount(length) }, (_, index) => index).reverse();
				expect(fed(parcel, plain).take()).toEqual(parcel);
			}),
			{ numRuns: 30 }
		);
	});

	it('comes back from any frames that hold enough', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 12_000 }),
				fc.uniqueArray(fc.integer({ min: 0, max: 65_535 }), { minLength: 110, maxLength: 110 }),
				(length, numbers) => {
					const parcel = bytesOf(length);
					// at least 40 more than there are blocks: that they do not suffice is as likely as 2^-40
					expect(fed(parcel, numbers).take()).toEqual(parcel);
				}
			),
			{ numRuns: 50 }
		);
	});

	it('never gives anything back while a frame is missing', () => {
		const parcel = bytesOf(5_000);
		const count = blockCount(parcel.length);
		const fountain = fed(
			parcel,
			Array.from({ length: count - 1 }, (_, index) => index + 1)
		);
		expect(fountain.take()).toBeNull();
		expect(fountain.progress).toBe((count - 1) / count);
		// what is known already brings nothing
		fountain.add(1, blockOf(parcel, 1));
		expect(fountain.progress).toBe((count - 1) / count);
		fountain.add(0, blockOf(parcel, 0));
		expect(fountain.take()).toEqual(parcel);
	});

	it('is cut the same by whoever cuts it and whoever puts it together', () => {
		for (let length = 1; length <= 65_535; length += 1) {
			const count = blockCount(length);
			const block = Math.ceil(length / count);
			if (block > BLOCK_MAX_BYTES || Math.ceil(length / block) !== count) expect({ length }).toBeNull();
		}
	});
});
