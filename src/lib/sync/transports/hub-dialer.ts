import type { HubDialer, HubLineListener } from '../../ports/hub';

/** The path of a hub below the app's (docs/protocol.md, 8). */
const HUB_PATH = '/hub';

/**
 * Opens lines to hubs by the browser's websockets.
 * @param own Where the app came from, without a slash at the end.
 */
export function createHubDialer(own: string): HubDialer {
	return {
		own,
		dial(address, listener) {
			let socket: WebSocket | null = null;
			let isClosed = false;
			const open = () => {
				if (!isClosed) socket = connected(address, listener);
			};
			// a host that has no hub, as most have none, is to be asked once, and not again and again
			if (address === own)
				void isHub(own).then((found) => {
					if (found === true) open();
					else if (!isClosed) listener.closed(found === false ? 'noHub' : 'unreachable');
				});
			else open();
			return {
				send(text) {
					if (socket?.readyState === WebSocket.OPEN) socket.send(text);
				},
				close() {
					isClosed = true;
					if (!socket) return;
					socket.onopen = socket.onmessage = socket.onclose = null;
					socket.close();
				}
			};
		},
		observeNetwork(listener) {
			const seen = () => {
				if (document.visibilityState === 'visible') listener();
			};
			addEventListener('online', listener);
			document.addEventListener('visibilitychange', seen);
			return () => {
				removeEventListener('online', listener);
				document.removeEventListener('visibilitychange', seen);
			};
		}
	};
}

function connected(address: string, listener: HubLineListener): WebSocket | null {
	let socket: WebSocket;
	try {
		socket = new WebSocket(`${address.replace(/^http/, 'ws')}${HUB_PATH}`);
	} catch {
		// an address that the browser lets nobody dial
		queueMicrotask(() => {
			listener.closed('unreachable');
		});
		return null;
	}
	socket.onopen = () => {
		listener.opened();
	};
	socket.onmessage = ({ data }) => {
		if (typeof data === 'string') listener.text(data);
	};
	socket.onclose = () => {
		listener.closed('unreachable');
	};
	return socket;
}

/** Null where nobody answers. */
async function isHub(own: string): Promise<boolean | null> {
	try {
		const response = await fetch(`${own}${HUB_PATH}`, { cache: 'no-store' });
		if (!response.ok) return false;
		const said = (await response.json()) as Record<string, unknown> | null;
		return said?.beredt === 'hub' && said.version === 1;
	} catch (error) {
		return error instanceof SyntaxError ? false : null;
	}
}
