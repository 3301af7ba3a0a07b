import { describe, expect, it } from 'vitest';
import type { DeviceId } from '$lib/domain/log/entry';
import { headsWith, sequencesOf, type Head } from '$lib/domain/log/head';

const head = (deviceId: string, sequence: number): Head => ({
	deviceId: deviceId as DeviceId,
	sequence,
	hash: new Uint8Array(8).fill(sequence)
});

describe('how far chains are held', () => {
	it('is what was said last of each author, by device id', () => {
		const held = [head('b', 2), head('d', 4)];
		expect(headsWith(held, [head('c', 1), head('a', 9), head('b', 3)])).toEqual([
			head('a', 9),
			head('b', 3),
			head('c', 1),
			head('d', 4)
		]);
		expect(headsWith([], [])).toEqual([]);
	});

	it('is a sequence for each author', () => {
		expect(sequencesOf([head('a', 9), head('b', 3)])).toEqual(
			new Map([
				['a', 9],
				['b', 3]
			])
		);
		expect(sequencesOf()).toEqual(new Map());
	});
});
