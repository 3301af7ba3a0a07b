/**
 * How far what came into an incident was looked at on this phone. In localStorage: it is of this phone alone, and worth
 * no row in the database; where it is refused, or lost, what came in is told once more.
 */
import type { IncidentId } from '../domain/log/entry';

const KEY = 'beredt.seen';
/** Of how many incidents it is kept; the oldest is forgotten. */
const KEPT = 50;

type Seen = readonly [incidentId: string, arrival: number];

/** The arrival of the last entry that was looked at; 0 for none. */
export function seenArrival(incidentId: IncidentId): number {
	return read().find(([id]) => id === incidentId)?.[1] ?? 0;
}

/** Keeps that all up to `arrival` was looked at. */
export function keepSeen(incidentId: IncidentId, arrival: number): void {
	const others = read().filter(([id]) => id !== incidentId);
	try {
		localStorage.setItem(KEY, JSON.stringify([...others, [incidentId, arrival]].slice(-KEPT)));
	} catch {
		// refused or full: it holds for as long as the screen stands
	}
}

function read(): Seen[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
		return Array.isArray(kept) ? kept.filter(isSeen) : [];
	} catch {
		return [];
	}
}

function isSeen(value: unknown): value is Seen {
	return (
		Array.isArray(value) &&
		value.length === 2 &&
		typeof value[0] === 'string' &&
		Number.isSafeInteger(value[1]) &&
		value[1] >= 0
	);
}
