// Writes tests/fixtures/parcel-vectors.json: a parcel and its codes, for whoever reads the protocol in another
// language. Run it only when the protocol gets a new version; tests/unit/app/parcel-vectors.test.ts holds the code to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { importBundled } from './lib/bundle.mjs';
import { ROOT } from './lib/sources.mjs';

const { createGroupCrypto } = await importBundled('src/lib/security/group-crypto.ts');
const { sealParcel } = await importBundled('src/lib/app/parcel-seal.ts');
const { ShownParcel } = await importBundled('src/lib/domain/parcels/frame.ts');
const { toBase64Url } = await importBundled('src/lib/base/bytes.ts');

/** Numbers that count up, so that nobody takes them for secrets of a group. */
const counting = (length, from) => Uint8Array.from({ length }, (_, index) => (from + index) & 0xff);
const GROUP_ID = '8c5f1d1e-2b9a-4c67-9e0d-6f1a2b3c4d5e';
const EPOCH = 3;
const EPOCH_SECRET = counting(32, 0x10);
const NONCE = counting(12, 0x40);
const MADE_AT_MS = Date.UTC(2026, 10, 24, 15);

const { entries } = JSON.parse(readFileSync(join(ROOT, 'tests/fixtures/entry-vectors.json'), 'utf8'));
const [first, second] = entries;
const secretKey = hexToBytes(first.secretKey);
const signer = {
	deviceId: first.deviceId,
	publicKey: toBase64Url(ed25519.getPublicKey(secretKey)),
	sign: async (message) => ed25519.sign(message, secretKey)
};
const logs = [
	{ logId: GROUP_ID, isGroup: true, isOpen: false, heads: [], entries: [] },
	{
		logId: first.draft.incidentId,
		isGroup: false,
		isOpen: true,
		heads: [{ deviceId: first.deviceId, sequence: 2, hash: counting(8, 0x70) }],
		entries: [first, second].map(({ bytes }) => hexToBytes(bytes))
	}
];
const parcel = await sealParcel(
	{
		crypto: { ...createGroupCrypto(crypto), random: () => NONCE },
		signer,
		verifier: { verify: async () => true },
		groupId: GROUP_ID,
		secrets: [{ epoch: EPOCH, secret: EPOCH_SECRET }]
	},
	{ madeAtMs: MADE_AT_MS, logs }
);

const shown = new ShownParcel(parcel);
const turns = [0, shown.count - 1, shown.count, shown.count + 1, 1_000, 65_535];
const vectors = {
	format: 'beredt/parcel/1',
	groupId: GROUP_ID,
	epoch: EPOCH,
	epochSecret: bytesToHex(EPOCH_SECRET),
	nonce: bytesToHex(NONCE),
	madeAtMs: MADE_AT_MS,
	deviceId: signer.deviceId,
	logs: logs.map((log) => ({
		...log,
		heads: log.heads.map((head) => ({ ...head, hash: bytesToHex(head.hash) })),
		entries: log.entries.map(bytesToHex)
	})),
	parcel: bytesToHex(parcel),
	count: shown.count,
	frames: turns.map((number) => ({ number, text: shown.textOf(number) }))
};
const file = join(ROOT, 'tests/fixtures/parcel-vectors.json');
writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`);
console.log(`${file}: a parcel of ${parcel.length} bytes, ${vectors.frames.length} of its codes`);
