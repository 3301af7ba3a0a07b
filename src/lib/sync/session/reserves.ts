import type { DeviceId } from '../../domain/log/entry';
import type { MeetingGroup } from '../../ports/meeting';
import type { OfferedLink, PeerConnector } from '../../ports/peer-link';
import type { SessionEnd } from '../../ports/peers';
import { meet, type MeetParts } from './meet';
import type { Message } from './messages';

/** A session that is ended at once, or that has much to bring at first, is not burdened with it. */
const AFTER_MS = 2_000;
const PROBE_MS = 5_000;
/** For so long after a loss one probe follows upon the other. */
const CLOSELY_MS = 300_000;
/** Then with pauses, the longer the longer it is ago. */
const PAUSE_PART = 20;
const PAUSE_MAX_MS = 60_000;
const GIVEN_UP_AFTER_MS = 2 * 3_600_000;

/** A session as its reserve sees it. */
export interface ReservePeer {
	readonly deviceId: DeviceId;
	/** Base64url. */
	readonly deviceKey: string;
	send(message: Message): void;
}

export type ReserveMessage = Extract<Message, { type: 'reserve' }>;

export interface ReservesParts extends MeetParts {
	readonly own: DeviceId;
	readonly connector: PeerConnector;
	readonly group: Pick<MeetingGroup, 'current' | 'isMember'>;
	/** Milliseconds that never go back. */
	readonly nowMs: () => number;
	/** Phones are tried, or are not any more. */
	changed(): void;
}

interface Reserve {
	/** Whose session it is for. */
	readonly peer: ReservePeer;
	/** Offered by this phone, with the epoch that it told. */
	own: { readonly link: OfferedLink; readonly epoch: number } | null;
	/** Offered by the other. */
	theirs: ReserveMessage | null;
	stopTimer: () => void;
}

/**
 * A second connection to each phone that there is a session with: offered by both sides over the session, and not begun.
 * When the session is lost, both look again and again whether the other answers where its offer said, and once it does,
 * each takes the other's offer: so phones that come back within reach meet with no code shown (docs/protocol.md, 6).
 */
export class Reserves {
	readonly #kept = new Map<DeviceId, Reserve>();
	readonly #lost = new Map<DeviceId, Reserve>();

	constructor(private readonly parts: ReservesParts) {}

	/** The phones whose session was lost, and which are looked for. */
	get lost(): readonly DeviceId[] {
		return [...this.#lost.keys()];
	}

	/** A session has begun. */
	began(peer: ReservePeer): void {
		this.#drop(peer.deviceId);
		const reserve: Reserve = { peer, own: null, theirs: null, stopTimer: () => undefined };
		reserve.stopTimer = this.parts.timers.after(AFTER_MS, () => void this.#offer(reserve));
		this.#kept.set(peer.deviceId, reserve);
	}

	/** The other side of a session has said which connection it keeps. */
	took(peer: ReservePeer, message: ReserveMessage): void {
		const reserve = this.#kept.get(peer.deviceId);
		if (reserve?.peer === peer) reserve.theirs = message;
	}

	/** A session has ended; where it was not on purpose, the phone is looked for. */
	ended(peer: ReservePeer, end: SessionEnd): void {
		const reserve = this.#kept.get(peer.deviceId);
		if (reserve?.peer !== peer) return;
		this.#kept.delete(peer.deviceId);
		// whoever loses it first closes it, which the other may still hear
		const isLost = end === 'lost' || end === 'closedThere';
		if (!isLost || !reserve.own || !reserve.theirs) {
			discard(reserve);
			return;
		}
		this.#lost.set(peer.deviceId, reserve);
		this.parts.changed();
		void this.#bringBack(reserve, this.parts.nowMs());
	}

	close(): void {
		for (const reserve of [...this.#kept.values(), ...this.#lost.values()]) discard(reserve);
		this.#kept.clear();
		this.#lost.clear();
	}

	async #offer(reserve: Reserve): Promise<void> {
		const epoch = this.parts.group.current()?.secrets.at(-1)?.epoch;
		if (epoch === undefined) return;
		const offered = await this.parts.connector.offer();
		if (!offered.ok) return;
		const link = offered.value;
		// the session has ended meanwhile
		if (this.#kept.get(reserve.peer.deviceId) !== reserve) {
			link.cancel();
			return;
		}
		reserve.own = { link, epoch };
		reserve.peer.send({ type: 'reserve', epoch, description: link.description });
	}

	async #bringBack(reserve: Reserve, lostAtMs: number): Promise<void> {
		const { peer, own, theirs } = reserve;
		const { parts } = this;
		const isLooked = () => this.#lost.get(peer.deviceId) === reserve;
		// whoever was put out meanwhile is looked for no more
		const isWanted = () =>
			parts.group.isMember(peer.deviceKey) && parts.nowMs() - lostAtMs < GIVEN_UP_AFTER_MS;
		if (!own || !theirs) return;
		while (isLooked() && isWanted()) {
			const isReached = await parts.connector.probe(theirs.description, PROBE_MS);
			if (!isLooked()) return;
			if (isReached) {
				await this.#cross(peer.deviceId, own, theirs);
				break;
			}
			await this.#pause(reserve, parts.nowMs() - lostAtMs);
		}
		if (isLooked()) this.#drop(peer.deviceId);
	}

	/** Takes the offer of the other side, as the other does with this phone's. */
	async #cross(who: DeviceId, own: NonNullable<Reserve['own']>, theirs: ReserveMessage): Promise<void> {
		const current = this.parts.group.current();
		// the newest of which each knew that the other has it
		const epoch = Math.min(own.epoch, theirs.epoch);
		const secret = current?.secrets.find((one) => one.epoch === epoch);
		if (!current || !secret) return;
		own.link.cross(theirs.description, this.parts.own < who);
		await meet(who, own.link.opened, { groupId: current.groupId, secret }, this.parts);
	}

	#pause(reserve: Reserve, sinceMs: number): Promise<void> {
		const waitMs = sinceMs < CLOSELY_MS ? 0 : Math.min(PAUSE_MAX_MS, sinceMs / PAUSE_PART);
		return new Promise((resolve) => {
			reserve.stopTimer = this.parts.timers.after(waitMs, resolve);
		});
	}

	#drop(deviceId: DeviceId): void {
		for (const reserves of [this.#kept, this.#lost]) {
			const reserve = reserves.get(deviceId);
			if (reserve) discard(reserve);
			reserves.delete(deviceId);
		}
		this.parts.changed();
	}
}

/** Nothing comes of it any more; where it has become a session, that goes on. */
function discard({ own, stopTimer }: Reserve): void {
	stopTimer();
	own?.link.cancel();
}
