import { authorWord } from '$lib/app/entry-words';
import type { StepNow } from '$lib/domain/incident/cards';
import type { IncidentState, StepAct, StepState } from '$lib/domain/incident/state';
import { m } from '$lib/paraglide/messages';
import type { StepView } from '../../cards/card-sheet';
import { dueText } from '../../cards/due';
import { formatDuration, formatNear, formatTimeMs } from '../../shared/format-time';

const waitingWords = {
	awareness: m.work_waits_awareness,
	notificationSent: m.work_waits_notificationSent
};

/** How a step stands: who did what with it, and when. */
export function stepWords(done: StepState | null, state: IncidentState): string {
	if (!done?.change || done.state === 'open') return m.card_step_open();
	return stepActWords({ ...done, change: done.change }, state);
}

/** What somebody did to a step, and when. */
export function stepActWords(done: StepAct, state: IncidentState): string {
	const time = formatTimeMs(done.change.atMs);
	const who = authorWord(done.change, state);
	if (done.state === 'open') return m.work_step_unticked({ time, who });
	return done.state === 'ticked'
		? m.work_step_ticked({ time, who })
		: m.work_step_dismissed({ time, who, reason: done.reason ?? '' });
}

/** What two phones did to a step that contradicts, the earlier first; none where nothing does. */
export function opposedActs(done: StepState | null): readonly StepAct[] {
	return done?.isOpposed && done.before && done.change ? [done.before, { ...done, change: done.change }] : [];
}

/** When a step is due, counted from the activation; or how far past that it is; or what it waits for. */
export function stepDue({ step, done, dueMs, waitsFor, state }: StepNow, nowMs: number): StepView['due'] {
	if (dueMs === null) {
		const text = dueText(step);
		if (text === null || state !== 'open') return null;
		return waitsFor === null
			? { text, icon: 'clock', isLate: false }
			: { text: `${text}. ${waitingWords[waitsFor]()}`, icon: 'circle-help', isLate: false };
	}
	const time = formatNear(dueMs, nowMs);
	if (state === 'open') {
		const leftMs = dueMs - nowMs;
		return leftMs < 0
			? {
					text: m.work_late({ duration: formatDuration(-leftMs), time }),
					icon: 'triangle-alert',
					isLate: true
				}
			: { text: m.work_due({ time, duration: formatDuration(leftMs) }), icon: 'clock', isLate: false };
	}
	const doneMs = done?.change?.atMs ?? dueMs;
	return state === 'ticked' && doneMs > dueMs
		? { text: m.work_done_late({ duration: formatDuration(doneMs - dueMs) }), icon: 'clock', isLate: false }
		: null;
}
