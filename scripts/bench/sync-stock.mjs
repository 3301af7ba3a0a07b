// y-webrtc 10.3.0's rooms, as npm has them, on the wire that Beredt's phones are counted on: the same connections, the
// same entries, the same counting. Only simple-peer is exchanged for the wire's end; time is this machine's.
import { fileURLToPath } from 'node:url';
import { importBundled } from '../lib/bundle.mjs';

const REMOTE_DELAY_MS = 5;
/** Long enough for four of its rounds of presence, which are 15 s apart. */
const IDLE_MS = 60_000;
/** Nothing more comes after so long without a message of the document. */
const QUIET_MS = 3_000;
const SYNC = 0;

/** @returns {Promise<any>} What makes rooms. */
export function loadStock() {
	return importBundled('scripts/bench/stock-modules.mjs', {
		aliases: [
			{
				find: 'simple-peer/simplepeer.min.js',
				replacement: fileURLToPath(new URL('./memory-peer.mjs', import.meta.url))
			}
		],
		bundled: ['y-webrtc']
	});
}

/** Rooms, and what goes between them. */
export class StockWorld {
	#rooms = [];
	#wires = [];
	#stock;
	#run;
	messages = 0;
	/** Of the document, and of presence. */
	bytes = { sync: 0, presence: 0 };
	#lastSyncMs = 0;

	constructor(stock, run) {
		this.#stock = stock;
		this.#run = run;
	}

	/** A phone's room; `update` is what its document holds already. */
	async add(update = null) {
		const { Y, WebrtcProvider } = this.#stock;
		const doc = new Y.Doc();
		if (update) Y.applyUpdate(doc, update);
		// each has its own listener of this process' end
		process.setMaxListeners(100);
		// a room each: y-webrtc has one of a name in a process
		const provider = new WebrtcProvider(`${this.#run}-${this.#rooms.length}`, doc, { signaling: [] });
		await provider.key;
		// what it says to other tabs of one phone is no part of this
		while (!provider.room) await new Promise((resolve) => setTimeout(resolve, 1));
		this.#rooms.push({ provider, doc, entries: doc.getArray('entries') });
	}

	/** @param pairs Numbers of rooms that have a connection. */
	connect(pairs) {
		const { WebrtcConn, Wire } = this.#stock;
		const timers = { now: () => Date.now(), after: (wait, action) => void setTimeout(action, wait) };
		const rules = {
			delayMs: () => REMOTE_DELAY_MS,
			onMessage: (length, type) => {
				this.messages += 1;
				this.bytes[type === SYNC ? 'sync' : 'presence'] += length;
				if (type === SYNC) this.#lastSyncMs = Date.now();
			}
		};
		const signaling = { connected: true, send: () => undefined };
		for (const [a, b] of pairs) {
			const wire = new Wire(timers, rules);
			this.#wires.push(wire);
			const ends = [a, b].map((number, at) => {
				const { room } = this.#rooms[number].provider;
				const connection = new WebrtcConn(signaling, at === 0, `${[a, b][1 - at]}`, room);
				room.webrtcConns.set(connection.remotePeerId, connection);
				return connection;
			});
			ends.forEach((connection, at) => connection.peer.plug(wire.ends[at]));
		}
	}

	/** Puts entries in at one phone, in one transaction. */
	write(number, all) {
		this.#rooms[number].entries.push(all);
	}

	/** What a phone's document holds, as an update. */
	updateOf(number) {
		return this.#stock.Y.encodeStateAsUpdate(this.#rooms[number].doc);
	}

	/** Waits until all phones have so many entries, and nobody says anything more of the document. */
	async quiet(count) {
		this.#lastSyncMs = Date.now();
		while (Date.now() - this.#lastSyncMs < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 50));
		const held = this.#rooms.map(({ entries }) => entries.length);
		if (held.some((one) => one !== count))
			throw new Error(`of ${count} entries y-webrtc's rooms have ${held.join(', ')}`);
	}

	forget() {
		this.messages = 0;
		this.bytes = { sync: 0, presence: 0 };
	}

	/** Messages in the time that four rounds of presence take, of a phone and second. */
	async idle() {
		this.forget();
		await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
		return this.messages / this.#rooms.length / (IDLE_MS / 1000);
	}

	close() {
		for (const wire of this.#wires) wire.cut();
		for (const { provider, doc } of this.#rooms) {
			provider.destroy();
			provider.awareness.destroy();
			doc.destroy();
		}
	}
}

/** Everyone with everyone, as y-webrtc connects phones by itself. */
export function everyPair(count) {
	const pairs = [];
	for (let a = 0; a < count; a += 1) for (let b = a + 1; b < count; b += 1) pairs.push([a, b]);
	return pairs;
}
