import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldIncident, IncidentFold } from '$lib/domain/incident/fold';
import { entryWords } from '$lib/app/entry-words';
import { compareEntries } from '$lib/domain/log/entry';
import { payloadOf, readEntry } from '$lib/domain/log/kinds';
import { TestDevice } from '../../../doubles/log-entries';
import { LogWriter, minutes } from '../../../doubles/log-writer';
import { viborgPlan } from '../../../doubles/plans';
import { randomLog } from '../../../doubles/random-log';

/** 10,000 shuffles in all, as the issue asks; a failure prints its seed, and FC_SEED=<it> runs the same again. */
const RUNS = 2_500;

const shuffledLog = randomLog.chain((entries) =>
	fc.record({
		entries: fc.constant(entries),
		order: fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }),
		cuts: fc.array(fc.nat(entries.length * 2), { maxLength: 6 })
	})
);

/** `order` cut in batches, as a sync brings them. */
function batchesOf<Item>(order: readonly Item[], cuts: readonly number[]): Item[][] {
	const at = [0, ...[...cuts].sort((a, b) => a - b), order.length];
	return at.slice(1).map((end, index) => order.slice(at[index] ?? 0, end));
}

describe('the fold of an incident', () => {
	it('gives the same state for the same entries, in any order and however often they come', () => {
		fc.assert(
			fc.property(shuffledLog, ({ entries, order }) => {
				expect(foldIncident(order)).toEqual(foldIncident([...entries].sort(compareEntries)));
			}),
			{ numRuns: RUNS * 2, verbose: 1 }
		);
	}, 120_000);

	it('gives the same as they arrive, batch by batch, as all at once', () => {
		fc.assert(
			fc.property(shuffledLog, ({ entries, order, cuts }) => {
				const fold = new IncidentFold();
				let state = fold.add([]);
				for (const batch of batchesOf(order, cuts)) state = fold.add(batch);
				expect(state).toEqual(foldIncident(entries));
				expect(fold.entries).toEqual([...entries].sort(compareEntries));
			}),
			{ numRuns: RUNS, verbose: 1 }
		);
	}, 120_000);

	it('gives the same for a part of the entries as for that part alone, whatever came before the rest', () => {
		fc.assert(
			fc.property(shuffledLog, fc.nat(100), ({ entries, order }, share) => {
				const part = order.slice(0, Math.ceil((order.length * share) / 100));
				const fold = new IncidentFold();
				const early = fold.add(part);
				expect(early).toEqual(foldIncident(part));
				expect(fold.add(entries)).toEqual(foldIncident(entries));
				// what was handed out before is left as it was
				expect(early).toEqual(foldIncident(part));
			}),
			{ numRuns: RUNS, verbose: 1 }
		);
	}, 120_000);

	it('gives the same over its kept states, where a late entry belongs far back', () => {
		const phone = new LogWriter(1);
		const late = new LogWriter(2);
		late.write('serviceStatusSet', { serviceId: 'KY1', status: 'down' }, 1);
		for (let n = 0; n < 2_000; n += 1)
			phone.write('serviceStatusSet', { serviceId: `KY${n % 5}`, status: n % 2 ? 'down' : 'normal' }, 2 + n);
		const [first] = phone.entries;
		if (!first) throw new Error('nothing was written');
		phone.write('corrected', { entryId: first.id, text: 'var en fejl', isVoid: true });
		const fold = new IncidentFold();
		for (const entry of phone.entries) fold.add([entry]);
		const state = fold.add(late.entries);
		expect(state).toEqual(foldIncident([...phone.entries, ...late.entries]));
		expect(state.entryCount).toBe(2_002);
		expect(state.voided).toEqual(new Set([first.id]));
	});
});

