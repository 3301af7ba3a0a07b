import type { JournalRow } from '$lib/ports/log';
import { compareEntries } from '$lib/domain/log/entry';
import type { PhoneContent } from '$lib/domain/phone-data/phone-content';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { unknownEntries } from './dexie-log-writes';
import { readEntryRows } from './entry-rows';
import { mergeSummary, type IncidentsToRestore } from './incident-content';
import { readIncidentRow, readIncidentRows, type IncidentTable } from './incident-rows';
import { newestFirst } from './rows';

/** The rows of the incidents' tables as they are found. */
export interface RawIncidents extends Readonly<Record<IncidentTable, readonly unknown[]>> {
	readonly entries: readonly unknown[];
	/** The log of the group that this phone is in: not a part of what is exported. */
	readonly groupIds: readonly string[];
}

/** Only within a transaction. */
export async function rawIncidents(database: BeredtDatabase): Promise<RawIncidents> {
	return {
		incidents: await database.incidents.toArray(),
		entries: await database.entries.toArray(),
		groupIds: await database.groups.toCollection().primaryKeys(),
		incidentFiles: await database.incidentFiles.toArray(),
		incidentDeletions: await database.incidentDeletions.toArray()
	};
}

/** Reads the incidents back. `report` is told of what could not be, and is left out. */
export function readIncidents(
	raw: RawIncidents,
	report: (error: StorageError) => void
): Pick<PhoneContent, 'incidents' | 'incidentDeletions'> {
	const readable = <Name extends IncidentTable>(name: Name) => {
		const { rows, damaged } = readIncidentRows(name, raw[name]);
		damaged.forEach(report);
		return rows;
	};
	const entriesOf = new Map<string, JournalRow['entry'][]>();
	for (const { entry } of readEntryRows(raw.entries, report).rows) {
		const others = entriesOf.get(entry.incidentId);
		if (others) others.push(entry);
		else entriesOf.set(entry.incidentId, [entry]);
	}
	const files = readable('incidentFiles');
	const incidents = newestFirst(readable('incidents'), (row) => row.openedAt).map((summary) => {
		const entries = entriesOf.get(summary.incidentId) ?? [];
		entriesOf.delete(summary.incidentId);
		return {
			summary,
			entries: entries.sort(compareEntries),
			files: files.filter((file) => file.incidentId === summary.incidentId)
		};
	});
	for (const groupId of raw.groupIds) entriesOf.delete(groupId);
	for (const [incidentId, { length }] of entriesOf)
		report({ code: 'storageDamaged', detail: `incidents ${incidentId}: missing, with ${length} entries` });
	return {
		incidents,
		incidentDeletions: newestFirst(readable('incidentDeletions'), (row) => row.deletedAt)
	};
}

/** Adds the incidents of a phone-data file. Only within a transaction. */
export async function restoreIncidents(
	database: BeredtDatabase,
	{ incidents, deletions }: IncidentsToRestore
): Promise<void> {
	for (const { rows, summary } of incidents) {
		const { incidentId } = rows;
		if ((await database.incidentDeletions.get(incidentId)) ?? (await database.groups.get(incidentId)))
			continue;
		const held = readIncidentRow('incidents', await database.incidents.get(incidentId));
		await database.incidents.put(mergeSummary(held.ok ? held.value : undefined, summary));
		await database.entries.bulkAdd(await unknownEntries(database, rows.entries));
		await database.incidentFiles.bulkPut([...rows.files]);
	}
	for (const deletion of deletions) {
		const { incidentId } = deletion;
		const isHeld =
			(await database.incidents.get(incidentId)) ?? (await database.incidentDeletions.get(incidentId));
		if (!isHeld) await database.incidentDeletions.put(deletion);
	}
}
