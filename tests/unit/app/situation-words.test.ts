import { describe, expect, it } from 'vitest';
import { handoverParts, issuedParts, reportText, situationParts } from '$lib/app/situation-words';
import { foldIncident } from '$lib/domain/incident/fold';
import { situationOf } from '$lib/domain/incident/situation';
import { LogWriter, minutes } from '../../doubles/log-writer';
import { viborgPlan } from '../../doubles/plans';

const plan = viborgPlan();
const times = {
	moment: (ms: number) => `T${(ms - minutes(0)) / 60_000}`,
	duration: (ms: number) => `${ms / 60_000} min`
};

function log(): LogWriter {
	const phone = new LogWriter(1);
	phone.write('incidentOpened', { title: 'x', mode: 'real', planId: plan.id, planFingerprint: 'f' }, 0);
	phone.write('alarmReceived', { sourceId: null, source: 'x', serviceIds: ['KY4'] }, 0);
	phone.write('activated', { by: 'Ole' }, 1);
	return phone;
}
const stateOf = (phone: LogWriter) => foldIncident(phone.entries);
const partsOf = (phone: LogWriter, minute: number) => {
	const state = stateOf(phone);
	return situationParts(plan, state, situationOf(plan, state, minutes(minute)), times, minutes(minute));
};

describe('a situation in words', () => {
	it('names every service, and tells what was written, decided and what runs out', () => {
		const phone = log();
		phone.write('pictureWritten', { section: 'known', text: 'en\n\nto' }, 2);
		phone.write('decided', { by: 'Erik', answer: 'Vi går på papir', why: 'intet virker' }, 3);
		phone.write(
			'deadlineStarted',
			{ title: 'Status', anchorMs: minutes(3), dueMs: minutes(63), source: 'egen', certainty: 'own' },
			3
		);
		const text = reportText(partsOf(phone, 5));
		for (const { name } of plan.services) expect(text).toContain(name);
		expect(text).toContain('- en\n- to');
		expect(text).toContain('T3 Vi går på papir (Erik). Begrundelse: intet virker');
		expect(text).toContain('Status: senest T63 (egen)');
	});

	it('is read back part by part as it was issued', () => {
		const parts = partsOf(log(), 5);
		expect(issuedParts(reportText(parts))).toEqual(
			parts.map(({ heading, lines }) => ({ heading: heading.toUpperCase(), lines }))
		);
	});

	it('fits an entry, however long the log is, and says that it was cut', () => {
		const phone = log();
		const long = 'lang '.repeat(700).trim();
		for (const section of ['known', 'next'] as const)
			phone.write('pictureWritten', { section, text: long }, 2);
		const text = reportText(partsOf(phone, 5));
		expect(text.length).toBeLessThanOrEqual(6_000);
		expect(text).toContain('afkortet');
		phone.write('situationReportIssued', { number: 1, text }, 6);
		expect(stateOf(phone).reports).toHaveLength(1);
	});

	it('names the first of a long list, and how many more there are', () => {
		const phone = log();
		for (let index = 0; index < 20; index += 1)
			phone.write('observed', { text: `oplysning ${index}`, certainty: 'confirmed' }, 2);
		const text = reportText(partsOf(phone, 5));
		expect(text).toContain('oplysning 19');
		expect(text).not.toContain('oplysning 3 ');
		expect(text).toContain('og 12 til');
	});
});

describe('a handover in words', () => {
	it('has what is late, what is to be done and who has what; nothing that is as it should be', () => {
		const phone = log();
		phone.write('cardOpened', { cardId: 'AC-01' }, 2);
		phone.write('taskGiven', { text: 'Ring til leverandøren', to: 'Dorthe', dueMs: minutes(30) }, 2);
		phone.write('roleTaken', { roleId: 'chair', name: 'Ole', function: 'chair', isSubstitute: true }, 3);
		const state = stateOf(phone);
		const at = minutes(600);
		const text = reportText(handoverParts(plan, situationOf(plan, state, at), times, at));
		expect(text).toContain('Ring til leverandøren (Dorthe), senest T30');
		expect(text).toContain('Formand: Ole (som stedfortræder)');
		expect(text).toMatch(/AC-01 .* min over tiden/);
		expect(text).not.toContain('Hjemmeside');
	});
});
