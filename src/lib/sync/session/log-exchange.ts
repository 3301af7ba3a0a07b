import { equalBytes } from '../../base/bytes';
import type { DeviceId, IncidentId } from '../../domain/log/entry';
import type { Head } from '../../ports/group';
import type { Clocks } from '../../ports/incident-document';
import type { SyncedLog, Timers } from '../../ports/sync';
import type { DraftExchange } from '../drafts/draft-exchange';
import { clocksOf, clocksBefore, furthest, lacking } from './clocks';
import type { LogMessage } from './messages';
import { PhotoExchange } from './photo-exchange';

const ANSWER_TIMEOUT_MS = 10_000;
const BETWEEN_HEADS_MS = 500;
const REPAIR_AFTER_MS = 2_000;
/** Entries in a message, beyond which another is begun. */
const ENTRIES_MAX_BYTES = 262_144;

/** Yjs clients: a phone is another at each start. */
const WRITERS_MAX = 20_000;
/** Twice as many devices as a group has members. */
const AUTHORS_MAX = 1_000;

/** A session as the exchange of one log sees it. */
export interface ExchangePeer {
	readonly deviceId: DeviceId;
	/** Whether something that was sent to it has not gone out yet. */
	readonly isSending: boolean;
	sendOf(logId: IncidentId, message: LogMessage): void;
	/** Hangs up on a phone that sends what none of this protocol sends. */
	refuse(): void;
}

/** What is known of one session. */
interface Known {
	/** How far it said, or must, have the log. */
	clocks: Clocks;
	/** How far it was told that this phone has it. */
	told: Clocks;
	/** By writer, which part of the log is in answers to it that may still be on their way. */
	readonly answering: Map<number, { readonly from: number; readonly to: number }>;
	/** What was asked for by `want`, which is done once. */
	readonly wanted: Set<string>;
	readonly heads: Map<DeviceId, Head>;
}

/** What was asked of somebody. */
interface Request {
	readonly peer: ExchangePeer;
	readonly upTo: number;
	readonly stop: () => void;
}

/**
 * One log, over all sessions that share it: what this phone writes goes to all, what it gets is told to the others,
 * and what it lacks it asks of one (docs/protocol.md, 4).
 */
export class LogExchange {
	readonly #peers = new Map<ExchangePeer, Known>();
	/** By writer. */
	readonly #requests = new Map<number, Request>();
	readonly #moved = new Map<DeviceId, Head>();
	readonly #stops: (() => void)[];
	readonly photos: PhotoExchange | null;
	#headsTimer: (() => void) | null = null;
	#repairTimer: (() => void) | null = null;
	/** Updates that are not all in the journal yet. */
	#entering = 0;

