import { m } from '$lib/paraglide/messages';
import type { IconName } from '../shared/icon-names';
import type { DrawnBlock } from './plan-sections';

/** What a block is called on the screen, and its picture. */
export const BLOCK_HEADS: Readonly<Record<DrawnBlock['kind'], { icon: IconName; title: () => string }>> = {
	services: { icon: 'server', title: m.plan_block_services },
	organisation: { icon: 'network', title: m.plan_block_organisation },
	meetingPlaces: { icon: 'map-pin', title: m.plan_block_meetingPlaces },
	channels: { icon: 'message-square', title: m.plan_block_channels },
	notificationChannels: { icon: 'megaphone', title: m.plan_block_notificationChannels },
	alarmSources: { icon: 'bell-ring', title: m.plan_block_alarmSources },
	flow: { icon: 'git-branch', title: m.plan_block_flow },
	decisions: { icon: 'gavel', title: m.plan_block_decisions },
	operationLevels: { icon: 'gauge', title: m.plan_block_operationLevels },
	contacts: { icon: 'phone', title: m.plan_block_contacts },
	attachment: { icon: 'paperclip', title: m.plan_block_attachment },
	revision: { icon: 'history', title: m.plan_block_revision }
};
