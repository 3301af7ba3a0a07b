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
	/** The last start, which waits for the logs; null where it was stopped since. */
	let starting: Promise<PeerNetwork | null> = Promise.resolve(null);
	/** A long log is read for seconds, in which phones may well have met. */
	const started = async (): Promise<PeerNetwork | null> => {
		for (;;) {
			const awaited = starting;
			const begun = await awaited;
			if (awaited === starting) return begun;
		}
	};
	let chosenHub: string | null = null;
	const useHubs = () => {
		const addresses = [options.dialer.own, chosenHub].filter((address) => address !== null);
		network?.useHubs([...new Set(addresses)]);
	};
	return {
		drafts,
		meetings: new CodeMeetings({
			...options,
			begin: async (proven, link) => {
				const begun = await started();
				if (begun) return begun.hub.add(proven, link);
				link.close();
				return false;
			}
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
			network = null;
			const start = source.start().then(() => {
				if (start !== starting) return null;
				network = new PeerNetwork({
					...options,
					source,
					syncedGroup: group,
					drafts
				});
				network.observe(tell);
				useHubs();
				return network;
			});
			starting = start;
			return start.then(() => undefined);
		},
		stop() {
			starting = Promise.resolve(null);
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
