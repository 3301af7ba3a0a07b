import { ok } from '$lib/base/result';
import type { DocumentRepository, DocumentUpdate } from '$lib/ports/log';
import type { Read, Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { canReplace, readUpdates } from './document-rows';
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

	async load(documentId: string): Read<DocumentUpdate[]> {
		const raw = await attempt(() =>
			this.database.documentUpdates.where('documentId').equals(documentId).sortBy('number')
		);
		return raw.ok ? ok(readUpdates(documentId, raw.value, this.report)) : raw;
	}

	async replace(documentId: string, numbers: readonly number[], merged: Uint8Array): Written {
		const table = this.database.documentUpdates;
		const bytes = merged.slice();
		return attempt(() =>
			this.database.transaction('rw', table, async () => {
				const held = await table.bulkGet([...numbers]);
				if (!canReplace(documentId, numbers, held)) return;
				await table.bulkDelete([...numbers]);
				await table.put({ number: Math.min(...numbers), documentId, bytes });
			})
		);
	}
}
