import { entryIdOf, type IncidentId } from '$lib/domain/log/entry';
import type { CarriedEntry, IncidentDocument } from '$lib/ports/incident-document';
import { lacking } from '$lib/sync/session/clocks';
import type { ClientIds } from '$lib/sync/document/y-incident-document';

export const INCIDENT = '00000001-0000-4000-8000-000000000001' as IncidentId;

/** The n-th of any number of entries: bytes that no other has, under their id. A document looks no deeper. */
export function carried(n: number, length = 200): CarriedEntry {
	const bytes = new Uint8Array(length).fill(n % 251);
	new DataView(bytes.buffer).setUint32(0, n);
	return { id: entryIdOf(bytes), bytes };
}

/** The n-th, and those after it. */
export function carriedFrom(n: number, count: number, length = 200): CarriedEntry[] {
	return Array.from({ length: count }, (_, index) => carried(n + index, length));
}

/** Client ids that are the same in every run, and those of no other seed. */
export function seededClientIds(seed: number): ClientIds {
	let count = 0;
	return () => seed * 1_000 + ++count;
}

/** What `from` sends to `to`: all that it lacks. */
export function sent(from: IncidentDocument, to: IncidentDocument): Uint8Array {
	return from.changesOf(lacking(to.clocks(), from.clocks()));
}
