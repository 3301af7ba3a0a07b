import { m } from '$lib/paraglide/messages';
import type { ClockDoubt } from '../domain/incident/clock-doubt';
import type { IncidentState, Trace } from '../domain/incident/state';
import type { Stage } from '../domain/incident/flow';
import type { DeviceId, EntryId, LogEntry } from '../domain/log/entry';
import { readEntry, type EntryKind, type KnownEntry, type Payload } from '../domain/log/kinds';
import { roleById } from '../domain/plan/roles';
import type { Plan } from '../domain/plan/schema';

// each by its name: a message that is asked for by a made-up name would bring all of them into every page
const kindWords: Record<EntryKind, typeof m.log_kind_incidentOpened> = {
	incidentOpened: m.log_kind_incidentOpened,
	participantJoined: m.log_kind_participantJoined,
	alarmReceived: m.log_kind_alarmReceived,
	assessed: m.log_kind_assessed,
	notified: m.log_kind_notified,
	decided: m.log_kind_decided,
	activated: m.log_kind_activated,
	groupAssembled: m.log_kind_groupAssembled,
	deactivated: m.log_kind_deactivated,
	roleTaken: m.log_kind_roleTaken,
	absenceNoted: m.log_kind_absenceNoted,
	groupAdjusted: m.log_kind_groupAdjusted,
	callDownAdded: m.log_kind_callDownAdded,
	staffJoined: m.log_kind_staffJoined,
	staffLeft: m.log_kind_staffLeft,
	meetingPlaceSet: m.log_kind_meetingPlaceSet,
	channelStatusSet: m.log_kind_channelStatusSet,
	serviceStatusSet: m.log_kind_serviceStatusSet,
	cardOpened: m.log_kind_cardOpened,
	cardAssigned: m.log_kind_cardAssigned,
	stepTicked: m.log_kind_stepTicked,
	stepUnticked: m.log_kind_stepUnticked,
	stepDismissed: m.log_kind_stepDismissed,
	stepNoted: m.log_kind_stepNoted,
	taskGiven: m.log_kind_taskGiven,
	taskTaken: m.log_kind_taskTaken,
	taskDone: m.log_kind_taskDone,
	observed: m.log_kind_observed,
	messageSent: m.log_kind_messageSent,
	deadlineStarted: m.log_kind_deadlineStarted,
	deadlineMet: m.log_kind_deadlineMet,
	deadlineMoved: m.log_kind_deadlineMoved,
	pictureWritten: m.log_kind_pictureWritten,
	situationReportIssued: m.log_kind_situationReportIssued,
	shiftHandedOver: m.log_kind_shiftHandedOver,
	handoverAcknowledged: m.log_kind_handoverAcknowledged,
	injectPlayed: m.log_kind_injectPlayed,
	attached: m.log_kind_attached,
	corrected: m.log_kind_corrected,
	evaluationPointAdded: m.log_kind_evaluationPointAdded,
	evaluated: m.log_kind_evaluated,
	incidentClosed: m.log_kind_incidentClosed
};
const stageWords: Record<Stage, typeof m.log_stage_idle> = {
	idle: m.log_stage_idle,
	alarmReceived: m.log_stage_alarmReceived,
	assessing: m.log_stage_assessing,
	handledInOperations: m.log_stage_handledInOperations,
	chiefNotified: m.log_stage_chiefNotified,
	notActivated: m.log_stage_notActivated,
	activated: m.log_stage_activated,
	groupAssembled: m.log_stage_groupAssembled,
	coordinatorAppointed: m.log_stage_coordinatorAppointed,
	groupAdjustmentPending: m.log_stage_groupAdjustmentPending,
	operating: m.log_stage_operating,
	deactivated: m.log_stage_deactivated,
	evaluated: m.log_stage_evaluated,
	closed: m.log_stage_closed
};
const serviceStatusWords: Record<Payload<'serviceStatusSet'>['status'], typeof m.log_service_normal> = {
	normal: m.log_service_normal,
	degraded: m.log_service_degraded,
	down: m.log_service_down,
	unknown: m.log_service_unknown
};
const channelStatusWords: Record<Payload<'channelStatusSet'>['status'], typeof m.log_channel_working> = {
	working: m.log_channel_working,
	uncertain: m.log_channel_uncertain,
	down: m.log_channel_down,
	retired: m.log_channel_retired,
	unknown: m.log_channel_unknown
};
const certaintyWords: Record<Payload<'observed'>['certainty'], typeof m.log_words_certainty_confirmed> = {
	confirmed: m.log_words_certainty_confirmed,
	likely: m.log_words_certainty_likely,
	unconfirmed: m.log_words_certainty_unconfirmed
};
const absenceWords: Record<Payload<'absenceNoted'>['reason'], typeof m.log_absence_holiday> = {
	holiday: m.log_absence_holiday,
	notReached: m.log_absence_notReached,
	topCrisisStaff: m.log_absence_topCrisisStaff,
	other: m.log_absence_other
};
const notifiedWords: Record<Payload<'notified'>['outcome'], typeof m.log_words_notified_sent> = {
	sent: m.log_words_notified_sent,
	reached: m.log_words_notified_reached,
	notReached: m.log_words_notified_notReached,
	acknowledged: m.log_words_notified_acknowledged
};
const pictureWords: Record<Payload<'pictureWritten'>['section'], typeof m.log_words_picture_known> = {
	known: m.log_words_picture_known,
	next: m.log_words_picture_next
};
const evaluationWords: Record<Payload<'evaluationPointAdded'>['sort'], typeof m.log_words_evaluation_worked> =
	{
		worked: m.log_words_evaluation_worked,
		improve: m.log_words_evaluation_improve,
		planChange: m.log_words_evaluation_planChange
	};

