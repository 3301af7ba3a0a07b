/** A piece of a paper that is never cut: a line of text, a row of a table. Lengths are in CSS pixels. */
export interface Piece {
	readonly top: number;
	readonly bottom: number;
	/** The height of the table head that comes again above it when it is the first on a page. */
	readonly head: number;
	readonly startsPage: boolean;
	/** A heading stands on the page of what it heads. */
	readonly staysWithNext: boolean;
}

/**
 * Where the pages begin, for pieces that stand below each other in one long strip.
 * @param limit What a page has room for. A piece that is higher has a page of its own, and runs over.
 * @returns The index of each page's first piece; the first is 0.
 */
export function cutIntoPages(pieces: readonly Piece[], limit: number): number[] {
	const fits = (from: Piece, to: Piece) => to.bottom - from.top + from.head <= limit;
	const starts = [0];
	let first = 0;
	pieces.forEach((piece, index) => {
		const start = pieces[first];
		if (index === first || !start) return;
		if (!piece.startsPage && fits(start, piece)) return;
		let cut = index;
		if (!piece.startsPage) {
			let heading = pieces[cut - 1];
			while (cut - 1 > first && heading?.staysWithNext && fits(heading, piece)) {
				cut -= 1;
				heading = pieces[cut - 1];
			}
		}
		starts.push(cut);
		first = cut;
	});
	return starts;
}
