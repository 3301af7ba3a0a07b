import type { DeviceKeyPair } from '../ports/log';

/** What the two implementations of Ed25519 have in common. Bounds are checked by device-keys.ts before. */
export interface Ed25519 {
	create(): Promise<DeviceKeyPair>;
	/** @throws Where the key is not one of its own making. */
	sign(privateKey: DeviceKeyPair['privateKey'], message: Uint8Array): Promise<Uint8Array>;
	/** Never throws: what is no key or no signature is a signature that does not hold. */
	verify(publicKey: string, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}
