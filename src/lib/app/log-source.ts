import type { DeviceId, IncidentId } from '../domain/log/entry';
import { headsWith } from '../domain/log/head';
import type { NamedLog } from '../domain/log/named-log';
import type { GroupId, Head, ReceiptRepository } from '../ports/group';
import type { IncidentSummary, LogRepository } from '../ports/log';
import type { LogSource, SyncedLog, Timers } from '../ports/sync';
import type { IncidentCarriers } from './incident-carriers';
import { SyncedJournal, type SyncedJournalParts } from './synced-journal';

/** What a phone says that it holds is kept at once, and from then on at most so often. */
const BETWEEN_RECEIPTS_MS = 1_000;

export interface JournalSourceParts extends Omit<SyncedJournalParts, 'membership'> {
	readonly groupId: GroupId;
	readonly membership: NonNullable<SyncedJournalParts['membership']>;
	readonly carriers: Pick<IncidentCarriers, 'open' | 'documentOf'>;
	readonly log: LogRepository;
	readonly receipts: ReceiptRepository;
	readonly timers: Timers;
}

/** The logs that this phone gives and is given: its group's, and its incidents'. */
export class JournalSource implements LogSource {
	readonly #journals = new Map<IncidentId, SyncedJournal>();
	readonly #opening = new Map<IncidentId, Promise<SyncedJournal | null>>();
	readonly #listeners = new Set<() => void>();
	readonly #receipts = new Map<
		string,
		{ logId: IncidentId; deviceId: DeviceId; heads: Map<DeviceId, Head> }
	>();
	/** The same keys: of whom something was heard since this began. */
	readonly #heard = new Set<string>();
	#receiptsTimer: (() => void) | null = null;
	#keeping = Promise.resolve();
	#summaries = new Map<IncidentId, IncidentSummary>();
	#stop: (() => void) | null = null;
	#isClosed = false;

	constructor(private readonly parts: JournalSourceParts) {}

	async start(): Promise<void> {
		await this.#open(this.parts.groupId, null);
		await new Promise<void>((begun) => {
			this.#stop = this.parts.log.observeIncidents((summaries) => {
				if (summaries.ok) void this.#follow(summaries.value).then(begun);
				else begun();
			});
		});
	}

	offered(): readonly SyncedLog[] {
		const all = [...this.#journals.values()];
		return [...all.filter((one) => one.isGroup), ...all.filter((one) => one.isOpen)];
	}

	async find({ logId, isGroup, isOpen }: NamedLog): Promise<SyncedLog | null> {
		if (isGroup || logId === this.parts.groupId)
			return isGroup && logId === this.parts.groupId ? this.#open(logId, null) : null;
		const summary = this.#summaries.get(logId) ?? null;
		return summary || isOpen ? this.#open(logId, summary) : null;
	}

	observe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	received({ logId }: SyncedLog, from: DeviceId, heads: readonly Head[]): void {
		const key = `${logId} ${from}`;
		const held = this.#receipts.get(key) ?? { logId, deviceId: from, heads: new Map<DeviceId, Head>() };
		for (const head of heads) held.heads.set(head.deviceId, head);
		this.#receipts.set(key, held);
		// of whom nothing is kept yet, as soon as can be: a page may be closed the next instant
		if (!this.#heard.has(key)) this.#keepReceipts();
		else if (!this.#receiptsTimer) this.#keepSoon();
		this.#heard.add(key);
	}

	/** The group has changed: what was kept apart may be let in now. */
	async judgeAgain(): Promise<void> {
		for (const journal of this.#journals.values()) await journal.judgeAgain();
	}

	close(): void {
		this.#isClosed = true;
		this.#stop?.();
		this.#receiptsTimer?.();
		this.#keepReceipts();
		for (const journal of this.#journals.values()) journal.close();
	}

	async #follow(summaries: readonly IncidentSummary[]): Promise<void> {
		const before = this.#summaries;
		this.#summaries = new Map(summaries.map((one) => [one.incidentId, one]));
		for (const logId of before.keys()) if (!this.#summaries.has(logId)) this.#forget(logId);
		for (const summary of summaries)
			if (summary.closedAt === null) await this.#open(summary.incidentId, summary);
		for (const listener of this.#listeners) listener();
	}

	/** An incident was deleted, in whichever tab. */
	#forget(logId: IncidentId): void {
		this.#journals.get(logId)?.markGone();
		this.#journals.delete(logId);
		this.#opening.delete(logId);
	}

	#open(logId: IncidentId, summary: IncidentSummary | null): Promise<SyncedJournal | null> {
		const opening = this.#opening.get(logId) ?? this.#openAnew(logId, summary);
		this.#opening.set(logId, opening);
		void opening.then((journal) => {
			// what could not be opened is tried again the next time
			if (!journal) this.#opening.delete(logId);
		});
		return opening;
	}

	async #openAnew(logId: IncidentId, summary: IncidentSummary | null): Promise<SyncedJournal | null> {
		const { carriers, groupId, log } = this.parts;
		const isGroup = logId === groupId;
		if (!isGroup && !summary) {
			const deletions = await log.deletions();
			if (!deletions.ok || deletions.value.some((one) => one.incidentId === logId)) return null;
		}
		const opened = await carriers.open(logId);
		const document = carriers.documentOf(logId);
		if (!opened.ok || !document || this.#isClosed) return null;
		const membership = isGroup ? null : this.parts.membership;
		const journal = new SyncedJournal(document, summary, { ...this.parts, membership });
		await journal.ready;
		this.#journals.set(logId, journal);
		return journal;
	}

	#keepSoon(): void {
		this.#keepReceipts();
		this.#receiptsTimer = this.parts.timers.after(BETWEEN_RECEIPTS_MS, () => {
			this.#receiptsTimer = null;
			if (this.#receipts.size > 0) this.#keepSoon();
		});
	}

	#keepReceipts(): void {
		const atMs = this.parts.clock.now();
		const news = [...this.#receipts.values()];
		this.#receipts.clear();
		// one after the other: each adds to what the one before has kept
		this.#keeping = this.#keeping.then(() => this.#keep(news, atMs));
	}

	async #keep(
		news: readonly { logId: IncidentId; deviceId: DeviceId; heads: ReadonlyMap<DeviceId, Head> }[],
		atMs: number
	): Promise<void> {
		for (const { logId, deviceId, heads } of news) {
			const all = await this.parts.receipts.all(logId);
			const before = all.ok ? all.value.find((one) => one.deviceId === deviceId)?.heads : undefined;
			const held = headsWith(before ?? [], heads.values());
			await this.parts.receipts.put({ logId, deviceId, heads: held, atMs });
		}
	}
}
