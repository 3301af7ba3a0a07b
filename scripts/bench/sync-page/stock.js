// y-webrtc as npm has it, its rooms and its simple-peer, connected by hand since there is no signaling server.
import * as Y from 'yjs';
import { WebrtcConn, WebrtcProvider } from 'y-webrtc';

let doc;
let entries;
let provider;
let connection;

/** Its connection in the room, and the first description that it would have sent over a signaling server. */
function connect(isInitiator, remote) {
	return new Promise((resolve) => {
		const signaling = { connected: true, send: ({ data }) => resolve(data) };
		connection = new WebrtcConn(signaling, isInitiator, remote, provider.room);
		provider.room.webrtcConns.set(remote, connection);
	});
}

export const stock = {
	/** A document and a room of its own. */
	async open(room) {
		provider?.destroy();
		doc = new Y.Doc();
		entries = doc.getArray('entries');
		provider = new WebrtcProvider(room, doc, {
			signaling: [],
			filterBcConns: true,
			peerOpts: { trickle: false, config: { iceServers: [] } }
		});
		while (!provider.room) await new Promise((resolve) => setTimeout(resolve, 5));
	},

	/** @param all Bytes of each entry. */
	fill: (all) => doc.transact(() => entries.push(all)),

	offer: () => connect(true, 'answerer'),

	answer(offer) {
		const answered = connect(false, 'offerer');
		connection.peer.signal(offer.signal);
		return answered;
	},

	accept: (answer) => connection.peer.signal(answer.signal),

	/** How many entries there are, and whether the connection is still there. */
	facts: () => ({ entries: entries.length, isConnected: connection.connected, isClosed: connection.closed }),

	/** Answers with when so many entries were there, or null after so long. */
	async reached(count, withinMs) {
		const until = performance.now() + withinMs;
		while (entries.length < count && performance.now() < until)
			await new Promise((resolve) => setTimeout(resolve, 20));
		return entries.length >= count ? performance.timeOrigin + performance.now() : null;
	}
};
