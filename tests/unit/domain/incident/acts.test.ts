import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
	absenceActs,
	act,
	activationActs,
	deadlineMetActs,
	findingActs,
	takeRoleAct,
	type Act,
	type Actor
} from '$lib/domain/incident/acts';
import { cardNow, overdueSteps, proposedCards } from '$lib/domain/incident/cards';
import { channelsNow, usableChannels } from '$lib/domain/incident/channels';
import { clocksStartedBy, dueOf, findingsOf, openDeadlines } from '$lib/domain/incident/clocks';
import { figuresOf } from '$lib/domain/incident/evaluation';
import { foldIncident } from '$lib/domain/incident/fold';
import { nextSteps } from '$lib/domain/incident/next';
import { callDownList, holdingOf, stillMissing } from '$lib/domain/incident/people';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import { contactById } from '$lib/domain/plan/roles';
import type { Contact } from '$lib/domain/plan/schema';
import { LogWriter, minutes } from '../../../doubles/log-writer';
import { valued } from '../../../doubles/valued';

const viborg = valued(parsePlanFile(readFileSync('plans/viborg-it-delplan.json', 'utf8')));
const nordoe = valued(parsePlanFile(readFileSync('tests/fixtures/nordoe-staff-plan.json', 'utf8')));
const chief = contact('K-CHEF');
const deputy = contact('K-AFD');
const BO: Actor = { name: 'Ole', roleId: 'itDepartmentManager', contactId: 'K-AFD' };
const ANNA: Actor = { name: 'Erik', roleId: 'headOfItAndDigitalisation', contactId: 'K-CHEF' };

function contact(id: string): Contact {
	const found = contactById(viborg, id);
	if (!found) throw new Error(`no ${id}`);
	return found;
}

/** A phone that writes acts. */
class Phone extends LogWriter {
	do(acts: readonly Act[], minute?: number): void {
		for (const { kind, payload, ...rest } of acts) this.writeRaw(kind, payload, minute, rest);
	}
	get state() {
		return foldIncident(this.entries);
	}
}

const opened = () => {
	const phone = new Phone(1);
	phone.write('incidentOpened', { title: 'x', mode: 'real', planId: 'p', planFingerprint: 'f' }, 0);
	phone.write('alarmReceived', { sourceId: 'alarm-users', what: 'Outlook', serviceIds: ['KY4'] }, 0);
	return phone;
};

describe('activation', () => {
	it('gives the chair to the chief, and to the deputy when the chief is away', () => {
		const phone = opened();
		phone.do(activationActs(viborg, phone.state, ANNA), 5);
		expect(holdingOf(phone.state, 'chair')).toMatchObject({ name: 'Erik Sørensen', isSubstitute: false });

		const without = opened();
		without.do(absenceActs(viborg, without.state, chief, { isAbsent: true, reason: 'holiday', note: null }));
		without.do(activationActs(viborg, without.state, BO), 5);
		expect(holdingOf(without.state, 'chair')).toMatchObject({ name: 'Ole Christiansen', isSubstitute: true });
		expect(without.state.activation).toMatchObject({ by: 'Ole', asSubstitute: true });
	});

	it('leaves the chair to be said where all whom the plan names are away', () => {
		const phone = opened();
		for (const who of [chief, deputy])
			phone.do(absenceActs(viborg, phone.state, who, { isAbsent: true, reason: 'notReached', note: null }));
		phone.do(activationActs(viborg, phone.state, { name: 'Vagten', roleId: null, contactId: null }));
		expect(holdingOf(phone.state, 'chair')).toBeNull();
		expect(nextSteps(viborg, phone.state)[0]).toMatchObject({ act: 'takeChair' });
	});

	it('does not call the chief a substitute for themselves', () => {
		const phone = opened();
		expect(activationActs(viborg, phone.state, ANNA)[0]?.payload).toMatchObject({ asSubstitute: false });
	});
});

