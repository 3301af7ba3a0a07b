import type { DeviceId } from '../../domain/log/entry';
import type { ReachView } from '../../ports/peers';
import type { LogSource, SyncedGroup } from '../../ports/sync';
import type { DraftBook } from '../drafts/draft-exchange';
import { Relay } from '../signaling/relay';
import { Mesh, type MeshParts } from './mesh';
import { Reserves } from './reserves';
import { SyncHub } from './sync-hub';

export interface NetworkParts extends Omit<
	MeshParts,
	'own' | 'signalings' | 'sessions' | 'around' | 'begin' | 'spare'
> {
	readonly source: LogSource;
	readonly syncedGroup: SyncedGroup;
	readonly drafts: DraftBook;
}

/** The sessions of this phone, what is told through them of others, and how they become more by themselves. */
export class PeerNetwork {
	readonly hub: SyncHub;
	readonly #relay: Relay;
	readonly #mesh: Mesh;
	readonly #reserves: Reserves;
	readonly #observers = new Set<() => void>();

	constructor(parts: NetworkParts) {
		const own = parts.signer.deviceId;
		const relay = new Relay(own, parts.timers, parts.nowMs);
		const reserves: Reserves = new Reserves({
			...parts,
			own,
			begin: (proven, link) => {
				// another way has brought it back in the same moment
				if (!hub.deviceIds.includes(proven.deviceId)) return hub.add(proven, link);
				link.close();
				return false;
			},
			changed: () => {
				for (const observer of this.#observers) observer();
			}
		});
		const hub: SyncHub = new SyncHub({
			source: parts.source,
			group: parts.syncedGroup,
			timers: parts.timers,
			relay,
			reserves,
			drafts: parts.drafts
		});
		this.#relay = relay;
		this.#reserves = reserves;
		this.hub = hub;
		this.#mesh = new Mesh({
			...parts,
			own,
			signalings: [relay],
			sessions: () => hub.deviceIds,
			around: (deviceId) => ({
				sessions: relay.routes.sessionsOf(deviceId),
				hops: relay.routes.hopsAround(deviceId)
			}),
			begin: (proven, link) => hub.add(proven, link),
			spare: (deviceId) => {
				hub.spare(deviceId);
			}
		});
		hub.observeEnds(() => {
			this.#mesh.look();
		});
	}

	/** Every phone that can be reached now. */
	get reach(): ReachView[] {
		return [...this.#relay.routes.ways].map(([deviceId, way]) => ({ deviceId, ...way }));
	}

	/** The phones whose session was lost, and which are looked for. */
	get lost(): readonly DeviceId[] {
		return this.#reserves.lost;
	}

	/** Called when a session begins, ends, or becomes even, and when other phones can be reached, or are looked for. */
	observe(listener: () => void): void {
		this.#observers.add(listener);
		this.hub.observe(listener);
		this.#relay.observe(listener);
	}

	/** Hangs up on all. */
	close(): void {
		this.#mesh.close();
		this.#reserves.close();
		this.hub.close();
		this.#relay.close();
	}
}
