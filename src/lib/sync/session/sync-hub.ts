import type { DeviceId, IncidentId } from '../../domain/log/entry';
import type { NamedLog } from '../../domain/log/named-log';
import type { PeerLink } from '../../ports/peer-link';
import type { SessionView } from '../../ports/peers';
import type { LogSource, SyncedGroup, SyncedLog, Timers } from '../../ports/sync';
import type { DraftBook } from '../drafts/draft-exchange';
import type { Relay } from '../signaling/relay';
import { LogExchange } from './log-exchange';
import type { Proven } from './proof';
import type { Reserves } from './reserves';
import { SyncSession } from './sync-session';

const SESSIONS_MAX = 8;

export interface HubParts {
	readonly source: LogSource;
	readonly group: SyncedGroup;
	readonly timers: Timers;
	readonly relay: Relay;
	readonly reserves: Reserves;
	readonly drafts: DraftBook;
}

/** All sessions of this phone, and the logs that they share. */
export class SyncHub {
	readonly #sessions = new Map<DeviceId, SyncSession>();
	readonly #exchanges = new Map<IncidentId, LogExchange>();
	readonly #listeners = new Set<() => void>();
	readonly #endListeners = new Set<() => void>();
	readonly #stops: (() => void)[];
	#epoch: number;
	#isClosed = false;

	constructor(private readonly parts: HubParts) {
		const { source, group } = parts;
		this.#epoch = group.epoch;
		this.#stops = [
			source.observe(() => {
				for (const [logId, exchange] of this.#exchanges) if (exchange.log.isGone) this.#forget(logId);
				for (const session of this.#sessions.values()) session.offer();
			}),
			group.observe(() => {
				this.#groupChanged();
			})
		];
	}

	/** The sessions that are open. */
	get sessions(): SessionView[] {
		return [...this.#sessions.values()].map(({ deviceId, isEven }) => ({ deviceId, isEven }));
	}

	/** Whom they are with. */
	get deviceIds(): DeviceId[] {
		return [...this.#sessions.keys()];
	}

	/**
	 * Begins a session with a phone that has proven itself. One with the same device gives way to it: its connection is
	 * the older one.
	 * @returns Whether there was room for it.
	 */
	add(proven: Proven, link: PeerLink): boolean {
		if (!this.#isClosed) this.#sessions.get(proven.deviceId)?.hangUp('leaves');
		if (this.#isClosed || this.#sessions.size >= SESSIONS_MAX) {
			link.close();
			return false;
		}
		const session = new SyncSession(proven, link, {
			group: this.parts.group,
			exchangeOf: (named) => this.#exchangeOf(named),
			offered: () => this.parts.source.offered().map((log) => this.#exchange(log)),
			signal: (from, message) => {
				this.parts.relay.took(from, message);
			},
			reserve: (from, message) => {
				this.parts.reserves.took(from, message);
			},
			changed: () => {
				this.#tell();
			},
			ended: (ended, end) => {
				if (this.#sessions.get(ended.deviceId) !== ended) return;
				this.#sessions.delete(ended.deviceId);
				this.parts.relay.ended(ended);
				this.parts.reserves.ended(ended, end);
				for (const listener of this.#endListeners) listener();
				this.#tell();
			}
		});
		// its link was lost between the proof and now
		if (session.isOver) return true;
		this.#sessions.set(proven.deviceId, session);
		this.parts.relay.began(session);
		this.parts.reserves.began(session);
		this.#tell();
		return true;
	}

	/** Called when a session begins, ends, or becomes even. */
	observe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	observeEnds(listener: () => void): () => void {
		this.#endListeners.add(listener);
		return () => this.#endListeners.delete(listener);
	}

	/** Ends the session with a device that is reached through others as well. */
	spare(deviceId: DeviceId): void {
		this.#sessions.get(deviceId)?.hangUp('spare');
	}

	/** Hangs up on all. */
	close(): void {
		this.#isClosed = true;
		for (const stop of this.#stops) stop();
		for (const session of [...this.#sessions.values()]) session.hangUp('leaves');
		for (const exchange of this.#exchanges.values()) exchange.close();
		this.#exchanges.clear();
	}

	async #exchangeOf(named: NamedLog): Promise<LogExchange | null> {
		const held = this.#exchanges.get(named.logId);
		if (held) return held;
		const log = await this.parts.source.find(named);
		return log && this.#exchange(log);
	}

	#exchange(log: SyncedLog): LogExchange {
		const held = this.#exchanges.get(log.logId);
		if (held) return held;
		const { source, drafts, timers } = this.parts;
		const exchange = new LogExchange(
			log,
			timers,
			(from, heads) => {
				source.received(log, from, heads);
				this.#tell();
			},
			log.isGroup ? null : drafts.of(log.logId)
		);
		this.#exchanges.set(log.logId, exchange);
		return exchange;
	}

	#forget(logId: IncidentId): void {
		this.#exchanges.get(logId)?.close();
		this.#exchanges.delete(logId);
	}

	#groupChanged(): void {
		const { group } = this.parts;
		for (const session of [...this.#sessions.values()])
			if (!group.isMember(session.deviceKey)) session.hangUp('revoked');
		if (group.epoch === this.#epoch) return;
		this.#epoch = group.epoch;
		for (const session of this.#sessions.values()) session.tellEpoch();
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}
