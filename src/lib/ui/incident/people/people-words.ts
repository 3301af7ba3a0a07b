import { authorWord, channelStatusWord } from '$lib/app/entry-words';
import type { ChannelNow, ChannelStatus } from '$lib/domain/incident/channels';
import type { CallDownRow } from '$lib/domain/incident/people';
import type { IncidentState, Said } from '$lib/domain/incident/state';
import type { Plan } from '$lib/domain/plan/schema';
import { m } from '$lib/paraglide/messages';
import { isLocale } from '$lib/paraglide/runtime';
import { formatTimeMs } from '../../shared/format-time';
import type { IconName } from '../../shared/icon-names';

const outcomeWords: Record<CallDownRow['status'], () => string> = {
	notTried: m.people_not_tried,
	sent: m.people_sent,
	reached: m.people_reached,
	notReached: m.people_not_reached,
	acknowledged: m.people_acknowledged
};
const outcomeIcons: Record<CallDownRow['status'], IconName> = {
	notTried: 'circle-help',
	sent: 'message-square',
	reached: 'check',
	notReached: 'x',
	acknowledged: 'circle-check-big'
};
const channelIcons: Record<ChannelStatus, IconName> = {
	working: 'check',
	uncertain: 'circle-help',
	down: 'x',
	retired: 'x',
	unknown: 'circle-help'
};

export const outcomeWord = (status: CallDownRow['status']) => outcomeWords[status]();
export const outcomeIcon = (status: CallDownRow['status']) => outcomeIcons[status];
export const channelIcon = (status: ChannelStatus) => channelIcons[status];

/** One try, with when, over what, and who says so: "Nået kl. 14.32 · Mobil · noteret af Ole". */
export function triedWords(said: Said<'notified'>, plan: Plan, state: IncidentState): string {
	const channels = [...plan.channels, ...plan.notificationChannels];
	const channel = channels.find((one) => one.id === said.channelId)?.name ?? null;
	return [
		m.people_at({ what: outcomeWord(said.outcome), time: formatTimeMs(said.atMs) }),
		channel,
		m.people_noted_by({ who: authorWord(said, state) }),
		said.note
	]
		.filter((part) => part !== null)
		.join(' · ');
}

/** Why a channel is as it is, in words; null where nothing is known of it but the plan's word. */
export function channelReason(
	{ becauseOf, said, status }: ChannelNow,
	plan: Plan,
	state: IncidentState
): string | null {
	if (said) {
		const who = authorWord(said, state);
		const words = m.people_channel_said({ who, time: formatTimeMs(said.atMs) });
		return said.note === null ? words : `${words}: ${said.note}`;
	}
	if (becauseOf !== null) {
		const service = plan.services.find((one) => one.id === becauseOf)?.name ?? becauseOf;
		return status === 'down'
			? m.people_channel_service_down({ service })
			: m.people_channel_service_hit({ service });
	}
	return status === 'retired' || status === 'uncertain' ? m.people_channel_by_plan() : null;
}

/** A channel by its name, with a doubt where there is one. */
export function channelLabel({ channel, status }: ChannelNow): string {
	return status === 'working' ? channel.name : `${channel.name} (${channelStatusWord(status)})`;
}

/** What stands for the meeting place in a message, in the language that the plan is written in. */
export function placeWords(plan: Plan, state: IncidentState): string {
	const language = plan.language.slice(0, 2);
	return (
		state.meetingPlace?.place ?? m.people_place_follows({}, isLocale(language) ? { locale: language } : {})
	);
}
