import type { IncidentId, LogEntry } from '../domain/log/entry';
import { mediaTypeOf } from '../domain/log/incident-schemas';
import { readEntry } from '../domain/log/kinds';
import type { LogRepository } from '../ports/log';
import type { SyncedPhotos } from '../ports/sync';

/** The photos that a journal's entries speak of, and those of them that are on this phone. */
export class JournalPhotos implements SyncedPhotos {
	readonly #spokenOf = new Set<string>();
	readonly #listeners = new Set<() => void>();
	/** What could not be kept is not asked for again before the next start. */
	readonly #givenUp = new Set<string>();
	#held: ReadonlySet<string> = new Set();

	constructor(
		private readonly incidentId: IncidentId,
		private readonly log: Pick<LogRepository, 'file' | 'fileHashes' | 'receive'>
	) {}

	held(): readonly string[] {
		return [...this.#held];
	}

	lacking(): readonly string[] {
		return [...this.#spokenOf].filter((hash) => !this.#held.has(hash) && !this.#givenUp.has(hash)).reverse();
	}

	observe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async bytesOf(hash: string): Promise<Uint8Array | null> {
		const file = await this.log.file(this.incidentId, hash);
		return file.ok ? (file.value?.bytes ?? null) : null;
	}

	async take(hash: string, bytes: Uint8Array): Promise<void> {
		const mediaType = mediaTypeOf(bytes);
		const kept =
			mediaType &&
			(await this.log.receive({
				entries: [],
				summary: null,
				documentUpdate: null,
				files: [{ incidentId: this.incidentId, hash, mediaType, bytes }]
			}));
		if (!kept?.ok) this.#givenUp.add(hash);
		await this.#look();
	}

	/** Entries have come into the journal, in that order; their photos with them, where this phone wrote them. */
	async follow(entries: readonly LogEntry[]): Promise<void> {
		const hashes = entries.flatMap((entry) => {
			const known = entry.kind === 'attached' ? readEntry(entry) : null;
			return known?.kind === 'attached' ? [known.payload.hash] : [];
		});
		if (hashes.length === 0) return;
		for (const hash of hashes) this.#spokenOf.add(hash);
		await this.#look();
	}

	async #look(): Promise<void> {
		const held = await this.log.fileHashes(this.incidentId);
		if (held.ok) this.#held = new Set(held.value);
		for (const listener of this.#listeners) listener();
	}
}
