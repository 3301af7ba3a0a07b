/** Who writes in a draft, as it is said between phones (docs/protocol.md, 4, Drafts). */
import { bigEndian, ByteReader } from '../../base/byte-fields';
import { concatBytes } from '../../base/bytes';
import type { DeviceId } from '../../domain/log/entry';
import { deviceIdBytes, readDeviceId } from '../../domain/log/head';

export const RENEWED_EVERY_MS = 10_000;
export const GONE_AFTER_MS = 30_000;
const CLIENTS_MAX = 64;

/** That somebody writes, or has left. */
export interface Presence {
	/** One for each beginning to write. */
	readonly client: number;
	readonly deviceId: DeviceId;
	/** Of one client the greatest holds. */
	readonly count: number;
	readonly isHere: boolean;
}

export function encodePresence(all: readonly Presence[]): Uint8Array {
	return concatBytes(
		...all.flatMap(({ client, deviceId, count, isHere }) => [
			bigEndian(client, 4),
			deviceIdBytes(deviceId),
			bigEndian(count, 4),
			Uint8Array.of(isHere ? 1 : 0)
		])
	);
}

/** Null for what `encodePresence` writes of no draft. */
export function decodePresence(bytes: Uint8Array): Presence[] | null {
	const reader = new ByteReader(bytes);
	const all: Presence[] = [];
	while (reader.left > 0) {
		const client = reader.bigEndian(4);
		const deviceId = readDeviceId(reader);
		const count = reader.bigEndian(4);
		const here = reader.bigEndian(1);
		if (client === null || !deviceId || count === null || here === null || here > 1) return null;
		if (all.length === CLIENTS_MAX) return null;
		all.push({ client, deviceId, count, isHere: here === 1 });
	}
	return all;
}

/** What is known of who writes in one draft. */
export class Presences {
	readonly #known = new Map<number, Presence & { readonly heardMs: number }>();

	get all(): readonly Presence[] {
		return [...this.#known.values()];
	}

	/** The devices on which somebody writes. */
	get here(): readonly DeviceId[] {
		return this.all.filter(({ isHere }) => isHere).map(({ deviceId }) => deviceId);
	}

	/** @returns Whether it was news. */
	take(said: Presence, nowMs: number): boolean {
		const before = this.#known.get(said.client);
		if (before ? before.count >= said.count : this.#known.size >= CLIENTS_MAX) return false;
		this.#known.set(said.client, { ...said, heardMs: nowMs });
		return true;
	}

	/** Forgets those that were not heard of for long. */
	expire(nowMs: number): void {
		for (const [client, { heardMs }] of this.#known)
			if (nowMs - heardMs >= GONE_AFTER_MS) this.#known.delete(client);
	}
}
