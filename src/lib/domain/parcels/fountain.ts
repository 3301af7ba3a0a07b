/**
 * A parcel in blocks, any K of which, or of their sums, give it back (docs/protocol.md, 7). First the blocks as they
 * are, so that nothing is lost where none is missed; from then on random sums (XOR), each good for whatever is missing.
 * The sums are dense: with at most 382 blocks elimination costs nothing, and some two frames are needed more than blocks.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bigEndian } from '../../base/byte-fields';
import { concatBytes, label } from '../../base/bytes';

/** The most bytes that a block may have: what a code of version 10 holds with a frame around it. */
export const BLOCK_MAX_BYTES = 172;

const LABEL = label('beredt/light/1');

/** How many blocks there are of so many bytes. */
export function blockCount(bytes: number): number {
	return Math.ceil(bytes / BLOCK_MAX_BYTES);
}

/** What frame `number` of a parcel holds; any number from 0 on. */
export function blockOf(parcel: Uint8Array, number: number): Uint8Array {
	const count = blockCount(parcel.length);
	const length = Math.ceil(parcel.length / count);
	const block = new Uint8Array(length);
	for (const index of summandsOf(number, count))
		addTo(block, parcel.subarray(index * length, (index + 1) * length));
	return block;
}

/** The blocks whose sum frame `number` holds, of `count`. */
function summandsOf(number: number, count: number): number[] {
	if (number < count) return [number];
	const bits = concatBytes(
		...[0, 1].map((part) => sha256(concatBytes(LABEL, bigEndian(number, 2), Uint8Array.of(part))))
	);
	const all = Array.from({ length: count }, (_, index) => index);
	const chosen = all.filter((index) => ((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1);
	return chosen.length > 0 ? chosen : all;
}

/** A sum, and which blocks it is of: one bit each. */
interface Row {
	readonly mask: Uint8Array;
	readonly block: Uint8Array;
}

/** Puts a parcel together of what its frames hold, by Gaussian elimination. */
export class Fountain {
	/** By its first block: none has a bit before that. */
	readonly #rows: (Row | undefined)[];
	/** How many frames said something new. */
	#rank = 0;

	/**
	 * @param length Of the parcel, in bytes; at least one.
	 * @param blockBytes Of a block.
	 */
	constructor(
		private readonly length: number,
		private readonly blockBytes: number
	) {
		this.#rows = Array.from({ length: Math.ceil(length / blockBytes) });
	}

	/** From 0 to 1. */
	get progress(): number {
		return this.#rank / this.#rows.length;
	}

	/** Takes what frame `number` held. */
	add(number: number, block: Uint8Array): void {
		const count = this.#rows.length;
		const row: Row = { mask: new Uint8Array(Math.ceil(count / 8)), block: block.slice() };
		for (const index of summandsOf(number, count)) flip(row.mask, index);
		for (let index = 0; index < count; index += 1) {
			if (!has(row.mask, index)) continue;
			const other = this.#rows[index];
			if (!other) {
				this.#rows[index] = row;
				this.#rank += 1;
				return;
			}
			addTo(row.mask, other.mask);
			addTo(row.block, other.block);
		}
	}

	/**
	 * The parcel, which is still to be compared with its id; null while more frames are needed. After it came there is
	 * nothing more to be taken.
	 */
	take(): Uint8Array | null {
		if (this.progress < 1) return null;
		const solved: Uint8Array[] = [];
		for (let at = this.#rows.length - 1; at >= 0; at -= 1) {
			const row = this.#rows[at];
			if (!row) return null;
			for (let later = at + 1; later < this.#rows.length; later += 1)
				if (has(row.mask, later)) addTo(row.block, solved[later] ?? new Uint8Array());
			solved[at] = row.block;
		}
		return concatBytes(...solved).slice(0, this.length);
	}
}

function addTo(sum: Uint8Array, other: Uint8Array): void {
	for (let at = 0; at < other.length; at += 1) sum[at] = (sum[at] ?? 0) ^ (other[at] ?? 0);
}

function has(mask: Uint8Array, index: number): boolean {
	return (((mask[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1;
}

function flip(mask: Uint8Array, index: number): void {
	mask[index >> 3] = (mask[index >> 3] ?? 0) ^ (0x80 >> (index & 7));
}
