import { fail, ok } from '$lib/base/result';
import type { IncidentId } from '$lib/domain/log/entry';
import type {
	ApartEntry,
	ApartRepository,
	GroupId,
	GroupRecord,
	GroupRepository,
	Receipt,
	ReceiptRepository
} from '$lib/ports/group';
import { apartRowsToWrite, checkGroupRow } from './group-rows';
import type { MemoryAccess } from './memory-access';

/** What of the group stands in memory. */
export class MemoryGroupTables {
	record: GroupRecord | null = null;
	readonly receipts = new Map<string, Receipt>();
	readonly apart = new Map<string, ApartEntry>();

	isGroup(logId: IncidentId): boolean {
		return this.record?.groupId === logId;
	}

	receiptsOf(logId: IncidentId): Receipt[] {
		return inOrder(this.receipts).filter((row) => row.logId === logId);
	}

	apartOf(logId: IncidentId): ApartEntry[] {
		return inOrder(this.apart).filter((row) => row.logId === logId);
	}

	/** Removes what is kept by the id of a log. */
	removeLog(logId: IncidentId): void {
		for (const rows of [this.receipts, this.apart])
			for (const [key, row] of rows) if (row.logId === logId) rows.delete(key);
	}

	/** For `deleteAll`. */
	clear(): void {
		this.record = null;
		this.receipts.clear();
		this.apart.clear();
	}
}

/** The journal, as far as the group goes. */
interface Journal {
	removeLog(logId: IncidentId): void;
	isDeleted(logId: IncidentId): boolean;
}

export function memoryGroup(
	{ read, write, observe }: MemoryAccess,
	tables: MemoryGroupTables,
	journal: Journal
): GroupRepository {
	const remove = (groupId: GroupId) => {
		journal.removeLog(groupId);
		tables.record = null;
	};
	return {
		get: () => read(tables.record),
		put: (record) =>
			write(() => {
				const row = checkGroupRow('groups', record);
				if (!row.ok) return row;
				const held = tables.record;
				if (held && held.groupId !== row.value.groupId) remove(held.groupId);
				tables.record = row.value;
				return ok(undefined);
			}),
		change: (groupId, make) =>
			write(() => {
				if (!tables.isGroup(groupId) || !tables.record) return ok(null);
				const row = checkGroupRow('groups', make(structuredClone(tables.record)));
				if (!row.ok) return row;
				if (row.value.groupId !== groupId)
					return fail({ code: 'storageFailed', detail: 'of another group' } as const);
				tables.record = row.value;
				return ok(structuredClone(row.value));
			}),
		remove: (groupId) =>
			write(() => {
				if (tables.isGroup(groupId)) remove(groupId);
				return ok(undefined);
			}),
		observe: (observer) => observe(() => tables.record, observer)
	};
}

export function memoryReceipts(
	{ read, write, observe }: MemoryAccess,
	tables: MemoryGroupTables,
	journal: Journal
): ReceiptRepository {
	return {
		put: (receipt) =>
			write(() => {
				const row = checkGroupRow('receipts', receipt);
				if (!row.ok) return row;
				const { logId, deviceId } = row.value;
				if (!journal.isDeleted(logId)) tables.receipts.set(`${logId}/${deviceId}`, row.value);
				return ok(undefined);
			}),
		all: (logId) => read(tables.receiptsOf(logId)),
		observe: (logId, observer) => observe(() => tables.receiptsOf(logId), observer)
	};
}

export function memoryApart(
	{ read, write, observe }: MemoryAccess,
	tables: MemoryGroupTables,
	journal: Journal
): ApartRepository {
	return {
		put: (entries) =>
			write(() => {
				const rows: ApartEntry[] = [];
				for (const entry of entries) {
					const row = checkGroupRow('apartEntries', entry);
					if (!row.ok) return row;
					rows.push(row.value);
				}
				for (const logId of new Set(rows.map((row) => row.logId))) {
					if (journal.isDeleted(logId)) continue;
					const held = tables.apartOf(logId);
					const given = rows.filter((row) => row.logId === logId);
					for (const row of apartRowsToWrite(given, held, held.length))
						tables.apart.set(`${logId}/${row.id}`, row);
				}
				return ok(undefined);
			}),
		remove: (logId, ids) =>
			write(() => {
				for (const id of ids) tables.apart.delete(`${logId}/${id}`);
				return ok(undefined);
			}),
		all: (logId) => read(tables.apartOf(logId)),
		observe: (logId, observer) => observe(() => tables.apartOf(logId), observer)
	};
}

/** As a database gives them: by their key. */
function inOrder<Row>(rows: ReadonlyMap<string, Row>): Row[] {
	return [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}
