import type { DeviceId } from '../../domain/log/entry';
import type { Signaling, SignalingListener } from '../../ports/signaling';
import type { Timers } from '../../ports/sync';
import { HOPS_MAX, REACHED_MAX, type Message, type Reached } from '../session/messages';
import { RateLimit } from '../transports/rate-limit';
import { Routes } from './routes';

const BETWEEN_TABLES_MS = 1_000;
/** Sessions often come and go together. */
const FIRST_TABLE_MS = 100;
/** A second, of one session: beyond it codes are dropped, and a phone that tells so often is none of this protocol. */
const CODES_A_SECOND = 20;
const TABLES_A_SECOND = 5;
const AVERAGED_SECONDS = 10;
/** Phones that one session may name: as many as a group has, and as many that are no members any more. */
const NAMED_MAX = 2 * REACHED_MAX;

/** A session as the relay sees it. */
export interface RelayPeer {
	readonly deviceId: DeviceId;
	send(message: Message): void;
	refuse(): void;
}

export type RelayMessage = Extract<Message, { type: 'peers' | 'relay' }>;

interface Neighbour {
	/** What it was told: how far away each device is. */
	told: ReadonlyMap<DeviceId, number>;
	/** The numbers of the phones that it was named. */
	readonly numbers: Map<DeviceId, number>;
	/** The phones that it named, by number. */
	readonly named: DeviceId[];
	readonly codes: RateLimit;
	readonly tables: RateLimit;
}

/**
 * Signaling over open sessions: each phone says whom it reaches, and codes are sent on towards whom they are for
 * (docs/protocol.md, 4). What a code says is sealed; who passes it on is a member, who can open it and can stand in
 * for nobody by it.
 */
export class Relay implements Signaling {
	readonly routes: Routes;
	readonly #neighbours = new Map<RelayPeer, Neighbour>();
	readonly #observers = new Set<() => void>();
	#listener: SignalingListener | null = null;
	#timer: (() => void) | null = null;
	#toldAtMs = -Infinity;

	/** @param nowMs Milliseconds that never go back. */
	constructor(
		private readonly own: DeviceId,
		private readonly timers: Timers,
		private readonly nowMs: () => number
	) {
		this.routes = new Routes(own);
	}

	get reach(): readonly DeviceId[] {
		return [...this.routes.ways.keys()];
	}

	listen(listener: SignalingListener): void {
		this.#listener = listener;
	}

	/** Called when other phones can be reached, or by another way. */
	observe(observer: () => void): () => void {
		this.#observers.add(observer);
		return () => this.#observers.delete(observer);
	}

	send(to: DeviceId, code: Uint8Array): void {
		const way = this.routes.ways.get(to);
		if (way) this.#peer(way.via)?.send({ type: 'relay', hops: HOPS_MAX, to, from: this.own, code });
	}

	began(peer: RelayPeer): void {
		const limit = (perSecond: number) => new RateLimit(perSecond, AVERAGED_SECONDS, this.nowMs);
		this.#neighbours.set(peer, {
			told: new Map(),
			numbers: new Map(),
			named: [],
			codes: limit(CODES_A_SECOND),
			tables: limit(TABLES_A_SECOND)
		});
		this.routes.begin(peer.deviceId);
		this.#changed();
	}

	ended(peer: RelayPeer): void {
		if (!this.#neighbours.delete(peer) || this.#peer(peer.deviceId)) return;
		this.routes.remove(peer.deviceId);
		this.#changed();
	}

	took(peer: RelayPeer, message: RelayMessage): void {
		const neighbour = this.#neighbours.get(peer);
		if (!neighbour) return;
		if (message.type === 'relay') {
			if (neighbour.codes.take()) this.#passOn(peer, message);
			return;
		}
		const changed = neighbour.tables.take() ? named(neighbour, message.reached) : null;
		if (changed && this.routes.change(peer.deviceId, changed)) this.#changed();
		else peer.refuse();
	}

	close(): void {
		this.#timer?.();
		this.#neighbours.clear();
		this.#observers.clear();
		this.#listener = null;
	}

	#passOn(peer: RelayPeer, { hops, to, from, code }: Extract<RelayMessage, { type: 'relay' }>): void {
		if (from === this.own) return;
		if (to === this.own) {
			this.#listener?.code(from, code);
			return;
		}
		const way = this.routes.ways.get(to);
		// back to where it came from: the way it was sent is no more
		if (!way || way.via === peer.deviceId || hops === 1) return;
		this.#peer(way.via)?.send({ type: 'relay', hops: hops - 1, to, from, code });
	}

	#peer(deviceId: DeviceId): RelayPeer | undefined {
		return [...this.#neighbours.keys()].find((peer) => peer.deviceId === deviceId);
	}

	#changed(): void {
		const wait = Math.max(FIRST_TABLE_MS, this.#toldAtMs + BETWEEN_TABLES_MS - this.nowMs());
		this.#timer ??= this.timers.after(wait, () => {
			this.#timer = null;
			this.#tell();
		});
		this.#listener?.changed();
		for (const observer of this.#observers) observer();
	}

	/** To each what is new to it. */
	#tell(): void {
		this.#toldAtMs = this.nowMs();
		for (const [peer, neighbour] of this.#neighbours) {
			const { numbers } = neighbour;
			const isNameable = (deviceId: DeviceId) => numbers.has(deviceId) || numbers.size < NAMED_MAX;
			const table = this.routes.tableFor(peer.deviceId);
			const gone = [...neighbour.told.keys()].filter((deviceId) => !table.has(deviceId));
			const reached = [
				...[...table].filter(([deviceId, hops]) => neighbour.told.get(deviceId) !== hops),
				...gone.map((deviceId) => [deviceId, 0] as const)
			].flatMap(([deviceId, hops]) => {
				if (!isNameable(deviceId)) return [];
				const device = numbers.get(deviceId) ?? deviceId;
				if (device === deviceId) numbers.set(deviceId, numbers.size);
				return { device, hops };
			});
			neighbour.told = table;
			if (reached.length > 0) peer.send({ type: 'peers', reached });
		}
	}
}

/** What a neighbour says, each phone by its id; null where it means one that it has not named, or names too many. */
function named({ named: known }: Neighbour, reached: readonly Reached[]): [DeviceId, number][] | null {
	const changed: [DeviceId, number][] = [];
	for (const { device, hops } of reached) {
		if (typeof device === 'string') known.push(device);
		const deviceId = typeof device === 'string' ? device : known[device];
		if (deviceId === undefined || known.length > NAMED_MAX) return null;
		changed.push([deviceId, hops]);
	}
	return changed;
}
