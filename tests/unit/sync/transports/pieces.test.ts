import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Assembler, pieceCount, pieceOf, PIECE_MAX_BYTES } from '$lib/sync/transports/pieces';
import { RateLimit } from '$lib/sync/transports/rate-limit';

const MIB = 1024 * 1024;

function piecesOf(message: Uint8Array): Uint8Array[] {
	return Array.from({ length: pieceCount(message.length) }, (_, index) => pieceOf(message, index));
}

/** A message that is not the same in any two pieces. */
function messageOf(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, index) => (index ^ (index >> 8) ^ (index >> 16)) & 0xff);
}

function put(assembler: Assembler, pieces: readonly Uint8Array[]) {
	return pieces.map((piece) => assembler.take(piece));
}

describe('a message', () => {
	it.each([1, 2, 65_533, 65_534, 65_535, 131_068, 131_069, 300_000])(
		'of %i bytes comes out as it went in, and the next one too',
		(length) => {
			const assembler = new Assembler(MIB);
			for (const message of [messageOf(length), messageOf(7)]) {
				const pieces = piecesOf(message);
				for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(PIECE_MAX_BYTES);
				const taken = put(assembler, pieces);
				expect(taken.at(-1)).toEqual({ kind: 'message', message });
				for (const one of taken.slice(0, -1)) expect(one).toEqual({ kind: 'part' });
			}
		}
	);

	it('may be as long as the limit, and no longer, whatever the limit', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 200_000 }), (limit) => {
				const kindOfLast = (length: number) =>
					put(new Assembler(limit), piecesOf(new Uint8Array(length))).at(-1)?.kind;
				expect(kindOfLast(limit)).toBe('message');
				expect(kindOfLast(limit + 1)).toBe('refused');
			}),
			{ numRuns: 30 }
		);
	});

	it('that is too long is refused before it is held', () => {
		const assembler = new Assembler(512);
		expect(assembler.take(pieceOf(new Uint8Array(100_000), 0)).kind).toBe('refused');
	});

	it('may be longer from the moment the limit is raised', () => {
		const assembler = new Assembler(512);
		assembler.maxBytes = MIB;
		expect(put(assembler, piecesOf(messageOf(300_000))).at(-1)?.kind).toBe('message');
	});
});

describe('a piece', () => {
	const full = (flag: number) => new Uint8Array(PIECE_MAX_BYTES).fill(flag, 0, 1);
	it.each([
		['without a flag', new Uint8Array(0)],
		['with a flag alone', Uint8Array.of(1)],
		['with a flag alone that says there is more', Uint8Array.of(0)],
		['with another flag', Uint8Array.of(2, 1)],
		['that is not full and not the last', Uint8Array.of(0, 1, 2, 3)],
		['that is too long', new Uint8Array(PIECE_MAX_BYTES + 1).fill(1)],
		['that is full, not the last, and has another flag', full(3)]
	])('%s is refused', (_, piece) => {
		expect(new Assembler(MIB).take(piece).kind).toBe('refused');
	});

	it('is taken or refused, whatever it is, and no more is held than the limit', () => {
		const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(full(0), full(1), full(2)));
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
				const assembler = new Assembler(150_000);
				for (const taken of put(assembler, pieces))
					if (taken.kind === 'message') expect(taken.message.length).toBeLessThanOrEqual(150_000);
			})
		);
	});
});

describe('a rate', () => {
	it('is averaged: a burst is taken, and what is more is not', () => {
		let now = 5;
		const rate = new RateLimit(2_000, 10, () => now);
		const burst = () => Array.from({ length: 20_000 }, () => rate.take()).every(Boolean);
		expect(burst()).toBe(true);
		expect(rate.take()).toBe(false);
		now += 10_000;
		expect(burst()).toBe(true);
	});

	it('is kept up for as long as one likes', () => {
		let now = 0;
		const rate = new RateLimit(2_000, 10, () => now);
		for (let second = 0; second < 60; second += 1) {
			now += 1_000;
			for (let count = 0; count < 2_000; count += 1) expect(rate.take()).toBe(true);
		}
	});

	it('gives nothing for a clock that goes back', () => {
		let now = 1_000;
		const rate = new RateLimit(1, 2, () => now);
		expect([rate.take(), rate.take()]).toEqual([true, true]);
		now = 0;
		expect(rate.take()).toBe(false);
	});
});
