/**
 * Connections between phones over WebRTC with no server: all candidates are in the description, so that one code each
 * way is enough (docs/protocol.md, 2 and 3).
 */
import type { Clock } from '../../base/time';
import { fail, ok, type Result } from '../../base/result';
import type {
	AnsweredLink,
	ConnectProblem,
	Description,
	OfferedLink,
	Opened,
	PeerConnector,
	PeerLink
} from '../../ports/peer-link';
import { candidateLines, descriptionOf, sdpOf } from '../signaling/description';
import { WebRtcLink } from './webrtc-link';

/** No more waiting for addresses, once there is one: those that come at once are the ones of this network. */
const GATHER_MS = 2_000;
/** A busy phone may be slow to find the first. */
const GATHER_FIRST_MS = 8_000;
/** From the moment that both sides know each other. */
const CONNECT_MS = 30_000;
/** Offers that cross are taken when each side has noticed by itself that there is a way: the other may be slow to. */
const CROSS_MS = 90_000;
/** The other side must scan the answer first, or get it in a message: as long as a code is good. */
const ANSWER_SEEN_MS = 600_000;
/** Firefox stops looking 30 s after it answered, unless it hears of an address now and then: an old one does. */
const REMIND_MS = 3_000;
const MINUTE_MS = 60_000;

export interface WebRtcOptions {
	readonly clock: Clock;
	/** Milliseconds that never go back. */
	readonly nowMs?: () => number;
	/** Makes an RTCPeerConnection without servers; throws where there is none to make. */
	readonly createConnection?: () => RTCPeerConnection;
}

/** What two phones use to connect directly. */
export function createWebRtcConnector({
	clock,
	nowMs = () => performance.now(),
	createConnection = () => new RTCPeerConnection({ iceServers: [] })
}: WebRtcOptions): PeerConnector {
	const madeAtMinutes = () => Math.max(0, Math.floor(clock.now() / MINUTE_MS));

	return {
		async offer(): Promise<Result<OfferedLink, ConnectProblem>> {
			const made = makeAttempt(createConnection, nowMs);
			if (!made.ok) return made;
			const attempt = made.value;
			const described = await attempt.describe(madeAtMinutes());
			if (!described.ok) return described;
			const description = described.value;
			let isTaken = false;
			const take = (remote: Description, isOfferer: boolean, withinMs: number) => {
				if (isTaken) return;
				isTaken = true;
				attempt.expect(description, remote, isOfferer, withinMs);
				attempt.endWithBrowser();
				// one of the two must begin DTLS: whoever does not count as the offerer
				void attempt.setRemote('answer', sdpOf(remote, isOfferer ? 'active' : 'passive'));
			};
			return ok({
				description,
				opened: attempt.opened,
				accept: (answer) => take(answer, true, CONNECT_MS),
				cross: (offer, isOfferer) => take(offer, isOfferer, CROSS_MS),
				cancel: () => attempt.cancel()
			});
		},

		async answer(offer): Promise<Result<AnsweredLink, ConnectProblem>> {
			const made = makeAttempt(createConnection, nowMs);
			if (!made.ok) return made;
			const attempt = made.value;
			const refused = await attempt.setRemote('offer', sdpOf(offer, 'actpass'));
			if (refused) return fail(refused);
			const described = await attempt.describe(madeAtMinutes());
			if (!described.ok) return described;
			attempt.expect(described.value, offer, false, ANSWER_SEEN_MS);
			attempt.remindBrowser(offer);
			return ok({
				description: described.value,
				opened: attempt.opened,
				cancel: () => attempt.cancel()
			});
		},

		async probe(offer, withinMs) {
			const made = makeAttempt(createConnection, nowMs);
			const isReached = made.ok && (await made.value.reaches(offer, withinMs));
			if (made.ok) made.value.cancel();
			return isReached;
		}
	};
}

function makeAttempt(
	createConnection: () => RTCPeerConnection,
	nowMs: () => number
): Result<Attempt, ConnectProblem> {
	try {
		return ok(new Attempt(createConnection(), nowMs));
	} catch (error) {
		return fail({ code: 'unsupported', detail: wordsOf(error) });
	}
}

/** One try to connect, until it is a link or came to nothing. */
class Attempt {
	readonly opened: Opened;
	readonly #channel: RTCDataChannel;
	#settle!: (result: Result<PeerLink, ConnectProblem>) => void;
	#isSettled = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#reminder: ReturnType<typeof setInterval> | undefined;