describe('the chair', () => {
	it('falls to the deputy when the chief leaves, and comes back with the chief (Ø4)', () => {
		const phone = opened();
		phone.do(activationActs(viborg, phone.state, ANNA), 5);
		phone.do(
			absenceActs(viborg, phone.state, chief, { isAbsent: true, reason: 'topCrisisStaff', note: null }),
			10
		);
		expect(holdingOf(phone.state, 'chair')?.name).toBe('Ole Christiansen');
		phone.do(absenceActs(viborg, phone.state, chief, { isAbsent: false, reason: 'other', note: null }), 40);
		expect(holdingOf(phone.state, 'chair')?.name).toBe('Erik Sørensen');
		expect(phone.state.holdings.map(({ name, untilMs }) => [name, untilMs])).toEqual([
			['Erik Sørensen', minutes(10)],
			['Ole Christiansen', minutes(40)],
			['Erik Sørensen', null]
		]);
	});

	it('follows a plan with quite another staff', () => {
		const phone = opened();
		const leader = contactById(nordoe, 'C-LEADER');
		if (!leader) throw new Error('no leader');
		phone.do(absenceActs(nordoe, phone.state, leader, { isAbsent: true, reason: 'notReached', note: null }));
		phone.do(
			activationActs(nordoe, phone.state, { name: 'Vagt', roleId: 'dutyOfficer', contactId: 'C-DUTY' })
		);
		expect(holdingOf(phone.state, 'crisisLeader')).toMatchObject({ name: 'Malthe Fyrlund' });
	});
});

describe('the coordinator', () => {
	it('out of the group means that the group is to be adjusted, as the plan bids', () => {
		const phone = opened();
		phone.do(activationActs(viborg, phone.state, ANNA));
		phone.do([act('groupAssembled', { names: [] }), takeRoleAct(viborg, 'incidentCoordinator', deputy)]);
		expect(phone.state.stage).toBe('groupAdjustmentPending');
		expect(nextSteps(viborg, phone.state).map((step) => step.act)).toContain('adjustGroup');
	});

	it('from outside the group means no such thing', () => {
		const phone = opened();
		phone.do(activationActs(viborg, phone.state, ANNA));
		phone.do([
			act('groupAssembled', { names: [] }),
			takeRoleAct(viborg, 'incidentCoordinator', { name: 'Carl' })
		]);
		expect(phone.state.stage).toBe('operating');
		expect(phone.state.adjustment).toBeNull();
	});
});

describe('channels', () => {
	it('never proposes mail once it was marked down, in either list (Ø1)', () => {
		const phone = opened();
		phone.do([act('channelStatusSet', { channelId: 'mail', status: 'down' })]);
		for (const list of ['channels', 'notificationChannels'] as const) {
			const usable = usableChannels(channelsNow(viborg, phone.state, list));
			expect(usable.map(({ channel }) => channel.means)).not.toContain('mail');
			expect(usable.map(({ channel }) => channel.name)).not.toContain('Skype');
		}
	});

	it('doubts mail when Outlook is hit, and knows it down when Outlook is', () => {
		const phone = opened();
		const mail = () => channelsNow(viborg, phone.state).find(({ channel }) => channel.id === 'mail');
		expect(mail()).toMatchObject({ status: 'uncertain', becauseOf: 'KY4' });
		phone.do([act('serviceStatusSet', { serviceId: 'KY4', status: 'down' })]);
		expect(mail()).toMatchObject({ status: 'down', becauseOf: 'KY4' });
		phone.do([act('channelStatusSet', { channelId: 'mail', status: 'working' })]);
		expect(mail()).toMatchObject({ status: 'working' });
	});
});

describe('cards', () => {
	it('proposes those of the service that is hit before those for whatever is hit', () => {
		const proposed = proposedCards(viborg, opened().state).map((card) => card.id);
		expect(proposed[0]).toBe('AC-06');
		expect(proposed.indexOf('AC-11')).toBeLessThan(proposed.indexOf('AC-01'));
		expect(proposed).not.toContain('AC-07');
	});

	it('counts the time of a step from the activation, and shows it overdue', () => {
		const phone = opened();
		phone.do([act('cardOpened', { cardId: 'AC-06' })], 1);
		phone.do(activationActs(viborg, phone.state, ANNA), 10);
		const card = viborg.cards.find((one) => one.id === 'AC-06');
		const timed = card?.steps.find((step) => step.dueAnchor === 'cardStarted' && step.dueMinutes !== null);
		if (!card || !timed) throw new Error('the plan has changed');
		const due = minutes(10 + (timed.dueMinutes ?? 0));
		expect(cardNow(card, phone.state).steps.find((one) => one.step === timed)?.dueMs).toBe(due);
		expect(overdueSteps(viborg, phone.state, due).map(({ step }) => step.id)).not.toContain(timed.id);
		expect(overdueSteps(viborg, phone.state, due + 1).map(({ step }) => step.id)).toContain(timed.id);
		phone.do([act('stepTicked', { cardId: 'AC-06', stepId: timed.id })], 12);
		expect(overdueSteps(viborg, phone.state, due + 1).map(({ step }) => step.id)).not.toContain(timed.id);
	});
});

