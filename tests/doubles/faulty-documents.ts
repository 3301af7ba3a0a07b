import { fail } from '$lib/base/result';
import type { DocumentRange, DocumentRepository, DocumentUpdate } from '$lib/ports/log';
import type { Read, Written } from '$lib/ports/outcomes';
import { createMemoryStorage } from '$lib/storage/memory-storage';
import { valued } from './valued';

/** The memory's documents, whose disk a test can have full, or cut off as by a crash. */
export class FaultyDocuments implements DocumentRepository {
	/** How many more writes succeed. */
	writesLeft = Infinity;
	/** Waited for just before a merged update is put in. */
	beforeReplace: () => Promise<void> = () => Promise.resolve();
	/** Bytes that were read. */
	readBytes = 0;
	readonly #documents = createMemoryStorage(null).documents;

	append(documentId: string, update: Uint8Array): Written {
		return this.#write(() => this.#documents.append(documentId, update));
	}

	async load(documentId: string, range?: DocumentRange): Read<DocumentUpdate[]> {
		const loaded = await this.#documents.load(documentId, range);
		this.readBytes += valued(loaded).reduce((sum, { bytes }) => sum + bytes.length, 0);
		return loaded;
	}

	async replace(documentId: string, parts: readonly DocumentUpdate[], merged: Uint8Array): Read<boolean> {
		await this.beforeReplace();
		return this.#write(() => this.#documents.replace(documentId, parts, merged));
	}

	/** What is held of a document, as a crash would leave it. */
	async held(documentId: string): Promise<readonly DocumentUpdate[]> {
		return valued(await this.#documents.load(documentId));
	}

	#write<Value>(write: () => Read<Value>): Read<Value> {
		if (this.writesLeft <= 0)
			return Promise.resolve(fail({ code: 'storageFull', detail: 'in a test' } as const));
		this.writesLeft -= 1;
		return write();
	}
}
