import type { DeviceId } from '../domain/log/entry';
import type { GroupCrypto } from './group-crypto';
import type { HubView } from './hub';
import type { Signer, Verifier } from './log';
import type { MeetingGroup, Meetings } from './meeting';
import type { Unsubscribe } from './outcomes';
import type { LinkEnd } from './peer-link';
import type { SharedDrafts } from './shared-drafts';
import type { LogSource, SyncedGroup } from './sync';

/** A session as screens see it. */
export interface SessionView {
	readonly deviceId: DeviceId;
	/** Whether each has said to have what the other has. */
	readonly isEven: boolean;
}

/** A phone that can be reached, over a session with it or over others'. */
export interface ReachView {
	readonly deviceId: DeviceId;
	/** Whose session leads there; the phone itself where `hops` is 1. */
	readonly via: DeviceId;
	/** 1 to 6. */
	readonly hops: number;
}

/**
 * How a session ended: as its link did, or with what one side said. `spare`: one of the two has more than it needs, and
 * reaches the other through others.
 */
export type SessionEnd = LinkEnd | 'leaves' | 'refused' | 'otherVersion' | 'revoked' | 'busy' | 'spare';

/** What `Peers` are made of. */
export interface PeersParts {
	readonly crypto: GroupCrypto;
	readonly signer: Signer;
	readonly verifier: Verifier;
	readonly group: MeetingGroup;
}

/** The other phones: how they are met, and the sessions with them. */
export interface Peers {
	readonly meetings: Meetings;
	readonly sessions: readonly SessionView[];
	/** All phones that can be reached now, those with a session among them. */
	readonly reach: readonly ReachView[];
	/** The phones whose session was lost, and which are looked for. */
	readonly lost: readonly DeviceId[];
	/** The hub that was chosen, and the host of the app, which may be one. */
	readonly hubs: readonly HubView[];
	/** The phones that were heard on a hub. */
	readonly onHubs: readonly DeviceId[];
	/** Finds other phones over a hub at this address as well; null: over none but the app's own host. */
	useHub(address: string | null): void;
	/** The texts that are written in common. */
	readonly drafts: SharedDrafts;
	/**
	 * From now on sessions share these logs. Before it, and after `stop`, there are none; a phone that is met while the
	 * source starts waits for it. Resolves when it has.
	 */
	start(source: LogSource, group: SyncedGroup): Promise<void>;
	/** Hangs up on all. */
	stop(): void;
	/**
	 * Called when a session begins, ends, or becomes even, when other phones can be reached, or are looked for, and when a
	 * hub is found or lost.
	 */
	observe(listener: () => void): Unsubscribe;
}
