import { describe, expect, it } from 'vitest';
import type { PhoneStorage } from '$lib/ports/repositories';
import { valued } from '../doubles/valued';

const bytes = (...values: number[]) => Uint8Array.from(values);

/**
 * What every `DocumentRepository` does.
 * @param openTwo Gives one empty storage as two tabs have it.
 */
export function documentRepositoryContract(
	name: string,
	openTwo: () => Promise<[PhoneStorage, PhoneStorage]>
): void {
	const open = async () => (await openTwo())[0].documents;

	describe(`${name} as document repository`, { timeout: 30_000 }, () => {
		it('gives updates back in the order they were stored, each document by itself', async () => {
			const documents = await open();
			for (const value of [1, 2, 3]) valued(await documents.append('a', bytes(value)));
			valued(await documents.append('b', bytes(9)));
			const held = valued(await documents.load('a'));
			expect(held.map((update) => update.bytes)).toEqual([bytes(1), bytes(2), bytes(3)]);
			const numbers = held.map((update) => update.number);
			expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
			expect(new Set(numbers).size).toBe(3);
			expect(valued(await documents.load('unheard of'))).toEqual([]);
			expect(valued(await documents.load('b'))).toHaveLength(1);
		});

		it('keeps a copy, and nothing of a larger buffer', async () => {
			const documents = await open();
			const update = bytes(0, 1, 2, 0).subarray(1, 3);
			valued(await documents.append('a', update));
			update.fill(7);
			const [held] = valued(await documents.load('a'));
			expect(held?.bytes).toEqual(bytes(1, 2));
			expect(held?.bytes.buffer.byteLength).toBe(2);
		});

		it('gives only those that are asked for, by number', async () => {
			const documents = await open();
			for (const value of [1, 2, 3]) {
				valued(await documents.append('a', bytes(value)));
				valued(await documents.append('b', bytes(value + 10)));
			}
			const [first, second, third] = valued(await documents.load('a'));
			const from = second?.number ?? 0;
			expect(valued(await documents.load('a', { from }))).toEqual([second, third]);
			expect(valued(await documents.load('a', { from: first?.number ?? 0, to: from }))).toEqual([
				first,
				second
			]);
			expect(valued(await documents.load('a', { from: (third?.number ?? 0) + 1 }))).toEqual([]);
			expect(valued(await documents.load('a', { from: 0, to: (first?.number ?? 0) - 1 }))).toEqual([]);
		});

		it('puts a merged update in the place of the first, and leaves those that came since', async () => {
			const documents = await open();
			for (const value of [1, 2, 3]) valued(await documents.append('a', bytes(value)));
			const parts = valued(await documents.load('a'));
			valued(await documents.append('a', bytes(4)));
			expect(valued(await documents.replace('a', parts, bytes(1, 2, 3)))).toBe(true);
			const held = valued(await documents.load('a'));
			expect(held.map((update) => update.bytes)).toEqual([bytes(1, 2, 3), bytes(4)]);
			expect(held[0]?.number).toBe(parts[0]?.number);
		});

		it('does nothing where another tab has merged already: its update may hold more', async () => {
			const [here, there] = await openTwo();
			for (const value of [1, 2]) valued(await here.documents.append('a', bytes(value)));
			const seenHere = valued(await here.documents.load('a'));
			valued(await there.documents.append('a', bytes(3)));
			const seenThere = valued(await there.documents.load('a'));
			expect(valued(await there.documents.replace('a', seenThere, bytes(1, 2, 3)))).toBe(true);
			expect(valued(await here.documents.replace('a', seenHere, bytes(1, 2)))).toBe(false);
			// the number of the first is in use again, with more behind it
			expect(valued(await here.documents.replace('a', seenHere.slice(0, 1), bytes(1)))).toBe(false);
			expect(valued(await here.documents.load('a')).map((update) => update.bytes)).toEqual([bytes(1, 2, 3)]);
		});

		it('does nothing where another tab has merged only the last of them with what came since', async () => {
			const [here, there] = await openTwo();
			for (const value of [1, 2]) valued(await here.documents.append('a', bytes(value)));
			const seenHere = valued(await here.documents.load('a'));
			valued(await there.documents.append('a', bytes(3)));
			const lastTwo = valued(await there.documents.load('a')).slice(1);
			expect(valued(await there.documents.replace('a', lastTwo, bytes(2, 3)))).toBe(true);
			expect(valued(await here.documents.replace('a', seenHere, bytes(1, 2)))).toBe(false);
			const held = valued(await here.documents.load('a'));
			expect(held.map((update) => update.bytes)).toEqual([bytes(1), bytes(2, 3)]);
		});

		it('does not take the updates of another document', async () => {
			const documents = await open();
			valued(await documents.append('a', bytes(1)));
			valued(await documents.append('b', bytes(2)));
			const parts = [...valued(await documents.load('a')), ...valued(await documents.load('b'))];
			expect(valued(await documents.replace('a', parts, bytes(1, 2)))).toBe(false);
			expect(valued(await documents.load('b'))).toHaveLength(1);
		});

		it('never gives the number of a merged update away again', async () => {
			const documents = await open();
			for (const value of [1, 2]) valued(await documents.append('a', bytes(value)));
			const parts = valued(await documents.load('a'));
			valued(await documents.replace('a', parts, bytes(1, 2)));
			valued(await documents.append('a', bytes(3)));
			expect(valued(await documents.load('a')).at(-1)?.number).toBeGreaterThan(parts[1]?.number ?? 0);
		});
	});
}
