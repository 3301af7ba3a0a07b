import { describe, expect, it } from 'vitest';
import { differingNames } from '$lib/ui/plan/two-lists';
import { viborgPlan } from '../../../doubles/plans';
import { tinyPlan } from '../../../doubles/tiny-plan';

describe('the two lists of channels', () => {
	it('are told apart by what stands in only one of them', () => {
		expect(differingNames(viborgPlan())).toEqual({
			onlyChannels: ['Mobil', 'Skype', 'Analog kommunikation'],
			onlyNotification: ['Telefonopkald', 'Personligt']
		});
	});

	it('are not said to differ when they name the same, or when there is only one', () => {
		const { channels } = viborgPlan();
		const same = channels.map((one) => ({ ...one, id: `n-${one.id}`, name: one.name.toUpperCase() }));
		expect(differingNames({ channels, notificationChannels: same })).toBeNull();
		expect(differingNames(tinyPlan({ channels }))).toBeNull();
	});
});
