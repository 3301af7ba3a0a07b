import type { Plan } from '$lib/domain/plan/schema';

/** The names that stand in only one of a plan's two lists of channels. */
export interface DifferingNames {
	readonly onlyChannels: readonly string[];
	readonly onlyNotification: readonly string[];
}

/** What sets the two lists of channels apart; null when there are not two, or when both name the same. */
export function differingNames(plan: Pick<Plan, 'channels' | 'notificationChannels'>): DifferingNames | null {
	if (plan.channels.length === 0 || plan.notificationChannels.length === 0) return null;
	const without = (list: Plan['channels'], others: Plan['channels']) =>
		list.map((one) => one.name).filter((name) => !others.some((other) => sameName(other.name, name)));
	const onlyChannels = without(plan.channels, plan.notificationChannels);
	const onlyNotification = without(plan.notificationChannels, plan.channels);
	return onlyChannels.length + onlyNotification.length === 0 ? null : { onlyChannels, onlyNotification };
}

function sameName(one: string, other: string): boolean {
	return one.toLocaleLowerCase('da') === other.toLocaleLowerCase('da');
}
