import { describe, expect, it } from 'vitest';
import { remarkText } from '$lib/domain/plan/remarks';

describe('what a remark says', () => {
	it('has the plan’s age wherever it is counted, and as it stands', () => {
		expect(remarkText({ text: 'Planen er {age} gammel. {age}!' }, '8 år')).toBe(
			'Planen er 8 år gammel. 8 år!'
		);
		expect(remarkText({ text: 'Planen er {age}.' }, '$&')).toBe('Planen er $&.');
		expect(remarkText({ text: 'Skype findes ikke.' }, '8 år')).toBe('Skype findes ikke.');
	});
});
