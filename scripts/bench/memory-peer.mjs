// In simple-peer's place: what y-webrtc asks of it, on a wire in memory that it is plugged into.

export default class MemoryPeer {
	#listeners = new Map();
	#end = null;

	on(event, listener) {
		this.#listeners.set(event, listener);
	}

	/** @param end One end of a wire: the connection is there. */
	plug(end) {
		this.#end = end;
		end.listen({
			message: (message) => this.#tell('data', message),
			closed: () => this.#tell('close')
		});
		this.#tell('connect');
	}

	send(message) {
		if (!this.#end) throw new Error('not connected');
		this.#end.send(message);
	}

	destroy() {
		this.#end?.close();
		this.#end = null;
	}

	#tell(event, value) {
		this.#listeners.get(event)?.(value);
	}
}
