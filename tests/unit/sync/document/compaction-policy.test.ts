import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueStretch, MERGE_WIDTH, tierOf, type StoredSize } from '$lib/sync/document/compaction-policy';

/** Appends updates of these sizes, and merges whenever something is due; a merge loses what it saves in heads. */
function play(sizes: Iterable<number>, onMerge: (merged: readonly StoredSize[], bytes: number) => void) {
	const stored: StoredSize[] = [];
	let number = 0;
	for (const bytes of sizes) {
		stored.push({ number: ++number, bytes });
		for (let due = dueStretch(stored); due; due = dueStretch(stored)) {
			const parts = stored.slice(due.first, due.last + 1);
			const merged = Math.max(
				...parts.map((part) => part.bytes),
				parts.reduce((sum, part) => sum + part.bytes - 11, 11)
			);
			onMerge(parts, merged);
			stored.splice(due.first, parts.length, { number: parts[0]?.number ?? 0, bytes: merged });
		}
	}
	return stored;
}

const sizes = fc.array(
	fc.oneof(
		{ weight: 8, arbitrary: fc.integer({ min: 200, max: 700 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 12, max: 30_000_000 }) },
		{ weight: 1, arbitrary: fc.constantFrom(12, 255, 256, 4_095, 4_096, 65_535, 65_536) }
	),
	{ maxLength: 600 }
);

describe('the compaction of updates of any sizes', () => {
	it('merges no fewer than 16 at once, and none with one of a greater tier', () => {
		fc.assert(
			fc.property(sizes, (appended) => {
				play(appended, (parts) => {
					const tiers = parts.map(({ bytes }) => tierOf(bytes));
					const top = Math.max(...tiers);
					expect(tiers.filter((tier) => tier === top).length).toBeGreaterThanOrEqual(MERGE_WIDTH);
				});
			})
		);
	});

	it('writes every byte again at most twice for each tier', () => {
		fc.assert(
			fc.property(sizes, (appended) => {
				let written = 0;
				play(appended, (_parts, bytes) => (written += bytes));
				const total = appended.reduce((sum, bytes) => sum + bytes, 0);
				expect(written).toBeLessThanOrEqual(2 * total * (tierOf(total) + 1));
			})
		);
	});

	it('keeps the order, and every update in exactly one', () => {
		fc.assert(
			fc.property(sizes, (appended) => {
				const gone = new Set<number>();
				const stored = play(appended, (parts) => {
					for (const { number } of parts.slice(1)) gone.add(number);
				});
				const numbers = stored.map(({ number }) => number);
				expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
				expect(stored.length + gone.size).toBe(appended.length);
			})
		);
	});
});

describe('the compaction of a log that grows entry by entry', () => {
	it('keeps what is stored few, and never rewrites all of it on every so-manieth entry', () => {
		let written = 0;
		const most = { rows: 0 };
		const total = 100_000 * 330;
		function* entries() {
			for (let n = 0; n < 100_000; n += 1) yield 330;
		}
		const stored = play(entries(), (_parts, bytes) => {
			written += bytes;
		});
		most.rows = stored.length;
		expect(most.rows).toBeLessThan(MERGE_WIDTH * tierOf(total));
		// log16 of 100,000 is 4.2: so many times is a byte written, and no more
		expect(written / total).toBeLessThan(4.2);
	});
});

describe('tierOf', () => {
	it.each([
		[0, 0],
		[1, 0],
		[15, 0],
		[16, 1],
		[255, 1],
		[256, 2],
		[4_095, 2],
		[4_096, 3],
		[2 ** 32, 8]
	])('of %d bytes is %d', (bytes, tier) => {
		expect(tierOf(bytes)).toBe(tier);
	});
});
