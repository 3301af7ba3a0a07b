// The rooms of a hub (docs/protocol.md, 8), whatever its lines are made of. It keeps nothing of what is said.

/** What a hub takes on; beyond it a line is refused, or closed. */
export const HUB_LIMITS = {
	lines: 500,
	linesOfAnAddress: 100,
	rooms: 500,
	roomsOfALine: 8,
	topicCharacters: 100,
	textBytes: 1_024,
	textsASecond: 20,
	averagedSeconds: 10
};

/**
 * @typedef {object} Line One phone, as a hub sees it.
 * @property {string} address Where it is.
 * @property {(text: string) => void} send
 * @property {() => void} close It has broken a limit.
 */

/**
 * @typedef {object} Joined
 * @property {(text: string) => void} take What the phone sends.
 * @property {() => void} left The line has ended.
 */

export class HubRooms {
	/** @type {Map<Line, { topics: Set<string>, left: number, atMs: number }>} */
	#lines = new Map();
	/** @type {Map<string, Set<Line>>} */
	#rooms = new Map();
	#nowMs;

	/** @param {() => number} nowMs Milliseconds that never go back. */
	constructor(nowMs) {
		this.#nowMs = nowMs;
	}

	/** How many lines there are, and rooms. */
	get size() {
		return { lines: this.#lines.size, rooms: this.#rooms.size };
	}

	/**
	 * @param {Line} line
	 * @returns {Joined | null} Null where there is no room for it.
	 */
	join(line) {
		const ofAddress = [...this.#lines.keys()].filter(({ address }) => address === line.address).length;
		if (this.#lines.size >= HUB_LIMITS.lines || ofAddress >= HUB_LIMITS.linesOfAnAddress) return null;
		const { textsASecond, averagedSeconds } = HUB_LIMITS;
		this.#lines.set(line, { topics: new Set(), left: textsASecond * averagedSeconds, atMs: this.#nowMs() });
		return { take: (text) => this.#take(line, text), left: () => this.#leave(line) };
	}

	/**
	 * @param {Line} line
	 * @param {string} text
	 */
	#take(line, text) {
		const held = this.#lines.get(line);
		if (!held) return;
		const message = this.#isWithinRate(held) ? messageIn(text) : null;
		switch (message?.type) {
			case 'subscribe':
				if (message.topics.every((topic) => this.#enter(line, held.topics, topic))) return;
				break;
			case 'unsubscribe':
				for (const topic of message.topics) this.#exit(line, held.topics, topic);
				return;
			case 'publish': {
				const { topic, data } = message;
				const said = JSON.stringify({ type: 'publish', topic, data });
				for (const other of this.#rooms.get(topic) ?? []) if (other !== line) other.send(said);
				return;
			}
			case 'ping':
				line.send('{"type":"pong"}');
				return;
		}
		this.#leave(line);
		line.close();
	}

	/** @param {{ left: number, atMs: number }} held */
	#isWithinRate(held) {
		const { textsASecond, averagedSeconds } = HUB_LIMITS;
		const nowMs = this.#nowMs();
		const most = textsASecond * averagedSeconds;
		held.left = Math.min(most, held.left + ((nowMs - held.atMs) / 1_000) * textsASecond) - 1;
		held.atMs = nowMs;
		return held.left >= 0;
	}

	/**
	 * @param {Line} line
	 * @param {Set<string>} topics Those that it is in.
	 * @param {string} topic
	 */
	#enter(line, topics, topic) {
		if (topics.has(topic)) return true;
		const room = this.#rooms.get(topic);
		if (topics.size >= HUB_LIMITS.roomsOfALine || (!room && this.#rooms.size >= HUB_LIMITS.rooms))
			return false;
		topics.add(topic);
		if (room) room.add(line);
		else this.#rooms.set(topic, new Set([line]));
		return true;
	}

	/**
	 * @param {Line} line
	 * @param {Set<string>} topics
	 * @param {string} topic
	 */
	#exit(line, topics, topic) {
		if (!topics.delete(topic)) return;
		const room = this.#rooms.get(topic);
		room?.delete(line);
		if (room?.size === 0) this.#rooms.delete(topic);
	}

	/** @param {Line} line */
	#leave(line) {
		const held = this.#lines.get(line);
		if (!held) return;
		for (const topic of [...held.topics]) this.#exit(line, held.topics, topic);
		this.#lines.delete(line);
	}
}

/**
 * @typedef {{ type: 'subscribe' | 'unsubscribe', topics: string[] } | { type: 'publish', topic: string, data: string } |
 *   { type: 'ping' }} Message
 */

/**
 * @param {string} text
 * @returns {Message | null} Null for what no phone says.
 */
function messageIn(text) {
	/** @type {Record<string, unknown> | null} */
	let message;
	try {
		message = JSON.parse(text);
	} catch {
		return null;
	}
	const { type, topics, topic, data } = message ?? {};
	if (type === 'subscribe' || type === 'unsubscribe')
		return Array.isArray(topics) && topics.every(isTopic) ? { type, topics } : null;
	if (type === 'publish') return isTopic(topic) && typeof data === 'string' ? { type, topic, data } : null;
	return type === 'ping' ? { type } : null;
}

/** @returns {value is string} */
function isTopic(/** @type {unknown} */ value) {
	return typeof value === 'string' && value !== '' && value.length <= HUB_LIMITS.topicCharacters;
}
