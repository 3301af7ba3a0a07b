import { Dexie, type PromiseExtended, type Table } from 'dexie';
import { fail, ok, type Result } from '$lib/base/result';
import type { EntryId, IncidentId, LogEntry } from '$lib/domain/log/entry';
import type { Append, IdentityChanged, HeadMoved, IncidentDeleted, IncidentDeletion } from '$lib/ports/log';
import type { Written } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import {
	brokenChain,
	refusedAsOwn,
	refusedByIncident,
	toAppendRows,
	type AppendRows,
	type HeldOfIncident
} from './append-rows';
import type { BeredtDatabase } from './database';
import { filesOf, headRow, inOrder, latestHlc, strayRows } from './dexie-log-reads';
import { headOfRow, incidentOfRow, readEntryRow, toEntryRow, type EntryRow } from './entry-rows';
import { checkIncidentRow } from './incident-rows';
import { attempt } from './storage-errors';

/** Ids that are asked for at a time. */
const CHUNK = 1_000;

type AppendProblem = StorageError | HeadMoved | IncidentDeleted | IdentityChanged;

/** `LogRepository.append`. */
export async function appendOwn(
	database: BeredtDatabase,
	append: Append
): Promise<Result<void, AppendProblem>> {
	const broken = brokenChain(append.entries);
	if (broken) return fail(broken);
	const prepared = toAppendRows(append);
	if (!prepared.ok) return prepared;
	const rows = prepared.value;
	return flat(
		await attempt(() =>
			writing(database, async (): Promise<Result<void, AppendProblem>> => {
				const refused =
					refusedByIncident(rows, await heldOf(database, rows.incidentId)) ??
					(await refusedByChain(database, append.entries[0]));
				if (refused) return fail(refused);
				await write(database, rows, rows.entries);
				return ok(undefined);
			})
		)
	);
}

/** `LogRepository.receive`. */
export async function receiveOthers(
	database: BeredtDatabase,
	append: Append
): Promise<Result<readonly LogEntry[], StorageError | IncidentDeleted>> {
	const prepared = toAppendRows(append);
	if (!prepared.ok) return prepared;
	const rows = prepared.value;
	return flat(
		await attempt(() =>
			writing(database, async (): Promise<Result<readonly LogEntry[], StorageError | IncidentDeleted>> => {
				const refused = refusedByIncident(rows, await heldOf(database, rows.incidentId));
				if (refused) return fail(refused);
				const unknown = await unknownEntries(database, rows.entries);
				await write(database, rows, unknown);
				const added = new Set(unknown.map((row) => row.id));
				return ok(append.entries.filter((entry) => added.delete(entry.id)));
			})
		)
	);
}

/** `LogRepository.repair`. */
export async function repairRow(database: BeredtDatabase, arrival: number, entry: LogEntry): Written {
	const row = toEntryRow(entry);
	if (!row.ok) return row;
	const { entries } = database;
	return attempt(() =>
		database.transaction('rw', entries, async () => {
			const raw = await entries.get(arrival);
			if (raw !== undefined) {
				if (readEntryRow(raw).ok) return;
				await entries.delete(arrival);
			}
			await entries.bulkAdd(await unknownEntries(database, [row.value]));
		})
	);
}

/** `LogRepository.deleteIncident`. */
export async function deleteIncident(database: BeredtDatabase, record: IncidentDeletion): Written {
	const row = checkIncidentRow('incidentDeletions', record);
	if (!row.ok) return row;
	const { incidentId } = row.value;
	return attempt(() =>
		removing(database, async () => {
			await removeLog(database, incidentId);
			await filesOf(database, incidentId).delete();
			await database.incidents.delete(incidentId);
			await database.incidentDeletions.put(row.value);
		})
	);
}

/** Removes a log, and all that is kept by its id: documents, receipts, what is apart of it. Only within `removing`. */
export async function removeLog(database: BeredtDatabase, logId: IncidentId): Promise<void> {
	await inOrder(database, logId).delete();
	const strays = (await strayRows(database)).filter((stray) => incidentOfRow(stray) === logId);
	await database.entries.bulkDelete(strays.map((stray) => stray.arrival));
	await database.documentUpdates.where('documentId').startsWith(logId).delete();
	for (const [table, index] of [
		[database.receipts, '[logId+deviceId]'],
		[database.apartEntries, '[logId+id]']
	] as const)
		await (table as Table).where(index).between([logId, Dexie.minKey], [logId, Dexie.maxKey]).delete();
}

/** A transaction in which logs can be removed. */
export function removing<Value>(
	database: BeredtDatabase,
	action: () => Promise<Value>
): PromiseExtended<Value> {
	return database.transaction(
		'rw',
		[...writtenTables(database), database.receipts, database.apartEntries],
		action
	);
}

/** The rows whose id is not held, each once. Only within a transaction. */
export async function unknownEntries(
	{ entries }: BeredtDatabase,
	rows: readonly EntryRow[]
): Promise<EntryRow[]> {
	const unknown = new Map(rows.map((row) => [row.id, row]));
	const ids = [...unknown.keys()];
	for (let at = 0; at < ids.length; at += CHUNK)
		for (const known of await entries
			.where('id')
			.anyOf(ids.slice(at, at + CHUNK))
			.keys())
			unknown.delete(known as EntryId);
	return [...unknown.values()];
}

/** Writes what is of `rows`, with `entries` in place of its entries. Only within a transaction. */
async function write(
	database: BeredtDatabase,
	{ incidentId, summary, documentUpdate, files }: AppendRows,
	entries: readonly EntryRow[]
): Promise<void> {
	await database.entries.bulkAdd([...entries]);
	if (summary) await database.incidents.put(summary);
	if (documentUpdate) await database.documentUpdates.add({ documentId: incidentId, bytes: documentUpdate });
	// the same hash is the same photo
	await database.incidentFiles.bulkPut([...files]);
}

async function refusedByChain(
	database: BeredtDatabase,
	first: LogEntry | undefined
): Promise<AppendProblem | null> {
	if (!first) return null;
	const newest = await headRow(database, first.incidentId, first.deviceId);
	const head = newest === undefined ? ok(null) : headOfRow(newest);
	if (!head.ok) return head.error;
	const identity = await database.identity.get('device');
	const latest = await latestHlc(database, first.incidentId);
	return refusedAsOwn(first, identity?.publicKey ?? null, head.value, latest);
}

async function heldOf(database: BeredtDatabase, incidentId: IncidentId): Promise<HeldOfIncident> {
	const hasSummary = (await database.incidents.get(incidentId)) !== undefined;
	return {
		isDeleted: (await database.incidentDeletions.get(incidentId)) !== undefined,
		hasSummary,
		isGroup: !hasSummary && (await database.groups.get(incidentId)) !== undefined
	};
}

function writing<Value>(database: BeredtDatabase, action: () => Promise<Value>): PromiseExtended<Value> {
	return database.transaction('rw', writtenTables(database), action);
}

function writtenTables(database: BeredtDatabase): Table[] {
	const { identity, groups, incidents, entries, incidentFiles, incidentDeletions, documentUpdates } =
		database;
	return [identity, groups, incidents, entries, incidentFiles, incidentDeletions, documentUpdates];
}

function flat<Value, Failure>(
	done: Result<Result<Value, Failure>, StorageError>
): Result<Value, Failure | StorageError> {
	return done.ok ? done.value : done;
}
