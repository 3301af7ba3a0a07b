import { EMPTY_NOTE, type Note, type NoteKind } from '../domain/incident/notes';
import type { IncidentId } from '../domain/log/entry';
import { CERTAINTIES } from '../domain/log/kinds';

/** A longer text is not kept between screens: it could not be written either, and would fill what the browser gives. */
const KEPT_CHARACTERS = 100_000;

/**
 * A note that is being written. What was typed is still there when the screen was left and opened again, for as long
 * as the app is open; nothing of it is in the log before it is written there.
 */
export class NoteDraft {
	note = $state<Note>({ ...EMPTY_NOTE });
	readonly #key: string;

	constructor(incidentId: IncidentId, kind: NoteKind) {
		this.#key = `beredt.note.${incidentId}.${kind}`;
		const kept = read(this.#key);
		if (kept) this.note = { ...EMPTY_NOTE, ...kept };
	}

	/** Changes it, and keeps the change. */
	change(changed: Partial<Note>): void {
		this.note = { ...this.note, ...changed };
		try {
			if (this.note.text.length > KEPT_CHARACTERS) sessionStorage.removeItem(this.#key);
			else sessionStorage.setItem(this.#key, JSON.stringify(this.note));
		} catch {
			// the browser has no room, or keeps nothing: it stands in the field all the same
		}
	}

	/** It was written: the next one begins empty, at the same time of the paper. */
	clear(): void {
		const { paperTime } = this.note;
		this.note = { ...EMPTY_NOTE, paperTime };
		try {
			sessionStorage.removeItem(this.#key);
		} catch {
			// nothing is kept
		}
	}
}

function read(key: string): Partial<Note> | null {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
		if (typeof kept !== 'object' || kept === null) return null;
		// only what has the type that it should have: another version may have written it
		const fits = Object.entries(kept).filter(
			([name, value]) =>
				name in EMPTY_NOTE &&
				(typeof value === typeof EMPTY_NOTE[name as keyof Note] || EMPTY_NOTE[name as keyof Note] === null)
		);
		const note = { ...EMPTY_NOTE, ...(Object.fromEntries(fits) as Partial<Note>) };
		return Array.isArray(note.serviceIds) && CERTAINTIES.includes(note.certainty) ? note : null;
	} catch {
		return null;
	}
}
