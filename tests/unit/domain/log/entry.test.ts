import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, toBase64Url } from '$lib/base/bytes';
import {
	compareEntries,
	decodeEntry,
	deviceIdOf,
	encodeDraft,
	ENTRY_MAX_BYTES,
	entryIdOf,
	FIRST_HASH,
	type EntryDraft,
	type IncidentId,
	type LogEntry
} from '$lib/domain/log/entry';
import type { CanonicalValue } from '$lib/domain/log/canonical-json';
import { HLC_MAX_COUNTER, HLC_MAX_MS } from '$lib/domain/log/hlc';
import { canonicalValues } from '../../../doubles/canonical-values';
import { entryVectors, unhex } from '../../../doubles/entry-vectors';
import { valued } from '../../../doubles/valued';

const KEY_AT = 17;
const SEQUENCE_AT = 49;
const BODY_LENGTH_AT = 96;
const SIGNATURE_BYTES = 64;

const DRAFT: EntryDraft = {
	incidentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' as IncidentId,
	authorKey: toBase64Url(new Uint8Array(32).fill(7)),
	sequence: 1,
	previousHash: FIRST_HASH,
	hlc: { ms: Date.UTC(2026, 10, 24, 14), counter: 0 },
	wallMs: Date.UTC(2026, 10, 24, 14),
	kind: 'note',
	payload: { text: 'Ingen net på rådhuset' },
	occurredAtMs: null,
	copiedFrom: null
};

const hash32 = fc
	.uint8Array({ minLength: 32, maxLength: 32 })
	.filter((bytes) => bytes.some((byte) => byte > 0));
const timesMs = fc.integer({ min: 0, max: HLC_MAX_MS - 1 });
const chained = fc.oneof(
	fc.constant({ sequence: 1, previousHash: FIRST_HASH }),
	fc.record({
		sequence: fc.oneof(fc.integer({ min: 2, max: 0xffff_ffff }), fc.constantFrom(127, 128, 16_383, 16_384)),
		previousHash: hash32.map(toBase64Url)
	})
);
const drafts: fc.Arbitrary<EntryDraft> = fc
	.tuple(
		chained,
		fc.record({
			incidentId: fc.uuid().map((id) => id.toLowerCase() as IncidentId),
			authorKey: hash32.map(toBase64Url),
			hlc: fc.record({ ms: timesMs, counter: fc.integer({ min: 0, max: HLC_MAX_COUNTER }) }),
			wallMs: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
			kind: fc.stringMatching(/^[a-z][A-Za-z0-9]{0,39}$/),
			payload: fc.dictionary(fc.string(), canonicalValues(6), { maxKeys: 5 }),
			occurredAtMs: fc.option(timesMs),
			copiedFrom: fc.constantFrom(null, 'paper' as const)
		})
	)
	.map(([chain, rest]) => ({ ...chain, ...rest }));

/** The bytes of a draft, with a signature that nobody made. */
function written(draft: EntryDraft): Uint8Array {
	const { unsigned } = valued(encodeDraft(draft));
	return concatBytes(unsigned, new Uint8Array(SIGNATURE_BYTES).fill(9));
}

/** Whether what was read would be written as `bytes` again, but for the signature. */
function isWrittenAs(read: EntryDraft, bytes: Uint8Array): boolean {
	return equalBytes(valued(encodeDraft(read)).unsigned, bytes.subarray(0, -SIGNATURE_BYTES));
}

/** The entry of `DRAFT`, with another body. */
function withBody(body: Uint8Array): Uint8Array {
	const whole = written(DRAFT);
	const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
	return concatBytes(
		whole.subarray(0, BODY_LENGTH_AT),
		Uint8Array.from(length),
		body,
		whole.subarray(-SIGNATURE_BYTES)
	);
}

