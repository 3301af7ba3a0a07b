import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bySequence, foldChecklist, progressOf, type ChecklistEvent } from '$lib/domain/checklist/checklist';
import { minute, tick } from '../../../doubles/phone-rows';

/** Events of few steps, some with the same sequence and time, as two phones make them. */
const events = fc
	.array(
		fc.record({
			stepId: fc.constantFrom('step-1', 'step-2', '__proto__'),
			kind: fc.constantFrom<ChecklistEvent['kind']>('ticked', 'unticked'),
			sequence: fc.nat({ max: 6 }),
			at: fc.nat({ max: 3 }).map(minute)
		}),
		{ maxLength: 12 }
	)
	.map((made) => made.map((one, index) => tick(one.sequence, { ...one, id: `event-${index}` })));

describe('the ticks that stand', () => {
	it('are none when nothing was done', () => {
		expect(foldChecklist([]).size).toBe(0);
	});

	it('have the time of the latest tick', () => {
		expect([...foldChecklist([tick(1), tick(2, { stepId: 'step-2' }), tick(3)])]).toEqual([
			['step-1', minute(3)],
			['step-2', minute(2)]
		]);
	});

	it('are without a step that was unticked, until it is ticked again', () => {
		const unticked = [tick(1), tick(2, { kind: 'unticked' })];
		expect(foldChecklist(unticked).has('step-1')).toBe(false);
		expect(foldChecklist([...unticked, tick(3)]).get('step-1')).toBe(minute(3));
	});

	it('go by sequence, though the phone’s clock was turned back', () => {
		const turnedBack = tick(2, { kind: 'unticked', at: minute(-60) });
		expect(foldChecklist([tick(1), turnedBack]).size).toBe(0);
	});

	it('are the same in whatever order the events came', () => {
		const shuffled = events.chain((list) =>
			fc.record({
				list: fc.constant(list),
				other: fc.shuffledSubarray(list, { minLength: list.length })
			})
		);
		fc.assert(
			fc.property(shuffled, ({ list, other }) => {
				expect(new Map(foldChecklist(other))).toEqual(new Map(foldChecklist(list)));
			})
		);
	});

	it('are those of the last event of each step', () => {
		fc.assert(
			fc.property(events, (list) => {
				const ticked = foldChecklist(list);
				for (const stepId of new Set(list.map((event) => event.stepId))) {
					const last = list
						.filter((event) => event.stepId === stepId)
						.sort(bySequence)
						.at(-1);
					expect(ticked.get(stepId)).toBe(last?.kind === 'ticked' ? last.at : undefined);
				}
			})
		);
	});

	it('do not change the events', () => {
		const list = Object.freeze([tick(2), tick(1)]);
		foldChecklist(list);
		expect(list).toEqual([tick(2), tick(1)]);
	});
});

describe('a card’s progress', () => {
	it('counts its own steps only', () => {
		const ticked = foldChecklist([tick(1), tick(2, { stepId: 'of another card' })]);
		expect(progressOf([{ id: 'step-1' }, { id: 'step-2' }], ticked)).toEqual({ done: 1, total: 2 });
		expect(progressOf([], ticked)).toEqual({ done: 0, total: 0 });
	});
});
