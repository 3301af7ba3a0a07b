import type { Table } from 'dexie';
import { ok } from '$lib/base/result';
import { bySequence } from '$lib/domain/checklist/checklist';
import type { PhoneContent, Read, Written } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { addUnknownEvents } from './dexie-checklist';
import { rawIncidents, readIncidents, restoreIncidents } from './dexie-incident-content';
import { incidentsToRestore } from './incident-content';
import { mergePlanSlots, merging, newerRows, type Merging } from './merge';
import { readPlanRow, toPlanRow, type PlanRow } from './plan-rows';
import { readRows, rowsOfContent, type ListName, type Row } from './rows';
import { attempt } from './storage-errors';

/** Everything in `database`, read in one transaction. `report` is told of the rows that could not be read back. */
export async function readAll(
	database: BeredtDatabase,
	report: (error: StorageError) => void
): Read<PhoneContent> {
	const raw = await attempt(() =>
		database.transaction('r', database.tables, async () => ({
			current: await database.plans.get('current'),
			previous: await database.plans.get('previous'),
			checklistEvents: await database.checklistEvents.toArray(),
			contactUpdates: await database.contactUpdates.toArray(),
			acknowledgements: await database.acknowledgements.toArray(),
			attachments: await database.attachments.toArray(),
			...(await rawIncidents(database))
		}))
	);
	if (!raw.ok) return raw;
	const found = raw.value;
	const plan = async (slot: PlanRow['slot']) => {
		const held = await readPlanRow(slot, found[slot]);
		if (!held.ok) report(held.error);
		return held.ok ? held.value : null;
	};
	const list = <Name extends ListName>(name: Name): Row<Name>[] => {
		const { rows, damaged } = readRows(name, found[name]);
		damaged.forEach(report);
		return rows;
	};
	return ok({
		plan: await plan('current'),
		previousPlan: await plan('previous'),
		checklist: list('checklistEvents').sort(bySequence),
		contactUpdates: list('contactUpdates'),
		acknowledgements: list('acknowledgements'),
		attachments: list('attachments'),
		...readIncidents(found, report)
	});
}

/** Adds `content` to what `database` holds, all or nothing; the rules are merge.ts's. */
export async function restore(database: BeredtDatabase, content: PhoneContent): Written {
	const rows = rowsOfContent(content);
	if (!rows.ok) return rows;
	const incidents = incidentsToRestore(content);
	if (!incidents.ok) return incidents;
	return attempt(async () => {
		const theirs = {
			current: content.plan ? await toPlanRow('current', content.plan) : undefined,
			previous: content.previousPlan ? await toPlanRow('previous', content.previousPlan) : undefined
		};
		await database.transaction('rw', database.tables, async () => {
			await addUnknownEvents(database, rows.value.checklistEvents);
			const { contactUpdates, acknowledgements, attachments } = rows.value;
			await putNewer(database.contactUpdates, contactUpdates, merging.contactUpdates);
			await putNewer(database.acknowledgements, acknowledgements, merging.acknowledgements);
			await putNewer(database.attachments, attachments, merging.attachments);
			await restoreIncidents(database, incidents.value);
			const held = {
				current: await database.plans.get('current'),
				previous: await database.plans.get('previous')
			};
			const merged = mergePlanSlots(held, theirs);
			if (merged.previous && merged.previous !== held.previous)
				await database.plans.put({ ...merged.previous, slot: 'previous' });
			if (merged.current && merged.current !== held.current) await database.plans.put(merged.current);
		});
	});
}

/** Deletes every row of every table. */
export async function deleteAll(database: BeredtDatabase): Written {
	return attempt(() =>
		database.transaction('rw', database.tables, async () => {
			for (const table of database.tables) await table.clear();
		})
	);
}

async function putNewer<RowOf>(
	table: Table<RowOf, [string, string]>,
	theirs: readonly RowOf[],
	by: Merging<RowOf>
): Promise<void> {
	const keyText = (row: RowOf) => JSON.stringify(by.key(row));
	const held = await table.bulkGet(theirs.map(by.key));
	const heldAt = new Map<string, string>();
	for (const row of held) {
		// as it was found: a damaged one may lack it
		const at: unknown = row && by.at(row);
		if (row && typeof at === 'string') heldAt.set(keyText(row), at);
	}
	await table.bulkPut(newerRows(theirs, keyText, by.at, heldAt));
}
