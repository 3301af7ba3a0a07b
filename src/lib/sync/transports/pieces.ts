/**
 * Messages cut into pieces that a data channel takes, and put together again (docs/protocol.md, 3): a flag, 1 on the
 * last piece, and what fits. All pieces but the last are full, so that nobody can make a phone hold a million of them
 * for a message of a megabyte.
 */
import { concatBytes } from '../../base/bytes';

export const PIECE_MAX_BYTES = 65_535;
const IN_A_PIECE = PIECE_MAX_BYTES - 1;
const MORE = 0;
const LAST = 1;

/** How many pieces a message of so many bytes has. */
export function pieceCount(messageBytes: number): number {
	return Math.ceil(messageBytes / IN_A_PIECE);
}

/**
 * A piece of a message, flag and all.
 * @param index From 0.
 */
export function pieceOf(message: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
	const from = index * IN_A_PIECE;
	const part = message.subarray(from, from + IN_A_PIECE);
	const piece = new Uint8Array(part.length + 1);
	piece[0] = from + part.length < message.length ? MORE : LAST;
	piece.set(part, 1);
	return piece;
}

/** What a piece made: a whole message, a part of one, or something that no phone of this protocol sends. */
export type Taken =
	| { readonly kind: 'message'; readonly message: Uint8Array }
	| { readonly kind: 'part' }
	| { readonly kind: 'refused'; readonly why: string };

const PART: Taken = { kind: 'part' };

/** Puts the pieces of one connection together. It holds no more than one message of the greatest length. */
export class Assembler {
	#parts: Uint8Array[] = [];
	#held = 0;

	/** @param maxBytes The longest message that is taken; it may be raised at any time. */
	constructor(public maxBytes: number) {}

	/** Takes the next piece, which must not change afterwards. Nothing may follow one that was refused. */
	take(piece: Uint8Array): Taken {
		if (piece.length < 2) return this.#refused('an empty piece');
		if (piece.length > PIECE_MAX_BYTES) return this.#refused('a piece that is too long');
		const [flag] = piece;
		if (flag !== MORE && flag !== LAST) return this.#refused('another flag');
		if (flag === MORE && piece.length < PIECE_MAX_BYTES) return this.#refused('a piece that is not full');
		const part = piece.subarray(1);
		// a piece that is not the last says that there is at least a byte more
		if (this.#held + part.length + (flag === MORE ? 1 : 0) > this.maxBytes)
			return this.#refused('a message that is too long');
		this.#parts.push(part);
		this.#held += part.length;
		return flag === MORE ? PART : { kind: 'message', message: this.#joined() };
	}

	#joined(): Uint8Array {
		const [first, ...more] = this.#parts;
		// one that stands alone is not copied: most do
		const message = first && more.length === 0 ? first : concatBytes(...this.#parts);
		this.#forget();
		return message;
	}

	#refused(why: string): Taken {
		this.#forget();
		return { kind: 'refused', why };
	}

	#forget(): void {
		this.#parts = [];
		this.#held = 0;
	}
}
