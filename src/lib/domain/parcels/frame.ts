/** A parcel as codes that a screen shows one after the other, and back (docs/protocol.md, 7). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bigEndian, ByteReader } from '../../base/byte-fields';
import { base32, concatBytes, equalBytes, toBase64Url } from '../../base/bytes';
import { CHECK_BYTES, checkedPart, withCheck } from '../../base/check-bytes';
import { BLOCK_MAX_BYTES, blockCount, blockOf, Fountain } from './fountain';

/** The largest parcel that codes can hold, in bytes. */
export const LIGHT_MAX_BYTES = 65_535;
const NUMBERS = 65_536;
const PREFIX = 'BEREDT1/';
/** A code of this kind, of whatever version. */
const ANY_VERSION = /^BEREDT\d{1,4}\//;
const VERSION = 1;
const ID_BYTES = 8;
/** Parcels that are put together at once. */
const PARCELS_MAX = 4;

/** The texts of a parcel's codes. */
export class ShownParcel {
	/** How many frames hold the blocks as they are; the first so many. */
	readonly count: number;
	readonly #id: Uint8Array;

	/** @throws RangeError for a parcel of none, or of more than `LIGHT_MAX_BYTES`. */
	constructor(private readonly parcel: Uint8Array) {
		if (parcel.length === 0 || parcel.length > LIGHT_MAX_BYTES) throw new RangeError('no parcel to be shown');
		this.count = blockCount(parcel.length);
		this.#id = idOf(parcel);
	}

	/** The text of the code that is shown as the `turn`th, from 0; it goes on without end. */
	textOf(turn: number): string {
		const number = turn < NUMBERS ? turn : this.count + ((turn - NUMBERS) % (NUMBERS - this.count));
		const unchecked = concatBytes(
			Uint8Array.of(VERSION),
			this.#id,
			bigEndian(this.parcel.length, 2),
			bigEndian(number, 2),
			blockOf(this.parcel, number)
		);
		return PREFIX + base32.encode(withCheck(unchecked));
	}
}

/**
 * What became of a code that was read.
 * - `progress`: it is of a parcel of which this much is there, from 0 to less than 1.
 * - `whole`: that was the last one needed.
 * - `notAFrame`: of something else, or not as it was made; the next one will do.
 * - `otherVersion`: of a Beredt that is newer, or older, than this one.
 * - `damaged`: all of it is there, and is not what was shown; it must be filmed anew.
 */
export type FrameOutcome =
	| { readonly kind: 'progress'; readonly progress: number }
	| { readonly kind: 'whole'; readonly parcel: Uint8Array }
	| { readonly kind: 'notAFrame' | 'otherVersion' | 'damaged' };

/** Puts parcels together of the codes that a camera reads, in whatever order. */
export class FrameReader {
	/** The one that something came of last is the last. */
	readonly #fountains = new Map<string, Fountain>();

	/** @param text Of a code, whatever it is. */
	take(text: string): FrameOutcome {
		const frame = readFrame(text);
		if (typeof frame === 'string') return { kind: frame };
		const { id, length, number, block } = frame;
		const key = `${toBase64Url(id)} ${length} ${block.length}`;
		const fountain = this.#fountains.get(key) ?? new Fountain(length, block.length);
		this.#fountains.delete(key);
		this.#fountains.set(key, fountain);
		const [oldest] = this.#fountains.keys();
		if (this.#fountains.size > PARCELS_MAX && oldest !== undefined) this.#fountains.delete(oldest);
		fountain.add(number, block);
		const parcel = fountain.take();
		if (!parcel) return { kind: 'progress', progress: fountain.progress };
		this.#fountains.delete(key);
		return equalBytes(idOf(parcel), id) ? { kind: 'whole', parcel } : { kind: 'damaged' };
	}
}

interface Frame {
	readonly id: Uint8Array;
	readonly length: number;
	readonly number: number;
	readonly block: Uint8Array;
}

function readFrame(text: string): Frame | 'notAFrame' | 'otherVersion' {
	if (!text.startsWith(PREFIX)) return ANY_VERSION.test(text) ? 'otherVersion' : 'notAFrame';
	const longest = 1 + ID_BYTES + 2 + 2 + BLOCK_MAX_BYTES + CHECK_BYTES;
	const bytes =
		text.length <= PREFIX.length + base32.lengthOf(longest) ? base32.decode(text.slice(PREFIX.length)) : null;
	const checked = bytes && checkedPart(bytes);
	if (!checked || checked.length === 0) return 'notAFrame';
	const reader = new ByteReader(checked);
	const version = reader.bigEndian(1);
	const id = reader.take(ID_BYTES);
	const [length, number] = [reader.bigEndian(2), reader.bigEndian(2)];
	const block = reader.take(reader.left);
	if (version !== VERSION) return 'otherVersion';
	if (!id || !length || number === null || !block?.length) return 'notAFrame';
	// whoever made it has cut it otherwise than any Beredt does
	if (block.length !== Math.ceil(length / blockCount(length))) return 'notAFrame';
	return { id: id.slice(), length, number, block };
}

function idOf(parcel: Uint8Array): Uint8Array {
	return sha256(parcel).subarray(0, ID_BYTES);
}
