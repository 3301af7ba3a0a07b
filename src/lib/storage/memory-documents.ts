import { ok } from '$lib/base/result';
import type { DocumentRange, DocumentRepository, DocumentUpdate } from '$lib/ports/log';
import type { Read, Written } from '$lib/ports/outcomes';
import type { StoredDocumentRow } from './database';
import { canReplace, isWithin } from './document-rows';
import type { MemoryAccess } from './memory-access';

/** The changes of documents in memory. */
export class MemoryDocumentRepository implements DocumentRepository {
	readonly #rows = new Map<number, StoredDocumentRow>();
	#newest = 0;

	constructor(private readonly access: MemoryAccess) {}

	append(documentId: string, update: Uint8Array): Written {
		return this.access.write(() => {
			this.add(documentId, update.slice());
			return ok(undefined);
		});
	}

	load(documentId: string, range: DocumentRange = { from: 0 }) {
		const rows = [...this.#rows.values()].filter(
			(row) => row.documentId === documentId && isWithin(row.number, range)
		);
		const updates = rows.map(({ number, bytes }) => ({ number, bytes }));
		return this.access.read(updates.sort((a, b) => a.number - b.number));
	}

	replace(documentId: string, parts: readonly DocumentUpdate[], merged: Uint8Array): Read<boolean> {
		return this.access.write(() => {
			const numbers = parts.map(({ number }) => number);
			const held = numbers.map((number) => this.#rows.get(number));
			if (!canReplace(documentId, parts, held)) return ok(false);
			for (const number of numbers) this.#rows.delete(number);
			const number = Math.min(...numbers);
			this.#rows.set(number, { number, documentId, bytes: merged.slice() });
			return ok(true);
		});
	}

	/** Adds an update within another write. */
	add(documentId: string, bytes: Uint8Array): void {
		this.#newest += 1;
		this.#rows.set(this.#newest, { number: this.#newest, documentId, bytes });
	}

	/** For the deletion of an incident. */
	removeStartingWith(start: string): void {
		for (const row of [...this.#rows.values()])
			if (row.documentId.startsWith(start)) this.#rows.delete(row.number);
	}

	/** For `deleteAll`. */
	clear(): void {
		this.#rows.clear();
	}
}
