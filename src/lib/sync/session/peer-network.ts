import type { ReachView } from '../../ports/peers';
import type { LogSource, SyncedGroup } from '../../ports/sync';
import { Relay } from '../signaling/relay';
import { Mesh, type MeshParts } from './mesh';
import { SyncHub } from './sync-hub';

export interface NetworkParts extends Omit<
	MeshParts,
	'own' | 'signalings' | 'sessions' | 'around' | 'begin' | 'spare'
> {
	readonly source: LogSource;
	readonly syncedGroup: SyncedGroup;
}

/** The sessions of this phone, what is told through them of others, and how they become more by themselves. */
export class PeerNetwork {
	readonly hub: SyncHub;
	readonly #relay: Relay;
	readonly #mesh: Mesh;

	constructor(parts: NetworkParts) {
		const own = parts.signer.deviceId;
		const relay = new Relay(own, parts.timers, parts.nowMs);
		const hub = new SyncHub({ source: parts.source, group: parts.syncedGroup, timers: parts.timers, relay });
		this.#relay = relay;
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

	/** Called when a session begins, ends, or becomes even, and when other phones can be reached. */
	observe(listener: () => void): void {
		this.hub.observe(listener);
		this.#relay.observe(listener);
	}

	/** Hangs up on all. */
	close(): void {
		this.#mesh.close();
		this.hub.close();
		this.#relay.close();
	}
}
