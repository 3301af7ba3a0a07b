import { equalBytes } from '$lib/base/bytes';
import type { DocumentRange, DocumentUpdate } from '$lib/ports/log';
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
 * Whether `parts` can be replaced by their merger: not where one of them is not there any more as it was loaded. Then
 * another tab has merged it, and what has its number now may hold more.
 */
export function canReplace(
	documentId: string,
	parts: readonly DocumentUpdate[],
	held: readonly (DocumentRow | undefined)[]
): boolean {
	const areThere = parts.every(({ bytes }, index) => {
		const row = held[index];
		return row?.documentId === documentId && row.bytes instanceof Uint8Array && equalBytes(row.bytes, bytes);
	});
	return areThere && parts.length > 0;
}

/** Whether an update with that number is asked for. */
export function isWithin(number: number, { from, to = Infinity }: DocumentRange): boolean {
	return number >= from && number <= to;
}
