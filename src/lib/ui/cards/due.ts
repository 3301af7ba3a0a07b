import { m } from '$lib/paraglide/messages';
import type { CardStep } from '$lib/domain/plan/schema';

const HOUR = 60;
const DAY = 24 * HOUR;
/** The minutes that a plan writes for a month. */
const MONTH = 30 * DAY;

/** When a step is due: "Senest 15 min efter start". Null when it has no time. */
export function dueText(step: Pick<CardStep, 'dueMinutes' | 'dueAnchor'>): string | null {
	if (step.dueMinutes === null) return null;
	const duration = durationText(step.dueMinutes);
	switch (step.dueAnchor) {
		case 'awareness':
			return m.card_due_awareness({ duration });
		case 'notificationSent':
			return m.card_due_notificationSent({ duration });
		default:
			return m.card_due_cardStarted({ duration });
	}
}

function durationText(minutes: number): string {
	if (minutes > 0 && minutes % MONTH === 0) return m.card_months({ count: minutes / MONTH });
	// the law counts in hours up to three days
	if (minutes > 3 * DAY && minutes % DAY === 0) return m.card_days({ count: minutes / DAY });
	const hours = Math.floor(minutes / HOUR);
	const rest = minutes % HOUR;
	if (hours === 0) return m.card_minutes({ count: rest });
	if (rest === 0) return m.card_hours({ count: hours });
	return m.card_hours_minutes({
		hours: m.card_hours({ count: hours }),
		minutes: m.card_minutes({ count: rest })
	});
}
