import type { DocumentUpdate } from '$lib/ports/log';
import type { StorageError } from '$lib/ports/storage-error';
import type { DocumentRow } from './database';

/** Reads the changes of a document back; `report` is told of those that are damaged. */
export function readUpdates(
	documentId: string,
	raw: readonly { readonly number: number; readonly bytes: unknown }[],
	report: (error: StorageError) => void
): DocumentUpdate[] {
	const updates: DocumentUpdate[] = [];
	for (const { number, bytes } of raw) {
		if (bytes instanceof Uint8Array) updates.push({ number, bytes });
		else
			report({ code: 'storageDamaged', detail: `documentUpdates ${documentId}/${number}: bytes wrongType` });
	}
	return updates;
}

/**
 * Whether the updates with these numbers can be replaced by their merger. Not where one of them is gone: another tab
 * has merged it into another, which may hold more by now. One alone would not show that.
 */
export function canReplace(
	documentId: string,
	numbers: readonly number[],
	held: readonly (DocumentRow | undefined)[]
): boolean {
	return new Set(numbers).size >= 2 && held.every((row) => row?.documentId === documentId);
}
