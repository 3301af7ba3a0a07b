import type { Channel, Plan } from '../plan/schema';
import type { IncidentState, Said } from './state';

export type ChannelStatus = Said<'channelStatusSet'>['status'];

export interface ChannelNow {
	readonly channel: Channel;
	readonly status: ChannelStatus;
	/** A service that it hangs on and that is hit, by id; null where the status has another ground. */
	readonly becauseOf: string | null;
	/** Who said so, when, and why; null where nobody has. */
	readonly said: Said<'channelStatusSet'> | null;
}

/** What both of the plan's lists speak of under two names: mail is down for both, or for neither. */
const SHARED_MEANS: readonly Channel['means'][] = ['sms', 'call', 'mail'];
const CALLING_MEANS: readonly Channel['means'][] = [...SHARED_MEANS, 'inPerson'];

/**
 * The plan's channels in its order (the ladder), each as it is now: as somebody said in the log; else with a service
 * that it hangs on; else as the plan has it.
 * @param list The group's channels, or the ways to notify: the two lists are not the same, and are never merged.
 */
export function channelsNow(
	plan: Plan,
	state: IncidentState,
	list: 'channels' | 'notificationChannels' = 'channels'
): ChannelNow[] {
	return plan[list].map((channel) => channelNow(plan, state, channel));
}

/**
 * By what people are called in: the group's channels in their order, then the ways to notify that the group has none
 * of the like of. Each stays what it is in its own list.
 */
export function callLadder(plan: Plan, state: IncidentState): ChannelNow[] {
	const means = new Set(plan.channels.map((channel) => channel.means));
	const others = channelsNow(plan, state, 'notificationChannels').filter(
		({ channel }) => CALLING_MEANS.includes(channel.means) && !means.has(channel.means)
	);
	return [...channelsNow(plan, state), ...others];
}

/** The channels that may be proposed, best first: none that is down or gone, and what works before what may. */
export function usableChannels(channels: readonly ChannelNow[]): ChannelNow[] {
	const usable = channels.filter(({ status }) => status !== 'down' && status !== 'retired');
	const works = (one: ChannelNow) => one.status === 'working';
	return [...usable.filter(works), ...usable.filter((one) => !works(one))];
}

function channelNow(plan: Plan, state: IncidentState, channel: Channel): ChannelNow {
	const hits = channel.dependsOn.flatMap((id) => state.services.get(id) ?? []);
	const down = hits.find((service) => service.status === 'down');
	const said = lastSaid(plan, state, channel);
	// who said that it works did not know of what fell after that
	const isOutdated = said !== null && said.status !== 'down' && down !== undefined && down.atMs > said.atMs;
	if (said && !isOutdated) return { channel, status: said.status, becauseOf: null, said };
	if (channel.status === 'retired') return { channel, status: 'retired', becauseOf: null, said: null };
	if (down) return { channel, status: 'down', becauseOf: down.serviceId, said: null };
	const doubtful = hits.find((service) => service.status !== 'normal');
	if (doubtful) return { channel, status: 'uncertain', becauseOf: doubtful.serviceId, said: null };
	const status = channel.status === 'uncertain' ? 'uncertain' : 'working';
	return { channel, status, becauseOf: null, said: null };
}

function lastSaid(plan: Plan, state: IncidentState, channel: Channel): Said<'channelStatusSet'> | null {
	const twins = SHARED_MEANS.includes(channel.means)
		? [...plan.channels, ...plan.notificationChannels].filter((one) => one.means === channel.means)
		: [channel];
	const said = twins.flatMap((one) => state.channels.get(one.id) ?? []);
	return said.sort((a, b) => b.atMs - a.atMs)[0] ?? null;
}
