// What the bench of parcels by light uses of Beredt, for scripts/lib/bundle.mjs to bundle.
export * from './log-modules.mjs';
export { sealParcel } from '../../src/lib/app/parcel-seal.ts';
export { BLOCK_MAX_BYTES } from '../../src/lib/domain/parcels/fountain.ts';
export { FrameReader, ShownParcel } from '../../src/lib/domain/parcels/frame.ts';
export { createGroupCrypto } from '../../src/lib/security/group-crypto.ts';
export { seededRandom } from '../../tests/simulation/random.ts';
