import { equalBytes } from '$lib/base/bytes';
import { fail, ok } from '$lib/base/result';
import type { DocumentRepository, DocumentUpdate } from '$lib/ports/log';
import type { Read, Written } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';

/** The stored updates of documents, in memory; a test can have it fail. */
export class MemoryDocuments implements DocumentRepository {
	/** How many more writes succeed. */
	writesLeft = Infinity;
	/** Told just before a merged update is put in. */
	beforeReplace: () => void = () => undefined;
	/** Bytes that were read and written. */
	readBytes = 0;
	writtenBytes = 0;
	readonly #rows = new Map<string, DocumentUpdate[]>();
	#count = 0;

	append(documentId: string, update: Uint8Array): Written {
		return this.#write(() => {
			this.#count += 1;
			this.#of(documentId).push({ number: this.#count, bytes: update.slice() });
			this.writtenBytes += update.length;
		});
	}

	load(documentId: string, { from = 0, to = Infinity } = {}): Read<DocumentUpdate[]> {
		const rows = this.held(documentId).filter(({ number }) => number >= from && number <= to);
		this.readBytes += rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
		return Promise.resolve(ok(rows.map((row) => ({ ...row }))));
	}

	replace(documentId: string, parts: readonly DocumentUpdate[], merged: Uint8Array): Read<boolean> {
		this.beforeReplace();
		const rows = this.held(documentId);
		const isThere = ({ number, bytes }: DocumentUpdate) =>
			rows.some((row) => row.number === number && equalBytes(row.bytes, bytes));
		return this.#write(() => {
			if (!parts.every(isThere)) return false;
			const numbers = parts.map(({ number }) => number);
			const kept = rows.filter(({ number }) => !numbers.includes(number));
			kept.push({ number: Math.min(...numbers), bytes: merged.slice() });
			this.writtenBytes += merged.length;
			this.#rows.set(
				documentId,
				kept.sort((a, b) => a.number - b.number)
			);
			return true;
		});
	}

	/** What is held of a document, as a crash would leave it. */
	held(documentId: string): readonly DocumentUpdate[] {
		return this.#of(documentId);
	}

	#of(documentId: string): DocumentUpdate[] {
		const rows = this.#rows.get(documentId) ?? [];
		this.#rows.set(documentId, rows);
		return rows;
	}

	#write<Value>(change: () => Value): Read<Value> {
		if (this.writesLeft <= 0) return Promise.resolve(fail(FULL));
		this.writesLeft -= 1;
		return Promise.resolve(ok(change()));
	}
}

const FULL: StorageError = { code: 'storageFull', detail: 'in a test' };
