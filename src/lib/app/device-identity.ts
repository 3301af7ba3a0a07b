import { ok, type Result } from '../base/result';
import { toIsoInstant, type Clock } from '../base/time';
import type { DeviceIdentity, DeviceKeys, IdentityRepository, Signer } from '../ports/log';
import type { Read } from '../ports/outcomes';
import type { StorageError } from '../ports/storage-error';

/** Who this phone is, and what signs as it. */
export interface Device {
	readonly identity: DeviceIdentity;
	readonly signer: Signer;
}

/**
 * This phone's identity; made where there is none, or where it could not be read back. Two tabs that ask at once get
 * the same. It is good until all data is deleted: follow `identity.observe`, and ask again.
 */
export async function deviceIdentity(
	identity: IdentityRepository,
	keys: DeviceKeys,
	clock: Clock
): Promise<Result<Device, StorageError>> {
	const held = await identity.get();
	if (!held.ok && held.error.code !== 'storageDamaged') return held;
	const own = held.ok && held.value ? ok(held.value) : await made(identity, keys, clock);
	return own.ok ? ok({ identity: own.value, signer: keys.signerOf(own.value.keys) }) : own;
}

async function made(identity: IdentityRepository, keys: DeviceKeys, clock: Clock): Read<DeviceIdentity> {
	const createdAt = toIsoInstant(clock.now());
	const stored = await identity.create({ keys: await keys.create(), createdAt, person: null });
	if (stored.ok || stored.error.code !== 'storageFailed') return stored;
	// a browser that signs, but cannot store the handle of a key (private windows): better a key in bytes than no log
	return identity.create({ keys: await keys.create({ asBytes: true }), createdAt, person: null });
}
