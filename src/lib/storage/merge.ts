import type { ContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Acknowledgement, Attachment } from '$lib/domain/phone-data/phone-content';

/** The rules by which a phone-data file is added to what a phone holds; both adapters go by them. */

/** A plan in use and the one put aside, in whatever form. */
export interface PlanSlots<Held> {
	readonly current: Held | undefined;
	readonly previous: Held | undefined;
}

/**
 * Puts the file's plan in use where it differs from the one held, and that one aside. The file's previous plan is
 * taken only where none would be held.
 */
export function mergePlanSlots<Held extends { readonly fingerprint: string }>(
	held: PlanSlots<Held>,
	theirs: PlanSlots<Held>
): PlanSlots<Held> {
	const differs = theirs.current !== undefined && theirs.current.fingerprint !== held.current?.fingerprint;
	const current = differs ? theirs.current : held.current;
	const previous = (differs ? held.current : undefined) ?? held.previous ?? theirs.previous;
	return { current, previous };
}

/**
 * The rows of `theirs` that are to be written: one for each key, where none is held or the one held is older.
 * @param heldAt ISO instant of the row that is held at a key, undefined where there is none that can be read.
 */
export function newerRows<Row>(
	theirs: readonly Row[],
	keyOf: (row: Row) => string,
	atOf: (row: Row) => string,
	heldAt: ReadonlyMap<string, string>
): Row[] {
	const newest = new Map<string, Row>();
	for (const row of theirs) {
		const key = keyOf(row);
		const other = newest.get(key);
		const at = other ? atOf(other) : heldAt.get(key);
		if (at === undefined || atOf(row) > at) newest.set(key, row);
	}
	return [...newest.values()];
}

/** How rows of a list that is merged by age are told apart, and the ISO instant of each. */
export interface Merging<Row> {
	readonly key: (row: Row) => [string, string];
	readonly at: (row: Row) => string;
}

export const merging: {
	readonly contactUpdates: Merging<ContactUpdate>;
	readonly acknowledgements: Merging<Acknowledgement>;
	readonly attachments: Merging<Attachment>;
} = {
	contactUpdates: { key: (row) => [row.planId, row.contactId], at: (row) => row.confirmedAt },
	acknowledgements: { key: (row) => [row.planId, row.warningId], at: (row) => row.at },
	attachments: { key: (row) => [row.planId, row.blockId], at: (row) => row.addedAt }
};
