import { describe, expect, it } from 'vitest';
import type { StepNow } from '$lib/domain/incident/cards';
import { emptyIncident, type StepState, type Trace } from '$lib/domain/incident/state';
import type { DeviceId, EntryId } from '$lib/domain/log/entry';
import { opposedActs, stepActWords, stepDue, stepWords } from '$lib/ui/incident/cards/step-words';
import { tinyPlan } from '../../../doubles/tiny-plan';

const DUE = Date.parse('2026-11-24T13:30:00Z');
const MINUTE = 60_000;
const trace = (atMs: number): Trace => ({
	entryId: 'e' as EntryId,
	deviceId: 'dev' as DeviceId,
	sequence: 3,
	atMs
});
const state = emptyIncident();
const known = {
	...state,
	holders: new Map([['dev' as DeviceId, [{ sequence: 2, name: 'Ole' }]]])
};

function now(overrides: Partial<StepNow> = {}): StepNow {
	const [card] = tinyPlan().cards;
	const step = card?.steps[0];
	if (!card || !step) throw new Error('no step');
	return {
		card,
		step: { ...step, dueMinutes: 15, dueAnchor: 'cardStarted' },
		state: 'open',
		done: null,
		dueMs: DUE,
		waitsFor: null,
		...overrides
	};
}
const done = (one: StepState['state'], atMs: number, reason: string | null = null): StepState => ({
	state: one,
	change: trace(atMs),
	reason,
	before: null,
	isOpposed: false,
	notes: []
});

describe('the time of a step', () => {
	it('is told with what is left of it, and then with how far it is past', () => {
		expect(stepDue(now(), DUE - 12 * MINUTE)).toMatchObject({
			text: 'Senest 14.30 (om 12 min)',
			isLate: false
		});
		expect(stepDue(now(), DUE + 12 * MINUTE)).toEqual({
			text: '12 min over tiden (skulle være 14.30)',
			icon: 'triangle-alert',
			isLate: true
		});
	});

	it('has its day where that is another', () => {
		expect(stepDue(now(), DUE - 72 * 60 * MINUTE)?.text).toBe('Senest 24.11.2026 14.30 (om 3 d 0 t)');
	});

	it('says what it waits for, and is as the plan has it until the card is opened', () => {
		const step = { ...now().step, dueAnchor: 'awareness' as const };
		expect(stepDue(now({ step, dueMs: null, waitsFor: 'awareness' }), DUE)?.text).toMatch(
			/^Senest 15 min efter kendskab\. Tiden løber først/
		);
		expect(stepDue(now({ dueMs: null }), DUE)?.text).toBe('Senest 15 min efter start');
	});

	it('is no more told of a step that is done, unless it was done late', () => {
		const ticked = (atMs: number) => now({ state: 'ticked', done: done('ticked', atMs) });
		expect(stepDue(ticked(DUE - MINUTE), DUE + MINUTE)).toBeNull();
		expect(stepDue(ticked(DUE + 5 * MINUTE), DUE + 9 * MINUTE)).toMatchObject({
			text: 'Udført 5 min efter tiden',
			isLate: false
		});
		expect(stepDue(now({ state: 'dismissed', done: done('dismissed', DUE + MINUTE, 'x') }), DUE)).toBeNull();
	});
});

describe('how a step stands', () => {
	it('names who did what, and why', () => {
		expect(stepWords(null, known)).toBe('Ikke udført');
		expect(stepWords(done('ticked', DUE), known)).toBe('Udført kl. 14.30 af Ole');
		expect(stepWords(done('dismissed', DUE, 'findes ikke'), known)).toBe(
			'Ikke relevant: findes ikke (Ole kl. 14.30)'
		);
		expect(stepWords(done('open', DUE), known)).toBe('Ikke udført');
	});

	it('names both where two phones contradict, the earlier first, also who undid it', () => {
		const { state: before, change, reason } = done('ticked', DUE);
		if (!change) throw new Error('nothing was done');
		const undone = { ...done('open', DUE + MINUTE), before: { state: before, change, reason } };
		expect(opposedActs({ ...undone, isOpposed: true }).map((one) => stepActWords(one, known))).toEqual([
			'Udført kl. 14.30 af Ole',
			'Fortrudt kl. 14.31 af Ole'
		]);
		expect(opposedActs(undone)).toEqual([]);
		expect(opposedActs(null)).toEqual([]);
	});
});
