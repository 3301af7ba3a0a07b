import type { Clock } from '../base/time';
import type { HubDialer } from '../ports/hub';
import type { Peers, PeersParts } from '../ports/peers';
import type { PeerConnector } from '../ports/peer-link';
import type { Timers } from '../ports/sync';
import { DraftBook } from './drafts/draft-exchange';
import { CodeMeetings } from './pairing/meetings';
import { PeerNetwork } from './session/peer-network';

export interface PeersOptions extends PeersParts {
	readonly connector: PeerConnector;
	readonly dialer: HubDialer;
	readonly clock: Clock;
	readonly timers: Timers;
	/** Milliseconds that never go back. */
	readonly nowMs: () => number;
	/** From 0 to less than 1; it decides nothing that anybody must not guess. */
	readonly random: () => number;
}

/** Other phones over whatever connects to them. */
export function createPeers(options: PeersOptions): Peers {
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listener of listeners) listener();
	};
	const drafts = new DraftBook({ ...options, own: options.signer.deviceId });
	let network: PeerNetwork | null = null;
	let chosenHub: string | null = null;
	const useHubs = () => {
		const addresses = [options.dialer.own, chosenHub].filter((address) => address !== null);
		network?.useHubs([...new Set(addresses)]);
	};
	return {
		drafts,
		meetings: new CodeMeetings({
			...options,
			begin: (proven, link) => network?.hub.add(proven, link) ?? false
		}),
		get sessions() {
			return network?.hub.sessions ?? [];
		},
		get reach() {
			return network?.reach ?? [];
		},
		get lost() {
			return network?.lost ?? [];
		},
		get hubs() {
			return network?.hubs ?? [];
		},
		get onHubs() {
			return network?.onHubs ?? [];
		},
		useHub(address) {
			chosenHub = address;
			useHubs();
		},
		start(source, group) {
			network?.close();
			network = new PeerNetwork({
				...options,
				source,
				syncedGroup: group,
				drafts
			});
			network.observe(tell);
			useHubs();
		},
		stop() {
			network?.close();
			network = null;
			tell();
		},
		observe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
}
