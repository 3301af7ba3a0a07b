/**
 * Where each row of a long list stands, of which only a few were ever drawn: those are as high as they were measured,
 * the others as an estimate has it. Rows are numbered from the bottom of the list, since new ones come at its top: a
 * row keeps its number, and one more costs no more than itself. (A Fenwick tree of what each differs from the
 * estimate.)
 */
export class RowHeights<Key> {
	#keys: readonly Key[] = [];
	/** What each number's row differs from the estimate by, 0 where it was not measured. */
	#differences: number[] = [];
	/** `tree[n]` sums the differences of `n & -n` rows up to row `n - 1`. */
	#tree: number[] = [0];
	readonly #measured = new Map<Key, number>();

	constructor(readonly estimate: number) {}

	get count(): number {
		return this.#keys.length;
	}

	/** The height of all rows. */
	get total(): number {
		return this.#below(this.count);
	}

	/**
	 * Puts `keys`, from the bottom, in place of those before.
	 * @param isSameView They hold all that were there before, in the same order: what is new at the top is added only.
	 */
	setRows(keys: readonly Key[], isSameView: boolean): void {
		const before = this.#keys.length;
		const isGrown =
			isSameView && keys.length >= before && (before === 0 || keys[before - 1] === this.#keys[before - 1]);
		if (!isGrown) {
			this.#differences = [];
			this.#tree = [0];
		}
		this.#keys = keys;
		for (let number = this.#differences.length; number < keys.length; number += 1)
			this.#append(this.#differenceOf(keys[number] as Key));
	}

	/**
	 * Notes how high a row is.
	 * @returns Whether that changes anything.
	 */
	measure(number: number, height: number): boolean {
		const key = this.#keys[number];
		if (key === undefined || this.#measured.get(key) === height) return false;
		this.#measured.set(key, height);
		const change = height - this.estimate - (this.#differences[number] ?? 0);
		if (change === 0) return false;
		this.#differences[number] = height - this.estimate;
		for (let node = number + 1; node < this.#tree.length; node += node & -node)
			this.#tree[node] = (this.#tree[node] ?? 0) + change;
		return true;
	}

	/** How far the top of a row is from the top of the list. */
	topOf(number: number): number {
		return this.total - this.#below(number + 1);
	}

	/** The row that stands `distance` below the top of the list; the first or the last where none does. */
	at(distance: number): number {
		const fromBottom = this.total - distance;
		// the greatest number of rows, from the bottom, that end at or below that
		let rows = 0;
		let height = 0;
		for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step /= 2) {
			const next = rows + step;
			if (next > this.count) continue;
			const nextHeight = height + step * this.estimate + (this.#tree[next] ?? 0);
			if (nextHeight >= fromBottom) continue;
			rows = next;
			height = nextHeight;
		}
		return Math.min(rows, Math.max(0, this.count - 1));
	}

	/** The height of the lowest `rows` rows. */
	#below(rows: number): number {
		return rows * this.estimate + this.#differencesBelow(rows);
	}

	#differencesBelow(rows: number): number {
		let sum = 0;
		for (let node = rows; node > 0; node -= node & -node) sum += this.#tree[node] ?? 0;
		return sum;
	}

	#differenceOf(key: Key): number {
		const height = this.#measured.get(key);
		return height === undefined ? 0 : height - this.estimate;
	}

	#append(difference: number): void {
		const node = this.#differences.push(difference);
		const covered = node & -node;
		this.#tree[node] = difference + this.#differencesBelow(node - 1) - this.#differencesBelow(node - covered);
	}
}
