import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonical, type CanonicalValue } from '$lib/domain/log/canonical-json';
import { canonicalValues } from '../../../doubles/canonical-values';

describe('canonicalJson', () => {
	it('gives a text that says the same, and that is read back', () => {
		fc.assert(
			fc.property(canonicalValues(), (value) => {
				const text = canonicalJson(value);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
				expect(parseCanonical(text)).toEqual(JSON.parse(text));
			})
		);
	});

	it('gives the same text in whatever order the keys were put in', () => {
		const shuffled = fc.dictionary(fc.string(), fc.integer()).chain((object) => {
			const members = Object.entries(object);
			return fc.tuple(fc.constant(object), fc.shuffledSubarray(members, { minLength: members.length }));
		});
		fc.assert(
			fc.property(shuffled, ([object, members]) => {
				expect(canonicalJson(Object.fromEntries(members))).toBe(canonicalJson(object));
			})
		);
	});

	it('sorts keys by UTF-16 unit, and leaves out what is undefined', () => {
		const value = { b: undefined, ﬀ: 1, '😂': 2, 10: 3, 9: 4, é: 5, Z: 6, a: 7 };
		expect(canonicalJson(value)).toBe('{"10":3,"9":4,"Z":6,"a":7,"é":5,"😂":2,"ﬀ":1}');
	});

	it('writes a lone surrogate as an escape, so that it survives UTF-8', () => {
		const text = canonicalJson('\ud83d and \udefa');
		expect(text).toBe('"\\ud83d and \\udefa"');
		expect(parseCanonical(new TextDecoder().decode(new TextEncoder().encode(text)))).toBe(
			'\ud83d and \udefa'
		);
	});

	it('keeps a key named __proto__ a key', () => {
		const value = parseCanonical('{"__proto__":{"polluted":true}}') as object;
		expect(Object.keys(value)).toEqual(['__proto__']);
		expect('polluted' in value).toBe(false);
		expect(canonicalJson(value as CanonicalValue)).toBe('{"__proto__":{"polluted":true}}');
	});

	it.each([0.5, NaN, Infinity, 2 ** 53, -(2 ** 53)])('has no text for %d', (number) => {
		expect(() => canonicalJson({ number })).toThrow(RangeError);
	});

	it('writes minus zero as zero', () => {
		expect(canonicalJson([-0, 0])).toBe('[0,0]');
	});

	it.each([[undefined], [() => 1], [Symbol('x')], [1n]])('has no text for %s in a list', (value) => {
		expect(() => canonicalJson([value as unknown as CanonicalValue])).toThrow(TypeError);
	});

	it('goes eight deep and no deeper', () => {
		expect(canonicalJson(nested(8, 7))).toBe('[[[[[[[[7]]]]]]]]');
		expect(() => canonicalJson(nested(9, 7))).toThrow(RangeError);
		expect(() => canonicalJson(nested(8, {}))).toThrow(RangeError);
	});

	it('does not run on for ever in a value that holds itself', () => {
		const ring: CanonicalValue[] = [];
		ring.push(ring);
		expect(() => canonicalJson(ring)).toThrow(RangeError);
	});
});

describe('parseCanonical', () => {
	it.each([
		['nothing', ''],
		['white space', '{"a": 1}'],
		['white space at the end', '1\n'],
		['a byte order mark', '\ufeff1'],
		['keys out of order', '{"b":1,"a":2}'],
		['a key twice', '{"a":1,"a":1}'],
		['a key twice, once as an escape', '{"a":1,"\\u0061":1}'],
		['minus zero', '-0'],
		['an exponent', '1e3'],
		['a fraction', '1.5'],
		['a fraction of nothing', '1.0'],
		['more than 2^53', '9007199254740993'],
		['an escape that need not be', '"\\u00e6"'],
		['an escaped slash', '"\\/"'],
		['an escape in capitals', '"\\u001F"'],
		['a long escape where there is a short one', '"\\u000a"'],
		['a pair of surrogates as escapes', '"\\ud83d\\udefa"'],
		['what is no JSON', '{a:1}'],
		['two values', '1 2'],
		['nine deep', JSON.stringify(nested(9, 7))],
		['ten thousand deep', '['.repeat(10_000) + ']'.repeat(10_000)]
	])('refuses %s', (_name, text) => {
		expect(parseCanonical(text)).toBeUndefined();
	});

	it('never throws, and reads only what it would write', () => {
		const characters = fc.constantFrom(...'{}[]",:\\-0123456789.eEtruefalsn \n\ufeffæu');
		const nearly = fc
			.tuple(canonicalValues(3), fc.nat(), fc.nat({ max: 2 }), fc.string({ unit: characters, maxLength: 2 }))
			.map(([value, at, removed, added]) => {
				const text = canonicalJson(value);
				const place = at % (text.length + 1);
				return text.slice(0, place) + added + text.slice(place + removed);
			});
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: characters }), nearly), (text) => {
				const value = parseCanonical(text);
				return value === undefined || canonicalJson(value) === text;
			})
		);
	});
});

function nested(levels: number, inner: CanonicalValue): CanonicalValue {
	return levels === 0 ? inner : [nested(levels - 1, inner)];
}
