/** A stored update as the policy sees it. */
export interface StoredSize {
	readonly number: number;
	readonly bytes: number;
}

/** How many updates of like size are merged into one. */
export const MERGE_WIDTH = 16;
const BITS_OF_A_TIER = Math.log2(MERGE_WIDTH);

/** A tier for each power of `MERGE_WIDTH`: 0 below 16 bytes, 1 below 256, 2 below 4,096 … */
export function tierOf(bytes: number): number {
	return Math.floor(Math.log2(Math.max(1, bytes)) / BITS_OF_A_TIER);
}

/**
 * Which stored updates are to be merged now: a stretch of neighbours in which 16 are of one tier and none of a
 * greater. Their merged update is of the next tier (or as many fewer as it is not), so every byte is written again
 * once for each tier: the total cost of n appends is about n log16 n. Neighbours only, so that every beginning of
 * what is stored is whole in itself.
 * @param stored By number.
 * @returns The first and the last place of the stretch, of the greatest tier that is due; null when none is.
 */
export function dueStretch(stored: readonly StoredSize[]): { first: number; last: number } | null {
	const tiers = stored.map(({ bytes }) => tierOf(bytes));
	for (let tier = Math.max(0, ...tiers); tier >= 0; tier -= 1) {
		let first = 0;
		let ofTier = 0;
		for (let place = 0; place <= tiers.length; place += 1) {
			const here = tiers[place] ?? Infinity;
			if (here === tier) ofTier += 1;
			if (here <= tier) continue;
			if (ofTier >= MERGE_WIDTH) return { first, last: place - 1 };
			first = place + 1;
			ofTier = 0;
		}
	}
	return null;
}
