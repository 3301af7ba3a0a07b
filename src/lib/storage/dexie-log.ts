import { fail, ok, type Result } from '$lib/base/result';
import type { DeviceId, EntryId, IncidentId, LogEntry } from '$lib/domain/log/entry';
import type {
	Append,
	IncidentDeletion,
	IncidentFile,
	IncidentSummary,
	JournalPage,
	LogRepository
} from '$lib/ports/log';
import type { Observer, Read, Unsubscribe, Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { followRows } from './dexie-log-follow';
import {
	filesOf,
	headRow,
	inOrder,
	latestHlc,
	newestPage,
	rowsOf,
	type NewestOptions
} from './dexie-log-reads';
import { appendOwn, deleteIncident, receiveOthers, repairRow } from './dexie-log-writes';
import { headOfRow, readEntryRow, readEntryRows, toDamagedError } from './entry-rows';
import { readIncidentRow, readIncidentRows, type IncidentTable } from './incident-rows';
import { observe } from './observe';
import { newestFirst } from './rows';
import { attempt } from './storage-errors';

/** The journal of the incidents' entries. */
export class DexieLogRepository implements LogRepository {
	constructor(
		private readonly database: BeredtDatabase,
		/** Told of the rows that could not be read back. */
		private readonly report: (error: StorageError) => void
	) {}

	append(append: Append) {
		return appendOwn(this.database, append);
	}

	receive(append: Append) {
		return receiveOthers(this.database, append);
	}

	async head(incidentId: IncidentId, deviceId: DeviceId) {
		const raw = await attempt(() => headRow(this.database, incidentId, deviceId));
		if (!raw.ok) return raw;
		return raw.value === undefined ? ok(null) : headOfRow(raw.value);
	}

	latestHlc(incidentId: IncidentId) {
		return attempt(() => latestHlc(this.database, incidentId));
	}

	async newest(incidentId: IncidentId, limit: number, options: NewestOptions = {}): Read<JournalPage> {
		const page = await attempt(() => newestPage(this.database, incidentId, limit, options));
		if (page.ok) for (const row of page.value.damaged) this.report(toDamagedError(row));
		return page;
	}

	async all(incidentId: IncidentId): Read<JournalPage> {
		const raw = await attempt(() => rowsOf(this.database, incidentId));
		return raw.ok ? ok(readEntryRows(raw.value, this.report)) : raw;
	}

	count(incidentId: IncidentId) {
		return attempt(() => inOrder(this.database, incidentId).count());
	}

	async get(incidentId: IncidentId, id: EntryId): Read<LogEntry | null> {
		const raw = await attempt(() => this.database.entries.where('id').equals(id).first());
		if (!raw.ok) return raw;
		if (raw.value?.incidentId !== incidentId) return ok(null);
		const row = readEntryRow(raw.value);
		return row.ok ? ok(row.value.entry) : fail(toDamagedError(row.error));
	}

	follow(incidentId: IncidentId, observer: Observer<JournalPage>): Unsubscribe {
		return followRows(this.database, incidentId, this.report, observer);
	}

	repair(arrival: number, entry: LogEntry): Written {
		return repairRow(this.database, arrival, entry);
	}

	async incidents(): Read<IncidentSummary[]> {
		const raw = await attempt(() => this.database.incidents.toArray());
		return raw.ok ? this.#summaries(raw.value) : raw;
	}

	observeIncidents(observer: Observer<IncidentSummary[]>): Unsubscribe {
		return observe(
			() => this.database.incidents.toArray(),
			(raw) => this.#summaries(raw),
			observer
		);
	}

	async file(incidentId: IncidentId, hash: string): Read<IncidentFile | null> {
		const raw = await attempt(() => this.database.incidentFiles.get([incidentId, hash]));
		return raw.ok ? readFile(raw.value) : raw;
	}

	observeFile(incidentId: IncidentId, hash: string, observer: Observer<IncidentFile | null>): Unsubscribe {
		return observe(() => this.database.incidentFiles.get([incidentId, hash]), readFile, observer);
	}

	async fileHashes(incidentId: IncidentId): Read<string[]> {
		const keys = await attempt(() => filesOf(this.database, incidentId).primaryKeys());
		return keys.ok ? ok(keys.value.map(([, hash]) => hash)) : keys;
	}

	deleteIncident(record: IncidentDeletion): Written {
		return deleteIncident(this.database, record);
	}

	async deletions(): Read<IncidentDeletion[]> {
		const raw = await attempt(() => this.database.incidentDeletions.toArray());
		if (!raw.ok) return raw;
		return ok(newestFirst(this.#readable('incidentDeletions', raw.value), (row) => row.deletedAt));
	}

	#summaries(raw: readonly unknown[]): Result<IncidentSummary[], StorageError> {
		return ok(newestFirst(this.#readable('incidents', raw), (row) => row.openedAt));
	}

	#readable<Name extends IncidentTable>(name: Name, raw: readonly unknown[]) {
		const { rows, damaged } = readIncidentRows(name, raw);
		damaged.forEach(this.report);
		return rows;
	}
}

function readFile(raw: unknown): Result<IncidentFile | null, StorageError> {
	return raw === undefined ? ok(null) : readIncidentRow('incidentFiles', raw);
}
