import type { DeviceId } from '../../domain/log/entry';
import type { EpochSecret, GroupId } from '../../ports/group';
import type { GroupCrypto } from '../../ports/group-crypto';
import type { HubView } from '../../ports/hub';
import type { Signaling, SignalingListener } from '../../ports/signaling';
import { HubDial, type HubDialParts } from './hub-dial';
import { hubRoom, openSaid, sealSaid, type HubRoom, type Said } from './hub-room';

const ROOMS = 2;
const BEAT_MS = 60_000;
const FORGOTTEN_MS = 150_000;
const GREETED_WITHIN_MS = 1_000;
/** As many as a group has members. */
const HEARD_MAX = 500;

export interface HubsParts extends HubDialParts {
	readonly own: DeviceId;
	readonly crypto: GroupCrypto;
	/** The newest secret last. */
	current(): { readonly groupId: GroupId; readonly secrets: readonly EpochSecret[] } | null;
	/** The hubs, or whom they reach, have changed. */
	changed(): void;
}

interface Heard {
	readonly room: HubRoom;
	readonly atMs: number;
}

/** Signaling over hubs: phones of a group that reach one find each other there (docs/protocol.md, 8). */
export class Hubs implements Signaling {
	readonly #dials = new Map<string, HubDial>();
	readonly #heard = new Map<DeviceId, Heard>();
	#rooms: readonly HubRoom[] = [];
	#listener: SignalingListener | null = null;
	#isGreeting = false;
	#stopGreeting: () => void = () => undefined;
	#stopBeat: () => void = () => undefined;
	#isClosed = false;

	constructor(private readonly parts: HubsParts) {}

	get reach(): readonly DeviceId[] {
		return [...this.#heard.keys()];
	}

	get views(): readonly HubView[] {
		return [...this.#dials.values()].map((dial) => dial.view);
	}

	listen(listener: SignalingListener): void {
		this.#listener = listener;
	}

	/** The hubs to be found at these addresses, and at no others. */
	use(addresses: readonly string[]): void {
		for (const [address, dial] of this.#dials)
			if (!addresses.includes(address)) {
				dial.close();
				this.#dials.delete(address);
			}
		if (this.#dials.size === 0 && addresses.length > 0) this.#beatLater();
		for (const address of addresses) if (!this.#dials.has(address)) this.#dial(address);
		if (this.#dials.size === 0) this.#stopBeat();
		this.parts.changed();
	}

	/** Other secrets may be held: then it is in other rooms. */
	async groupChanged(): Promise<void> {
		const current = this.parts.current();
		const secrets = current?.secrets.slice(-ROOMS) ?? [];
		const rooms = current
			? await Promise.all(secrets.map((secret) => hubRoom(this.parts.crypto, current.groupId, secret)))
			: [];
		const before = this.#rooms;
		const isAmong = (room: HubRoom, those: readonly HubRoom[]) =>
			those.some(({ topic }) => topic === room.topic);
		const left = before.filter((room) => !isAmong(room, rooms));
		const entered = rooms.filter((room) => !isAmong(room, before));
		if (this.#isClosed || (left.length === 0 && entered.length === 0)) return;
		this.#rooms = rooms;
		for (const [deviceId, { room }] of this.#heard) if (!isAmong(room, rooms)) this.#heard.delete(deviceId);
		this.#tellAll({ type: 'unsubscribe', topics: topicsOf(left) });
		this.#tellAll({ type: 'subscribe', topics: topicsOf(entered) });
		this.#sayToAll('cameIn');
		this.#changed();
	}

	send(to: DeviceId, code: Uint8Array): void {
		const room = this.#heard.get(to)?.room;
		if (room) void this.#publish(room, { what: 'code', from: this.parts.own, to, code });
	}

	close(): void {
		this.#isClosed = true;
		this.#stopGreeting();
		this.#stopBeat();
		const dials = [...this.#dials.values()];
		this.#dials.clear();
		// the others need not call in vain
		void Promise.all(
			this.#rooms.map((room) => this.#publish(room, { what: 'gone', from: this.parts.own }, dials))
		).finally(() => {
			for (const dial of dials) dial.close();
		});
	}

	#dial(address: string): void {
		const dial = new HubDial(address, this.parts, {
			opened: () => {
				dial.send({ type: 'subscribe', topics: topicsOf(this.#rooms) });
				this.#sayToAll('cameIn', [dial]);
			},
			text: (text) => void this.#take(text),
			changed: () => {
				this.parts.changed();
			}
		});
		this.#dials.set(address, dial);
	}

	async #take(text: string): Promise<void> {
		const published = readPublished(text);
		const room = this.#rooms.find(({ topic }) => topic === published?.topic);
		if (!published || !room) return;
		const said = await openSaid(this.parts.crypto, room, published.data);
		if (!said || said.from === this.parts.own || this.#isClosed) return;
		if (said.what === 'gone') {
			if (this.#heard.delete(said.from)) this.#changed();
			return;
		}
		const isNew = !this.#heard.has(said.from);
		if (isNew && this.#heard.size >= HEARD_MAX) return;
		this.#heard.set(said.from, { room, atMs: this.parts.nowMs() });
		// a page that is loaded anew could not say that it leaves, and knows of nobody
		if (isNew || said.what === 'cameIn') this.#greetSoon();
		if (said.what === 'cameIn') this.#listener?.cameIn(said.from);
		if (isNew) this.#changed();
		if (said.what === 'code' && said.to === this.parts.own) this.#listener?.code(said.from, said.code);
	}

	/** Those that come in together are greeted together. */
	#greetSoon(): void {
		if (this.#isGreeting) return;
		this.#isGreeting = true;
		this.#stopGreeting = this.parts.timers.after(GREETED_WITHIN_MS * this.parts.random(), () => {
			this.#isGreeting = false;
			this.#sayToAll('here');
		});
	}

	#beatLater(): void {
		const waitMs = BEAT_MS * (0.75 + this.parts.random() / 2);
		this.#stopBeat = this.parts.timers.after(waitMs, () => {
			const oldest = this.parts.nowMs() - FORGOTTEN_MS;
			const forgotten = [...this.#heard].filter(([, { atMs }]) => atMs < oldest);
			for (const [deviceId] of forgotten) this.#heard.delete(deviceId);
			if (forgotten.length > 0) this.#changed();
			this.#sayToAll('here');
			this.#beatLater();
		});
	}

	#sayToAll(what: 'here' | 'cameIn', dials?: readonly HubDial[]): void {
		for (const room of this.#rooms) void this.#publish(room, { what, from: this.parts.own }, dials);
	}

	async #publish(room: HubRoom, said: Said, dials: Iterable<HubDial> = this.#dials.values()): Promise<void> {
		const open = [...dials].filter(({ view }) => view.state === 'open');
		if (open.length === 0) return;
		const data = await sealSaid(this.parts.crypto, room, said);
		for (const dial of open) dial.send({ type: 'publish', topic: room.topic, data });
	}

	#tellAll(message: { readonly type: string; readonly topics: readonly string[] }): void {
		if (message.topics.length > 0) for (const dial of this.#dials.values()) dial.send(message);
	}

	#changed(): void {
		this.#listener?.changed();
		this.parts.changed();
	}
}

const topicsOf = (rooms: readonly HubRoom[]) => rooms.map(({ topic }) => topic);

/** What a hub hands on; null for anything else. */
function readPublished(text: string): { readonly topic: string; readonly data: string } | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null) return null;
	const { type, topic, data } = value as Record<string, unknown>;
	return type === 'publish' && typeof topic === 'string' && typeof data === 'string' ? { topic, data } : null;
}
