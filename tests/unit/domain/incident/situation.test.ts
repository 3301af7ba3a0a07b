import { describe, expect, it } from 'vitest';
import { act } from '$lib/domain/incident/acts';
import { beforeDeactivation } from '$lib/domain/incident/before-deactivation';
import { dueNotices } from '$lib/domain/incident/deadline-notices';
import { exerciseNow } from '$lib/domain/incident/exercise';
import { foldIncident } from '$lib/domain/incident/fold';
import { phasesOf } from '$lib/domain/incident/phases';
import { servicesNow, situationOf } from '$lib/domain/incident/situation';
import { LogWriter, minutes, START_MS } from '../../../doubles/log-writer';
import { viborgPlan } from '../../../doubles/plans';

const plan = viborgPlan();
const MINUTE_MS = 60_000;

const opened = (exerciseId: string | null = null) => {
	const phone = new LogWriter(1);
	phone.write(
		'incidentOpened',
		{ title: 'x', mode: exerciseId ? 'exercise' : 'real', planId: plan.id, planFingerprint: 'f', exerciseId },
		0
	);
	phone.write('alarmReceived', { sourceId: null, source: 'x', serviceIds: ['KY4'] }, 0);
	return phone;
};
const stateOf = (phone: LogWriter) => foldIncident(phone.entries);

describe('the services of a situation', () => {
	it('are all of the plan’s, in its order, and normal where nobody has said anything', () => {
		const services = servicesNow(plan, stateOf(opened()));
		expect(services.map(({ service }) => service.id)).toEqual(plan.services.map(({ id }) => id));
		expect(services.find(({ service }) => service.id === 'KY4')).toMatchObject({
			status: 'unknown',
			sinceMs: START_MS
		});
		expect(services.find(({ service }) => service.id === 'KY5')).toMatchObject({
			status: 'normal',
			sinceMs: null
		});
	});

	it('are as they are since they became so, whatever is noted of them later', () => {
		const phone = opened();
		phone.write('serviceStatusSet', { serviceId: 'KY4', status: 'down' }, 10);
		phone.write('serviceStatusSet', { serviceId: 'KY4', status: 'down', note: 'leverandøren ringer' }, 40);
		expect(servicesNow(plan, stateOf(phone)).find(({ service }) => service.id === 'KY4')).toMatchObject({
			sinceMs: minutes(10),
			note: 'leverandøren ringer'
		});
	});
});

describe('a situation', () => {
	it('has what is known, done, decided and next, the newest first', () => {
		const phone = opened();
		phone.write('activated', { by: 'Ole' }, 1);
		phone.write('observed', { text: 'først', certainty: 'confirmed' }, 2);
		phone.write('observed', { text: 'sidst', certainty: 'likely' }, 3);
		phone.write('pictureWritten', { section: 'known', text: 'gammel' }, 4);
		phone.write('pictureWritten', { section: 'known', text: 'ny' }, 5);
		phone.write('decided', { by: 'Ole', answer: 'en' }, 6);
		phone.write('decided', { by: 'Ole', answer: 'to' }, 7);
		const task = phone.write('taskGiven', { text: 'ring til leverandøren' }, 8);
		phone.write('taskGiven', { text: 'åben' }, 9);
		phone.write('taskDone', { taskId: task.id }, 10);
		const { known, decided, done, next } = situationOf(plan, stateOf(phone), minutes(11));
		expect(known.text).toBe('ny');
		expect(known.observations.map((one) => one.text)).toEqual(['sidst', 'først']);
		expect(decided.map((one) => one.answer)).toEqual(['to', 'en']);
		expect(done.tasks.map((one) => one.text)).toEqual(['ring til leverandøren']);
		expect(next.tasks.map((one) => one.text)).toEqual(['åben']);
	});

	it('leaves out what was found not to count', () => {
		const phone = opened();
		const wrong = phone.write('observed', { text: 'forkert', certainty: 'confirmed' }, 2);
		phone.write('corrected', { entryId: wrong.id, text: 'det passer ikke', isVoid: true }, 3);
		expect(situationOf(plan, stateOf(phone), minutes(4)).known.observations).toEqual([]);
	});

	it('names a channel that is down once, though both of the plan’s lists have it', () => {
		const phone = opened();
		phone.write('serviceStatusSet', { serviceId: 'KY4', status: 'down' }, 1);
		const means = situationOf(plan, stateOf(phone), minutes(2)).channels.map(({ channel }) => channel.means);
		expect(means.filter((one) => one === 'mail')).toHaveLength(1);
	});
});