describe('an entry', () => {
	it('is read as it was written', () => {
		fc.assert(
			fc.property(drafts, (draft) => {
				const bytes = written(draft);
				const { id, hash, deviceId, bytes: kept, ...read } = valued(decodeEntry(bytes));
				expect(JSON.stringify(read.payload)).toBe(JSON.stringify(sorted(draft.payload)));
				expect({ ...read, payload: null }).toEqual({ ...draft, payload: null });
				expect(kept).toBe(bytes);
				expect(id).toBe(entryIdOf(bytes));
				expect(hash.startsWith(id.slice(0, 21))).toBe(true);
				expect(deviceId).toBe(deviceIdOf(bytes.subarray(KEY_AT, KEY_AT + 32)));
			})
		);
	});

	it('is written as it was read', () => {
		fc.assert(
			fc.property(drafts, (draft) => {
				const bytes = written(draft);
				expect(isWrittenAs(valued(decodeEntry(bytes)), bytes)).toBe(true);
			})
		);
	});

	it('is refused when it is cut short, wherever', () => {
		for (const { bytes: text } of entryVectors.entries) {
			const bytes = unhex(text);
			const lengths = Array.from({ length: bytes.length }, (_, length) => length);
			expect(lengths.filter((length) => decodeEntry(bytes.subarray(0, length)).ok)).toEqual([]);
		}
	});

	it('is refused or another entry when a bit is flipped, whichever', () => {
		for (const { bytes: text, id } of entryVectors.entries) {
			const bytes = unhex(text);
			const bits = Array.from({ length: bytes.length * 8 }, (_, bit) => bit);
			const wronglyRead = bits.filter((bit) => {
				const flipped = bytes.slice();
				flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				const read = decodeEntry(flipped);
				return read.ok && (read.value.id === id || !isWrittenAs(read.value, flipped));
			});
			expect(wronglyRead).toEqual([]);
		}
	});

	it('is refused with anything after it', () => {
		fc.assert(
			fc.property(drafts, fc.uint8Array({ minLength: 1, maxLength: 5 }), (draft, more) => {
				expect(decodeEntry(concatBytes(written(draft), more)).ok).toBe(false);
			})
		);
	});

	it('is never made of noise, and noise never throws', () => {
		const noise = fc.uint8Array({ maxLength: 400 });
		const likely = noise.map((bytes) => concatBytes(Uint8Array.of(1), bytes));
		fc.assert(
			fc.property(fc.oneof(noise, likely), (bytes) => {
				const read = decodeEntry(bytes);
				if (read.ok) expect(isWrittenAs(read.value, bytes)).toBe(true);
			})
		);
	});

	it('has only one way to write each number', () => {
		const bytes = written({ ...DRAFT, sequence: 2, previousHash: toBase64Url(new Uint8Array(32).fill(1)) });
		const withSequence = (...varint: number[]) =>
			decodeEntry(
				concatBytes(bytes.subarray(0, SEQUENCE_AT), Uint8Array.from(varint), bytes.subarray(SEQUENCE_AT + 1))
			);
		expect(valued(withSequence(2)).sequence).toBe(2);
		expect(valued(withSequence(0xff, 0xff, 0xff, 0xff, 0x0f)).sequence).toBe(0xffff_ffff);
		for (const varint of [
			[0x82, 0],
			[0x82, 0x80, 0],
			[0x82, 0x80, 0x80, 0x80, 0],
			[0x82, 0x80, 0x80, 0x80, 0x80, 0],
			[0xff, 0xff, 0xff, 0xff, 0x1f]
		])
			expect(withSequence(...varint)).toMatchObject({ ok: false, error: { code: 'entryMalformed' } });
	});

	it('has only one way to write its body', () => {
		const read = (text: string) => decodeEntry(withBody(new TextEncoder().encode(text)));
		expect(valued(read('{"k":"note","o":5,"p":{},"w":"paper"}'))).toMatchObject({
			kind: 'note',
			occurredAtMs: 5,
			copiedFrom: 'paper'
		});
		const refused = { ok: false, error: { code: 'entryMalformed', where: 'body' } };
		expect(read('{"k":"note","o":null,"p":{}}')).toEqual(refused);
		expect(read('{"k":"note","p":{},"w":null}')).toEqual(refused);
		expect(read('{"k":"note","p":{"a":1,"a":1}}')).toEqual(refused);
		expect(read(`{"k":"note","p":{"a":${'['.repeat(7)}${']'.repeat(7)}}}`)).toEqual(refused);
	});

	it('may hold surrogates that stand alone', () => {
		const text = '\udc00 \ud800';
		expect(valued(decodeEntry(written({ ...DRAFT, payload: { text } }))).payload).toEqual({ text });
	});

	it('holds at most 16,384 bytes, and what is more is told with its size', () => {
		const draft = { ...DRAFT, payload: { text: 'x'.repeat(1_000_000) } };
		expect(encodeDraft(draft)).toEqual({ ok: false, error: { code: 'entryTooLarge', bytes: 1_000_028 } });
		const greatest = { ...DRAFT, payload: { text: 'x'.repeat(15_970) } };
		expect(decodeEntry(written(greatest)).ok).toBe(true);
		const tooLarge = new Uint8Array(ENTRY_MAX_BYTES + 1);
		expect(decodeEntry(tooLarge)).toEqual({
			ok: false,
			error: { code: 'entryTooLarge', bytes: ENTRY_MAX_BYTES + 1 }
		});
	});
});

