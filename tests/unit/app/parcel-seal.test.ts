import { sha256 } from '@noble/hashes/sha2.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { openParcel, PARCEL_MAX_BYTES, sealParcel, type ParcelKeys } from '$lib/app/parcel-seal';
import { concatBytes } from '$lib/base/bytes';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createGroupCrypto } from '$lib/security/group-crypto';
import { epochSecret, GROUP, smallGroup } from '../../doubles/group-log';
import { valued } from '../../doubles/valued';

const [founder] = smallGroup();
const entries = founder.entries.map((entry) => entry.bytes);
const log = { logId: GROUP, isGroup: true, isOpen: false, heads: [], entries };
const BODY = { madeAtMs: 1_700_000_000_000, logs: [log] };
const secretsOf = (...epochs: number[]) => epochs.map((epoch) => ({ epoch, secret: epochSecret(epoch) }));

let keys: ParcelKeys;
let parcel: Uint8Array;
const opened = (bytes: Uint8Array, with_: Partial<ParcelKeys> = {}) =>
	openParcel({ ...keys, ...with_ }, bytes);
const problem = async (bytes: Uint8Array, with_: Partial<ParcelKeys> = {}) => {
	const result = await opened(bytes, with_);
	return result.ok ? null : result.error.code;
};
/** With check bytes that agree. */
const rechecked = (bytes: Uint8Array) =>
	concatBytes(bytes.subarray(0, -4), sha256(bytes.subarray(0, -4)).subarray(0, 4));

beforeAll(async () => {
	const crypto = createGroupCrypto(globalThis.crypto);
	if (!crypto) throw new Error('no cryptography here');
	const verifier = await createDeviceKeys();
	const signer = verifier.signerOf(await verifier.create());
	keys = { crypto, signer, verifier, groupId: GROUP, secrets: secretsOf(2, 1) };
	parcel = (await sealParcel(keys, BODY)) ?? new Uint8Array();
});

describe('a parcel', () => {
	it('is opened by a phone of its group, and says who made it', async () => {
		const { from, ...body } = valued(await opened(parcel));
		expect(body).toEqual(BODY);
		expect(from).toBe(keys.signer.deviceId);
	});

	it('is sealed with the newest secret, and opened by whoever holds that among others', async () => {
		expect(await problem(parcel, { secrets: secretsOf(3, 2) })).toBeNull();
		expect(await problem(parcel, { secrets: secretsOf(1) })).toBe('otherGroup');
	});

	it('shows neither the group’s id nor a word of an entry', () => {
		const text = Buffer.from(parcel).toString('latin1');
		expect(text).not.toContain('Kriseledelsen');
		expect(text).not.toContain(Buffer.from(GROUP.replaceAll('-', ''), 'hex').toString('latin1'));
	});

	it('of the same entries is smaller than they are', () => {
		expect(parcel.length).toBeLessThan(entries.reduce((sum, entry) => sum + entry.length, 0));
	});

	it('is refused wherever a byte is changed or it is cut', async () => {
		for (let at = 0; at < parcel.length; at += 1) {
			const code = await problem(parcel.with(at, (parcel[at] ?? 0) ^ 0x55));
			expect(code).toBe(at < 7 ? 'notAParcel' : 'damaged');
			expect(await problem(parcel.subarray(0, at))).toBe(at < 7 ? 'notAParcel' : 'damaged');
		}
		expect(await problem(concatBytes(parcel, Uint8Array.of(0)))).toBe('damaged');
	});

	it('that was changed by who can make its check bytes is another group’s, or another version’s', async () => {
		expect(await problem(rechecked(parcel.with(7, 2)))).toBe('otherVersion');
		for (const at of [8, 19, 20, 100, parcel.length - 5])
			expect(await problem(rechecked(parcel.with(at, (parcel[at] ?? 0) ^ 1)))).toBe('otherGroup');
	});

	it('of another group with the same secret is not opened', async () => {
		const other = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' as typeof GROUP;
		expect(await problem(parcel, { groupId: other })).toBe('otherGroup');
	});

	it('whose signature is not over it is refused, though its maker has the secret', async () => {
		const signer = { ...keys.signer, sign: async () => new Uint8Array(64).fill(1) };
		const forged = await sealParcel({ ...keys, signer }, BODY);
		expect(await problem(forged ?? new Uint8Array())).toBe('damaged');
	});

	it('is neither made nor read beyond its limit, nor unpacked beyond it', async () => {
		expect(await problem(new Uint8Array(PARCEL_MAX_BYTES + 1))).toBe('tooLarge');
		const many = Array.from({ length: 700 }, () => new Uint8Array(16_000));
		// 11 MB of zeros, which would pack to nearly nothing
		expect(await sealParcel(keys, { ...BODY, logs: [{ ...log, entries: many }] })).toBeNull();
		const noise = many.slice(0, 300).map((entry) => {
			for (let at = 0; at < entry.length; at += 8_000) crypto.getRandomValues(entry.subarray(at, at + 8_000));
			return entry;
		});
		expect(await sealParcel(keys, { ...BODY, logs: [{ ...log, entries: noise }] })).toBeNull();
	});
});
