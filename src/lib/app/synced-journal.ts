import { fromBase64Url } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Clock } from '../base/time';
import { entryIdOf, type DeviceId, type IncidentId, type LogEntry } from '../domain/log/entry';
import { summaryAfter } from '../domain/log/summary-of';
import type { ApartRepository, Head } from '../ports/group';
import type {
	AppliedUpdate,
	CarriedEntry,
	IncidentDocument,
	LostEntry,
	UpdateProblem
} from '../ports/incident-document';
import type { DocumentRepository, IncidentSummary, LogRepository, Verifier } from '../ports/log';
import type { SyncedLog } from '../ports/sync';
import { judge, readCandidates, type JudgedApart, type Membership } from './entry-gate';
import { JournalPhotos } from './synced-photos';
import type { EntryWriter } from './write-entry';

/** Entries that are judged and written at a time. */
const BATCH = 1_000;

export interface SyncedJournalParts {
	readonly log: LogRepository;
	readonly documents: Pick<DocumentRepository, 'append'>;
	readonly apart: ApartRepository;
	readonly verifier: Verifier;
	readonly clock: Clock;
	/** Holds its writes of the log back while `work` runs. */
	readonly writer: Pick<EntryWriter, 'exclusively'>;
	/** Null for the group's own log. */
	readonly membership: Membership | null;
}

/** A log that phones are given and give: its document, its journal, and the gate between them. */
export class SyncedJournal implements SyncedLog {
	readonly logId: IncidentId;
	readonly isGroup: boolean;
	readonly photos: JournalPhotos | null;
	readonly #heads = new Map<DeviceId, Head>();
	readonly #headListeners = new Set<(moved: readonly Head[]) => void>();
	/** What came from elsewhere is taken in one after the other. */
	#taking: Promise<unknown> = Promise.resolve();
	#summary: IncidentSummary | null;
	#isGone = false;
	/** Entries of an incident whose first entry is still to come. */
	#early: LogEntry[] = [];
	readonly #stop: () => void;
	/** Resolves when the journal was read, so that `heads` tell the truth. */
	readonly ready: Promise<void>;

