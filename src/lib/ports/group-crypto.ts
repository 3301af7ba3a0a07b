/** What the protocol between phones needs of the browser's WebCrypto (docs/protocol.md). All bytes are copied in. */
export interface GroupCrypto {
	/** Random bytes that nobody can guess. */
	random(length: number): Uint8Array;
	/** HKDF-SHA-256 with an empty salt: 32 bytes. */
	derive(secret: Uint8Array, info: Uint8Array): Promise<Uint8Array>;
	/** HMAC-SHA-256: 32 bytes. */
	hmac(key: Uint8Array, message: Uint8Array): Promise<Uint8Array>;
	/**
	 * AES-256-GCM.
	 * @param key 32 bytes.
	 * @param nonce 12 bytes, never twice with one key.
	 * @returns The ciphertext and its tag of 16 bytes.
	 */
	seal(
		key: Uint8Array,
		nonce: Uint8Array,
		plaintext: Uint8Array,
		additional: Uint8Array
	): Promise<Uint8Array>;
	/** What `seal` sealed; null where key, nonce, ciphertext or additional data are not those. */
	unseal(
		key: Uint8Array,
		nonce: Uint8Array,
		sealed: Uint8Array,
		additional: Uint8Array
	): Promise<Uint8Array | null>;
}
