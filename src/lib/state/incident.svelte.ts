import { getContext, setContext } from 'svelte';
import type { IncidentServices, WriteProblem } from '../app/incident-services';
import type { Result } from '../base/result';
import { act, type Act, type Actor } from '../domain/incident/acts';
import { IncidentFold } from '../domain/incident/fold';
import { emptyIncident, type IncidentState } from '../domain/incident/state';
import type { IncidentId, LogEntry } from '../domain/log/entry';
import type { DamagedRow, IncidentFile } from '../ports/log';
import type { StorageError } from '../ports/storage-error';

const CONTEXT = Symbol('incident');
const TICK_MS = 1_000;

/** What was last written on this phone, for the line that says so. */
export interface Saved {
	readonly count: number;
	readonly atMs: number;
	/** False where the phone keeps nothing (memory): then it is not called saved. */
	readonly isDurable: boolean;
}

/** One incident as screens show it: the fold of its journal, kept current from whichever tab wrote. */
export class IncidentController {
	state = $state.raw<IncidentState>(emptyIncident());
	/** In the log's order. */
	entries = $state.raw<readonly LogEntry[]>([]);
	/** Whether the journal was read; before that nothing is known. */
	isLoaded = $state.raw(false);
	/** Rows that cannot be read; the rest works. */
	damaged = $state.raw<readonly DamagedRow[]>([]);
	/** Why the journal could not be read. */
	failure = $state.raw<StorageError | null>(null);
	/** Set when entries are on the disk, never before. */
	saved = $state.raw<Saved | null>(null);
	/** Why the last act was not kept; null when it was. */
	problem = $state.raw<WriteProblem | null>(null);
	isWriting = $state.raw(false);
	/** This phone's clock, moved on every second while somebody looks. */
	nowMs = $state.raw(0);
	readonly isOpen = $derived(this.isLoaded && this.state.opened !== null && this.state.closing === null);
	readonly isExercise = $derived(this.state.opened?.mode === 'exercise');
	readonly #fold = new IncidentFold();

	constructor(
		readonly services: IncidentServices,
		readonly incidentId: IncidentId
	) {
		this.nowMs = services.clock.now();
	}

	/** Follows the journal and the clock until the answer is called. */
	follow(): () => void {
		const stop = this.services.log.follow(this.incidentId, (page) => {
			if (!page.ok) {
				this.failure = page.error;
				return;
			}
			this.#take(page.value.rows.map((row) => row.entry));
			this.damaged = page.value.damaged;
			this.isLoaded = true;
		});
		const timer = setInterval(() => (this.nowMs = this.services.clock.now()), TICK_MS);
		return () => {
			stop();
			clearInterval(timer);
		};
	}

	/** Who acts on this phone. */
	get actor(): Actor {
		const { person } = this.services;
		return person ?? { name: this.services.unnamed, roleId: null, contactId: null };
	}

	/**
	 * Writes acts: all or none. They are shown, and called saved, when they are on the disk.
	 * @returns What was written, or why nothing was.
	 */
	async write(
		acts: readonly Act[],
		files: readonly IncidentFile[] = []
	): Promise<Result<readonly LogEntry[], WriteProblem>> {
		this.isWriting = true;
		const written = await this.services.write(this.incidentId, [...this.#introduction(), ...acts], { files });
		this.isWriting = false;
		if (!written.ok) {
			this.problem = written.error;
			return written;
		}
		this.problem = null;
		this.#take(written.value);
		const { kind } = this.services;
		this.saved = {
			count: written.value.length,
			atMs: this.services.clock.now(),
			isDurable: kind === 'durable'
		};
		return written;
	}

	/** Says who writes on this phone, where the log does not have it yet. */
	async introduce(): Promise<void> {
		if (this.#introduction().length > 0) await this.write([]);
	}

	/** Who writes on this phone, where the log does not have it yet, or has somebody else. */
	#introduction(): Act[] {
		const { person, deviceId } = this.services;
		const known = this.state.participants.get(deviceId);
		if (!person || (known?.name === person.name && known.roleId === person.roleId)) return [];
		return [act('participantJoined', person)];
	}

	#take(entries: readonly LogEntry[]): void {
		const before = this.#fold.entries.length;
		const state = this.#fold.add(entries);
		if (this.#fold.entries.length === before && this.isLoaded) return;
		this.state = state;
		this.entries = [...this.#fold.entries];
	}
}

/** Hands the incident to the components below. */
export function provideIncident(controller: IncidentController): void {
	setContext(CONTEXT, controller);
}

/** The incident that the layout provided. */
export function useIncident(): IncidentController {
	return getContext<IncidentController>(CONTEXT);
}
