import type { Table } from 'dexie';
import { ok, type Result } from '$lib/base/result';
import type { Observer, Read, Unsubscribe, Written } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { observe } from './observe';
import { checkRows, readRows, type ListName, type Row } from './rows';
import { attempt } from './storage-errors';

/** What the lists have in common: rows under a key, written checked and read back strictly. */
export class DexieList<Name extends ListName> {
	constructor(
		private readonly database: BeredtDatabase,
		private readonly name: Name,
		/** Told of the rows that could not be read back. */
		private readonly report: (error: StorageError) => void
	) {}

	async all(): Read<Row<Name>[]> {
		const raw = await attempt(() => this.#table.toArray());
		return raw.ok ? this.readable(raw.value) : raw;
	}

	observeAll(observer: Observer<Row<Name>[]>): Unsubscribe {
		return observe(
			() => this.#table.toArray(),
			(raw) => this.readable(raw),
			observer
		);
	}

	/** Writes `row`, over the one with its key. */
	protected async write(row: Row<Name>): Written {
		const checked = checkRows(this.name, [row]);
		return checked.ok ? attempt(async () => void (await this.#table.bulkPut(checked.value))) : checked;
	}

	/** Removes the row at `key`, if there is one. */
	protected async removeAt(key: [string, string]): Written {
		return attempt(() => this.#table.delete(key));
	}

	/** The rows of `raw` that can be read back; the others are reported. */
	protected readable(raw: readonly unknown[]): Result<Row<Name>[], StorageError> {
		const { rows, damaged } = readRows(this.name, raw);
		damaged.forEach(this.report);
		return ok(rows);
	}

	get #table(): Table<Row<Name>, unknown> {
		return this.database.table(this.name);
	}
}