describe('legal clocks', () => {
	it('start from when the municipality knew, not from the press', () => {
		const phone = opened();
		const finding = 'Brud på persondatasikkerheden';
		phone.do(findingActs(finding, clocksStartedBy(viborg, finding), minutes(45), BO, null), 60);
		expect(openDeadlines(phone.state)).toMatchObject([
			{
				title: 'Anmeldelse til Datatilsynet',
				anchorMs: minutes(45),
				dueMs: minutes(45 + 72 * 60),
				certainty: 'certain'
			}
		]);
	});

	it('start together where one finding starts several, and the final report when the notification was handed in', () => {
		const phone = opened();
		const finding = 'Væsentlig hændelse (NIS2)';
		phone.do(findingActs(finding, clocksStartedBy(viborg, finding), minutes(0), BO, null), 1);
		expect(openDeadlines(phone.state).map((one) => one.title)).toEqual([
			'NIS2: tidlig varsling',
			'NIS2: hændelsesunderretning'
		]);
		const notification = openDeadlines(phone.state)[1];
		if (!notification) throw new Error('no clock');
		phone.do(deadlineMetActs(viborg, notification, Date.parse('2027-01-31T10:00:00Z'), null));
		expect(openDeadlines(phone.state).find((one) => one.clockId === 'clock-nis2-final')?.dueMs).toBe(
			Date.parse('2027-02-28T10:00:00Z')
		);
	});

	it('are offered by finding, and not at all where the owner has switched them off', () => {
		const off = {
			...viborg,
			clocks: viborg.clocks.map((clock) => ({ ...clock, applies: !clock.id.includes('nis2') }))
		};
		expect(findingsOf(viborg).map(({ finding }) => finding)).toContain('Væsentlig hændelse (NIS2)');
		expect(findingsOf(off).map(({ finding }) => finding)).not.toContain('Væsentlig hændelse (NIS2)');
	});

	it.each([
		['2026-01-31T22:00:00Z', '2026-02-28T22:00:00Z'],
		['2028-01-31T22:00:00Z', '2028-02-29T22:00:00Z'],
		['2026-12-15T08:30:00Z', '2027-01-15T08:30:00Z']
	])('count a month as a calendar month: %s is due %s', (from, to) => {
		expect(dueOf({ due: { unit: 'months', count: 1 } }, Date.parse(from))).toBe(Date.parse(to));
	});
});

describe('the call-down list', () => {
	it('has the group, the chair, the staff and whoever was told, each once, and who is still missing', () => {
		const phone = opened();
		phone.do(activationActs(viborg, phone.state, ANNA));
		phone.do([
			act('staffJoined', { name: 'Dorte', task: 'netværk' }),
			act('notified', {
				name: 'Erik Sørensen',
				contactId: 'K-CHEF',
				outcome: 'sent',
				channelId: 'notify-sms'
			}),
			act('notified', { name: 'Erik Sørensen', contactId: 'K-CHEF', outcome: 'acknowledged' }),
			act('notified', { name: 'Ole Christiansen', contactId: 'K-AFD', outcome: 'notReached' })
		]);
		const rows = callDownList(viborg, phone.state);
		expect(rows.map(({ name, status }) => [name, status])).toEqual([
			['Erik Sørensen', 'acknowledged'],
			['Ole Christiansen', 'notReached'],
			['Dorte', 'notTried']
		]);
		expect(stillMissing(rows).map(({ name }) => name)).toEqual(['Ole Christiansen', 'Dorte']);
	});
});

it('counts the figures of the after-action report from the first alarm', () => {
	const phone = opened();
	phone.do(activationActs(viborg, phone.state, ANNA), 21);
	phone.do([act('situationReportIssued', { number: 1, text: 'x' })], 60);
	phone.do([act('deactivated', { by: 'Erik' })], 120);
	expect(figuresOf(viborg, phone.state, minutes(121))).toMatchObject({
		toActivationMs: 21 * 60_000,
		toFirstReportMs: 60 * 60_000,
		lastedMs: 120 * 60_000,
		reports: 1
	});
});
