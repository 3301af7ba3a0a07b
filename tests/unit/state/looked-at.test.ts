import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentId } from '$lib/domain/log/entry';
import { keepSeen, seenArrival } from '$lib/state/looked-at';

const id = (number: number) => `incident-${number}` as IncidentId;
const kept = new Map<string, string>();

beforeEach(() => {
	kept.clear();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
	return () => vi.unstubAllGlobals();
});

describe('how far an incident was looked at', () => {
	it('is kept for each, and is nothing at first', () => {
		expect(seenArrival(id(1))).toBe(0);
		keepSeen(id(1), 7);
		keepSeen(id(2), 9);
		keepSeen(id(1), 12);
		expect([1, 2, 3].map((number) => seenArrival(id(number)))).toEqual([12, 9, 0]);
	});

	it('is kept of the fifty that were looked at last', () => {
		for (let number = 0; number < 60; number += 1) keepSeen(id(number), 1);
		expect([9, 10, 59].map((number) => seenArrival(id(number)))).toEqual([0, 1, 1]);
	});

	it.each([
		'',
		'x',
		'{}',
		'[["incident-1"]]',
		'[["incident-1","7"]]',
		'[["incident-1",-1]]',
		'[[7,7]]',
		'[null]'
	])('is nothing where %j stands', (text) => {
		kept.set('beredt.seen', text);
		expect(seenArrival(id(1))).toBe(0);
		keepSeen(id(1), 3);
		expect(seenArrival(id(1))).toBe(3);
	});

	it('is not kept where the browser refuses', () => {
		const refuse = () => {
			throw new Error('refused');
		};
		vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
		keepSeen(id(1), 3);
		expect(seenArrival(id(1))).toBe(0);
	});
});
