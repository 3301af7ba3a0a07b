/** The vectors, read by what docs/protocol.md, 7, says and by nothing of Beredt's; then by Beredt. */
import { createDecipheriv, createHash, hkdfSync, verify, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openParcel } from '$lib/app/parcel-seal';
import { FrameReader, ShownParcel } from '$lib/domain/parcels/frame';
import type { DeviceId, IncidentId } from '$lib/domain/log/entry';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createGroupCrypto } from '$lib/security/group-crypto';
import { hex, unhex } from '../../doubles/entry-vectors';
import { TestDevice } from '../../doubles/log-entries';
import { valued } from '../../doubles/valued';

interface ParcelVectors {
	readonly groupId: IncidentId;
	readonly epoch: number;
	readonly epochSecret: string;
	readonly nonce: string;
	readonly madeAtMs: number;
	readonly deviceId: DeviceId;
	readonly logs: readonly {
		readonly logId: IncidentId;
		readonly heads: readonly { readonly deviceId: DeviceId; readonly hash: string }[];
		readonly entries: readonly string[];
	}[];
	readonly parcel: string;
	readonly count: number;
	readonly frames: readonly { readonly number: number; readonly text: string }[];
}
const vectors = JSON.parse(
	readFileSync(new URL('../../fixtures/parcel-vectors.json', import.meta.url), 'utf8')
) as ParcelVectors;
const parcel = Buffer.from(vectors.parcel, 'hex');
const groupId = Buffer.from(vectors.groupId.replaceAll('-', ''), 'hex');
const sha256 = (...parts: readonly Uint8Array[]) =>
	createHash('sha256').update(Buffer.concat(parts)).digest();
const ascii = (text: string) => Buffer.from(text, 'latin1');
const numbered = (value: number, width: number) => {
	const bytes = Buffer.alloc(width);
	bytes.writeUIntBE(value, 0, width);
	return bytes;
};
/** DER before a raw Ed25519 key. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

describe('the vector of a parcel', () => {
	it('is opened by what the protocol says', () => {
		expect(parcel.subarray(0, 8)).toEqual(Buffer.concat([ascii('BEREDTP'), Buffer.of(1)]));
		expect(parcel.subarray(8, 20).toString('hex')).toBe(vectors.nonce);
		expect(parcel.subarray(-4)).toEqual(sha256(parcel.subarray(0, -4)).subarray(0, 4));
		const info = Buffer.concat([ascii('beredt/parcel/1\0'), groupId, numbered(vectors.epoch, 4)]);
		const secret = Buffer.from(vectors.epochSecret, 'hex');
		const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32));
		const aes = createDecipheriv('aes-256-gcm', key, parcel.subarray(8, 20));
		aes.setAAD(parcel.subarray(0, 8));
		aes.setAuthTag(parcel.subarray(-20, -4));
		const packed = Buffer.concat([aes.update(parcel.subarray(20, -20)), aes.final()]);
		expect(packed[0]).toBe(1);
		const content = inflateRawSync(packed.subarray(1));
		const [deviceKey, signature, body] = [
			content.subarray(0, 32),
			content.subarray(32, 96),
			content.subarray(96)
		];
		expect(sha256(deviceKey).subarray(0, 16).toString('base64url')).toBe(vectors.deviceId);
		const signed = Buffer.concat([ascii('beredt/parcel-giver/1\0'), groupId, parcel.subarray(8, 20), body]);
		const publicKey = createPublicKey({ key: Buffer.concat([SPKI, deviceKey]), format: 'der', type: 'spki' });
		expect(verify(null, signed, publicKey, signature)).toBe(true);
		expect(body.readUIntBE(0, 6)).toBe(vectors.madeAtMs);
		expect(body.subarray(6, 22)).toEqual(groupId);
		// the group's, with no head and no entry
		expect([...body.subarray(22, 25)]).toEqual([1, 0, 0]);
		const [, log] = vectors.logs;
		expect([...body.subarray(41, 43)]).toEqual([2, 1]);
		expect(body.subarray(43, 59).toString('base64url')).toBe(log?.heads[0]?.deviceId);
		for (const entry of log?.entries ?? []) expect(body.toString('hex')).toContain(entry);
	});

	it('is opened by Beredt', async () => {
		const crypto = createGroupCrypto(globalThis.crypto);
		if (!crypto) throw new Error('no cryptography here');
		const { madeAtMs, from, logs } = valued(
			await openParcel(
				{
					crypto,
					signer: new TestDevice(1).signer,
					verifier: await createDeviceKeys(),
					groupId: vectors.groupId,
					secrets: [{ epoch: vectors.epoch, secret: unhex(vectors.epochSecret) }]
				},
				unhex(vectors.parcel)
			)
		);
		expect({ madeAtMs, from }).toEqual({ madeAtMs: vectors.madeAtMs, from: vectors.deviceId });
		const shown = logs.map((log) => ({
			...log,
			heads: log.heads.map((head) => ({ ...head, hash: hex(head.hash) })),
			entries: log.entries.map(hex)
		}));
		expect(shown).toEqual(vectors.logs);
	});
});

describe('the vectors of its codes', () => {
	it.each(vectors.frames)('number $number holds what the protocol says', ({ number, text }) => {
		const length = Math.ceil(parcel.length / vectors.count);
		const blocks = Array.from({ length: vectors.count }, (_, index) =>
			Buffer.concat([parcel.subarray(index * length, (index + 1) * length), Buffer.alloc(length)]).subarray(
				0,
				length
			)
		);
		const bits = [0, 1].map((part) =>
			sha256(ascii('beredt/light/1\0'), numbered(number, 2), Buffer.of(part))
		);
		const mask = [...Buffer.concat(bits)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
		const block = Buffer.alloc(length);
		blocks.forEach((one, index) => {
			if (number < vectors.count ? index !== number : mask[index] !== '1') return;
			one.forEach((byte, at) => (block[at] = (block[at] ?? 0) ^ byte));
		});
		const id = sha256(parcel).subarray(0, 8);
		const frame = Buffer.concat([Buffer.of(1), id, numbered(parcel.length, 2), numbered(number, 2), block]);
		expect(text).toBe(`BEREDT1/${base32(Buffer.concat([frame, sha256(frame).subarray(0, 4)]))}`);
		expect(new ShownParcel(parcel).textOf(number)).toBe(text);
	});

	it('give the parcel back', () => {
		const reader = new FrameReader();
		const outcomes = vectors.frames.slice(0, 1 + vectors.count).map(({ text }) => reader.take(text));
		expect(outcomes.find((one) => one.kind === 'whole')).toEqual({
			kind: 'whole',
			parcel: new Uint8Array(parcel)
		});
	});
});

function base32(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	const fives = bits.match(/.{1,5}/g) ?? [];
	return fives.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]).join('');
}
