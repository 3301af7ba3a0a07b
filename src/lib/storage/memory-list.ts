import { ok, type Result } from '$lib/base/result';
import type { StorageError } from '$lib/ports/storage-error';
import { newerRows, type Merging } from './merge';
import { checkRows, type ListName, type Row } from './rows';

type Key = [string, string];

/** The rows of a list under their keys, in memory; the same checks and merging as the database's. */
export class MemoryList<Name extends Exclude<ListName, 'checklistEvents'>> {
	readonly #rows = new Map<string, Row<Name>>();

	constructor(
		private readonly name: Name,
		private readonly by: Merging<Row<Name>>
	) {}

	put(row: Row<Name>): Result<void, StorageError> {
		const checked = checkRows(this.name, [row]);
		if (!checked.ok) return checked;
		for (const one of checked.value) this.#rows.set(this.#keyText(one), one);
		return ok(undefined);
	}

	/** Puts those of `rows`, already checked, that are newer than what is held. */
	putNewer(rows: readonly Row<Name>[]): void {
		const heldAt = new Map([...this.#rows].map(([key, row]) => [key, this.by.at(row)]));
		const keyText = (row: Row<Name>) => this.#keyText(row);
		for (const row of newerRows(rows, keyText, this.by.at, heldAt)) this.#rows.set(keyText(row), row);
	}

	get(key: Key): Row<Name> | null {
		return this.#rows.get(JSON.stringify(key)) ?? null;
	}

	remove(key: Key): Result<void, StorageError> {
		this.#rows.delete(JSON.stringify(key));
		return ok(undefined);
	}

	all(): Row<Name>[] {
		return [...this.#rows.values()];
	}

	clear(): void {
		this.#rows.clear();
	}

	#keyText(row: Row<Name>): string {
		return JSON.stringify(this.by.key(row));
	}
}
