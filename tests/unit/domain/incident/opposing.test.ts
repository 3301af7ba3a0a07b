import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionsOf } from '$lib/domain/incident/contradictions';
import { foldIncident, IncidentFold } from '$lib/domain/incident/fold';
import type { IncidentState } from '$lib/domain/incident/state';
import type { LogEntry } from '$lib/domain/log/entry';
import { LogWriter } from '../../../doubles/log-writer';
import { viborgPlan } from '../../../doubles/plans';

const plan = viborgPlan();
const CARD = plan.cards[0]?.id ?? '';
const STEP = { cardId: CARD, stepId: plan.cards[0]?.steps[0]?.id ?? '' };
const chair = (name: string) => ({ roleId: plan.response.chair, name, function: 'chair' as const });

/** Three phones, which write at the minutes that are said, whether or not they have met. */
class Scene {
	readonly phones = [new LogWriter(1), new LogWriter(2), new LogWriter(3)] as const;
	readonly #fold = new IncidentFold();

	get entries(): LogEntry[] {
		return this.phones.flatMap((phone) => phone.entries);
	}
	get state(): IncidentState {
		const state = this.#fold.add(this.entries);
		expect(state).toEqual(foldIncident(this.entries.reverse()));
		return state;
	}
	get step() {
		return this.state.cards.get(CARD)?.steps.get(STEP.stepId);
	}
	/** Who contradict over the role of the chair. */
	get contest() {
		return this.state.contested.get(plan.response.chair)?.map(({ name }) => name);
	}

	ticks = (phone: 0 | 1 | 2, minute: number) => this.phones[phone].write('stepTicked', STEP, minute);
	unticks = (phone: 0 | 1 | 2, minute: number) => this.phones[phone].write('stepUnticked', STEP, minute);
	dismisses = (phone: 0 | 1 | 2, minute: number) =>
		this.phones[phone].write('stepDismissed', { ...STEP, reason: 'findes ikke' }, minute);
	gives = (phone: 0 | 1 | 2, name: string, minute: number) =>
		this.phones[phone].write('roleTaken', chair(name), minute);
}

describe('a step', () => {
	it('that one phone did and another found irrelevant contradicts, whichever was first', () => {
		const first = new Scene();
		first.ticks(0, 1);
		first.dismisses(1, 2);
		expect(first.step).toMatchObject({ state: 'dismissed', isOpposed: true, before: { state: 'ticked' } });
		const second = new Scene();
		second.dismisses(0, 1);
		second.ticks(1, 2);
		expect(second.step).toMatchObject({ state: 'ticked', isOpposed: true, before: { state: 'dismissed' } });
		expect(contradictionsOf(plan, second.state).steps.map(({ step }) => step.id)).toEqual([STEP.stepId]);
	});

	it('that another phone undid contradicts; one that was opened again, and then done, does not', () => {
		const undone = new Scene();
		undone.ticks(0, 1);
		undone.unticks(1, 2);
		expect(undone.step?.isOpposed).toBe(true);
		const done = new Scene();
		done.ticks(0, 1);
		done.unticks(0, 2);
		done.ticks(1, 3);
		expect(done.step?.isOpposed).toBe(false);
	});

	it('contradicts though the other phone changed its own mind in between', () => {
		const scene = new Scene();
		scene.ticks(0, 1);
		scene.ticks(1, 2);
		scene.unticks(1, 3);
		scene.dismisses(1, 4);
		expect(scene.step).toMatchObject({ state: 'dismissed', isOpposed: true, before: { state: 'ticked' } });
		// and no more when it agrees
		scene.unticks(1, 5);
		scene.ticks(1, 6);
		expect(scene.step?.isOpposed).toBe(false);
	});

	it('is settled by whoever acts on it after both, and begins anew', () => {
		const scene = new Scene();
		scene.ticks(0, 1);
		scene.dismisses(1, 2);
		scene.unticks(2, 3);
		expect(scene.step).toMatchObject({ state: 'open', isOpposed: false, before: null });
		scene.ticks(2, 4);
		expect(scene.step?.isOpposed).toBe(false);
	});

	it('is settled where the same is said again, by either phone, and stays whose it was', () => {
		for (const phone of [0, 1, 2] as const) {
			const scene = new Scene();
			scene.ticks(0, 1);
			const dismissed = scene.dismisses(1, 2);
			scene.dismisses(phone, 3);
			expect(scene.step).toMatchObject({ isOpposed: false, change: { entryId: dismissed.id } });
		}
	});

	it('contradicts no more when one of both was made void', () => {
		const scene = new Scene();
		const ticked = scene.ticks(0, 1);
		scene.dismisses(1, 2);
		scene.phones[2].write('corrected', { entryId: ticked.id, text: 'forkert trin', isVoid: true }, 3);
		expect(scene.step?.isOpposed).toBe(false);
	});

	it('never contradicts within one phone, and only where two phones’ states oppose', () => {
		const acts = fc.array(
			fc.record({ phone: fc.constantFrom(0, 1, 2), what: fc.constantFrom('ticks', 'unticks', 'dismisses') }),
			{ maxLength: 12 }
		);
		fc.assert(
			fc.property(acts, fc.constantFrom(1, 3), (all, phones) => {
				const scene = new Scene();
				for (const [at, { phone, what }] of all.entries()) scene[what]((phone % phones) as 0 | 1 | 2, at);
				const step = scene.step;
				if (!step?.isOpposed) return;
				expect(phones).toBe(3);
				expect(step.before?.change.deviceId).not.toBe(step.change?.deviceId);
				expect([step.before?.state, step.state]).toContain('ticked');
				expect(step.before?.state).not.toBe(step.state);
				// any of the phones settles it by saying the same again
				const again = { ticked: 'ticks', open: 'unticks', dismissed: 'dismisses' } as const;
				scene[again[step.state]]((all.length % 3) as 0 | 1 | 2, all.length);
				expect(scene.step).toMatchObject({ isOpposed: false, state: step.state, change: step.change });
			}),
			{ numRuns: 500, verbose: 1 }
		);
	}, 60_000);
});

