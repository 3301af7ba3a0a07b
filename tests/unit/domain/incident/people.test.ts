import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyContactUpdate, planWithUpdates } from '$lib/domain/contacts/contact-update';
import {
	absenceActs,
	act,
	activationActs,
	decidedStepActs,
	takeRoleAct,
	type Act,
	type Actor
} from '$lib/domain/incident/acts';
import { cardNow } from '$lib/domain/incident/cards';
import { channelsNow } from '$lib/domain/incident/channels';
import { foldIncident } from '$lib/domain/incident/fold';
import { nextSteps } from '$lib/domain/incident/next';
import { callDownList, deciderNow, isReached, roleNow, stillMissing } from '$lib/domain/incident/people';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import { contactById } from '$lib/domain/plan/roles';
import type { Contact } from '$lib/domain/plan/schema';
import type { IsoInstant } from '$lib/base/time';
import { LogWriter, minutes } from '../../../doubles/log-writer';
import { valued } from '../../../doubles/valued';

const plan = valued(parsePlanFile(readFileSync('plans/viborg-it-delplan.json', 'utf8')));
const OLE: Actor = { name: 'Ole Christiansen', roleId: 'itDepartmentManager', contactId: 'K-AFD' };
const ERIK: Actor = { name: 'Erik Sørensen', roleId: 'headOfItAndDigitalisation', contactId: 'K-CHEF' };

function contact(id: string, of = plan): Contact {
	const found = contactById(of, id);
	if (!found) throw new Error(`no ${id}`);
	return found;
}

class Phone extends LogWriter {
	do(acts: readonly Act[], minute?: number): void {
		for (const { kind, payload, ...rest } of acts) this.writeRaw(kind, payload, minute, rest);
	}
	get state() {
		return foldIncident(this.entries);
	}
	away(id: string, isAbsent: boolean, minute?: number): void {
		const absence = { isAbsent, reason: 'holiday' as const, note: null };
		this.do(absenceActs(plan, this.state, contact(id), absence), minute);
	}
	get chair() {
		return roleNow(plan, this.state, 'chair');
	}
}

const activated = (by = ERIK) => {
	const phone = new Phone(1);
	phone.write('incidentOpened', { title: 'x', mode: 'real', planId: 'p', planFingerprint: 'f' }, 0);
	phone.do(activationActs(plan, phone.state, by), 5);
	return phone;
};

describe('who has a role now', () => {
	it('is the right chair with the right number at each time (Ø4)', () => {
		const phone = new Phone(1);
		phone.write('incidentOpened', { title: 'x', mode: 'real', planId: 'p', planFingerprint: 'f' }, 0);
		expect(phone.chair).toMatchObject({ name: 'Erik Sørensen', isSubstitute: false, holding: null });
		phone.away('K-CHEF', true, 1);
		expect(phone.chair).toMatchObject({ name: 'Ole Christiansen', isSubstitute: true });
		phone.do(activationActs(plan, phone.state, OLE), 2);
		expect(phone.chair).toMatchObject({ name: 'Ole Christiansen', isSubstitute: true, isAway: false });
		expect(phone.chair?.contact?.phones[0]?.dial).toBe('+4587874180');
		phone.away('K-CHEF', false, 40);
		expect(phone.chair).toMatchObject({ name: 'Erik Sørensen', isSubstitute: false });
		expect(phone.chair?.contact?.phones[0]?.dial).toBe('+4587874150');
	});

	it('stays with one who was given the chair by people, whoever else comes and goes', () => {
		const phone = activated();
		phone.do([takeRoleAct(plan, 'chair', { name: 'Carl' })], 10);
		phone.away('K-DPO', true, 11);
		phone.away('K-AFD', true, 12);
		phone.away('K-DPO', false, 13);
		expect(phone.chair?.name).toBe('Carl');
	});

	it('is still the one who is away where the plan names no other, and somebody must take it', () => {
		const phone = activated();
		phone.away('K-AFD', true, 6);
		phone.away('K-CHEF', true, 7);
		expect(phone.chair).toMatchObject({ name: 'Erik Sørensen', isAway: true });
		expect(nextSteps(plan, phone.state).map((step) => step.act)).toContain('takeChair');
		phone.away('K-AFD', false, 8);
		expect(phone.chair).toMatchObject({ name: 'Ole Christiansen', isAway: false, isSubstitute: true });
		phone.away('K-CHEF', false, 10);
		expect(phone.chair).toMatchObject({ name: 'Erik Sørensen', isAway: false });
	});

	it('has the name and the number that were written on this phone', () => {
		const update = {
			planId: plan.id,
			contactId: 'K-AFD',
			name: 'Ny Leder',
			phone: '20 30 40 50',
			mail: null,
			confirmedAt: '2026-11-24T20:00:00.000Z' as IsoInstant
		};
		const used = planWithUpdates(plan, new Map([['K-AFD', update]]));
		const phone = new Phone(1);
		phone.do(
			absenceActs(used, phone.state, contact('K-CHEF'), { isAbsent: true, reason: 'other', note: null })
		);
		phone.do(activationActs(used, phone.state, OLE));
		expect(roleNow(used, phone.state, 'chair')).toMatchObject({
			name: 'Ny Leder',
			contact: { phones: [{ dial: '20304050' }] }
		});
		// laid over twice it is the same
		expect(applyContactUpdate(contact('K-AFD', used), update).phones[0]?.dial).toBe('20304050');
	});
});

