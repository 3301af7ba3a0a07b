import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '$lib/base/result';
import type { IsoInstant } from '$lib/base/time';
import type { TickedSteps } from '$lib/domain/checklist/checklist';
import type { StorageError } from '$lib/ports/storage-error';
import type { AppState } from '$lib/state/app-state.svelte';
import { CardTicks } from '$lib/ui/cards/card-ticks.svelte';
import { minute } from '../../../doubles/phone-rows';
import { tinyPlan } from '../../../doubles/tiny-plan';

const full: StorageError = { code: 'storageFull', detail: '' };

/** As much of the app's state as ticking needs; each write waits until it is answered. */
class FakeState {
	ticked = new Map<string, IsoInstant>();
	app = { storage: { kind: 'durable' } };
	readonly asked: string[] = [];
	readonly #answers: ((result: Result<void, StorageError>) => void)[] = [];

	setTicked(_cardId: string, stepId: string, kind: 'ticked' | 'unticked') {
		return this.#ask(`${kind} ${stepId}`, () => {
			if (kind === 'ticked') this.ticked.set(stepId, minute(0));
			else this.ticked.delete(stepId);
		});
	}
	clearCard(cardId: string) {
		return this.#ask(`clear ${cardId}`, () => {
			this.ticked = new Map();
		});
	}
	restoreTicks(cardId: string, ticks: TickedSteps) {
		return this.#ask(`restore ${cardId}`, () => {
			this.ticked = new Map(ticks);
		});
	}
	/** Lets the oldest write that waits succeed, or fail. */
	answer(result: Result<void, StorageError> = ok(undefined)): void {
		this.#answers.shift()?.(result);
	}
	#ask(what: string, act: () => void): Promise<StorageError | null> {
		this.asked.push(what);
		return new Promise((resolve) => {
			this.#answers.push((result) => {
				if (result.ok) act();
				resolve(result.ok ? null : result.error);
			});
		});
	}
}

let state: FakeState;
let ticks: CardTicks;
beforeEach(() => {
	const [card] = tinyPlan().cards;
	if (!card) throw new Error('no card');
	state = new FakeState();
	ticks = new CardTicks(state as unknown as AppState, card);
});

describe('a press on a step', () => {
	it('is said to be kept only when it is', async () => {
		const pressing = ticks.press('step-1');
		expect([ticks.pending.has('step-1'), ticks.said]).toEqual([true, '']);
		state.answer();
		await pressing;
		expect([ticks.pending.has('step-1'), ticks.said]).toEqual([false, 'Trin 1: gemt på denne telefon']);
	});

	it('does nothing while the one before it is being kept', async () => {
		const pressing = ticks.press('step-1');
		await ticks.press('step-1');
		expect(state.asked).toEqual(['ticked step-1']);
		state.answer();
		await pressing;
		const again = ticks.press('step-1');
		state.answer();
		await again;
		expect(state.asked).toEqual(['ticked step-1', 'unticked step-1']);
		expect(ticks.said).toBe('Trin 1 er ikke længere udført. Gemt på denne telefon');
	});

	it('says why it was not kept, until the next one', async () => {
		const pressing = ticks.press('step-1');
		state.answer(fail(full));
		await pressing;
		expect(ticks.failures.get('step-1')).toMatch(/^Ikke gemt\. Telefonen er fuld/);
		expect(ticks.said).toBe('');
		const again = ticks.press('step-1');
		expect(ticks.failures.has('step-1')).toBe(false);
		state.answer();
		await again;
	});

	it('is not called kept on this phone where nothing is', async () => {
		state.app.storage.kind = 'memory';
		const pressing = ticks.press('step-1');
		state.answer();
		await pressing;
		expect(ticks.said).toBe('Trin 1: huskes kun, til du lukker Beredt');
	});
});

describe('starting over', () => {
	it('can be undone, with what each step had', async () => {
		state.ticked.set('step-1', minute(3));
		const clearing = ticks.startOver();
		state.answer();
		await clearing;
		expect(ticks.cleared && [...ticks.cleared]).toEqual([['step-1', minute(3)]]);
		const undoing = ticks.undo();
		state.answer();
		await undoing;
		expect([...state.ticked]).toEqual([['step-1', minute(3)]]);
		expect(ticks.cleared).toBeNull();
	});

	it('remembers nothing of other cards', async () => {
		state.ticked.set('of-another-card', minute(3));
		const clearing = ticks.startOver();
		state.answer();
		await clearing;
		expect(ticks.cleared?.size).toBe(0);
	});

	it('lets no step be pressed meanwhile, and offers no undo once one was', async () => {
		state.ticked.set('step-1', minute(3));
		const clearing = ticks.startOver();
		await ticks.press('step-1');
		expect(state.asked).toEqual(['clear card-1']);
		state.answer();
		await clearing;
		const pressing = ticks.press('step-1');
		expect(ticks.cleared).toBeNull();
		state.answer();
		await pressing;
	});

	it('says why it was not done, and keeps the way to undo when that was not kept', async () => {
		state.ticked.set('step-1', minute(3));
		const clearing = ticks.startOver();
		state.answer(fail(full));
		await clearing;
		expect([ticks.cleared, ticks.failure]).toEqual([null, expect.stringContaining('Telefonen er fuld')]);
		const again = ticks.startOver();
		state.answer();
		await again;
		expect(ticks.failure).toBeNull();
		const undoing = ticks.undo();
		state.answer(fail(full));
		await undoing;
		expect(ticks.cleared?.size).toBe(1);
		expect(ticks.failure).not.toBeNull();
	});
});