/** What an entry is put into words with. */
export interface WordsContext {
	readonly plan: Plan;
	readonly state: IncidentState;
	/** A moment as this country's clocks have it. */
	readonly formatMoment: (ms: number) => string;
}

/** An entry in words: its kind in a word or two, what it says in a sentence, and what else there is to know. */
export interface EntryWords {
	readonly kind: string;
	readonly text: string;
	readonly details: readonly string[];
}

/** What `entry` says, in the language of the screen; names and texts stay as they were written. */
export function entryWords(entry: LogEntry, context: WordsContext): EntryWords {
	const known = readEntry(entry);
	if (!known)
		return { kind: m.log_kind_unknown(), text: m.log_unknown_text({ kind: entry.kind }), details: [] };
	const [text, ...details] = sentences(known, context).filter((one) => one !== null);
	const skipped = context.state.stages.find((change) => change.entryId === entry.id)?.skipped ?? [];
	if (known.kind === 'activated' && skipped.length > 0)
		details.push(m.log_words_ahead({ stages: skipped.map((stage) => stageWord(stage)).join(', ') }));
	return { kind: kindWord(known.kind), text: text ?? kindWord(known.kind), details };
}

/** All of it in one line: for search, and for files. */
export function entryLine(entry: LogEntry, context: WordsContext): string {
	const { kind, text, details } = entryWords(entry, context);
	return [kind, text, ...details].join(' · ');
}

/** Who wrote it: who held the device then, as they had said; else the beginning of the device's id. */
export function authorWord(
	{ deviceId, sequence }: Pick<Trace, 'deviceId' | 'sequence'>,
	{ holders }: Pick<IncidentState, 'holders'>
): string {
	// the first entry of all comes before the one that says who writes
	const names = holders.get(deviceId);
	const then = names?.findLast((one) => one.sequence <= sequence) ?? names?.[0];
	return then?.name ?? unknownAuthor(deviceId);
}

/**
 * What is said beside an entry whose author's clock looks wrong.
 * @param formatDuration A duration in words.
 */
export function clockWords(
	{ way, byMs, than }: ClockDoubt,
	state: Pick<IncidentState, 'holders'>,
	formatDuration: (ms: number) => string
): string {
	const duration = formatDuration(byMs);
	if (!than) return way === 'behind' ? m.log_clock_behind({ duration }) : m.log_clock_ahead({ duration });
	const name = authorWord(than, state);
	return way === 'behind'
		? m.log_clock_behind_than({ duration, name })
		: m.log_clock_ahead_than({ duration, name });
}

/** Everybody who wrote on a device, in the order in which they held it. */
export function holdersWord(deviceId: DeviceId, { holders }: Pick<IncidentState, 'holders'>): string {
	const names = new Set(holders.get(deviceId)?.map((one) => one.name));
	return names.size > 0 ? [...names].join(', ') : unknownAuthor(deviceId);
}

function unknownAuthor(deviceId: DeviceId): string {
	return m.log_author_unknown({ id: deviceId.slice(0, 6) });
}

/** A kind's name. */
export function kindWord(kind: EntryKind): string {
	return kindWords[kind]();
}

/** Where an incident stands, in a word. */
export function stageWord(stage: Stage): string {
	return stageWords[stage]();
}

export const serviceStatusWord = (status: Payload<'serviceStatusSet'>['status']) =>
	serviceStatusWords[status]();
export const channelStatusWord = (status: Payload<'channelStatusSet'>['status']) =>
	channelStatusWords[status]();
