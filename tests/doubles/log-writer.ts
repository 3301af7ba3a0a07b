import { concatBytes, toBase64Url } from '$lib/base/bytes';
import {
	decodeEntry,
	encodeDraft,
	FIRST_HASH,
	type EntryDraft,
	type IncidentId,
	type LogEntry
} from '$lib/domain/log/entry';
import { HLC_ZERO, nextHlc, type Hlc } from '$lib/domain/log/hlc';
import { payloadOf, type EntryKind, type PayloadInput } from '$lib/domain/log/kinds';
import { valued } from './valued';

export const INCIDENT = '11111111-1111-4111-8111-111111111111' as IncidentId;
export const START_MS = Date.parse('2026-11-24T20:00:00.000Z');
export const minutes = (count: number) => START_MS + count * 60_000;

/** The bytes of a draft as an entry whose signature is all zeros: for what looks at no signature. */
export function unsignedEntry(draft: EntryDraft): LogEntry {
	const { unsigned } = valued(encodeDraft(draft));
	return valued(decodeEntry(concatBytes(unsigned, new Uint8Array(64))));
}

/** One phone's log: each entry follows on the one before. `latest` is the clock of all phones it has met. */
export class LogWriter {
	readonly entries: LogEntry[] = [];
	latest: Hlc = HLC_ZERO;
	nowMs = START_MS;

	/** @param number Tells phones apart, 1 to 255. */
	constructor(
		readonly number: number,
		readonly incidentId: IncidentId = INCIDENT
	) {}

	/** Writes an entry at `minute` from the start, by this phone's own clock. */
	write<Kind extends EntryKind>(
		kind: Kind,
		input: PayloadInput<Kind>,
		minute?: number,
		rest: Partial<EntryDraft> = {}
	): LogEntry {
		return this.writeRaw(kind, payloadOf(kind, input), minute, rest);
	}

	/** Like `write`, with whatever payload. */
	writeRaw(
		kind: string,
		payload: LogEntry['payload'],
		minute?: number,
		rest: Partial<EntryDraft> = {}
	): LogEntry {
		if (minute !== undefined) this.nowMs = minutes(minute);
		this.latest = nextHlc(this.latest, this.nowMs);
		const last = this.entries.at(-1);
		const entry = unsignedEntry({
			incidentId: this.incidentId,
			authorKey: toBase64Url(new Uint8Array(32).fill(this.number)),
			sequence: (last?.sequence ?? 0) + 1,
			previousHash: last?.hash ?? FIRST_HASH,
			hlc: this.latest,
			wallMs: this.nowMs,
			kind,
			payload,
			occurredAtMs: null,
			copiedFrom: null,
			...rest
		});
		this.entries.push(entry);
		return entry;
	}

	/** Has received what `other` wrote: what is written from now on comes after it. */
	meet(other: LogWriter): void {
		const later = [this.latest, other.latest].sort((a, b) => b.ms - a.ms || b.counter - a.counter)[0];
		if (later) this.latest = other.latest = later;
	}
}