describe('who decides now', () => {
	const decider = (phone: Phone) => deciderNow(plan, phone.state);

	it('is whom the plan says, and where they are away who leads in their place', () => {
		const phone = new Phone(1);
		expect(decider(phone)).toMatchObject({ roleId: ERIK.roleId, name: ERIK.name, isSubstitute: false });
		phone.away('K-CHEF', true, 1);
		expect(decider(phone)).toMatchObject({
			roleId: 'chair',
			name: OLE.name,
			isSubstitute: true,
			isAway: false
		});
		phone.away('K-CHEF', false, 2);
		expect(decider(phone)).toMatchObject({ name: ERIK.name, isSubstitute: false });
	});

	it('is who was given the role by people', () => {
		const phone = activated();
		phone.do([takeRoleAct(plan, ERIK.roleId ?? '', { name: 'Carl' })], 10);
		expect(decider(phone)).toMatchObject({ name: 'Carl', contact: null });
	});

	it('is the plan’s first where all are away: somebody must be called', () => {
		const phone = new Phone(1);
		phone.away('K-CHEF', true, 1);
		phone.away('K-AFD', true, 2);
		expect(decider(phone)).toMatchObject({ name: ERIK.name, isAway: true, contact: { id: 'K-CHEF' } });
	});
});

describe('the call-down list', () => {
	it('has whoever was put on it, and who came into the group in place of another', () => {
		const phone = activated();
		phone.do([
			act('callDownAdded', { name: 'Christian Aabo', contactId: 'K-DPO' }),
			act('callDownAdded', { name: 'Vicevært Finn' }),
			act('groupAdjusted', { way: 'replaced', name: 'Ole Christiansen', replacement: 'Dorte' })
		]);
		expect(callDownList(plan, phone.state).map(({ name, title }) => [name, title])).toEqual([
			['Erik Sørensen', 'It- og digitaliseringschefen'],
			['Ole Christiansen', 'Afdelingsleder i IT'],
			['Dorte', ''],
			['Christian Aabo', 'Databeskyttelsesrådgiveren'],
			['Vicevært Finn', '']
		]);
	});

	it('does not miss one who writes in the log, nor one who is away', () => {
		const phone = activated();
		phone.do([act('participantJoined', OLE)]);
		expect(stillMissing(callDownList(plan, phone.state)).map(({ name }) => name)).toEqual(['Erik Sørensen']);
		phone.away('K-CHEF', true);
		expect(stillMissing(callDownList(plan, phone.state))).toEqual([]);
		expect(callDownList(plan, phone.state)[0]?.absence).toMatchObject({ reason: 'holiday' });
	});

	it('does not miss one who was reached before another message went out; one who then is not reached, it does', () => {
		const phone = activated();
		const told = (outcome: 'sent' | 'reached' | 'notReached') =>
			phone.do([act('notified', { name: 'Ole Christiansen', contactId: 'K-AFD', outcome })]);
		const row = () => {
			const found = callDownList(plan, phone.state).find((one) => one.key === 'K-AFD');
			if (!found) throw new Error('not on the list');
			return found;
		};
		told('sent');
		expect(row().status).toBe('sent');
		expect(isReached(row())).toBe(false);
		told('reached');
		told('sent');
		expect(row().status).toBe('reached');
		told('notReached');
		expect(isReached(row())).toBe(false);
		told('sent');
		expect(row().status).toBe('sent');
	});
});

