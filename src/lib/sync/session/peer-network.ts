import type { DeviceId } from '../../domain/log/entry';
import type { HubDialer, HubView } from '../../ports/hub';
import type { ReachView } from '../../ports/peers';
import type { LogSource, SyncedGroup } from '../../ports/sync';
import { Hubs } from '../signaling/hubs';
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
	readonly dialer: HubDialer;
	readonly drafts: DraftBook;
}

/** The sessions of this phone, what is told through them of others, and how they become more by themselves. */
export class PeerNetwork {
	readonly hub: SyncHub;
	readonly #relay: Relay;
	readonly #mesh: Mesh;
	readonly #reserves: Reserves;
	readonly #hubs: Hubs;
	readonly #stopGroup: () => void;
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
				this.#changed();
			}
		});
		const hubs = new Hubs({
			...parts,
			own,
			current: () => parts.group.current(),
			changed: () => {
				this.#changed();
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
		this.#hubs = hubs;
		this.hub = hub;
		this.#mesh = new Mesh({
			...parts,
			own,
			signalings: [relay, hubs],
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
		this.#stopGroup = parts.syncedGroup.observe(() => void hubs.groupChanged());
		void hubs.groupChanged();
	}

	/** Every phone that can be reached now. */
	get reach(): ReachView[] {
		return [...this.#relay.routes.ways].map(([deviceId, way]) => ({ deviceId, ...way }));
	}

	/** The phones whose session was lost, and which are looked for. */
	get lost(): readonly DeviceId[] {
		return this.#reserves.lost;
	}

	get hubs(): readonly HubView[] {
		return this.#hubs.views;
	}

	/** The phones that were heard on a hub. */
	get onHubs(): readonly DeviceId[] {
		return this.#hubs.reach;
	}

	/** The hubs at these addresses, and no others. */
	useHubs(addresses: readonly string[]): void {
		this.#hubs.use(addresses);
	}

	/**
	 * Called when a session begins, ends, or becomes even, when other phones can be reached, or are looked for, and when a
	 * hub is found or lost.
	 */
	observe(listener: () => void): void {
		this.#observers.add(listener);
		this.hub.observe(listener);
		this.#relay.observe(listener);
	}

	/** Hangs up on all. */
	close(): void {
		this.#stopGroup();
		this.#mesh.close();
		this.#hubs.close();
		this.#reserves.close();
		this.hub.close();
		this.#relay.close();
	}

	#changed(): void {
		for (const observer of this.#observers) observer();
	}
}