describe('before the response is stopped', () => {
	it('what is open is named, and nothing else', () => {
		const phone = opened();
		phone.write('activated', { by: 'Ole' }, 1);
		phone.write('cardOpened', { cardId: 'AC-01' }, 2);
		const task = phone.write('taskGiven', { text: 'åben' }, 3);
		const open = beforeDeactivation(plan, stateOf(phone));
		expect(open.services.map(({ service }) => service.id)).toEqual(['KY4']);
		expect(open.tasks).toHaveLength(1);
		expect(open.isReported).toBe(false);
		const card = plan.cards.find((one) => one.id === 'AC-01');
		const closing = card?.steps.filter((step) => step.phase === 'closing') ?? [];
		expect(open.closingSteps.map(({ step }) => step.id)).toEqual(closing.map(({ id }) => id));
		expect(open.openSteps).toEqual([{ card, count: (card?.steps.length ?? 0) - closing.length }]);

		for (const step of card?.steps ?? []) phone.write('stepTicked', { cardId: 'AC-01', stepId: step.id }, 10);
		phone.write('taskDone', { taskId: task.id }, 11);
		phone.write('serviceStatusSet', { serviceId: 'KY4', status: 'normal' }, 12);
		expect(beforeDeactivation(plan, stateOf(phone)).isReported).toBe(false);
		phone.write('situationReportIssued', { number: 1, text: 'alt virker' }, 13);
		expect(beforeDeactivation(plan, stateOf(phone))).toMatchObject({
			services: [],
			closingSteps: [],
			openSteps: [],
			tasks: [],
			isReported: true
		});
	});
});

describe('the stretches of an incident', () => {
	it('follow on each other without a gap, and leave out what took no time', () => {
		const phone = opened();
		phone.write('assessed', { by: 'Ole', outcome: 'tellDecider' }, 3);
		phone.write('activated', { by: 'Ole' }, 20);
		phone.write('deactivated', { by: 'Ole' }, 120);
		phone.write('evaluated', { by: 'Ole' }, 150);
		phone.write('incidentClosed', { by: 'Ole' }, 160);
		const phases = phasesOf(stateOf(phone), minutes(999));
		expect(phases[0]?.fromMs).toBe(START_MS);
		expect(phases.at(-1)?.toMs).toBe(minutes(160));
		for (const [index, phase] of phases.entries())
			if (index > 0) expect(phase.fromMs).toBe(phases[index - 1]?.toMs);
		expect(phases.every((phase) => phase.toMs > phase.fromMs)).toBe(true);
	});

	it('end now, while it goes on', () => {
		expect(phasesOf(stateOf(opened()), minutes(30))).toEqual([
			{ stage: 'alarmReceived', fromMs: START_MS, toMs: minutes(30) }
		]);
	});
});

describe('an exercise', () => {
	it('has its injects by its own clock, and the next is the first that was not played', () => {
		const phone = opened('EX-1');
		const [first, second] = exerciseNow(plan, stateOf(phone))?.injects ?? [];
		expect(first?.dueMs).toBe(START_MS);
		phone.write('injectPlayed', { exerciseId: 'EX-1', injectId: first?.inject.id ?? '', text: 'x' }, 1);
		const now = exerciseNow(plan, stateOf(phone));
		expect(now?.next?.inject.id).toBe(second?.inject.id);
		expect(now?.next?.dueMs).toBe(START_MS + (second?.inject.atMinutes ?? 0) * MINUTE_MS);
	});

	it('is none where the incident is real', () => {
		expect(exerciseNow(plan, stateOf(opened()))).toBeNull();
	});
});

describe('notices of deadlines', () => {
	const withDeadline = (dueMinute: number) => {
		const phone = opened();
		const { kind, payload } = act('deadlineStarted', {
			title: 'Status',
			anchorMs: START_MS,
			dueMs: minutes(dueMinute),
			source: 'egen',
			certainty: 'own'
		});
		phone.writeRaw(kind, payload, 0);
		return [...stateOf(phone).deadlines.values()];
	};

	it('come once at each mark, and when it runs out', () => {
		const deadlines = withDeadline(120);
		const said: number[] = [];
		for (let minute = 0; minute < 130; minute += 1)
			for (const notice of dueNotices(deadlines, minutes(minute), minutes(minute + 1)))
				said.push(notice.leftMs / MINUTE_MS);
		expect(said).toEqual([60, 15, 0]);
	});

	it('say only the last mark of those that passed while nobody looked', () => {
		expect(dueNotices(withDeadline(120), minutes(1), minutes(200)).map((one) => one.leftMs)).toEqual([0]);
	});

	it('do not come for what was met, nor for a mark that lay behind from the start', () => {
		expect(dueNotices(withDeadline(10), minutes(0), minutes(5))).toEqual([]);
		const [deadline] = withDeadline(120);
		const met = { entryId: deadline?.entryId, metAtMs: minutes(5) } as never;
		expect(dueNotices(deadline ? [{ ...deadline, met }] : [], minutes(0), minutes(500))).toEqual([]);
	});
});