describe('a role', () => {
	it('that two phones gave to two people contradicts, and both are named', () => {
		const scene = new Scene();
		scene.gives(0, 'Mette', 1);
		scene.gives(1, 'Ole', 2);
		expect(scene.contest).toEqual(['Mette', 'Ole']);
		expect(contradictionsOf(plan, scene.state).roles).toMatchObject([
			{ role: { id: plan.response.chair }, contest: [{ name: 'Mette' }, { name: 'Ole' }] }
		]);
	});

	it('does not where it is the same person, or the same phone', () => {
		const person = new Scene();
		person.gives(0, 'Mette', 1);
		person.gives(1, 'Mette', 2);
		expect(person.contest).toBeUndefined();
		const phone = new Scene();
		phone.gives(0, 'Mette', 1);
		phone.gives(0, 'Ole', 2);
		expect(phone.contest).toBeUndefined();
	});

	it.each([
		[
			'handed it over',
			(w: LogWriter) =>
				w.write('shiftHandedOver', { roleId: plan.response.chair, from: 'Mette', to: 'Ole', text: 'x' }, 2)
		],
		[
			'handed their shift over',
			(w: LogWriter) => w.write('shiftHandedOver', { from: 'Mette', to: 'Ole', text: 'x' }, 2)
		],
		[
			'went away',
			(w: LogWriter) => w.write('absenceNoted', { name: 'Mette', isAbsent: true, reason: 'other' }, 2)
		],
		['left the staff', (w: LogWriter) => w.write('staffLeft', { name: 'Mette' }, 2)],
		[
			'left the group',
			(w: LogWriter) => w.write('groupAdjusted', { way: 'replaced', name: 'Mette', replacement: 'Ole' }, 2)
		],
		['was stood down with the group', (w: LogWriter) => w.write('deactivated', { by: 'Mette' }, 2)]
	])('does not where the first %s in between; where that came later, it is settled', (_, yields) => {
		const before = new Scene();
		before.gives(0, 'Mette', 1);
		yields(before.phones[2]);
		before.gives(1, 'Ole', 3);
		expect(before.contest).toBeUndefined();
		const after = new Scene();
		after.gives(0, 'Mette', 1);
		after.gives(1, 'Ole', 1.5);
		expect(after.contest).toEqual(['Mette', 'Ole']);
		yields(after.phones[2]);
		expect(after.contest).toBeUndefined();
	});

	it('does not where the second came back in between', () => {
		const scene = new Scene();
		scene.gives(0, 'Mette', 1);
		scene.phones[1].write('absenceNoted', { name: 'Ole', isAbsent: false, reason: 'other' }, 2);
		scene.gives(1, 'Ole', 3);
		expect(scene.contest).toBeUndefined();
	});

	it('contradicts again when the first went away and came back before', () => {
		const scene = new Scene();
		scene.gives(0, 'Mette', 1);
		for (const [minute, isAbsent] of [
			[2, true],
			[3, false]
		] as const)
			scene.phones[0].write('absenceNoted', { name: 'Mette', isAbsent, reason: 'other' }, minute);
		scene.gives(1, 'Ole', 4);
		expect(scene.contest).toEqual(['Mette', 'Ole']);
	});

	it('is settled by whoever gives it after both, by one who goes, and where the later is named again', () => {
		const given = new Scene();
		given.gives(0, 'Mette', 1);
		const taken = given.gives(1, 'Ole', 2);
		given.gives(1, 'Ole', 3);
		expect(given.contest).toBeUndefined();
		// said again: Ole has had it since he took it
		expect(given.state.holdings).toMatchObject([{ name: 'Mette' }, { entryId: taken.id, untilMs: null }]);

		const third = new Scene();
		third.gives(0, 'Mette', 1);
		third.gives(1, 'Ole', 2);
		third.gives(2, 'Mette', 3);
		expect(third.contest).toBeUndefined();
		expect(third.state.holdings.at(-1)).toMatchObject({ name: 'Mette', untilMs: null });

		const gone = new Scene();
		gone.gives(0, 'Mette', 1);
		gone.gives(1, 'Ole', 2);
		gone.phones[2].write('absenceNoted', { name: 'Mette', isAbsent: true, reason: 'other' }, 3);
		expect(gone.contest).toBeUndefined();
	});

	it('goes on contradicting where the later phone gives it to a third person', () => {
		const scene = new Scene();
		scene.gives(0, 'Mette', 1);
		scene.gives(1, 'Ole', 2);
		scene.gives(1, 'Dorte', 3);
		expect(scene.contest).toEqual(['Mette', 'Dorte']);
		scene.gives(1, 'Mette', 4);
		expect(scene.contest).toBeUndefined();
	});
});