	constructor(
		private readonly connection: RTCPeerConnection,
		private readonly nowMs: () => number
	) {
		this.opened = new Promise((resolve) => (this.#settle = resolve));
		// agreed on beforehand: both sides have it, and neither has to take what the other opens
		this.#channel = connection.createDataChannel('beredt', { ordered: true, negotiated: true, id: 0 });
		connection.ondatachannel = () => this.#fail({ code: 'unusable', detail: 'another channel' });
	}

	/** Finds out at which addresses this phone can be reached. */
	async describe(madeAtMinutes: number): Promise<Result<Description, ConnectProblem>> {
		try {
			await this.connection.setLocalDescription();
			await gathered(this.connection);
		} catch (error) {
			return this.#fail({ code: 'unusable', detail: wordsOf(error) });
		}
		const described = descriptionOf(this.connection.localDescription?.sdp ?? '', madeAtMinutes);
		if (described.ok) return described;
		const { code, detail } = described.error;
		return this.#fail({ code: code === 'noAddress' ? 'noAddress' : 'unsupported', detail });
	}

	/** Hands the other side's description to the browser; returns why it would not have it. */
	async setRemote(type: 'offer' | 'answer', sdp: string): Promise<ConnectProblem | null> {
		try {
			await this.connection.setRemoteDescription({ type, sdp });
			return null;
		} catch (error) {
			return this.#fail({ code: 'unusable', detail: wordsOf(error) }).error;
		}
	}

	/** From now on a link may come of it, for so long. */
	expect(local: Description, remote: Description, isOfferer: boolean, withinMs: number): void {
		if (this.#isSettled) return;
		const { connection, nowMs } = this;
		const channel = this.#channel;
		channel.onopen = () =>
			this.#finish(
				ok(
					new WebRtcLink({
						connection,
						channel,
						isOfferer,
						localFingerprint: local.fingerprint,
						remoteFingerprint: remote.fingerprint,
						nowMs
					})
				)
			);
		this.#timer = setTimeout(() => this.#timedOut(), withinMs);
	}

	/** It comes to nothing when the browser says so. */
	endWithBrowser(): void {
		const { connection } = this;
		connection.onconnectionstatechange = () => {
			if (connection.connectionState === 'failed') this.#timedOut();
		};
	}

	/** The browser of the one who answered gives up long before the other side can know where it is. */
	remindBrowser(remote: Description): void {
		this.#reminder = setInterval(() => void remind(this.connection, remote), REMIND_MS);
	}

	/**
	 * Whether whoever made the offer answers to the first thing that browsers send each other, which is all that is sent:
	 * described as the one who begins DTLS, it waits for what never comes.
	 */
	async reaches(offer: Description, withinMs: number): Promise<boolean> {
		const { connection } = this;
		const reached = new Promise<boolean>((resolve) => {
			this.#timer = setTimeout(() => resolve(false), withinMs);
			connection.oniceconnectionstatechange = () => {
				if (['connected', 'completed'].includes(connection.iceConnectionState)) resolve(true);
			};
		});
		try {
			await connection.setLocalDescription();
			await connection.setRemoteDescription({ type: 'answer', sdp: sdpOf(offer, 'active') });
		} catch {
			// then nothing answers, for as long as was to be waited
		}
		return reached;
	}

	/** Nothing once it is a link. */
	cancel(): void {
		this.#fail({ code: 'cancelled', detail: '' });
	}

	#timedOut(): void {
		this.#fail({ code: 'timedOut', detail: this.connection.connectionState });
	}

	#fail(problem: ConnectProblem): { ok: false; error: ConnectProblem } {
		if (!this.#isSettled) {
			this.#finish(fail(problem));
			this.connection.close();
		}
		return fail(problem);
	}

	#finish(result: Result<PeerLink, ConnectProblem>): void {
		if (this.#isSettled) return;
		this.#isSettled = true;
		clearTimeout(this.#timer);
		clearInterval(this.#reminder);
		this.#settle(result);
	}
}

/** Tells the browser the other side's addresses once more. */
async function remind(connection: RTCPeerConnection, remote: Description): Promise<void> {
	for (const candidate of candidateLines(remote))
		try {
			await connection.addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
		} catch {
			// closed in between, or a browser that takes none twice
			return;
		}
}

/** Waits until the browser has found all addresses, but not for ever. */
function gathered(connection: RTCPeerConnection): Promise<void> {
	return new Promise((resolve) => {
		let isLate = false;
		const done = () => {
			for (const timer of timers) clearTimeout(timer);
			connection.removeEventListener('icegatheringstatechange', look);
			connection.removeEventListener('icecandidate', look);
			resolve();
		};
		const look = () => {
			const hasOne = connection.localDescription?.sdp.includes('a=candidate:') ?? false;
			if (connection.iceGatheringState === 'complete' || (isLate && hasOne)) done();
		};
		const late = () => {
			isLate = true;
			look();
		};
		const timers = [setTimeout(late, GATHER_MS), setTimeout(done, GATHER_FIRST_MS)];
		connection.addEventListener('icegatheringstatechange', look);
		connection.addEventListener('icecandidate', look);
		look();
	});
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