describe('a draft that nobody would read again is a bug', () => {
	const wrong: [string, Partial<EntryDraft>][] = [
		['a kind with a space', { kind: 'a note' }],
		['sequence 0', { sequence: 0 }],
		['a sequence past 32 bits', { sequence: 2 ** 32, previousHash: DRAFT.authorKey }],
		['half a sequence', { sequence: 1.5 }],
		['a second entry that follows on nothing', { sequence: 2 }],
		['a first that follows on something', { previousHash: DRAFT.authorKey }],
		['a hybrid clock past 2199', { hlc: { ms: HLC_MAX_MS, counter: 0 } }],
		['a hybrid clock that is no number', { hlc: { ms: NaN, counter: 0 } }],
		['a counter past 16 bits', { hlc: { ms: 1, counter: 65_536 } }],
		['a happening before 1970', { occurredAtMs: -1 }],
		['a fraction in the payload', { payload: { n: 0.5 } }],
		['a payload that is too deep', { payload: { deep: [[[[[[[]]]]]]] } }],
		['an incident that is no UUID', { incidentId: '3f2504e04f8941d39a0c0305e82c3301' as IncidentId }],
		['an incident in capitals', { incidentId: DRAFT.incidentId.toUpperCase() as IncidentId }],
		['a key that is too short', { authorKey: 'AAAA' }]
	];
	it.each(wrong)('%s', (_name, change) => {
		expect(() => encodeDraft({ ...DRAFT, ...change })).toThrow();
	});

	it('but any wall clock is written down, as near as can be', () => {
		const readBack = (wallMs: number) => valued(decodeEntry(written({ ...DRAFT, wallMs }))).wallMs;
		expect([NaN, -Infinity, -5, 0.5, 1e300, Infinity].map(readBack)).toEqual([
			0,
			0,
			0,
			0,
			2 ** 48 - 1,
			2 ** 48 - 1
		]);
	});
});

describe('the order of entries', () => {
	const entries = drafts.map((draft): LogEntry => valued(decodeEntry(written(draft))));
	const near = fc
		.tuple(
			entries,
			fc.constantFrom(0, 1),
			fc.constantFrom(0, 1),
			fc.constantFrom('a', 'b'),
			fc.constantFrom(1, 2)
		)
		.map(([entry, ms, counter, device, sequence]) => ({
			...entry,
			hlc: { ms, counter },
			deviceId: device as LogEntry['deviceId'],
			sequence
		}));

	it('is a total one: same only with itself, turned round when they are, and never in a ring', () => {
		fc.assert(
			fc.property(near, near, near, (a, b, c) => {
				expect(compareEntries(a, a)).toBe(0);
				expect(Math.sign(compareEntries(a, b))).toBe(-Math.sign(compareEntries(b, a)) + 0);
				if (a.id !== b.id) expect(compareEntries(a, b)).not.toBe(0);
				if (compareEntries(a, b) < 0 && compareEntries(b, c) < 0)
					expect(compareEntries(a, c)).toBeLessThan(0);
			})
		);
	});

	it('goes by clock, then device, then sequence', () => {
		const entry = valued(decodeEntry(written(DRAFT)));
		const at = (ms: number, counter: number, device: string, sequence: number) => ({
			...entry,
			hlc: { ms, counter },
			deviceId: device as LogEntry['deviceId'],
			sequence
		});
		const inOrder = [
			at(1, 0, 'b', 9),
			at(1, 1, 'a', 8),
			at(2, 0, 'Z', 7),
			at(2, 0, 'a', 1),
			at(2, 0, 'a', 2)
		];
		expect([...inOrder].reverse().sort(compareEntries)).toEqual(inOrder);
	});
});

function sorted(value: CanonicalValue | undefined): CanonicalValue {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value ?? null;
	const object = value as { readonly [key: string]: CanonicalValue };
	// as JSON.parse puts them: own members, in the order of the text
	return JSON.parse(
		`{${Object.keys(object)
			.sort()
			.map((key) => `${JSON.stringify(key)}:${JSON.stringify(sorted(object[key]))}`)
			.join(',')}}`
	) as CanonicalValue;
}
