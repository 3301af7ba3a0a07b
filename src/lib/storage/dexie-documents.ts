import { ok } from '$lib/base/result';
import type { DocumentRange, DocumentRepository, DocumentUpdate } from '$lib/ports/log';
import type { Read, Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase, StoredDocumentRow } from './database';
import { canReplace, isWithin, readUpdates } from './document-rows';
import { attempt } from './storage-errors';

/** The changes of documents. What is in them is theirs who wrote them. */
export class DexieDocumentRepository implements DocumentRepository {
	constructor(
		private readonly database: BeredtDatabase,
		/** Told of the rows that could not be read back. */
		private readonly report: (error: StorageError) => void
	) {}

	async append(documentId: string, update: Uint8Array): Written {
		const row = { documentId, bytes: update.slice() };
		return attempt(async () => void (await this.database.documentUpdates.add(row)));
	}

	async load(documentId: string, range?: DocumentRange): Read<DocumentUpdate[]> {
		const raw = await attempt(() => this.#rows(documentId, range));
		return raw.ok ? ok(readUpdates(documentId, raw.value, this.report)) : raw;
	}

	async replace(documentId: string, parts: readonly DocumentUpdate[], merged: Uint8Array): Read<boolean> {
		const table = this.database.documentUpdates;
		const numbers = parts.map(({ number }) => number);
		const bytes = merged.slice();
		return attempt(() =>
			this.database.transaction('rw', table, async () => {
				if (!canReplace(documentId, parts, await table.bulkGet(numbers))) return false;
				await table.bulkDelete(numbers);
				await table.put({ number: Math.min(...numbers), documentId, bytes });
				return true;
			})
		);
	}

	/** Of a part of them, only what is in it is read: the others may be large. */
	async #rows(documentId: string, range: DocumentRange | undefined): Promise<StoredDocumentRow[]> {
		const table = this.database.documentUpdates;
		const ofDocument = table.where('documentId').equals(documentId);
		if (!range) return ofDocument.sortBy('number');
		return this.database.transaction('r', table, async () => {
			const numbers = await ofDocument.primaryKeys();
			const rows = await table.bulkGet(
				numbers.filter((number) => isWithin(number, range)).sort((a, b) => a - b)
			);
			return rows.filter((row) => row !== undefined);
		});
	}
}
