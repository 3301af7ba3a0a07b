import { getContext, setContext } from 'svelte';
import type { IncidentServices, WriteProblem } from '../app/incident-services';
import type { Result } from '../base/result';
import { act, type Act, type Actor } from '../domain/incident/acts';
import { IncidentFold } from '../domain/incident/fold';
import { emptyIncident, type IncidentState } from '../domain/incident/state';
import type { IncidentId, LogEntry } from '../domain/log/entry';
import type { EntryKind } from '../domain/log/kinds';
import type { DamagedRow, IncidentFile, JournalRow } from '../ports/log';
import type { StorageError } from '../ports/storage-error';
import type { OtherPhones } from './other-phones.svelte';
import { painted } from './painted';

const CONTEXT = Symbol('incident');
const TICK_MS = 1_000;
const MINUTE_MS = 60_000;

/** What was last written on this phone, for the line that says so. */
export interface Saved {
	readonly count: number;
	readonly atMs: number;
	/** The last of it. */
	readonly newest: LogEntry | undefined;
	/** False where the phone keeps nothing (memory): then it is not called saved. */
	readonly isDurable: boolean;
}

/** How many of the newest entries are shown before all of them are read. */
const PREVIEWED = 50;
/**
 * Kinds that are read beside those: who wrote, whether it is an exercise, what runs out, what a task said that was
 * done, what was found wrong.
 */
const PREVIEWED_KINDS: readonly EntryKind[] = [
	'incidentOpened',
	'participantJoined',
	'deadlineStarted',
	'deadlineMoved',
	'deadlineMet',
	'taskGiven',
	'corrected',
	'incidentClosed'
];
/** How many entries are folded at a time, so that a press is answered in between. */
const SLICE = 2_000;

