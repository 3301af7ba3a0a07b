import type { DeviceId } from '../domain/log/entry';

/** What a way of signaling tells. */
export interface SignalingListener {
	/** Other devices can be reached than before. */
	changed(): void;
	/** This device has just come in: what was sent to it before, it may not have got. */
	cameIn(deviceId: DeviceId): void;
	/** A code came; it says of itself that it is from this device, and whether that is so is for the proof to show. */
	code(from: DeviceId, code: Uint8Array): void;
}

/** A way by which codes get from phone to phone without people (docs/protocol.md, 2 and 6). */
export interface Signaling {
	/** The devices that a code can be sent to now. */
	readonly reach: readonly DeviceId[];
	/** Sends a code on its way; nothing is said where it does not arrive. */
	send(to: DeviceId, code: Uint8Array): void;
	/** To be called once. */
	listen(listener: SignalingListener): void;
}
