import * as Y from 'yjs';
import { ok, type Result } from '../../base/result';
import type { Compacted, DocumentCompaction } from '../../ports/incident-document';
import type { DocumentRepository, DocumentUpdate } from '../../ports/log';
import type { StorageError } from '../../ports/storage-error';
import { dueStretch, type StoredSize } from './compaction-policy';
import { NO_LIMITS, readStrictly } from './strict-update';

/**
 * Merges what is stored of one document. It works on what is on the disk alone, not on the document in memory, so
 * that it cannot lose what another tab stored; and a merged update is put in the place of its parts in one
 * transaction, so that a crash leaves the parts.
 *
 * `Y.mergeUpdates` looks at all its updates for every item, which for 10,000 of them is 1.5 s and for 16 is not felt.
 */
export class StoredCompaction implements DocumentCompaction {
	#stored: StoredSize[];
	#running: Promise<Result<Compacted, StorageError>> | null = null;

	constructor(
		private readonly repository: DocumentRepository,
		private readonly documentId: string,
		loaded: readonly DocumentUpdate[]
	) {
		this.#stored = loaded.map(sizeOf);
	}

	run(): Promise<Result<Compacted, StorageError>> {
		this.#running ??= this.#mergeAllDue().finally(() => {
			this.#running = null;
		});
		return this.#running;
	}

	async #mergeAllDue(): Promise<Result<Compacted, StorageError>> {
		const done = { merged: 0, writtenBytes: 0, dropped: [] as number[] };
		const from = (this.#stored.at(-1)?.number ?? -1) + 1;
		const since = await this.repository.load(this.documentId, { from });
		if (!since.ok) return since;
		this.#stored = this.#stored.concat(since.value.map(sizeOf));
		for (let due = dueStretch(this.#stored); due; due = dueStretch(this.#stored)) {
			const { first, last } = due;
			const range = { from: this.#stored[first]?.number ?? 0, to: this.#stored[last]?.number ?? 0 };
			const parts = await this.repository.load(this.documentId, range);
			if (!parts.ok) return parts;
			const found = parts.value.map(sizeOf);
			this.#stored.splice(first, last - first + 1, ...found);
			// fewer where another tab merged them already: then look anew
			if (found.length !== last - first + 1) continue;
			const { merged, unreadable } = merge(parts.value);
			const replaced = await this.repository.replace(this.documentId, parts.value, merged);
			if (!replaced.ok) return replaced;
			// another tab is at it; there is a next time
			if (!replaced.value) break;
			this.#stored.splice(first, found.length, { number: range.from, bytes: merged.length });
			done.merged += found.length;
			done.writtenBytes += merged.length;
			done.dropped.push(...unreadable);
		}
		return ok(done);
	}
}

/** One update that holds what all hold; those that cannot be read are left out, since their entries are in the journal. */
function merge(parts: readonly DocumentUpdate[]): { merged: Uint8Array; unreadable: number[] } {
	const readable = parts.filter(({ bytes }) => readStrictly(bytes, NO_LIMITS).ok);
	return {
		merged: Y.mergeUpdates(readable.map(({ bytes }) => bytes)),
		unreadable: parts.filter((part) => !readable.includes(part)).map(({ number }) => number)
	};
}

function sizeOf({ number, bytes }: DocumentUpdate): StoredSize {
	return { number, bytes: bytes.length };
}
