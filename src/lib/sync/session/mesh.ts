import { toBase64Url } from '../../base/bytes';
import type { DeviceId } from '../../domain/log/entry';
import type { EpochSecret, GroupId } from '../../ports/group';
import type { MeetingGroup } from '../../ports/meeting';
import type { OfferedLink, PeerConnector } from '../../ports/peer-link';
import type { Signaling } from '../../ports/signaling';
import {
	openAnswer,
	openOffer,
	readCode,
	sealAnswer,
	sealOffer,
	offerIdOf,
	type AnswerCode,
	type OfferCode,
	type ShownCode
} from '../signaling/code';
import { Backoff } from './backoff';
import { meet, type MeetParts } from './meet';

/** A phone calls others until it has so many sessions. */
const WANTED = 4;
/** Beyond it, one that can be spared is ended; one more than these is taken from whoever lacks them. */
const ENOUGH = 6;
const CALLS_MAX = 2;
const ANSWERS_MAX = 4;
const OFFERS_REMEMBERED = 64;
const LOOK_MS = 1_000;
/** Whose id is the greater waits so long, so that of two that want each other one calls. */
const GREATER_WAITS_MS = 3_000;
const ANSWER_WITHIN_MS = 15_000;
const CONNECT_WITHIN_MS = 20_000;
/** A session that has just begun, perhaps by hand, is not ended again. */
const SPARED_AFTER_MS = 10_000;
/** A phone is spared only where it stays as near as this. */
const SPARED_HOPS_MAX = 3;

export interface MeshParts extends MeetParts {
	readonly own: DeviceId;
	readonly connector: PeerConnector;
	readonly group: Pick<MeetingGroup, 'current' | 'isMember'>;
	/** The ways to other phones; the first that reaches one is taken. */
	readonly signalings: readonly Signaling[];
	/** The phones that there is a session with. */
	sessions(): readonly DeviceId[];
	/** Of a phone that there is a session with: how many it has itself, and how far it were without this one. */
	around(deviceId: DeviceId): { readonly sessions: number; readonly hops: number | null };
	/** Ends the session with a phone that can be spared. */
	spare(deviceId: DeviceId): void;
	/** Milliseconds that never go back. */
	readonly nowMs: () => number;
	/** From 0 to less than 1. */
	readonly random: () => number;
}

interface Call {
	readonly link: OfferedLink;
	readonly shown: ShownCode;
	readonly secret: EpochSecret;
	readonly groupId: GroupId;
	isAnswered: boolean;
	stopTimer(): void;
}

/**
 * Which sessions this phone wants, and how it comes to them without people: it calls phones that others reach until it
 * has enough, takes the calls of those that lack some, and ends one that it can spare where it has too many
 * (docs/protocol.md, 6). Where nobody reaches a phone, nothing is tried.
 */
export class Mesh {
	readonly #calls = new Map<DeviceId, Call | null>();
	readonly #answers = new Map<DeviceId, () => void>();
	readonly #seenOffers = new Set<string>();
	readonly #sinceMs = new Map<DeviceId, number>();
	readonly #backoff: Backoff;
	#timer: { readonly dueMs: number; readonly stop: () => void } | null = null;
	#isClosed = false;

	constructor(private readonly parts: MeshParts) {
		this.#backoff = new Backoff(parts.nowMs, parts.random);
		for (const signaling of parts.signalings)
			signaling.listen({
				changed: () => {
					this.look();
				},
				cameIn: (deviceId) => {
					this.#callAnew(deviceId);
				},
				code: (from, code) => {
					void this.#takeCode(signaling, from, code);
				}
			});
	}

