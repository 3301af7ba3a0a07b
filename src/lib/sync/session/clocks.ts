import * as Y from 'yjs';
import type { Clocks } from '../../ports/incident-document';

/** What `here` lacks of what `there` has: for each such writer, from where on. */
export function lacking(here: Clocks, there: Clocks): Clocks {
	const lacks = new Map<number, number>();
	for (const [client, clock] of there) {
		const from = here.get(client) ?? 0;
		if (clock > from) lacks.set(client, from);
	}
	return lacks;
}

/** The further of both, for each writer. */
export function furthest(a: Clocks, b: Clocks): Clocks {
	const all = new Map(a);
	for (const [client, clock] of b) all.set(client, Math.max(clock, all.get(client) ?? 0));
	return all;
}

/** As Yjs writes a state vector. */
export function encodeClocks(clocks: Clocks): Uint8Array {
	return Y.encodeStateVector(new Map(clocks));
}

/** What `encodeClocks` wrote; null for what is none, or names a place that no document has. */
export function decodeClocks(bytes: Uint8Array): Clocks | null {
	try {
		// lib0 would read on in the buffer behind a view
		const clocks = Y.decodeStateVector(bytes.slice());
		const isSound = [...clocks].every(([client, clock]) => isPlace(client) && isPlace(clock));
		return isSound ? clocks : null;
	} catch {
		return null;
	}
}

/** The clocks after an update, of the writers in it. */
export function clocksOf(update: Uint8Array): Clocks {
	return Y.parseUpdateMeta(update).to;
}

/** What a document must have of the writers in an update for it to fit. */
export function clocksBefore(update: Uint8Array): Clocks {
	return Y.parseUpdateMeta(update).from;
}

function isPlace(value: number): boolean {
	return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}
