// What the benches of the log use of Beredt, for scripts/lib/bundle.mjs to bundle.
export { concatBytes, toBase64Url } from '../../src/lib/base/bytes.ts';
export {
	decodeEntry,
	encodeDraft,
	entryIdOf,
	FIRST_HASH,
	signedBytes
} from '../../src/lib/domain/log/entry.ts';
export { nextHlc } from '../../src/lib/domain/log/hlc.ts';
export { createDeviceKeys } from '../../src/lib/security/device-keys.ts';
export { nobleEd25519 } from '../../src/lib/security/noble-keys.ts';
export { createMemoryStorage } from '../../src/lib/storage/memory-storage.ts';
export { StoredCompaction } from '../../src/lib/sync/document/stored-compaction.ts';
export { NO_LIMITS, readStrictly } from '../../src/lib/sync/document/strict-update.ts';
export { YIncidentDocument } from '../../src/lib/sync/document/y-incident-document.ts';
