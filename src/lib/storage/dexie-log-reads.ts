import { Dexie, type Collection, type PromiseExtended } from 'dexie';
import type { DeviceId, IncidentId, LogEntry } from '$lib/domain/log/entry';
import { HLC_ZERO, type Hlc } from '$lib/domain/log/hlc';
import type { DamagedRow, IncidentFile, JournalPage, JournalRow } from '$lib/ports/log';
import type { BeredtDatabase } from './database';
import {
	hlcOfOrder,
	mayBelongTo,
	orderOf,
	readEntryRow,
	type EntryRow,
	type StoredEntryRow
} from './entry-rows';

export interface NewestOptions {
	readonly before?: LogEntry;
	readonly kind?: string;
}
type Rows = Collection<StoredEntryRow, number, EntryRow>;

/** The rows of an incident, in their order. */
export function inOrder({ entries }: BeredtDatabase, incidentId: IncidentId): Rows {
	return entries.where('[incidentId+order]').between([incidentId, Dexie.minKey], [incidentId, Dexie.maxKey]);
}

/** The photos of an incident. */
export function filesOf(
	{ incidentFiles }: BeredtDatabase,
	incidentId: IncidentId
): Collection<IncidentFile, [incidentId: string, hash: string]> {
	return incidentFiles
		.where('[incidentId+hash]')
		.between([incidentId, Dexie.minKey], [incidentId, Dexie.maxKey]);
}

/** The row of the newest entry of an author, by sequence. */
export function headRow(
	{ entries }: BeredtDatabase,
	incidentId: IncidentId,
	deviceId: DeviceId
): PromiseExtended<StoredEntryRow | undefined> {
	return entries
		.where('[incidentId+deviceId+sequence]')
		.between([incidentId, deviceId, Dexie.minKey], [incidentId, deviceId, Dexie.maxKey])
		.last();
}

/** The greatest time of an incident; of a damaged row its place in the order tells it. */
export function latestHlc(database: BeredtDatabase, incidentId: IncidentId): PromiseExtended<Hlc> {
	return inOrder(database, incidentId)
		.reverse()
		.filter((row) => hlcOfOrder(row.order) !== null)
		.first()
		.then((row) => hlcOfOrder(row?.order) ?? HLC_ZERO);
}

/** The newest entries by cursor: what is read does not grow with the log, and damaged rows do not shorten the page. */
export function newestPage(
	database: BeredtDatabase,
	incidentId: IncidentId,
	limit: number,
	{ before, kind }: NewestOptions
): PromiseExtended<JournalPage> {
	const { entries } = database;
	const [index, prefix] =
		kind === undefined
			? ['[incidentId+order]', [incidentId]]
			: ['[incidentId+kind+order]', [incidentId, kind]];
	return database.transaction('r', entries, async () => {
		const rows: JournalRow[] = [];
		const damaged: DamagedRow[] = [];
		let upTo: unknown = before ? orderOf(before) : Dexie.maxKey;
		while (rows.length < limit) {
			const wanted = limit - rows.length;
			const raw = await entries
				.where(index)
				.between([...prefix, Dexie.minKey], [...prefix, upTo])
				.reverse()
				.limit(wanted)
				.toArray();
			for (const one of raw) {
				const row = readEntryRow(one);
				if (row.ok) rows.push(row.value);
				else damaged.push(row.error);
			}
			const last = raw.at(-1);
			if (!last || raw.length < wanted) break;
			upTo = last.order;
		}
		return { rows, damaged };
	});
}

/**
 * The next rows of an incident in their order.
 * @param after The place of the last one before them; null for the first.
 */
export function nextRows(
	{ entries }: BeredtDatabase,
	incidentId: IncidentId,
	after: string | null,
	limit: number
): PromiseExtended<StoredEntryRow[]> {
	return entries
		.where('[incidentId+order]')
		.between([incidentId, after ?? Dexie.minKey], [incidentId, Dexie.maxKey], after === null, true)
		.limit(limit)
		.toArray();
}

/** Rows that are too damaged to stand in an incident's order, and may belong to it. */
export function strayRowsOf(
	database: BeredtDatabase,
	incidentId: IncidentId
): PromiseExtended<StoredEntryRow[]> {
	return database.transaction('r', database.entries, async () => {
		const strays = await strayRows(database);
		return strays.filter((row) => mayBelongTo(row, incidentId));
	});
}

/** All rows of an incident in their order, and after them those that are too damaged to stand in it. */
export function rowsOf(database: BeredtDatabase, incidentId: IncidentId): PromiseExtended<StoredEntryRow[]> {
	return database.transaction('r', database.entries, async () => {
		const rows = await inOrder(database, incidentId).toArray();
		const strays = await strayRows(database);
		return [...rows, ...strays.filter((row) => mayBelongTo(row, incidentId))];
	});
}

/** Rows that stand in no incident's order. Only within a transaction. */
export async function strayRows({ entries }: BeredtDatabase): Promise<StoredEntryRow[]> {
	const placed = entries.orderBy('[incidentId+order]');
	if ((await entries.count()) === (await placed.count())) return [];
	const arrivals = new Set(await placed.primaryKeys());
	return entries.filter((row) => !arrivals.has(row.arrival)).toArray();
}
