import { describe, expect, it } from 'vitest';
import { inSlices } from '$lib/app/in-slices';

describe('what is made in slices', () => {
	it('is all there, in its order, each made once', async () => {
		const values = Array.from({ length: 1_000 }, (_, at) => at);
		const seen: number[] = [];
		const made = await inSlices(values, (value, at) => {
			seen.push(at);
			return value * 2;
		});
		expect(made).toEqual(values.map((value) => value * 2));
		expect(seen).toEqual(values);
		expect(await inSlices([], () => 1)).toEqual([]);
	});

	it('lets what waits have its turn in between', async () => {
		let count = 0;
		const at: number[] = [];
		const waiting = setInterval(() => at.push(count));
		await inSlices(new Array<number>(1_000).fill(0), () => (count += 1));
		clearInterval(waiting);
		expect(at.filter((one) => one > 0 && one < 1_000).length).toBeGreaterThan(0);
	});
});