	/**
	 * @param document Holds what the journal holds.
	 * @param summary As the journal has it; null for the group's log, and for an incident that is new here.
	 */
	constructor(
		readonly document: IncidentDocument,
		summary: IncidentSummary | null,
		private readonly parts: SyncedJournalParts
	) {
		this.logId = document.incidentId;
		this.isGroup = parts.membership === null;
		this.#summary = summary;
		this.photos = this.isGroup ? null : new JournalPhotos(this.logId, parts.log);
		let read: () => void = () => undefined;
		this.ready = new Promise((resolve) => (read = resolve));
		this.#stop = parts.log.follow(this.logId, (page) => {
			if (page.ok) this.#follow(page.value.rows.map((row) => row.entry));
			read();
		});
	}

	get isGone(): boolean {
		return this.#isGone;
	}

	get isOpen(): boolean {
		return !this.#isGone && !this.isGroup && this.#summary?.closedAt === null;
	}

	heads(): readonly Head[] {
		return [...this.#heads.values()];
	}

	observeHeads(listener: (moved: readonly Head[]) => void): () => void {
		this.#headListeners.add(listener);
		return () => this.#headListeners.delete(listener);
	}

	async take(update: Uint8Array, from: DeviceId): Promise<Result<void, UpdateProblem>> {
		return this.#inTurn(async () => {
			const applied = this.document.apply(update);
			if (!applied.ok) return applied;
			await this.#putBack(applied.value.lost);
			await this.#enter(applied.value, from);
			return ok(undefined);
		});
	}

	async takeEntries(entries: readonly Uint8Array[], from: DeviceId): Promise<void> {
		const candidates = entries.map((bytes) => ({ id: entryIdOf(bytes), bytes: bytes.slice() }));
		await this.#inTurn(() => this.#enter({ update: null, candidates }, from));
	}

	async entriesOf(deviceId: DeviceId, from: number, to: number): Promise<Uint8Array[]> {
		const page = await this.parts.log.all(this.logId);
		const entries = page.ok ? page.value.rows.map((row) => row.entry) : [];
		return entries
			.filter((entry) => entry.deviceId === deviceId && entry.sequence >= from && entry.sequence <= to)
			.sort((a, b) => a.sequence - b.sequence)
			.map((entry) => entry.bytes);
	}

	/** Looks again at what was kept apart: the group has changed. */
	async judgeAgain(): Promise<void> {
		await this.#inTurn(async () => {
			const apart = await this.parts.apart.all(this.logId);
			if (!apart.ok) return;
			const waiting = apart.value.filter(({ reason }) => reason !== 'malformed' && reason !== 'badSignature');
			const { entries } = await readCandidates(waiting, this.logId);
			const [first] = waiting;
			if (first) await this.#admit(entries, null, first.from);
		});
	}

	/** The incident was deleted on this phone: what is still on its way is dropped. */
	markGone(): void {
		this.#isGone = true;
		this.#stop();
	}

	close(): void {
		this.#stop();
	}

	/** What the journal has got, from whoever: the document has it too, and the heads move. */
	#follow(entries: readonly LogEntry[]): void {
		const moved = new Map<DeviceId, Head>();
		for (const { deviceId, sequence, hash } of entries) {
			if ((this.#heads.get(deviceId)?.sequence ?? 0) >= sequence) continue;
			const head = { deviceId, sequence, hash: (fromBase64Url(hash) ?? new Uint8Array()).slice(0, 8) };
			this.#heads.set(deviceId, head);
			moved.set(deviceId, head);
		}
		// what another tab of this phone has written; what this one writes is put in before this has its turn
		void this.parts.writer.exclusively(this.logId, async () => {
			await this.#store(this.document.restore(carried(entries)).update);
		});
		void this.photos?.follow(entries);
		if (moved.size > 0) for (const listener of this.#headListeners) listener([...moved.values()]);
	}

	async #putBack(lost: readonly LostEntry[]): Promise<void> {
		const held: CarriedEntry[] = [];
		for (const { id } of lost) {
			const entry = await this.parts.log.get(this.logId, id);
			if (entry.ok && entry.value) held.push({ id, bytes: entry.value.bytes });
		}
		await this.#store(this.document.restore(held).update);
	}

	/** Keeps a change of the document that comes with no entry. */
	async #store(update: Uint8Array | null): Promise<void> {
		if (update && !this.#isGone) await this.parts.documents.append(this.logId, update);
	}

	async #enter(
		{ update, candidates }: Pick<AppliedUpdate, 'update' | 'candidates'>,
		from: DeviceId
	): Promise<void> {
		const { entries, malformed } = await readCandidates(candidates, this.logId);
		await this.#keepApart(
			malformed.map((one) => ({ ...one, reason: 'malformed' })),
			from
		);
		let left = update;
		for (let at = 0; at < entries.length; at += BATCH)
			if (await this.#admit(entries.slice(at, at + BATCH), left, from)) left = null;
		// what is in no entry that was let in is kept all the same, where the incident is known
		if (this.isGroup || this.#summary) await this.#store(left);
	}

	/** @returns Whether `update` was stored, with what was let in. */
	async #admit(entries: readonly LogEntry[], update: Uint8Array | null, from: DeviceId): Promise<boolean> {
		const { log, verifier, membership } = this.parts;
		const judged = await judge([...this.#early, ...entries], {
			verifier,
			membership,
			holds: async (id) => {
				const held = await log.get(this.logId, id);
				return held.ok && held.value !== null;
			}
		});
		this.#early = [];
		await this.#keepApart(judged.apart, from);
		if (judged.accepted.length === 0) return false;
		const summary = this.isGroup ? null : summaryAfter(this.#summary, judged.accepted);
		if (!this.isGroup && !this.#summary && !summary) {
			this.#early = [...judged.accepted];
			return false;
		}
		const received = await log.receive({
			entries: judged.accepted,
			summary,
			documentUpdate: update,
			files: []
		});
		if (!received.ok) {
			this.#isGone ||= received.error.code === 'incidentDeleted';
			return false;
		}
		if (summary) this.#summary = summary;
		await this.#admitWaiting(judged.accepted);
		return true;
	}

	async #keepApart(apart: readonly JudgedApart[], from: DeviceId): Promise<void> {
		if (apart.length === 0) return;
		const atMs = this.parts.clock.now();
		await this.parts.apart.put(apart.map((one) => ({ ...one, logId: this.logId, from, atMs })));
	}

	/** What is in the journal is no longer apart; what waited for it is looked at again. */
	async #admitWaiting(accepted: readonly LogEntry[]): Promise<void> {
		const apart = await this.parts.apart.all(this.logId);
		if (!apart.ok || apart.value.length === 0) return;
		const entered = new Set(accepted.map(({ id }) => id));
		const [there, left] = [
			apart.value.filter(({ id }) => entered.has(id)),
			apart.value.filter(({ id, reason }) => !entered.has(id) && reason === 'brokenChain')
		];
		if (there.length > 0)
			await this.parts.apart.remove(
				this.logId,
				there.map(({ id }) => id)
			);
		const hashes = new Set(accepted.map(({ hash }) => hash));
		const { entries } = await readCandidates(left, this.logId);
		const [first] = left;
		if (first && entries.some((entry) => hashes.has(entry.previousHash)))
			await this.#admit(entries, null, first.from);
	}

	#inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
		const working = this.#taking.then(work);
		this.#taking = working.catch(() => undefined);
		return working;
	}
}

function carried(entries: readonly LogEntry[]): CarriedEntry[] {
	return entries.map(({ id, bytes }) => ({ id, bytes }));
}