export const certaintyWord = (certainty: Payload<'observed'>['certainty']) => certaintyWords[certainty]();
export const absenceWord = (reason: Payload<'absenceNoted'>['reason']) => absenceWords[reason]();

function sentences(known: KnownEntry, { plan, state, formatMoment }: WordsContext): (string | null)[] {
	const role = (id: string | null) => (id === null ? null : (roleById(plan, id)?.name ?? id));
	const named = (list: readonly { id: string; name: string }[], id: string) =>
		list.find((one) => one.id === id)?.name ?? id;
	const services = (ids: readonly string[]) =>
		ids.length === 0
			? null
			: m.log_words_alarm_services({ services: ids.map((id) => named(plan.services, id)).join(', ') });
	const channel = (id: string | null) =>
		id === null
			? null
			: m.log_words_by_channel({ channel: named([...plan.channels, ...plan.notificationChannels], id) });
	const why = (text: string | null) => (text === null ? null : m.log_words_why({ why: text }));
	const card = (id: string) => {
		const found = plan.cards.find((one) => one.id === id);
		return found ? `${found.id} ${found.title}` : id;
	};
	const step = ({ cardId, stepId }: { cardId: string; stepId: string }) => {
		const steps = plan.cards.find((one) => one.id === cardId)?.steps ?? [];
		const at = steps.findIndex((one) => one.id === stepId);
		return m.log_words_step({ card: cardId, number: at + 1 || stepId, text: steps[at]?.text ?? '' });
	};
	const acting = (one: { by: string; roleId: string | null; asSubstitute: boolean }) => {
		const title = [role(one.roleId), one.asSubstitute ? m.log_words_as_substitute() : null].filter(Boolean);
		return title.length > 0 ? `${one.by} (${title.join(', ')})` : one.by;
	};
	const task = (id: string) => state.tasks.get(id as EntryId)?.text ?? '';
	const deadline = (id: string) => state.deadlines.get(id as EntryId)?.title ?? '';
	switch (known.kind) {
		case 'incidentOpened':
			return [
				known.payload.mode === 'exercise'
					? m.log_words_incidentOpened_exercise({ title: known.payload.title })
					: known.payload.title
			];
		case 'participantJoined':
			return [m.log_words_participantJoined({ name: known.payload.name }), role(known.payload.roleId)];
		case 'alarmReceived': {
			const { sourceId, source, what, serviceIds, awareMs } = known.payload;
			const from = source ?? (sourceId === null ? '' : named(plan.alarmSources, sourceId));
			return [
				m.log_words_alarm({ source: from, what: what ?? m.log_words_no_text() }),
				services(serviceIds),
				awareMs === null ? null : m.log_words_alarm_aware({ time: formatMoment(awareMs) })
			];
		}
		case 'assessed': {
			const { outcome, scope, serviceIds } = known.payload;
			const words =
				outcome === 'undecided'
					? m.log_words_assessed_undecided
					: outcome === 'handledInOperations'
						? m.log_words_assessed_handledInOperations
						: m.log_words_assessed_tellDecider;
			const decider = role(plan.response.decider) ?? '';
			return [words({ by: acting(known.payload), decider }), scope, services(serviceIds)];
		}
		case 'notified': {
			const { name, outcome, channelId, note } = known.payload;
			return [notifiedWords[outcome]({ name }), channel(channelId), note];
		}
		case 'decided': {
			const { question, answer, why: reason } = known.payload;
			const text = question === null ? answer : m.log_words_decided({ question, answer });
			return [text, m.log_words_decided_by({ by: acting(known.payload) }), why(reason)];
		}
		case 'activated':
			return [m.log_words_activated({ by: acting(known.payload) }), why(known.payload.why)];
		case 'groupAssembled': {
			const { names } = known.payload;
			return [
				names.length > 0 ? m.log_words_assembled({ names: names.join(', ') }) : m.log_words_assembled_none()
			];
		}
		case 'deactivated':
			return [m.log_words_deactivated({ by: acting(known.payload) }), why(known.payload.why)];
		case 'roleTaken': {
			const { name, roleId, isSubstitute, mustAdjustGroup, why: reason } = known.payload;
			const title = role(roleId) ?? roleId;
			const words = isSubstitute ? `${title} (${m.log_words_as_substitute()})` : title;
			return [
				m.log_words_roleTaken({ name, role: words }),
				mustAdjustGroup ? m.log_words_roleTaken_adjust() : null,
				why(reason)
			];
		}
		case 'absenceNoted': {
			const { name, isAbsent, reason, note } = known.payload;
			return [
				isAbsent ? m.log_words_absent({ name, reason: absenceWord(reason) }) : m.log_words_present({ name }),
				note
			];
		}
		case 'groupAdjusted': {
			const { way, name, replacement, why: reason } = known.payload;
			const words =
				way === 'replaced'
					? m.log_words_adjusted_replaced({ name, replacement: replacement ?? '' })
					: way === 'stays'
						? m.log_words_adjusted_stays({ name })
						: m.log_words_adjusted_leftWithoutReplacement({ name });
			return [words, why(reason)];
		}
		case 'callDownAdded':
			return [m.log_words_callDownAdded({ name: known.payload.name })];
		case 'staffJoined':
			return [m.log_words_staffJoined({ name: known.payload.name }), known.payload.task];
		case 'staffLeft':
			return [m.log_words_staffLeft({ name: known.payload.name })];
		case 'meetingPlaceSet':
			return [m.log_words_meetingPlace({ place: known.payload.place })];
		case 'channelStatusSet': {
			const { channelId, status, note } = known.payload;
			const name = named([...plan.channels, ...plan.notificationChannels], channelId);
			return [m.log_words_status({ name, status: channelStatusWord(status) }), note];
		}
		case 'serviceStatusSet': {
			const { serviceId, status, note, sinceMs } = known.payload;
			const name = named(plan.services, serviceId);
			return [
				m.log_words_status({ name, status: serviceStatusWord(status) }),
				sinceMs === null ? null : m.log_words_since({ time: formatMoment(sinceMs) }),
				note
			];
		}
		case 'cardOpened':
			return [card(known.payload.cardId)];
		case 'cardAssigned': {
			const who = known.payload.name ?? role(known.payload.roleId) ?? m.log_words_nobody();
			return [m.log_words_cardAssigned({ card: card(known.payload.cardId), who })];
		}
		case 'stepTicked':
		case 'stepUnticked':
			return [step(known.payload)];
		case 'stepDismissed':
			return [step(known.payload), m.log_words_step_reason({ reason: known.payload.reason })];
		case 'stepNoted':
			return [known.payload.text, step(known.payload)];
		case 'taskGiven': {
			const { text, to, roleId, dueMs } = known.payload;
			const who = to ?? role(roleId);
			return [
				text,
				who === null ? null : m.log_words_task_to({ who }),
				dueMs === null ? null : m.log_words_task_due({ time: formatMoment(dueMs) })
			];
		}
		case 'taskTaken':
			return [task(known.payload.taskId)];
		case 'taskDone':
			return [task(known.payload.taskId), known.payload.note];
		case 'observed': {
			const { text, certainty, source, serviceIds } = known.payload;
			return [
				text,
				certaintyWord(certainty),
				source === null ? null : m.log_words_source({ source }),
				services(serviceIds)
			];
		}
		case 'messageSent':
			return [
				m.log_words_message({ to: known.payload.to, text: known.payload.text }),
				channel(known.payload.channelId)
			];
		case 'deadlineStarted': {
			const { title, dueMs, source } = known.payload;
			return [m.log_words_deadline({ title, time: formatMoment(dueMs) }), m.log_words_source({ source })];
		}
		case 'deadlineMet': {
			const { deadlineId, atMs, note } = known.payload;
			return [m.log_words_deadline_met({ title: deadline(deadlineId), time: formatMoment(atMs) }), note];
		}
		case 'deadlineMoved': {
			const { deadlineId, dueMs, why: reason } = known.payload;
			return [
				m.log_words_deadline_moved({ title: deadline(deadlineId), time: formatMoment(dueMs) }),
				why(reason)
			];
		}
		case 'pictureWritten': {
			const { section, text } = known.payload;
			return [pictureWords[section]({ text })];
		}
		case 'situationReportIssued':
			return [m.log_words_report({ number: known.payload.number })];
		case 'shiftHandedOver': {
			const { from, to, roleId } = known.payload;
			return [m.log_words_handover({ from, to }), role(roleId)];
		}
		case 'handoverAcknowledged':
			return [m.log_words_handover_taken({ by: known.payload.by })];
		case 'injectPlayed':
			return [known.payload.text];
		case 'attached':
			return [known.payload.caption ?? kindWord('attached')];
		case 'corrected': {
			const { text, isVoid } = known.payload;
			return [isVoid ? m.log_words_correction_void({ text }) : m.log_words_correction({ text })];
		}
		case 'evaluationPointAdded':
			return [evaluationWords[known.payload.sort]({ text: known.payload.text })];
		case 'evaluated':
			return [m.log_words_evaluated({ by: known.payload.by })];
		case 'incidentClosed':
			return [m.log_words_closed({ by: known.payload.by }), why(known.payload.why)];
	}
}
