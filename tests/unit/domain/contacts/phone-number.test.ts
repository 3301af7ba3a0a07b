import { describe, expect, it } from 'vitest';
import { dialOf, isTextable, textableNumber } from '$lib/domain/contacts/phone-number';

describe('what a phone dials', () => {
	it.each([
		['87 87 41 50', '87874150'],
		['+45 87.87-41 50', '+4587874150'],
		['(0045) 87 87 41 50', '004587874150'],
		['112', '112']
	])('for %s is %s', (written, dial) => {
		expect(dialOf(written)).toBe(dial);
	});

	it.each(['', ' - ', '12', '1234567890123456', '87 87 41 50 lokal 12', '87+874150', 'tel:112', '٨٧٨٧٤١٥٠'])(
		'is nothing for “%s”',
		(written) => {
			expect(dialOf(written)).toBeNull();
		}
	);
});

describe('a number that takes text messages', () => {
	it.each(['+4587874150', '87874150', '+299123456'])('is %s', (dial) => {
		expect(isTextable(dial)).toBe(true);
	});

	it.each(['112', '114', '1813'])('is not the short %s', (dial) => {
		expect(isTextable(dial)).toBe(false);
	});

	it('is the first of a person’s that does', () => {
		expect(textableNumber([{ dial: '112' }, { dial: '+4587874150' }, { dial: '87874180' }])).toBe(
			'+4587874150'
		);
		expect(textableNumber([{ dial: '112' }])).toBeNull();
		expect(textableNumber([])).toBeNull();
	});
});
