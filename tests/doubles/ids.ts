import type { IdSource } from '$lib/base/ids';

/** UUIDs that are the same in every run: the seed, and a count. */
export class SeededIds implements IdSource {
	#count = 0;

	constructor(private readonly seed = 1) {}

	next(): string {
		this.#count += 1;
		return `${hex(this.seed, 8)}-0000-4000-8000-${hex(this.#count, 12)}`;
	}
}

function hex(value: number, width: number): string {
	return value.toString(16).padStart(width, '0');
}
