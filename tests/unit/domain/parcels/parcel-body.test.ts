import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '$lib/base/bytes';
import { uuidText } from '$lib/base/byte-fields';
import type { DeviceId, IncidentId } from '$lib/domain/log/entry';
import { decodeBody, encodeBody, type ParcelLog } from '$lib/domain/parcels/parcel-body';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const head = fc.record({
	deviceId: bytes(16).map((id) => toBase64Url(id) as DeviceId),
	sequence: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
	hash: bytes(8)
});
const log: fc.Arbitrary<ParcelLog> = fc.record({
	logId: bytes(16).map((id) => uuidText(id) as IncidentId),
	isGroup: fc.boolean(),
	isOpen: fc.boolean(),
	heads: fc.array(head, { maxLength: 5 }),
	entries: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 })
});
const body = fc.record({
	madeAtMs: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
	logs: fc.uniqueArray(log, { maxLength: 4, selector: (one) => one.logId })
});

describe('what is in a parcel', () => {
	it('is read as it was written, and not when something is missing or comes after', () => {
		fc.assert(
			fc.property(body, fc.nat(), (written, cut) => {
				const encoded = encodeBody(written);
				expect(decodeBody(encoded)).toEqual(written);
				const shorter = decodeBody(encoded.subarray(0, cut % encoded.length));
				// cut between two logs it is a body, of fewer
				if (shorter) expect(shorter.logs.length).toBeLessThan(Math.max(1, written.logs.length) + 1);
				expect(decodeBody(new Uint8Array([...encoded, 0]))).toBeNull();
			})
		);
	});

	it('has no log twice, no unknown flag, no entry without a byte, and no count that lies', () => {
		const one: ParcelLog = {
			logId: uuidText(new Uint8Array(16).fill(1)) as IncidentId,
			isGroup: false,
			isOpen: true,
			heads: [],
			entries: []
		};
		expect(decodeBody(encodeBody({ madeAtMs: 1, logs: [one, one] }))).toBeNull();
		expect(
			decodeBody(encodeBody({ madeAtMs: 1, logs: [{ ...one, entries: [new Uint8Array()] }] }))
		).toBeNull();
		const encoded = encodeBody({ madeAtMs: 1, logs: [one] });
		expect(decodeBody(encoded.with(22, 4))).toBeNull();
		for (const at of [23, 24]) expect(decodeBody(encoded.with(at, 0x7f))).toBeNull();
	});

	it('may be of more entries than a call has arguments', () => {
		const logId = uuidText(new Uint8Array(16).fill(1)) as IncidentId;
		const entries = Array.from({ length: 200_000 }, () => Uint8Array.of(1));
		const one: ParcelLog = { logId, isGroup: false, isOpen: true, heads: [], entries };
		expect(decodeBody(encodeBody({ madeAtMs: 1, logs: [one] }))?.logs[0]?.entries).toHaveLength(200_000);
	});

	it('never makes the reader throw, whatever comes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
				expect(() => decodeBody(any)).not.toThrow();
			})
		);
	});
});
