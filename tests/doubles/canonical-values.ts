import fc from 'fast-check';
import type { CanonicalValue } from '$lib/domain/log/canonical-json';

/** Whatever the body of an entry may hold, of at most `levels` arrays and objects within each other. */
export function canonicalValues(levels = 8): fc.Arbitrary<CanonicalValue> {
	const leaf: fc.Arbitrary<CanonicalValue> = fc.oneof(
		fc.constant(null),
		fc.boolean(),
		fc.maxSafeInteger(),
		// of single UTF-16 units, so that surrogates stand alone, too
		fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
		fc.string({ unit: 'grapheme' })
	);
	return fc.memo<CanonicalValue>((left) =>
		left <= 1
			? leaf
			: fc.oneof(
					{ weight: 3, arbitrary: leaf },
					fc.array(canonicalValues(left - 1), { maxLength: 4 }),
					fc.dictionary(fc.string(), canonicalValues(left - 1), { maxKeys: 4 })
				)
	)(levels);
}
