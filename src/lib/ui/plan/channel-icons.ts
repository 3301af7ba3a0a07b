import type { Channel } from '$lib/domain/plan/schema';
import type { IconName } from '../shared/icon-names';

/** The picture of what a channel is used by. */
export const CHANNEL_ICONS: Readonly<Record<Channel['means'], IconName>> = {
	sms: 'message-square',
	call: 'phone',
	mail: 'mail',
	chat: 'message-circle',
	inPerson: 'users',
	other: 'radio'
};
