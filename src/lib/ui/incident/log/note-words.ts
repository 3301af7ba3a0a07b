import type { NoteKind, NoteProblem } from '$lib/domain/incident/notes';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '../../shared/icon-names';
import { textMessage } from '$lib/app/text-messages';

/** How each kind of note is offered: its name, its icon, and what its text is. */
export const NOTE_LOOKS: Record<
	NoteKind,
	{ readonly icon: IconName; readonly name: () => string; readonly label: () => string }
> = {
	observed: { icon: 'info', name: m.logbook_note_observed, label: m.logbook_note_observed_label },
	decided: { icon: 'gavel', name: m.logbook_note_decided, label: m.logbook_note_decided_label },
	taskGiven: { icon: 'list', name: m.logbook_note_task, label: m.logbook_note_task_label },
	messageSent: {
		icon: 'message-square',
		name: m.logbook_note_message,
		label: m.logbook_note_message_label
	}
};

/** Why a note is not written yet, in a sentence. */
export function noteMessage({ field, problem }: NoteProblem): string {
	if (problem.code === 'noTime') return m.logbook_paper_no_time();
	if (problem.code === 'textEmpty' && field === 'to') return m.logbook_to_whom_missing();
	const sentence = textMessage(problem);
	const names: Record<NoteProblem['field'], (() => string) | null> = {
		text: null,
		source: m.logbook_source,
		why: m.logbook_why,
		to: m.logbook_to_whom,
		paperTime: null
	};
	const name = names[field];
	return name ? `${name()}: ${sentence}` : sentence;
}