/** One incident as screens show it: the fold of its journal, kept current from whichever tab wrote. */
export class IncidentController {
	state = $state.raw<IncidentState>(emptyIncident());
	/** In the log's order. */
	entries = $state.raw<readonly LogEntry[]>([]);
	/** What was written on other phones, as it arrived. One that was damaged here and put right is nothing new. */
	ofOthers = $state.raw<readonly JournalRow[]>([]);
	/** Whether all of the journal was read. Before that nothing is known but, for the log's screen, the newest of it. */
	isLoaded = $state.raw(false);
	/** Whether `entries` are the newest, and `state` no more than what those say. */
	isPreview = $state.raw(false);
	/** Rows that could not be read; the rest works. */
	#damaged = $state.raw<readonly DamagedRow[]>([]);
	/** Those that were not put right since (app/incident-carriers.ts), and how many were. */
	readonly damaged = $derived.by(() => {
		const held = new Set(this.#damaged.length > 0 ? this.entries.map((entry) => entry.id) : []);
		const left = this.#damaged.filter(({ entryId }) => entryId === null || !held.has(entryId));
		return { left: left.length, repaired: this.#damaged.length - left.length };
	});
	/** Why the journal could not be read. */
	failure = $state.raw<StorageError | null>(null);
	/** Set when entries are on the disk, never before. */
	saved = $state.raw<Saved | null>(null);
	/** Why the last act was not kept; null when it was. */
	problem = $state.raw<WriteProblem | null>(null);
	isWriting = $state.raw(false);
	/** The group's other phones; null where this phone is in no group, and until that is known. */
	others = $state.raw<OtherPhones | null>(null);
	/** This phone's clock, moved on every second while somebody looks. */
	nowMs = $state.raw(0);
	/** The same, moved on every minute: for what is made anew from the whole state. */
	readonly minuteMs = $derived(Math.floor(this.nowMs / MINUTE_MS) * MINUTE_MS);
	readonly isOpen = $derived(
		(this.isLoaded || this.isPreview) && this.state.opened !== null && this.state.closing === null
	);
	readonly isExercise = $derived(this.state.opened?.mode === 'exercise');
	readonly #fold = new IncidentFold();
	/** Null when all was read. */
	#previewFold: IncidentFold | null = new IncidentFold();
	/** Pages are folded one after the other. */
	#taking: Promise<void> = Promise.resolve();
	#isFollowing = false;

	/** @param wantsPreview Whether the newest entries are shown before all of them are read. */
	constructor(
		readonly services: IncidentServices,
		readonly incidentId: IncidentId,
		private readonly wantsPreview = false
	) {
		this.nowMs = services.clock.now();
	}

	/** Follows the journal and the clock until the answer is called. */
	follow(): () => void {
		this.#isFollowing = true;
		let stop: (() => void) | null = null;
		const begin = () => {
			if (!this.#isFollowing) return;
			stop = this.services.log.follow(this.incidentId, (page) => {
				if (!page.ok) {
					this.failure = page.error;
					return;
				}
				const { rows, damaged } = page.value;
				if (damaged.length > 0) this.#damaged = [...this.#damaged, ...damaged];
				this.#taking = this.#taking.then(() => this.#takeAll(rows));
			});
		};
		if (this.wantsPreview) void this.#preview().finally(begin);
		else begin();
		const timer = setInterval(() => (this.nowMs = this.services.clock.now()), TICK_MS);
		return () => {
			this.#isFollowing = false;
			stop?.();
			clearInterval(timer);
		};
	}

	/**
	 * Follows the group's other phones until the answer is called. Their code is loaded where this phone is in a group;
	 * where it could not be, nothing is told of them.
	 */
	followOthers(): () => void {
		let isEnded = false;
		let isLoading = false;
		let stopOthers: () => void = () => undefined;
		const stopGroup = this.services.group.observe((record) => {
			if (!record.ok || record.value === null || isLoading) return;
			isLoading = true;
			void import('./other-phones.svelte').then(
				({ OtherPhones }) => {
					if (isEnded) return;
					this.others = new OtherPhones(this);
					stopOthers = this.others.follow();
				},
				() => (isLoading = false)
			);
		});
		return () => {
			isEnded = true;
			stopGroup();
			stopOthers();
		};
	}

	/** Reads the newest entries: what that costs does not grow with the log. */
	async #preview(): Promise<void> {
		const { log } = this.services;
		const pages = await Promise.all([
			log.newest(this.incidentId, PREVIEWED),
			...PREVIEWED_KINDS.map((kind) => log.newest(this.incidentId, PREVIEWED, { kind }))
		]);
		const [newest] = pages;
		// whatever is wrong is told when all of it is read
		if (!newest?.ok || newest.value.rows.length < PREVIEWED || !this.#previewFold) return;
		this.state = this.#previewFold.add(
			pages.flatMap((page) => (page.ok ? page.value.rows.map((row) => row.entry) : []))
		);
		this.entries = newest.value.rows.map((row) => row.entry).reverse();
		this.isPreview = this.state.opened !== null;
		// painted before the rest is begun
		if (this.isPreview) await painted();
	}

	async #takeAll(rows: readonly JournalRow[]): Promise<void> {
		const entries = rows.map((row) => row.entry);
		for (let from = 0; from < entries.length && this.#isFollowing; from += SLICE) {
			if (from > 0) await pause();
			this.#fold.add(entries.slice(from, from + SLICE));
		}
		if (!this.#isFollowing) return;
		const isNew = this.#fold.entries.length !== this.entries.length || this.#previewFold !== null;
		this.#previewFold = null;
		if (isNew) {
			this.state = this.#fold.add([]);
			this.entries = [...this.#fold.entries];
		}
		const repaired = new Set(this.#damaged.map(({ entryId }) => entryId));
		const ofOthers = rows.filter(
			({ entry }) => entry.deviceId !== this.services.deviceId && !repaired.has(entry.id)
		);
		if (ofOthers.length > 0)
			this.ofOthers = [...this.ofOthers, ...ofOthers].sort((a, b) => a.arrival - b.arrival);
		this.isPreview = false;
		this.isLoaded = true;
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
			newest: written.value.at(-1),
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

	/** What was written here is shown at once, whether or not all before it was read. */
	#take(entries: readonly LogEntry[]): void {
		const state = this.#fold.add(entries);
		const previewed = this.#previewFold?.add(entries);
		if (previewed) {
			this.state = previewed;
			this.entries = [...this.entries, ...entries];
		} else if (this.#fold.entries.length !== this.entries.length) {
			this.state = state;
			this.entries = [...this.#fold.entries];
		}
	}
}

/** Lets the browser answer presses. */
function pause(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}

/** Hands the incident to the components below. */
export function provideIncident(controller: IncidentController): void {
	setContext(CONTEXT, controller);
}

/** The incident that the layout provided. */
export function useIncident(): IncidentController {
	return getContext<IncidentController>(CONTEXT);
}
