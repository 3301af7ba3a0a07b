import { SvelteMap } from 'svelte/reactivity';
import { resolve } from '$app/paths';
import { act } from '$lib/domain/incident/acts';
import { cardNow, type StepNow } from '$lib/domain/incident/cards';
import type { ActionCard, CardStep } from '$lib/domain/plan/schema';
import { m } from '$lib/paraglide/messages';
import type { IncidentController } from '$lib/state/incident.svelte';
import { painted } from '$lib/state/painted';
import type { CardSheet, StepView } from '../../cards/card-sheet';
import { stepDue, stepWords } from './step-words';

/** What a press has made of a step, on the screen and not yet on the disk. */
interface Pressed {
	readonly state: 'ticked' | 'open';
}

/** A card as it is worked on in an incident: its ticks are entries of the log. */
export class IncidentCard implements CardSheet {
	/** The frame says what is on the disk. */
	readonly said = '';
	/** The newest press of each step whose press is being written. */
	readonly #pressed = new SvelteMap<string, Pressed>();
	readonly now = $derived.by(() => cardNow(this.card, this.incident.state));
	readonly #steps = $derived(new Map(this.now.steps.map((one) => [one.step.id, one])));
	/** A step whose tick left a decision to be told of. */
	justTicked = $state.raw<string | null>(null);

	constructor(
		private readonly incident: IncidentController,
		readonly card: ActionCard
	) {}

	get hint(): string {
		return this.incident.isOpen ? m.work_hint() : m.work_closed();
	}

	/** The step as it stands in the incident. */
	at(step: CardStep): StepNow {
		const now = this.#steps.get(step.id);
		if (!now) throw new Error(`${step.id} is not of ${this.card.id}`);
		return now;
	}

	isDone(step: CardStep): boolean {
		return this.at(step).state !== 'open';
	}

	view(step: CardStep): StepView {
		const now = this.at(step);
		const pressed = this.#pressed.get(step.id);
		return {
			state: pressed?.state ?? now.state,
			words: pressed ? m.card_step_saving() : stepWords(now.done, this.incident.state),
			due: stepDue(now, this.incident.nowMs),
			isPending: pressed !== undefined,
			failure: null
		};
	}

	/** Shows the press at once, and what it says of it when it is on the disk. */
	async press(stepId: string): Promise<void> {
		const now = this.#steps.get(stepId);
		if (!now || !this.incident.isOpen) return;
		const isOpen = (this.#pressed.get(stepId)?.state ?? now.state) === 'open';
		const pressed: Pressed = { state: isOpen ? 'ticked' : 'open' };
		this.#pressed.set(stepId, pressed);
		await painted();
		const kind = isOpen ? 'stepTicked' : 'stepUnticked';
		const written = await this.incident.write([act(kind, { cardId: this.card.id, stepId })]);
		// another press of it may be on its way
		if (this.#pressed.get(stepId) === pressed) this.#pressed.delete(stepId);
		if (written.ok) this.justTicked = isOpen && now.step.decisionBy !== null ? stepId : null;
	}

	hrefOf(cardId: string): string {
		return resolve('/incident/[incidentId]/cards/[cardId]', {
			incidentId: this.incident.incidentId,
			cardId
		});
	}
}
