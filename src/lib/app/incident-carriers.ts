import { fail, ok, type Result } from '../base/result';
import { decodeEntry, type IncidentId, type LogEntry } from '../domain/log/entry';
import type {
	CarriedEntry,
	DocumentCompaction,
	IncidentDocument,
	IncidentDocuments
} from '../ports/incident-document';
import type { DamagedRow, DocumentRepository, LogRepository, Verifier } from '../ports/log';
import type { StorageError } from '../ports/storage-error';
import { verifySignatures } from './verify-signatures';
import type { EntryWriter } from './write-entry';

/** What was written while the document was being made: far fewer than this. */
const WRITTEN_MEANWHILE = 200;

/** What documents are made of. */
export interface CarrierParts {
	readonly log: LogRepository;
	readonly repository: Pick<DocumentRepository, 'load'>;
	readonly documents: IncidentDocuments;
	readonly verifier: Verifier;
	/** Holds its writes of an incident back while `work` runs. */
	readonly writer: Pick<EntryWriter, 'exclusively'>;
}

/** How journal and document of an incident agreed when it was opened. */
export interface CarrierReport {
	/** Damaged rows of the journal that were put right from the document. */
	readonly repaired: number;
	/** Entries that only the document had, verified, and now in the journal. */
	readonly recovered: number;
	/** Entries that the document lacked. */
	readonly added: number;
}

/**
 * The documents of incidents: the copy of each journal that other phones can be given, and that damaged rows are
 * restored from. Made after a screen stands, never before; what was written until then is put in.
 */
export class IncidentCarriers {
	readonly #open = new Map<IncidentId, IncidentDocument>();
	/** Those that are being opened, or were: two documents of one incident would each lack what the other is given. */
	readonly #opening = new Map<IncidentId, Promise<Result<CarrierReport, StorageError>>>();
	readonly #compactions = new Map<IncidentId, DocumentCompaction>();

	constructor(private readonly parts: CarrierParts) {}

	/** The document of an incident; null until it was opened. */
	documentOf(incidentId: IncidentId): IncidentDocument | null {
		return this.#open.get(incidentId) ?? null;
	}

	/**
	 * Opens the document of an incident, once, whoever asks for it meanwhile; journal and document then hold the same.
	 * What could not be opened is tried again the next time.
	 */
	async open(incidentId: IncidentId): Promise<Result<CarrierReport, StorageError>> {
		const opening = this.#opening.get(incidentId) ?? this.#openAnew(incidentId);
		this.#opening.set(incidentId, opening);
		const report = await opening;
		if (!report.ok) this.#opening.delete(incidentId);
		return report;
	}

	async #openAnew(incidentId: IncidentId): Promise<Result<CarrierReport, StorageError>> {
		const { log, repository, documents } = this.parts;
		const stored = await repository.load(incidentId);
		if (!stored.ok) return stored;
		const { document } = documents.open(incidentId, stored.value);
		const journal = await log.all(incidentId);
		if (!journal.ok) return journal;
		const held = journal.value.rows.map((row) => row.entry);

		const repaired = await this.#repair(document, incidentId, journal.value.damaged);
		const { update, candidates, added, putBack } = document.reconcile(carried([...held, ...repaired]));
		const recovered = await this.#receive(await this.#verifiedOf(incidentId, candidates), update, held[0]);
		if (!recovered.ok) return recovered;

		await this.parts.writer.exclusively(incidentId, async () => {
			const since = await log.newest(incidentId, WRITTEN_MEANWHILE);
			const written = since.ok ? since.value.rows.map((row) => row.entry) : [];
			await this.#receive([], document.restore(carried(written)).update, written[0]);
			this.#open.set(incidentId, document);
		});
		this.#compactions.set(incidentId, documents.compaction(incidentId, stored.value));
		return ok({
			repaired: repaired.length,
			recovered: recovered.value,
			added: added.length + putBack.length
		});
	}

	/** Merges what has gathered of an incident's document; off the path of any press. */
	async compact(incidentId: IncidentId): Promise<void> {
		// what could not be merged stays as it is, and is merged another time
		await this.#compactions.get(incidentId)?.run();
	}

	/** Puts rows of the journal right that cannot be read, where the document has the entry and it verifies. */
	async #repair(
		document: IncidentDocument,
		incidentId: IncidentId,
		damaged: readonly DamagedRow[]
	): Promise<LogEntry[]> {
		const repaired: LogEntry[] = [];
		for (const { arrival, entryId } of damaged) {
			const bytes = entryId === null ? null : document.get(entryId);
			const [entry] = bytes === null ? [] : await this.#verified(incidentId, [bytes]);
			if (entry && (await this.parts.log.repair(arrival, entry)).ok) repaired.push(entry);
		}
		return repaired;
	}

	/**
	 * Puts entries in the journal, and what changed in the document with them.
	 * @param held One that the journal has: with it the journal looks, in the same transaction, whether the incident was
	 *   deleted by another tab in between. Nothing of it comes back then.
	 * @returns How many were new.
	 */
	async #receive(
		entries: readonly LogEntry[],
		documentUpdate: Uint8Array | null,
		held: LogEntry | undefined
	): Promise<Result<number, StorageError>> {
		if (held === undefined || (entries.length === 0 && documentUpdate === null)) return ok(0);
		const received = await this.parts.log.receive({
			entries: [held, ...entries],
			summary: null,
			documentUpdate,
			files: []
		});
		if (received.ok) return ok(received.value.length);
		return received.error.code === 'incidentDeleted' ? ok(0) : fail(received.error);
	}

	#verifiedOf(incidentId: IncidentId, candidates: readonly CarriedEntry[]): Promise<LogEntry[]> {
		return this.#verified(
			incidentId,
			candidates.map(({ bytes }) => bytes)
		);
	}

	/** Those of `bytes` that are entries of this incident, signed by whom they name. */
	async #verified(incidentId: IncidentId, bytes: readonly Uint8Array[]): Promise<LogEntry[]> {
		const entries = bytes.flatMap((one) => {
			const decoded = decodeEntry(one);
			return decoded.ok && decoded.value.incidentId === incidentId ? [decoded.value] : [];
		});
		const verdicts = await verifySignatures(entries, this.parts.verifier);
		return entries.filter((_, index) => verdicts[index]);
	}
}

function carried(entries: readonly LogEntry[]): CarriedEntry[] {
	return entries.map(({ id, bytes }) => ({ id, bytes }));
}
