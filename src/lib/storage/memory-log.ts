import { fail, ok, type Result } from '$lib/base/result';
import {
	compareEntries,
	type DeviceId,
	type EntryId,
	type IncidentId,
	type LogEntry
} from '$lib/domain/log/entry';
import { compareHlc, HLC_ZERO, type Hlc } from '$lib/domain/log/hlc';
import type { IncidentContent } from '$lib/domain/log/incident-records';
import type {
	Append,
	ChainHead,
	HeadMoved,
	IdentityChanged,
	IncidentDeleted,
	IncidentDeletion,
	IncidentFile,
	IncidentSummary,
	JournalPage,
	JournalRow,
	LogRepository
} from '$lib/ports/log';
import type { Observer, Read, Unsubscribe, Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import { brokenChain, refusedAsOwn, refusedByIncident, toAppendRows, type AppendRows } from './append-rows';
import { readEntryRow, toEntryRow, type EntryRow } from './entry-rows';
import { checkIncidentRow } from './incident-rows';
import { newestFirst } from './rows';
import type { MemoryAccess } from './memory-access';
import type { MemoryDocumentRepository } from './memory-documents';
import type { MemoryGroupTables } from './memory-group';
import { mergeSummary, type IncidentsToRestore } from './incident-content';

type AppendProblem = StorageError | HeadMoved | IncidentDeleted | IdentityChanged;

/** The journal in memory; the same checks as the database's. */
export class MemoryLogRepository implements LogRepository {
	readonly #rows = new Map<EntryId, JournalRow>();
	readonly #summaries = new Map<IncidentId, IncidentSummary>();
	readonly #files = new Map<string, IncidentFile>();
	readonly #deletions = new Map<IncidentId, IncidentDeletion>();
	#arrivals = 0;

	constructor(
		private readonly access: MemoryAccess,
		private readonly documents: MemoryDocumentRepository,
		private readonly groups: MemoryGroupTables,
		/** The public key of this phone's identity; null where there is none. */
		private readonly ownKey: () => string | null
	) {}

	append(append: Append) {
		return this.access.write((): Result<void, AppendProblem> => {
			const broken = brokenChain(append.entries);
			if (broken) return fail(broken);
			const rows = this.#allowed(append);
			if (!rows.ok) return rows;
			const [first] = append.entries;
			const notOwn =
				first &&
				refusedAsOwn(
					first,
					this.ownKey(),
					this.#head(first.incidentId, first.deviceId),
					this.#latest(first.incidentId)
				);
			if (notOwn) return fail(notOwn);
			this.#write(rows.value);
			return ok(undefined);
		});
	}

	receive(append: Append) {
		return this.access.write((): Result<readonly LogEntry[], StorageError | IncidentDeleted> => {
			const rows = this.#allowed(append);
			if (!rows.ok) return rows;
			const added = new Set(this.#write(rows.value));
			return ok(append.entries.filter((entry) => added.delete(entry.id)));
		});
	}

	head(incidentId: IncidentId, deviceId: DeviceId): Read<ChainHead | null> {
		return this.access.read(this.#head(incidentId, deviceId));
	}

	latestHlc(incidentId: IncidentId) {
		return this.access.read(this.#latest(incidentId));
	}

	newest(
		incidentId: IncidentId,
		limit: number,
		{ before, kind }: { readonly before?: LogEntry; readonly kind?: string } = {}
	): Read<JournalPage> {
		const wanted = this.#of(incidentId)
			.filter(({ entry }) => kind === undefined || entry.kind === kind)
			.filter(({ entry }) => before === undefined || compareEntries(entry, before) < 0);
		return this.access.read({ rows: wanted.reverse().slice(0, limit), damaged: [] });
	}

	all(incidentId: IncidentId): Read<JournalPage> {
		return this.access.read({ rows: this.#of(incidentId), damaged: [] });
	}

	count(incidentId: IncidentId) {
		return this.access.read(this.#of(incidentId).length);
	}

	get(incidentId: IncidentId, id: EntryId): Read<LogEntry | null> {
		const entry = this.#rows.get(id)?.entry;
		return this.access.read(entry?.incidentId === incidentId ? entry : null);
	}

	follow(incidentId: IncidentId, observer: Observer<JournalPage>): Unsubscribe {
		let told: number | null = null;
		return this.access.watch(() => {
			const reached = told ?? 0;
			const fresh = this.#of(incidentId).filter((row) => row.arrival > reached);
			if (told !== null && fresh.length === 0) return;
			told = fresh.reduce((greatest, row) => Math.max(greatest, row.arrival), reached);
			observer(ok(structuredClone({ rows: fresh, damaged: [] })));
		});
	}

	/** Nothing here is ever damaged; an entry that is missing is added, as the database does. */
	repair(_arrival: number, entry: LogEntry): Written {
		return this.access.write(() => {
			const row = toEntryRow(entry);
			if (!row.ok) return row;
			this.#add([row.value]);
			return ok(undefined);
		});
	}

	incidents() {
		return this.access.read(this.#incidents());
	}

	observeIncidents(observer: Observer<IncidentSummary[]>): Unsubscribe {
		return this.access.observe(() => this.#incidents(), observer);
	}

	file(incidentId: IncidentId, hash: string): Read<IncidentFile | null> {
		return this.access.read(this.#files.get(fileKey({ incidentId, hash })) ?? null);
	}

	observeFile(incidentId: IncidentId, hash: string, observer: Observer<IncidentFile | null>): Unsubscribe {
		return this.access.observe(() => this.#files.get(fileKey({ incidentId, hash })) ?? null, observer);
	}

	fileHashes(incidentId: IncidentId) {
		return this.access.read(this.#filesOf(incidentId).map((file) => file.hash));
	}

	deleteIncident(record: IncidentDeletion): Written {
		return this.access.write(() => {
			const row = checkIncidentRow('incidentDeletions', record);
			if (!row.ok) return row;
			const { incidentId } = row.value;
			this.removeLog(incidentId);
			for (const [key, file] of this.#files) if (file.incidentId === incidentId) this.#files.delete(key);
			this.#summaries.delete(incidentId);
			this.#deletions.set(incidentId, row.value);
			return ok(undefined);
		});
	}

	deletions() {
		return this.access.read(this.#deletionRecords());
	}

	/** Removes a log, and all that is kept by its id, within another write. */
	removeLog(logId: IncidentId): void {
		for (const { entry } of this.#of(logId)) this.#rows.delete(entry.id);
		this.documents.removeStartingWith(logId);
		this.groups.removeLog(logId);
	}

	/** Whether an incident was deleted here. */
	isDeleted(incidentId: IncidentId): boolean {
		return this.#deletions.has(incidentId);
	}

	/** All that is held, for `readAll`. */
	content(): { incidents: IncidentContent[]; incidentDeletions: IncidentDeletion[] } {
		const incidents = this.#incidents().map((summary) => ({
			summary,
			entries: this.#of(summary.incidentId).map((row) => row.entry),
			files: this.#filesOf(summary.incidentId)
		}));
		return { incidents, incidentDeletions: this.#deletionRecords() };
	}

	/** For `restore`. */
	restore({ incidents, deletions }: IncidentsToRestore): void {
		for (const { rows, summary } of incidents) {
			if (this.#deletions.has(rows.incidentId) || this.groups.isGroup(rows.incidentId)) continue;
			this.#write({ ...rows, summary: mergeSummary(this.#summaries.get(rows.incidentId), summary) });
		}
		for (const deletion of deletions)
			if (!this.#summaries.has(deletion.incidentId) && !this.#deletions.has(deletion.incidentId))
				this.#deletions.set(deletion.incidentId, deletion);
	}

	/** For `deleteAll`. */
	clear(): void {
		for (const map of [this.#rows, this.#summaries, this.#files, this.#deletions]) map.clear();
	}

	#filesOf(incidentId: IncidentId): IncidentFile[] {
		return [...this.#files.values()].filter((file) => file.incidentId === incidentId);
	}

	#allowed(append: Append): Result<AppendRows, StorageError | IncidentDeleted> {
		const rows = toAppendRows(append);
		if (!rows.ok) return rows;
		const { incidentId } = rows.value;
		const refused = refusedByIncident(rows.value, {
			isDeleted: this.#deletions.has(incidentId),
			hasSummary: this.#summaries.has(incidentId),
			isGroup: this.groups.isGroup(incidentId)
		});
		return refused ? fail(refused) : rows;
	}

	#write({ incidentId, entries, summary, documentUpdate, files }: AppendRows): EntryId[] {
		const added = this.#add(entries);
		if (summary) this.#summaries.set(incidentId, summary);
		if (documentUpdate) this.documents.add(incidentId, documentUpdate);
		for (const file of files) this.#files.set(fileKey(file), file);
		return added;
	}

	/** Adds those that are not held; their ids. */
	#add(entries: readonly EntryRow[]): EntryId[] {
		const added: EntryId[] = [];
		for (const entry of entries) {
			if (this.#rows.has(entry.id)) continue;
			const row = readEntryRow({ ...entry, arrival: this.#arrivals + 1 });
			if (!row.ok) throw new Error(`a checked entry could not be read back: ${row.error.detail}`);
			this.#arrivals += 1;
			this.#rows.set(entry.id, row.value);
			added.push(entry.id);
		}
		return added;
	}

	#of(incidentId: IncidentId): JournalRow[] {
		return [...this.#rows.values()]
			.filter(({ entry }) => entry.incidentId === incidentId)
			.sort((a, b) => compareEntries(a.entry, b.entry));
	}

	#head(incidentId: IncidentId, deviceId: DeviceId): ChainHead | null {
		const own = this.#of(incidentId).filter(({ entry }) => entry.deviceId === deviceId);
		return own.reduce<ChainHead | null>(
			(head, { entry: { sequence, hash } }) =>
				head && head.sequence >= sequence ? head : { sequence, hash },
			null
		);
	}

	#latest(incidentId: IncidentId): Hlc {
		const clocks = this.#of(incidentId).map((row) => row.entry.hlc);
		return clocks.reduce((a, b) => (compareHlc(a, b) < 0 ? b : a), HLC_ZERO);
	}

	#incidents(): IncidentSummary[] {
		return newestFirst([...this.#summaries.values()], (row) => row.openedAt);
	}

	#deletionRecords(): IncidentDeletion[] {
		return newestFirst([...this.#deletions.values()], (row) => row.deletedAt);
	}
}

function fileKey({ incidentId, hash }: Pick<IncidentFile, 'incidentId' | 'hash'>): string {
	return `${incidentId}/${hash}`;
}