	/** Sessions have begun or ended. */
	look(): void {
		const now = this.parts.nowMs();
		const sessions = new Set(this.parts.sessions());
		for (const deviceId of this.#sinceMs.keys()) if (!sessions.has(deviceId)) this.#sinceMs.delete(deviceId);
		for (const deviceId of sessions) if (!this.#sinceMs.has(deviceId)) this.#sinceMs.set(deviceId, now);
		if (sessions.size > ENOUGH || this.#candidates().length > 0)
			this.#lookIn(LOOK_MS * (0.5 + this.parts.random()));
	}

	close(): void {
		this.#isClosed = true;
		this.#timer?.stop();
		for (const call of this.#calls.values()) call?.link.cancel();
		for (const cancel of this.#answers.values()) cancel();
	}

	#lookIn(waitMs: number): void {
		const dueMs = this.parts.nowMs() + waitMs;
		if (this.#isClosed || (this.#timer && this.#timer.dueMs <= dueMs)) return;
		this.#timer?.stop();
		const stop = this.parts.timers.after(waitMs, () => {
			this.#timer = null;
			this.#act();
		});
		this.#timer = { dueMs, stop };
	}

	#act(): void {
		if (this.parts.sessions().length > ENOUGH) this.#spareOne();
		const now = this.parts.nowMs();
		const candidates = this.#candidates();
		const due = candidates.filter((deviceId) => this.#backoff.dueMs(deviceId) <= now);
		const room = Math.min(CALLS_MAX - this.#calls.size, this.#lacking());
		for (const deviceId of picked(due, room, this.parts.random)) void this.#call(deviceId);
		const waiting = candidates.filter((deviceId) => !due.includes(deviceId));
		if (waiting.length > 0 && this.#lacking() > 0)
			this.#lookIn(
				Math.max(100, Math.min(...waiting.map((deviceId) => this.#backoff.dueMs(deviceId))) - now)
			);
	}

	/** How many sessions this phone lacks, those that are being made counted as had. */
	#lacking(): number {
		return WANTED - this.parts.sessions().length - this.#calls.size - this.#answers.size;
	}

	/** Who may be called; nobody where nothing is lacking. */
	#candidates(): DeviceId[] {
		if (this.#isClosed || this.#lacking() <= 0 || !this.parts.group.current()) return [];
		const taken = new Set([...this.parts.sessions(), ...this.#calls.keys(), ...this.#answers.keys()]);
		const reach = new Set(this.parts.signalings.flatMap((signaling) => signaling.reach));
		this.#backoff.keep(reach);
		const candidates = [...reach].filter((deviceId) => deviceId !== this.parts.own && !taken.has(deviceId));
		for (const deviceId of candidates)
			this.#backoff.know(deviceId, this.parts.own < deviceId ? 0 : GREATER_WAITS_MS);
		return candidates;
	}

	async #call(to: DeviceId): Promise<void> {
		const own = this.parts.group.current();
		const newest = own?.secrets.at(-1);
		if (!own || !newest) return;
		this.#calls.set(to, null);
		const offered = await this.parts.connector.offer();
		if (!offered.ok) {
			this.#callEnded(to, false);
			return;
		}
		const link = offered.value;
		const shown = await sealOffer(this.parts.crypto, own.groupId, newest, link.description);
		const signaling = this.parts.signalings.find((one) => one.reach.includes(to));
		// meanwhile it may have called itself, or be out of reach
		if (this.#isClosed || !signaling || !this.#calls.has(to) || this.parts.sessions().includes(to)) {
			link.cancel();
			this.#callEnded(to, false);
			return;
		}
		const stopTimer = this.parts.timers.after(ANSWER_WITHIN_MS, () => {
			link.cancel();
		});
		const call: Call = {
			link,
			shown,
			secret: newest,
			groupId: own.groupId,
			isAnswered: false,
			stopTimer
		};
		this.#calls.set(to, call);
		signaling.send(to, shown.bytes);
		const isMet = await meet(to, link.opened, { groupId: own.groupId, secret: newest }, this.parts);
		stopTimer();
		if (this.#calls.get(to) === call) this.#callEnded(to, isMet);
	}

	/** A call that it has not answered, it has not heard: it is called again, and with no wait for what failed before. */
	#callAnew(deviceId: DeviceId): void {
		const call = this.#calls.get(deviceId);
		if (call === null || call?.isAnswered) return;
		this.#calls.delete(deviceId);
		call?.link.cancel();
		this.#backoff.forget(deviceId);
		this.look();
	}

	#callEnded(to: DeviceId, isMet: boolean): void {
		this.#calls.delete(to);
		if (isMet) this.#backoff.forget(to);
		else this.#backoff.failed(to);
		this.look();
	}

	async #takeCode(signaling: Signaling, from: DeviceId, bytes: Uint8Array): Promise<void> {
		if (this.#isClosed || from === this.parts.own) return;
		const code = readCode(bytes);
		if (!code.ok) return;
		if (code.value.kind === 'answer') await this.#takeAnswer(from, code.value);
		else if (code.value.kind === 'offer') await this.#answer(signaling, from, code.value);
	}

	async #takeAnswer(from: DeviceId, code: AnswerCode): Promise<void> {
		const call = this.#calls.get(from);
		if (!call || call.isAnswered) return;
		const opened = await openAnswer(this.parts.crypto, call.shown, code);
		if (!opened.ok || call.isAnswered) return;
		call.isAnswered = true;
		call.stopTimer();
		call.link.accept(opened.value);
	}

	async #answer(signaling: Signaling, from: DeviceId, code: OfferCode): Promise<void> {
		if (this.#isKnown(code) || !this.#takesCallOf(from)) return;
		const own = this.parts.group.current();
		if (!own) return;
		const crossing = this.#calls.get(from);
		this.#calls.delete(from);
		crossing?.link.cancel();
		// who calls again has given up the call before
		this.#answers.get(from)?.();
		let cancel: () => void = () => undefined;
		let isLate = false;
		const giveUp = () => {
			isLate = true;
			cancel();
		};
		const stopTimer = this.parts.timers.after(CONNECT_WITHIN_MS, giveUp);
		this.#answers.set(from, giveUp);
		const isMet = await this.#answered(signaling, from, code, own, (cancelLink) => {
			cancel = cancelLink;
			if (isLate) cancel();
		});
		stopTimer();
		if (this.#answers.get(from) === giveUp) this.#answers.delete(from);
		if (isMet) this.#backoff.forget(from);
		this.look();
	}

	async #answered(
		signaling: Signaling,
		from: DeviceId,
		code: OfferCode,
		own: { readonly groupId: GroupId; readonly secrets: readonly EpochSecret[] },
		cancelBy: (cancel: () => void) => void
	): Promise<boolean> {
		const { crypto, connector } = this.parts;
		const opened = await openOffer(crypto, own.groupId, own.secrets, code);
		const secret = opened.ok && own.secrets.find(({ epoch }) => epoch === opened.value.epoch);
		if (!opened.ok || !secret) return false;
		const answered = await connector.answer(opened.value.description);
		if (!answered.ok) return false;
		const link = answered.value;
		cancelBy(() => {
			link.cancel();
		});
		signaling.send(from, await sealAnswer(crypto, opened.value, link.description));
		return meet(from, link.opened, { groupId: own.groupId, secret }, this.parts);
	}

	/** Whether an offer has come before; one that is sent again is not answered again. */
	#isKnown(code: OfferCode): boolean {
		const id = toBase64Url(offerIdOf(code.bytes));
		if (this.#seenOffers.has(id)) return true;
		this.#seenOffers.add(id);
		const [oldest] = this.#seenOffers;
		if (this.#seenOffers.size > OFFERS_REMEMBERED && oldest !== undefined) this.#seenOffers.delete(oldest);
		return false;
	}

	#takesCallOf(from: DeviceId): boolean {
		if (!this.#answers.has(from) && this.#answers.size >= ANSWERS_MAX) return false;
		const sessions = this.parts.sessions();
		const had = sessions.length + this.#answers.size;
		// it has lost the session that this phone believes to have
		const hasRoom = had <= ENOUGH || sessions.includes(from);
		// of two that call each other the smaller id's call holds
		return hasRoom && (!this.#calls.has(from) || from < this.parts.own);
	}

	/** Ends one session whose phone has others enough and stays near. */
	#spareOne(): void {
		const now = this.parts.nowMs();
		const spared = this.parts
			.sessions()
			.map((deviceId) => ({ deviceId, ...this.parts.around(deviceId) }))
			.filter(
				({ sessions, hops, deviceId }) =>
					sessions > WANTED &&
					hops !== null &&
					hops <= SPARED_HOPS_MAX &&
					now - (this.#sinceMs.get(deviceId) ?? now) >= SPARED_AFTER_MS
			)
			.sort((a, b) => b.sessions - a.sessions)[0];
		if (spared) this.parts.spare(spared.deviceId);
		// those that have just begun, or whose phones have no others yet, are looked at again
		if (this.parts.sessions().length > ENOUGH) this.#lookIn(SPARED_AFTER_MS);
	}
}

/** So many of `all`, at random. */
function picked<Item>(all: readonly Item[], count: number, random: () => number): Item[] {
	const left = [...all];
	const chosen: Item[] = [];
	while (chosen.length < count && left.length > 0)
		chosen.push(...left.splice(Math.floor(random() * left.length), 1));
	return chosen;
}