describe('a channel', () => {
	it('that somebody said works is down when what it hangs on falls after that', () => {
		const phone = activated();
		const mail = () => channelsNow(plan, phone.state).find(({ channel }) => channel.id === 'mail');
		phone.do([act('channelStatusSet', { channelId: 'mail', status: 'working', note: 'prøvet' })], 10);
		expect(mail()).toMatchObject({ status: 'working', said: { note: 'prøvet' } });
		phone.do([act('serviceStatusSet', { serviceId: 'KY4', status: 'down' })], 20);
		expect(mail()).toMatchObject({ status: 'down', becauseOf: 'KY4', said: null });
		phone.do([act('channelStatusSet', { channelId: 'mail', status: 'working' })], 30);
		expect(mail()?.status).toBe('working');
	});

	it('that somebody said is down stays so when the service is well again, until somebody says that it works', () => {
		const phone = activated();
		const mail = () => channelsNow(plan, phone.state).find(({ channel }) => channel.id === 'mail')?.status;
		phone.do([act('channelStatusSet', { channelId: 'mail', status: 'down' })], 10);
		phone.do([act('serviceStatusSet', { serviceId: 'KY4', status: 'normal' })], 20);
		expect(mail()).toBe('down');
	});
});

describe('a step', () => {
	const card = (id: string) => {
		const found = plan.cards.find((one) => one.id === id);
		if (!found) throw new Error(`no ${id}`);
		return found;
	};

	it('says what its time waits for, until somebody has stated it', () => {
		const phone = activated();
		const step = () =>
			cardNow(card('AC-09'), phone.state).steps.find(({ step: { id } }) => id === 'AC-09.10');
		expect(step()).toMatchObject({ dueMs: null, waitsFor: null });
		phone.do([act('cardOpened', { cardId: 'AC-09' })]);
		expect(step()).toMatchObject({ dueMs: null, waitsFor: 'awareness' });
		phone.do([act('alarmReceived', { sourceId: null, source: 'x', awareMs: minutes(0) })]);
		expect(step()).toMatchObject({ dueMs: minutes(72 * 60), waitsFor: null });
	});

	it('that somebody must decide is ticked and its decision written together, as the substitute who decided', () => {
		const phone = new Phone(1);
		phone.write('incidentOpened', { title: 'x', mode: 'real', planId: 'p', planFingerprint: 'f' }, 0);
		phone.away('K-CHEF', true);
		phone.do(activationActs(plan, phone.state, OLE));
		const [first] = card('AC-06').steps;
		if (!first) throw new Error('no step');
		const answer = { answer: 'ja', why: null, isOpen: true };
		phone.do(decidedStepActs(plan, 'AC-06', first, answer, { ...OLE, roleId: 'chair' }));
		expect(phone.state.decisions).toMatchObject([
			{ by: 'Ole Christiansen', roleId: 'chair', asSubstitute: true, question: first.text, answer: 'ja' }
		]);
		expect(cardNow(card('AC-06'), phone.state).steps[0]?.state).toBe('ticked');
		expect(decidedStepActs(plan, 'AC-06', first, { ...answer, isOpen: false }, OLE)).toHaveLength(1);
	});
});