	constructor(
		readonly log: SyncedLog,
		private readonly timers: Timers,
		private readonly received: (from: DeviceId, heads: readonly Head[]) => void,
		/** Null for the group's log. */
		readonly drafts: DraftExchange | null = null
	) {
		this.photos = log.photos && new PhotoExchange(log.logId, log.photos, timers);
		this.#stops = [
			log.document.observe((update, isFromElsewhere) => {
				if (!isFromElsewhere) this.#push(update);
			}),
			log.observeHeads((moved) => {
				for (const head of moved) this.#moved.set(head.deviceId, head);
				this.#headsTimer ??= this.timers.after(0, () => {
					this.#sendHeads();
				});
			})
		];
	}

	close(): void {
		this.photos?.close();
		for (const peer of this.#peers.keys()) this.drafts?.leave(peer);
		for (const stop of this.#stops) stop();
		for (const { stop } of this.#requests.values()) stop();
		this.#headsTimer?.();
		this.#repairTimer?.();
		this.#peers.clear();
	}

	/** Whether this phone lacks nothing that the session has, as far as it said. */
	isEvenWith(peer: ExchangePeer): boolean {
		const known = this.#peers.get(peer);
		return known !== undefined && lacking(this.log.document.clocks(), known.clocks).size === 0;
	}

	/** Whether the other has said that all of this phone's journal is on its disk. */
	isHeldBy(peer: ExchangePeer): boolean {
		const said = this.#peers.get(peer)?.heads;
		return (
			said !== undefined &&
			this.log.heads().every((own) => (said.get(own.deviceId)?.sequence ?? 0) >= own.sequence)
		);
	}

	/** Begins with a session. */
	share(peer: ExchangePeer): void {
		if (this.#peers.has(peer)) return;
		const clocks = this.log.document.clocks();
		this.#peers.set(peer, {
			clocks: new Map(),
			told: clocks,
			answering: new Map(),
			wanted: new Set(),
			heads: new Map()
		});
		peer.sendOf(this.log.logId, { type: 'clocks', clocks });
		peer.sendOf(this.log.logId, { type: 'heads', heads: this.log.heads() });
		this.photos?.share(peer);
		// what a phone that knows no drafts takes as nothing
		if (this.drafts) peer.sendOf(this.log.logId, { type: 'holds', hashes: [] });
	}

	/** A session has ended: what was asked of it is asked of another. */
	leave(peer: ExchangePeer): void {
		if (!this.#peers.delete(peer)) return;
		this.photos?.leave(peer);
		this.drafts?.leave(peer);
		for (const [client, request] of this.#requests) if (request.peer === peer) this.#forget(client);
		this.#ask();
	}

	takeClocks(peer: ExchangePeer, clocks: Clocks): void {
		const known = this.#peers.get(peer);
		if (!known) return;
		known.clocks = furthest(known.clocks, clocks);
		if (known.clocks.size > WRITERS_MAX) peer.refuse();
		else this.#ask();
	}

	takePull(peer: ExchangePeer, pulled: Clocks): void {
		const known = this.#peers.get(peer);
		if (!known) return;
		if (!peer.isSending) known.answering.clear();
		// who has waited for long on a slow line asks again; a second answer would only make it longer
		const has = this.log.document.clocks();
		const isAnswered = (client: number, from: number) => {
			const answer = known.answering.get(client);
			return answer !== undefined && answer.from <= from && (has.get(client) ?? 0) <= answer.to;
		};
		const wanted = new Map([...pulled].filter(([client, from]) => !isAnswered(client, from)));
		if (wanted.size === 0 && pulled.size > 0) return;
		for (const [client, from] of wanted) known.answering.set(client, { from, to: has.get(client) ?? 0 });
		peer.sendOf(this.log.logId, {
			type: 'update',
			update: this.log.document.changesOf(new Map([...wanted].filter(([client]) => has.has(client))))
		});
		const sent = new Map([...has].filter(([client]) => wanted.has(client)));
		known.clocks = furthest(known.clocks, sent);
		known.told = furthest(known.told, sent);
	}

	async takeUpdate(peer: ExchangePeer, update: Uint8Array): Promise<void> {
		const known = this.#peers.get(peer);
		if (!known) return;
		this.#entering += 1;
		const taken = await this.log.take(update, peer.deviceId).finally(() => {
			this.#entering -= 1;
		});
		if (!taken.ok && taken.error.code !== 'updateOutOfOrder') {
			peer.refuse();
			return;
		}
		known.clocks = furthest(known.clocks, clocksOf(update));
		// what builds on what is not here is asked for with that; an answer that does is waited out, not asked for anew
		if (taken.ok) this.#settle();
		this.#tell();
		this.#ask();
	}

	async takeEntries(peer: ExchangePeer, entries: readonly Uint8Array[]): Promise<void> {
		if (!this.#peers.has(peer)) return;
		await this.log.takeEntries(entries, peer.deviceId);
	}

	async takeWant(peer: ExchangePeer, deviceId: DeviceId, from: number, to: number): Promise<void> {
		if (!this.#peers.has(peer)) return;
		const entries = await this.log.entriesOf(deviceId, from, to);
		for (let batch = batchOf(entries, 0); batch.entries.length > 0; batch = batchOf(entries, batch.next))
			peer.sendOf(this.log.logId, { type: 'entries', entries: batch.entries });
	}

	takeHeads(peer: ExchangePeer, heads: readonly Head[]): void {
		const known = this.#peers.get(peer);
		if (!known) return;
		for (const head of heads) known.heads.set(head.deviceId, head);
		if (known.heads.size > AUTHORS_MAX) {
			peer.refuse();
			return;
		}
		this.received(peer.deviceId, heads);
		this.#repairSoon();
	}

	/** What this phone has written, to all who can put it in. */
	#push(update: Uint8Array): void {
		const [before, after] = [clocksBefore(update), clocksOf(update)];
		for (const [peer, known] of this.#peers) {
			const has = furthest(known.clocks, new Map());
			const fits = [...before].every(([client, clock]) => (has.get(client) ?? 0) >= clock);
			if (!fits) continue;
			peer.sendOf(this.log.logId, { type: 'update', update });
			known.clocks = furthest(known.clocks, after);
			known.told = furthest(known.told, after);
		}
		this.#tell();
	}

	/** How far this phone has the log now, to those who neither know it nor have as much. */
	#tell(): void {
		const own = this.log.document.clocks();
		for (const [peer, known] of this.#peers) {
			const news = lacking(furthest(known.told, known.clocks), own);
			if (news.size === 0) continue;
			const clocks = new Map([...own].filter(([client]) => news.has(client)));
			peer.sendOf(this.log.logId, { type: 'clocks', clocks });
			known.told = furthest(known.told, clocks);
		}
	}

	/** Asks for what is lacking, each writer's of one session at a time. */
	#ask(): void {
		const own = this.log.document.clocks();
		for (const [peer, { clocks }] of this.#peers) {
			const lacks = [...lacking(own, clocks)].filter(([client]) => !this.#requests.has(client));
			if (lacks.length === 0) continue;
			for (const [client] of lacks) this.#request(client, peer, clocks.get(client) ?? 0);
			peer.sendOf(this.log.logId, { type: 'pull', clocks: new Map(lacks) });
		}
	}

	#request(client: number, peer: ExchangePeer, upTo: number): void {
		const stop = this.timers.after(ANSWER_TIMEOUT_MS, () => {
			this.#requests.delete(client);
			const known = this.#peers.get(peer);
			if (known) {
				// the others are asked first
				this.#peers.delete(peer);
				this.#peers.set(peer, known);
			}
			this.#ask();
		});
		this.#requests.set(client, { peer, upTo, stop });
	}

	/** Forgets requests that were answered. */
	#settle(): void {
		const own = this.log.document.clocks();
		for (const [client, { upTo }] of this.#requests) if ((own.get(client) ?? 0) >= upTo) this.#forget(client);
	}

	#forget(client: number): void {
		this.#requests.get(client)?.stop();
		this.#requests.delete(client);
	}

	#sendHeads(): void {
		const heads = [...this.#moved.values()];
		this.#moved.clear();
		if (heads.length > 0)
			for (const peer of this.#peers.keys()) peer.sendOf(this.log.logId, { type: 'heads', heads });
		this.#headsTimer = this.timers.after(BETWEEN_HEADS_MS, () => {
			this.#headsTimer = null;
			if (this.#moved.size > 0) this.#sendHeads();
		});
	}

	#repairSoon(): void {
		this.#repairTimer ??= this.timers.after(REPAIR_AFTER_MS, () => {
			this.#repairTimer = null;
			// what is on its way from the document into the journal is not lacking
			if (this.#entering > 0) this.#repairSoon();
			else this.#repair();
		});
	}

	/** Asks for entries that a peer has on its disk, though by its clocks nothing is lacking here. */
	#repair(): void {
		const own = new Map(this.log.heads().map((head) => [head.deviceId, head]));
		for (const [peer, known] of this.#peers) {
			if (!this.isEvenWith(peer)) continue;
			for (const { deviceId, sequence, hash } of known.heads.values()) {
				const mine = own.get(deviceId);
				const isHere =
					mine && (mine.sequence > sequence || (mine.sequence === sequence && equalBytes(mine.hash, hash)));
				const key = `${deviceId} ${sequence}`;
				if (isHere || known.wanted.has(key)) continue;
				known.wanted.add(key);
				const from = mine && mine.sequence < sequence ? mine.sequence + 1 : 1;
				peer.sendOf(this.log.logId, { type: 'want', deviceId, from, to: sequence });
			}
		}
	}
}

/** As many of `entries` from `from` on as go into a message. */
function batchOf(
	entries: readonly Uint8Array[],
	from: number
): { entries: readonly Uint8Array[]; next: number } {
	let bytes = 0;
	let next = from;
	for (let entry = entries[next]; entry; entry = entries[next]) {
		bytes += entry.length;
		if (bytes > ENTRIES_MAX_BYTES && next > from) break;
		next += 1;
	}
	return { entries: entries.slice(from, next), next };
}
