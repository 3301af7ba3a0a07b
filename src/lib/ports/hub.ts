import type { Unsubscribe } from './outcomes';

/**
 * Why a line to a hub is not open.
 * - `unreachable`: nobody answers there, the browser does not trust its certificate, or the line was cut.
 * - `noHub`: somebody answers, and is no hub.
 */
export type HubLineEnd = 'unreachable' | 'noHub';

export interface HubLineListener {
	opened(): void;
	text(text: string): void;
	/** Called once; nothing comes after it. */
	closed(end: HubLineEnd): void;
}

/** A line to a hub that is open, or is being opened. */
export interface HubLine {
	/** Goes nowhere before it is open, and after it was closed. */
	send(text: string): void;
	/** Nothing is told after it. */
	close(): void;
}

/** Opens lines to hubs (docs/protocol.md, 8). */
export interface HubDialer {
	/** Where this app came from, and where there may be a hub; null where it came from nowhere. */
	readonly own: string | null;
	/** @param address Of a hub: an origin, and the app's path there, without a slash at the end. */
	dial(address: string, listener: HubLineListener): HubLine;
	/** Called when the network may be back. */
	observeNetwork(listener: () => void): Unsubscribe;
}

/** A hub as screens see it. */
export interface HubView {
	readonly address: string;
	/** Whether the app itself came from there. */
	readonly isOwn: boolean;
	readonly state: 'dialing' | 'open' | HubLineEnd;
}

/** Which hub a person chose on this phone. */
export interface HubChoice {
	/** Its address; null where none was chosen. */
	read(): string | null;
	write(address: string | null): void;
}
