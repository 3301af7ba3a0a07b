import { m } from '$lib/paraglide/messages';
import type { StepNow } from '../domain/incident/cards';
import type { Situation } from '../domain/incident/situation';
import type { Deadline, IncidentState, RoleHolding, Said, Task } from '../domain/incident/state';
import { roleById } from '../domain/plan/roles';
import type { Plan } from '../domain/plan/schema';
import { absenceWord, certaintyWord, channelStatusWord, serviceStatusWord, stageWord } from './entry-words';

/** A part of a report, as it is read and as it is sent. */
export interface ReportPart {
	readonly heading: string;
	readonly lines: readonly string[];
}

/** How times are put into words. */
export interface TimeWords {
	moment(ms: number): string;
	duration(ms: number): string;
}

/** The longest text that a report's entry holds (kinds.ts). */
const REPORT_MAX = 6_000;
/** So many of a list; the log has the rest. */
const MOST = 8;

/** The situation picture in words, part by part; parts with nothing in them say so or are left out. */
export function situationParts(
	plan: Plan,
	state: IncidentState,
	situation: Situation,
	times: TimeWords,
	nowMs: number
): ReportPart[] {
	const { services, known, done, decided, next, channels, deadlines } = situation;
	return [
		{
			heading: m.picture_services(),
			lines: services.map(({ service, status, sinceMs, note }) => {
				const since = sinceMs === null ? '' : ` ${m.log_words_since({ time: times.moment(sinceMs) })}`;
				return `${service.name}: ${serviceStatusWord(status)}${since}${note === null ? '' : ` (${note})`}`;
			})
		},
		{
			heading: m.picture_known(),
			lines: [...paragraphs(known.text), ...most(known.observations.map(observationLine))]
		},
		{
			heading: m.picture_done(),
			lines: [
				...most(done.steps.map((step) => stepLine(step))),
				...most(done.tasks.map((task) => taskLine(plan, task, times)))
			]
		},
		{ heading: m.picture_decided(), lines: most(decided.map((one) => decisionLine(one, times))) },
		{
			heading: m.picture_next(),
			lines: [
				...paragraphs(next.text),
				...most(
					next.overdue.map((step) =>
						m.picture_overdue({
							step: stepLine(step),
							duration: times.duration(nowMs - (step.dueMs ?? nowMs))
						})
					)
				),
				...most(next.tasks.map((task) => taskLine(plan, task, times)))
			]
		},
		{
			heading: m.picture_clocks(),
			lines: deadlines.map((deadline) => deadlineLine(deadline, times))
		},
		{ heading: m.picture_staffing(), lines: staffingLines(plan, situation) },
		{
			heading: m.picture_channels(),
			lines: channels.map(({ channel, status }) => `${channel.name}: ${channelStatusWord(status)}`)
		},
		{ heading: m.picture_stage(), lines: [stageWord(state.stage)] }
	].filter((part) => part.lines.length > 0);
}

/** What the one who takes a shift over must know. */
export function handoverParts(
	plan: Plan,
	situation: Situation,
	times: TimeWords,
	nowMs: number
): ReportPart[] {
	const { decided, next, deadlines, known, services } = situation;
	const hit = services.filter((one) => one.status !== 'normal');
	return [
		{
			heading: m.picture_services(),
			lines: hit.map(({ service, status }) => `${service.name}: ${serviceStatusWord(status)}`)
		},
		{ heading: m.picture_known(), lines: paragraphs(known.text) },
		{
			heading: m.handover_open_steps(),
			lines: most(
				next.overdue.map((step) =>
					m.picture_overdue({ step: stepLine(step), duration: times.duration(nowMs - (step.dueMs ?? nowMs)) })
				)
			)
		},
		{ heading: m.handover_tasks(), lines: most(next.tasks.map((task) => taskLine(plan, task, times))) },
		{ heading: m.picture_clocks(), lines: deadlines.map((deadline) => deadlineLine(deadline, times)) },
		{ heading: m.picture_decided(), lines: most(decided.map((one) => decisionLine(one, times))) },
		{ heading: m.picture_next(), lines: paragraphs(next.text) },
		{ heading: m.picture_staffing(), lines: staffingLines(plan, situation) }
	].filter((part) => part.lines.length > 0);
}

/** The parts as one text, for an entry, a message or a file; cut where an entry would not hold it. */
export function reportText(parts: readonly ReportPart[]): string {
	const text = parts
		.map(({ heading, lines }) => [heading.toUpperCase(), ...lines.map((line) => `- ${line}`)].join('\n'))
		.join('\n\n');
	if (text.length <= REPORT_MAX) return text;
	const end = `\n${m.report_cut()}`;
	return text.slice(0, REPORT_MAX - end.length).toWellFormed() + end;
}

/** The parts of a text that `reportText` made, on this phone or another. */
export function issuedParts(text: string): ReportPart[] {
	return text.split('\n\n').map((part) => {
		const [heading = '', ...lines] = part.split('\n');
		return { heading, lines: lines.map((line) => line.replace(/^- /, '')) };
	});
}

/** Who has a role now, as one line. */
export function holdingLine(plan: Plan, holding: RoleHolding): string {
	const title = roleById(plan, holding.roleId)?.name ?? holding.roleId;
	return `${title}: ${holding.name}${holding.isSubstitute ? ` (${m.log_words_as_substitute()})` : ''}`;
}

/** A step with its card, as one line. */
export function stepLine({ card, step }: StepNow): string {
	return `${card.id} ${step.text}`;
}

/** A decision: what, when, by whom. */
export function decisionLine(one: Said<'decided'>, times: TimeWords): string {
	const what =
		one.question === null ? one.answer : m.log_words_decided({ question: one.question, answer: one.answer });
	const why = one.why === null ? '' : ` ${m.log_words_why({ why: one.why })}`;
	return `${times.moment(one.atMs)} ${what} (${one.by}).${why}`;
}

/** A deadline: what, by when, by which rule. */
export function deadlineLine(deadline: Deadline, times: TimeWords): string {
	return `${m.log_words_deadline({ title: deadline.title, time: times.moment(deadline.dueMs) })} (${deadline.source})`;
}

/** A task, whose it is, and by when. */
export function taskLine(plan: Plan, task: Task, times: TimeWords): string {
	const who = task.to ?? (task.roleId === null ? null : (roleById(plan, task.roleId)?.name ?? task.roleId));
	const due = task.dueMs === null ? '' : `, ${m.task_due({ time: times.moment(task.dueMs) })}`;
	return `${task.text}${who === null ? '' : ` (${who})`}${due}`;
}

function observationLine(one: Said<'observed'>): string {
	const source = one.source === null ? '' : `, ${one.source}`;
	return `${one.text} (${certaintyWord(one.certainty)}${source})`;
}

function staffingLines(plan: Plan, { roles, staff, absent, meetingPlace }: Situation): string[] {
	return [
		...(meetingPlace === null ? [] : [m.log_words_meetingPlace({ place: meetingPlace })]),
		...roles.map(({ holding }) => holdingLine(plan, holding)),
		...staff.map((one) => (one.task === null ? one.name : `${one.name}: ${one.task}`)),
		...absent.map((one) => m.log_words_absent({ name: one.name, reason: absenceWord(one.reason) }))
	];
}

function paragraphs(text: string): string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

function most(lines: readonly string[]): string[] {
	const rest = lines.length - MOST;
	return rest > 0 ? [...lines.slice(0, MOST), m.report_more({ count: rest })] : [...lines];
}