describe('an incident', () => {
	const phone = () => {
		const writer = new LogWriter(1);
		writer.write(
			'incidentOpened',
			{ title: 'Outlook', mode: 'real', planId: 'plan', planFingerprint: 'x' },
			0
		);
		writer.write('participantJoined', { name: 'Bo' });
		return writer;
	};

	it('follows the plan’s way from alarm to closing', () => {
		const w = phone();
		w.write('alarmReceived', { sourceId: 'users', what: 'Outlook er død', serviceIds: ['KY4'] }, 0);
		w.write('assessed', { by: 'Bo', outcome: 'tellDecider' }, 3);
		w.write('notified', { name: 'Anna', outcome: 'reached', isDecider: true }, 5);
		w.write('decided', { by: 'Anna', answer: 'Nej', outcome: 'doNotActivate' }, 7);
		w.write('alarmReceived', { sourceId: 'users', what: 'Hjemmesiden er død', serviceIds: ['KY5'] }, 20);
		w.write('notified', { name: 'Anna', outcome: 'reached', isDecider: true }, 20);
		w.write('activated', { by: 'Anna' }, 21);
		w.write('groupAssembled', { names: ['Anna', 'Bo', 'Carl'] }, 22);
		w.write('roleTaken', { roleId: 'ik', name: 'Carl', function: 'coordinator', mustAdjustGroup: true }, 22);
		w.write('groupAdjusted', { way: 'replaced', name: 'Carl', replacement: 'Dorte' }, 23);
		w.write('deactivated', { by: 'Anna' }, 120);
		w.write('evaluated', { by: 'Anna' }, 125);
		w.write('incidentClosed', { by: 'Anna' }, 126);
		const state = foldIncident(w.entries);
		expect(state.stages.map(({ stage, skipped }) => [stage, skipped.length])).toEqual([
			['alarmReceived', 0],
			['assessing', 0],
			['chiefNotified', 0],
			['notActivated', 0],
			['chiefNotified', 0],
			['activated', 0],
			['groupAssembled', 0],
			['coordinatorAppointed', 0],
			['groupAdjustmentPending', 0],
			['operating', 0],
			['deactivated', 0],
			['evaluated', 0],
			['closed', 0]
		]);
		expect(state.firstActivation?.atMs).toBe(minutes(21));
		expect(state.activation).toBeNull();
	});

	it('says who activated ahead of the flow, and what was jumped over', () => {
		const w = phone();
		w.write('alarmReceived', { sourceId: 'monitoring', what: 'Filer er krypteret' }, 0);
		w.write('activated', { by: 'Bo', asSubstitute: true }, 1);
		const change = foldIncident(w.entries).stages.at(-1);
		expect(change).toMatchObject({ stage: 'activated', skipped: ['assessing', 'chiefNotified'] });
	});

	it('keeps the adjustment open until somebody has made it, whatever else happens', () => {
		const w = phone();
		w.write('activated', { by: 'Anna' }, 1);
		w.write('roleTaken', { roleId: 'ik', name: 'Carl', function: 'coordinator', mustAdjustGroup: true }, 2);
		w.write('stepTicked', { cardId: 'AC-16', stepId: 'AC-16.01' }, 3);
		w.write('deactivated', { by: 'Anna' }, 60);
		expect(foldIncident(w.entries).adjustment).toMatchObject({ coordinator: 'Carl' });
		w.write('groupAdjusted', { way: 'stays', name: 'Carl', why: 'ingen andre' }, 61);
		expect(foldIncident(w.entries).adjustment).toBeNull();
	});

	it('has one holder of a role at a time, and remembers the ones before', () => {
		const w = phone();
		w.write('roleTaken', { roleId: 'chair', name: 'Bo', function: 'chair', isSubstitute: true }, 0);
		w.write('roleTaken', { roleId: 'chair', name: 'Anna', function: 'chair' }, 40);
		const { holdings } = foldIncident(w.entries);
		expect(holdings.map(({ name, untilMs }) => [name, untilMs])).toEqual([
			['Bo', minutes(40)],
			['Anna', null]
		]);
	});

	it('keeps both an entry and its correction; one that is void no longer counts', () => {
		const w = phone();
		const wrong = w.write('serviceStatusSet', { serviceId: 'KY1', status: 'down' }, 1);
		w.write('corrected', { entryId: wrong.id, text: 'Det var KY2', isVoid: true }, 2);
		const state = foldIncident(w.entries);
		expect(state.services.has('KY1')).toBe(false);
		expect(state.corrections.get(wrong.id)).toMatchObject([{ text: 'Det var KY2' }]);
		expect(state.voided.has(wrong.id)).toBe(true);
	});

	it('keeps an entry of a kind from tomorrow, and goes on', () => {
		const w = phone();
		const unknown = w.writeRaw('kindOfTomorrow', { x: 1 }, 1);
		w.write('serviceStatusSet', { serviceId: 'KY1', status: 'down' }, 2);
		const state = foldIncident(w.entries);
		expect(state.unknown.map(({ entryId }) => entryId)).toEqual([unknown.id]);
		expect(state.services.get('KY1')?.status).toBe('down');
	});

	it('never turns from exercise to real', () => {
		const w = phone();
		w.write('incidentOpened', { title: 'x', mode: 'exercise', planId: 'plan', planFingerprint: 'x' }, 5);
		expect(foldIncident(w.entries).opened?.mode).toBe('real');
	});

	it('counts since when a service is as it is, notes aside', () => {
		const w = phone();
		w.write('serviceStatusSet', { serviceId: 'KY1', status: 'down' }, 1);
		w.write('serviceStatusSet', { serviceId: 'KY1', status: 'down', note: 'strøm' }, 9);
		expect(foldIncident(w.entries).services.get('KY1')?.sinceMs).toBe(minutes(1));
	});

	it('ignores what points at an entry that is not there yet', () => {
		const w = phone();
		w.write('taskDone', { taskId: 'AAAAAAAAAAAAAAAAAAAAAA' }, 1);
		expect(foldIncident(w.entries).tasks.size).toBe(0);
	});

	it('takes an alarm of more services than there can be for an unknown entry, and goes on', () => {
		const device = new TestDevice(1);
		const opened = device.next({
			kind: 'incidentOpened',
			payload: payloadOf('incidentOpened', { title: 'T', mode: 'real', planId: 'p', planFingerprint: 'f' })
		});
		const alarm = (count: number) =>
			device.next({
				kind: 'alarmReceived',
				payload: { serviceIds: Array.from({ length: count }, (_, at) => `service-${at}`) }
			});
		const [most, tooMany] = [alarm(50), alarm(500)];
		expect(readEntry(most)).not.toBeNull();
		expect(readEntry(tooMany)).toBeNull();
		expect(foldIncident([opened, tooMany]).stage).toBe('idle');
		const state = foldIncident([opened, tooMany, most]);
		expect(state.stage).toBe('alarmReceived');
		expect(state.entryCount).toBe(3);
		const words = entryWords(tooMany, { plan: viborgPlan(), state, formatMoment: String });
		expect(words.kind).toBe('Ukendt post');
	});
});
