import { Dexie, type Collection } from 'dexie';
import { fail, ok, type Result } from '$lib/base/result';
import type { EntryId, IncidentId } from '$lib/domain/log/entry';
import type {
	ApartEntry,
	ApartRepository,
	GroupId,
	GroupRecord,
	GroupRepository,
	Receipt,
	ReceiptRepository
} from '$lib/ports/group';
import type { Observer, Read, Unsubscribe, Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { removeLog, removing } from './dexie-log-writes';
import { apartRowsToWrite, checkGroupRow, readGroupRow, readGroupRows } from './group-rows';
import { observe } from './observe';
import { attempt } from './storage-errors';

type Report = (error: StorageError) => void;

/** The group that this phone is in. Its secrets are in no export, and in no other table. */
export class DexieGroupRepository implements GroupRepository {
	constructor(private readonly database: BeredtDatabase) {}

	async get(): Read<GroupRecord | null> {
		const raw = await attempt(() => this.database.groups.toArray());
		return raw.ok ? readRecord(raw.value) : raw;
	}

	async put(record: GroupRecord): Written {
		const row = checkGroupRow('groups', record);
		if (!row.ok) return row;
		const { groups } = this.database;
		return attempt(() =>
			removing(this.database, async () => {
				for (const groupId of await groups.toCollection().primaryKeys())
					if (groupId !== row.value.groupId) await this.#remove(groupId as GroupId);
				await groups.put(row.value);
			})
		);
	}

	async change(groupId: GroupId, make: (held: GroupRecord) => GroupRecord): Read<GroupRecord | null> {
		const { groups } = this.database;
		const done = await attempt(() =>
			this.database.transaction('rw', groups, async (): Promise<Result<GroupRecord | null, StorageError>> => {
				const raw = await groups.get(groupId);
				if (raw === undefined) return ok(null);
				const held = readGroupRow('groups', raw);
				if (!held.ok) return held;
				const row = checkGroupRow('groups', make(held.value));
				if (!row.ok) return row;
				if (row.value.groupId !== groupId) return fail({ code: 'storageFailed', detail: 'of another group' });
				await groups.put(row.value);
				return ok(row.value);
			})
		);
		return done.ok ? done.value : done;
	}

	async remove(groupId: GroupId): Written {
		return attempt(() =>
			removing(this.database, async () => {
				if ((await this.database.groups.get(groupId)) !== undefined) await this.#remove(groupId);
			})
		);
	}

	observe(observer: Observer<GroupRecord | null>): Unsubscribe {
		return observe(() => this.database.groups.toArray(), readRecord, observer);
	}

	async #remove(groupId: GroupId): Promise<void> {
		await removeLog(this.database, groupId);
		await this.database.groups.delete(groupId);
	}
}

/** What other phones said that they hold. */
export class DexieReceiptRepository implements ReceiptRepository {
	constructor(
		private readonly database: BeredtDatabase,
		/** Told of the rows that could not be read back. */
		private readonly report: Report
	) {}

	async put(receipt: Receipt): Written {
		const row = checkGroupRow('receipts', receipt);
		if (!row.ok) return row;
		const { receipts, incidentDeletions } = this.database;
		return attempt(() =>
			this.database.transaction('rw', [receipts, incidentDeletions], async () => {
				if (!(await incidentDeletions.get(row.value.logId))) await receipts.put(row.value);
			})
		);
	}

	async all(logId: IncidentId): Read<Receipt[]> {
		const raw = await attempt(() => this.#of(logId).toArray());
		return raw.ok ? this.#readable(raw.value) : raw;
	}

	observe(logId: IncidentId, observer: Observer<Receipt[]>): Unsubscribe {
		return observe(
			() => this.#of(logId).toArray(),
			(raw) => this.#readable(raw),
			observer
		);
	}

	#of(logId: IncidentId): Collection<Receipt> {
		const { receipts } = this.database;
		return receipts.where('[logId+deviceId]').between([logId, Dexie.minKey], [logId, Dexie.maxKey]);
	}

	#readable(raw: readonly unknown[]): Result<Receipt[], StorageError> {
		const { rows, damaged } = readGroupRows('receipts', raw);
		damaged.forEach(this.report);
		return ok(rows);
	}
}

/** Entries that came from elsewhere and were not let in. */
export class DexieApartRepository implements ApartRepository {
	constructor(
		private readonly database: BeredtDatabase,
		/** Told of the rows that could not be read back. */
		private readonly report: Report
	) {}

	async put(entries: readonly ApartEntry[]): Written {
		const byLog = new Map<IncidentId, ApartEntry[]>();
		for (const entry of entries) {
			const row = checkGroupRow('apartEntries', entry);
			if (!row.ok) return row;
			const others = byLog.get(row.value.logId);
			if (others) others.push(row.value);
			else byLog.set(row.value.logId, [row.value]);
		}
		const { apartEntries, incidentDeletions } = this.database;
		return attempt(() =>
			this.database.transaction('rw', [apartEntries, incidentDeletions], async () => {
				for (const [logId, rows] of byLog) {
					if (await incidentDeletions.get(logId)) continue;
					const held = await apartEntries.bulkGet(rows.map(({ id }): [string, string] => [logId, id]));
					const count = await this.#of(logId).count();
					const sound = held.filter((row) => row !== undefined);
					await apartEntries.bulkPut(apartRowsToWrite(rows, sound, count));
				}
			})
		);
	}

	async remove(logId: IncidentId, ids: readonly EntryId[]): Written {
		const keys = ids.map((id): [string, string] => [logId, id]);
		return attempt(() => this.database.apartEntries.bulkDelete(keys));
	}

	async all(logId: IncidentId): Read<ApartEntry[]> {
		const raw = await attempt(() => this.#of(logId).toArray());
		return raw.ok ? this.#readable(raw.value) : raw;
	}

	observe(logId: IncidentId, observer: Observer<ApartEntry[]>): Unsubscribe {
		return observe(
			() => this.#of(logId).toArray(),
			(raw) => this.#readable(raw),
			observer
		);
	}

	#of(logId: IncidentId): Collection<ApartEntry> {
		const { apartEntries } = this.database;
		return apartEntries.where('[logId+id]').between([logId, Dexie.minKey], [logId, Dexie.maxKey]);
	}

	#readable(raw: readonly unknown[]): Result<ApartEntry[], StorageError> {
		const { rows, damaged } = readGroupRows('apartEntries', raw);
		damaged.forEach(this.report);
		return ok(rows);
	}
}

function readRecord(raw: readonly unknown[]): Result<GroupRecord | null, StorageError> {
	return raw.length === 0 ? ok(null) : readGroupRow('groups', raw[0]);
}
