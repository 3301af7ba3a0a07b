import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64Url } from '../../base/bytes';
import type { IncidentId } from '../../domain/log/entry';
import type { SyncedPhotos, Timers } from '../../ports/sync';
import type { ExchangePeer } from './log-exchange';
import { HASHES_MAX } from './messages';

/** A photo may have to queue behind a whole log, on a slow radio. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Five times as many as an incident's file may have. */
const HELD_MAX = 10_000;

interface Known {
	/** What it said to hold. */
	readonly holds: Set<string>;
	/** What it was told of what is held here. */
	readonly told: Set<string>;
}

/**
 * The photos of one log, over all sessions that share it (docs/protocol.md, 4): who holds one says so, who lacks it asks
 * one of those, and one session brings one at a time, so that entries never wait for more than that.
 */
export class PhotoExchange {
	readonly #peers = new Map<ExchangePeer, Known>();
	readonly #requests = new Map<ExchangePeer, { readonly hash: string; readonly stop: () => void }>();
	readonly #stop: () => void;

	constructor(
		private readonly logId: IncidentId,
		private readonly photos: SyncedPhotos,
		private readonly timers: Timers
	) {
		this.#stop = photos.observe(() => {
			this.#tell();
			this.#ask();
		});
	}

	close(): void {
		this.#stop();
		for (const { stop } of this.#requests.values()) stop();
		this.#peers.clear();
	}

	share(peer: ExchangePeer): void {
		this.#peers.set(peer, { holds: new Set(), told: new Set() });
		this.#tell();
	}

	/** A session has ended: what was asked of it is asked of another. */
	leave(peer: ExchangePeer): void {
		this.#peers.delete(peer);
		this.#settle(peer);
		this.#ask();
	}

	takeHolds(peer: ExchangePeer, hashes: readonly string[]): void {
		const known = this.#peers.get(peer);
		if (!known) return;
		for (const hash of hashes) known.holds.add(hash);
		if (known.holds.size > HELD_MAX) peer.refuse();
		else this.#ask();
	}

	async takeFetch(peer: ExchangePeer, hash: string): Promise<void> {
		if (!this.#peers.has(peer)) return;
		const bytes = (await this.photos.bytesOf(hash)) ?? new Uint8Array();
		peer.sendOf(this.logId, { type: 'photo', hash, bytes });
	}

	async takePhoto(peer: ExchangePeer, hash: string, bytes: Uint8Array): Promise<void> {
		// one that came too late was asked of another meanwhile
		if (this.#requests.get(peer)?.hash !== hash) return;
		this.#settle(peer);
		if (bytes.length === 0) this.#peers.get(peer)?.holds.delete(hash);
		else if (toBase64Url(sha256(bytes)) !== hash) {
			peer.refuse();
			return;
		} else await this.photos.take(hash, bytes);
		this.#ask();
	}

	/** What is held here, to those who neither know it nor hold it. */
	#tell(): void {
		const held = this.photos.held();
		for (const [peer, { holds, told }] of this.#peers) {
			const news = held.filter((hash) => !holds.has(hash) && !told.has(hash));
			for (const hash of news) told.add(hash);
			for (let at = 0; at < news.length; at += HASHES_MAX)
				peer.sendOf(this.logId, { type: 'holds', hashes: news.slice(at, at + HASHES_MAX) });
		}
	}

	/** Asks for what is lacking: each of one, and of each one at a time. */
	#ask(): void {
		const asked = new Set([...this.#requests.values()].map(({ hash }) => hash));
		const lacking = this.photos.lacking().filter((hash) => !asked.has(hash));
		for (const [peer, { holds }] of this.#peers) {
			if (this.#requests.has(peer)) continue;
			const at = lacking.findIndex((hash) => holds.has(hash));
			const [hash] = at < 0 ? [] : lacking.splice(at, 1);
			if (hash !== undefined) this.#request(peer, hash);
		}
	}

	#request(peer: ExchangePeer, hash: string): void {
		const stop = this.timers.after(ANSWER_TIMEOUT_MS, () => {
			this.#settle(peer);
			this.#peers.get(peer)?.holds.delete(hash);
			this.#ask();
		});
		this.#requests.set(peer, { hash, stop });
		peer.sendOf(this.logId, { type: 'fetch', hash });
	}

	#settle(peer: ExchangePeer): void {
		this.#requests.get(peer)?.stop();
		this.#requests.delete(peer);
	}
}
