import type { Plan } from '$lib/domain/plan/schema';
import { m } from '$lib/paraglide/messages';

/** A message that is ready to be sent, and can be changed first. */
export interface ReadyText {
	readonly id: string;
	/** What stands on the button. */
	readonly label: string;
	readonly text: string;
}

const MOST_PLACES = 3;

/** The messages that are ready, with the plan's own meeting places. */
export function readyTexts(plan: Plan): ReadyText[] {
	const places = plan.meetingPlaces.flatMap(({ id, name }) => (name === null ? [] : [{ id, place: name }]));
	return [
		...places.slice(0, MOST_PLACES).map(({ id, place }) => ({
			id,
			label: m.sms_ready_meet({ place }),
			text: m.sms_ready_meet_text({ place })
		})),
		{ id: 'stand-by', label: m.sms_ready_stand_by(), text: m.sms_ready_stand_by_text() },
		{ id: 'call-me', label: m.sms_ready_call_me(), text: m.sms_ready_call_me_text() },
		{ id: 'no-mail', label: m.sms_ready_no_mail(), text: m.sms_ready_no_mail_text() },
		{ id: 'over', label: m.sms_ready_over(), text: m.sms_ready_over_text() },
		{ id: 'check', label: m.sms_ready_check(), text: m.sms_ready_check_text() }
	];
}
