// The hub's lines: websockets on a server that serves the app (docs/protocol.md, 8).
import { HUB_LIMITS, HubRooms } from './hub-rooms.mjs';

const PING_MS = 30_000;
const WAITING_MAX_BYTES = 65_536;

/** What `GET hub` answers. */
export const HUB_SIGN = JSON.stringify({ beredt: 'hub', version: 1 });

/**
 * Has a server take lines at `path`.
 * @param {import('node:http').Server | import('node:https').Server} server
 * @param {string} path
 * @returns {Promise<() => void>} Ends all of them.
 */
export async function attachHub(server, path) {
	// only here: start.mjs loads this file before there are dependencies
	const { WebSocketServer } = await import('ws');
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: HUB_LIMITS.textBytes,
		perMessageDeflate: false
	});
	const rooms = new HubRooms(() => performance.now());
	/** Those that have not answered the last ping. @type {WeakSet<import('ws').WebSocket>} */
	const silent = new WeakSet();

	server.on('upgrade', (request, socket, head) => {
		const [asked] = (request.url ?? '').split('?');
		if (asked !== path) return void socket.destroy();
		sockets.handleUpgrade(request, socket, head, (line) => {
			join(line, request.socket.remoteAddress ?? '');
		});
	});

	/**
	 * @param {import('ws').WebSocket} socket
	 * @param {string} address
	 */
	function join(socket, address) {
		const joined = rooms.join({
			address,
			send(text) {
				if (socket.bufferedAmount > WAITING_MAX_BYTES) socket.terminate();
				else socket.send(text);
			},
			close: () => socket.close(1008)
		});
		// too large a text, or a line that was cut: it closes after
		socket.on('error', () => undefined);
		if (!joined) return void socket.close(1013);
		socket.on('message', (data, isBinary) => {
			if (isBinary) socket.close(1003);
			else joined.take(data.toString());
		});
		socket.on('pong', () => silent.delete(socket));
		socket.on('close', joined.left);
	}

	const pings = setInterval(() => {
		for (const socket of sockets.clients) {
			if (silent.has(socket)) socket.terminate();
			else {
				silent.add(socket);
				socket.ping();
			}
		}
	}, PING_MS);
	pings.unref();
	return () => {
		clearInterval(pings);
		for (const socket of sockets.clients) socket.terminate();
	};
}
