import { concatBytes } from '../base/bytes';
import { fail, ok, type Result } from '../base/result';
import type { Clock } from '../base/time';
import {
	decodeEntry,
	encodeDraft,
	FIRST_HASH,
	type EntryDraft,
	type EntryProblem,
	type IncidentId,
	type LogEntry
} from '../domain/log/entry';
import { nextHlc, type Hlc } from '../domain/log/hlc';
import type { IncidentDocument } from '../ports/incident-document';
import type {
	ChainHead,
	HeadMoved,
	IdentityChanged,
	IncidentDeleted,
	IncidentFile,
	IncidentSummary,
	LogRepository,
	Signer
} from '../ports/log';
import type { StorageError } from '../ports/storage-error';

/** How often the head may move while an entry is being signed, before it is given up. */
const MOST_TRIES = 8;

/** What is to be written in the log. */
export type EntryWords = Pick<EntryDraft, 'kind' | 'payload'> &
	Partial<Pick<EntryDraft, 'occurredAtMs' | 'copiedFrom'>>;

/** What goes to the disk with the entries, or not at all. */
export interface WrittenWith {
	/** Put in place of the incident's summary; an incident that is new must have one. */
	readonly summary?: IncidentSummary;
	readonly files?: readonly IncidentFile[];
}

/** What an `EntryWriter` is made of. */
export interface EntryWriterParts {
	readonly log: LogRepository;
	readonly signer: Signer;
	readonly clock: Clock;
	/** The incident's document; null where it is not loaded. */
	readonly documentOf?: (incidentId: IncidentId) => Pick<IncidentDocument, 'stage'> | null | undefined;
}

/** Why nothing was written. */
export type WriteProblem =
	| StorageError
	| HeadMoved
	| IncidentDeleted
	| IdentityChanged
	/** `entryTooLarge`. */
	| EntryProblem
	/** The browser would not sign with the key that it holds; `detail` has its words. */
	| { readonly code: 'signingFailed'; readonly detail: string };

/** Writes as this device: one chain in each incident, whatever other tabs write meanwhile. */
export class EntryWriter {
	/** The last write of each incident: one waits for the other, so that quick presses do not race. */
	readonly #queues = new Map<IncidentId, Promise<unknown>>();

	/**
	 * Where the last write of each incident left off. It goes on from there without reading; where another tab, or a
	 * phone, was there in between, the journal refuses it with `headMoved`, and it is read.
	 */
	readonly #left = new Map<IncidentId, { readonly head: ChainHead; readonly latest: Hlc }>();

	constructor(private readonly parts: EntryWriterParts) {}

	/**
	 * Writes entries, all or none.
	 * @returns The entries, when they are on the disk; `headMoved` when another tab was quicker again and again.
	 */
	write(
		incidentId: IncidentId,
		words: readonly EntryWords[],
		written: WrittenWith = {}
	): Promise<Result<LogEntry[], WriteProblem>> {
		return this.exclusively(incidentId, () => this.#write(incidentId, words, written));
	}

	/** Runs `work` when the writes of the incident before it are done; those after it wait. */
	exclusively<Value>(incidentId: IncidentId, work: () => Promise<Value>): Promise<Value> {
		const before = this.#queues.get(incidentId) ?? Promise.resolve();
		const working = before.then(work);
		const settled = working.catch(() => undefined);
		this.#queues.set(incidentId, settled);
		void settled.then(() => {
			if (this.#queues.get(incidentId) === settled) this.#queues.delete(incidentId);
		});
		return working;
	}

	async #write(
		incidentId: IncidentId,
		words: readonly EntryWords[],
		{ summary, files = [] }: WrittenWith
	): Promise<Result<LogEntry[], WriteProblem>> {
		const { log } = this.parts;
		for (let tries = 1; ; tries += 1) {
			const from = await this.#from(incidentId);
			if (!from.ok) return from;
			const entries = await this.#signed(incidentId, words, from.value.head, from.value.latest);
			if (!entries.ok) return entries;
			const staged = this.parts.documentOf?.(incidentId)?.stage(entries.value) ?? null;
			const appended = await log.append({
				entries: entries.value,
				summary: summary ?? null,
				files,
				documentUpdate: staged?.update ?? null
			});
			if (appended.ok) {
				staged?.commit();
				const last = entries.value.at(-1);
				if (last)
					this.#left.set(incidentId, {
						head: { sequence: last.sequence, hash: last.hash },
						latest: last.hlc
					});
				return entries;
			}
			this.#left.delete(incidentId);
			if (appended.error.code !== 'headMoved' || tries === MOST_TRIES) return appended;
		}
	}

	/** What the next entry follows on, and comes after. */
	async #from(
		incidentId: IncidentId
	): Promise<Result<{ head: ChainHead | null; latest: Hlc }, StorageError>> {
		const left = this.#left.get(incidentId);
		if (left) return ok(left);
		const { log, signer } = this.parts;
		const [head, latest] = await Promise.all([
			log.head(incidentId, signer.deviceId),
			log.latestHlc(incidentId)
		]);
		if (!head.ok) return head;
		return latest.ok ? ok({ head: head.value, latest: latest.value }) : latest;
	}

	/** Entries one after the other, the first of them after `head`. */
	async #signed(
		incidentId: IncidentId,
		words: readonly EntryWords[],
		head: ChainHead | null,
		latest: Hlc
	): Promise<Result<LogEntry[], WriteProblem>> {
		const { signer, clock } = this.parts;
		const entries: LogEntry[] = [];
		for (const { kind, payload, occurredAtMs = null, copiedFrom = null } of words) {
			const before = entries.at(-1) ?? head;
			const now = clock.now();
			const encoded = encodeDraft({
				incidentId,
				authorKey: signer.publicKey,
				sequence: (before?.sequence ?? 0) + 1,
				previousHash: before?.hash ?? FIRST_HASH,
				hlc: nextHlc(entries.at(-1)?.hlc ?? latest, now),
				wallMs: now,
				kind,
				payload,
				occurredAtMs,
				copiedFrom
			});
			if (!encoded.ok) return encoded;
			const { toSign, unsigned } = encoded.value;
			let signature: Uint8Array;
			try {
				signature = await signer.sign(toSign);
			} catch (error) {
				return fail({ code: 'signingFailed', detail: String(error).slice(0, 300) });
			}
			const entry = decodeEntry(concatBytes(unsigned, signature));
			if (!entry.ok) throw new Error(`what was written could not be read: ${JSON.stringify(entry.error)}`);
			entries.push(entry.value);
		}
		return ok(entries);
	}
}
