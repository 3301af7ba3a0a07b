import { SvelteSet } from 'svelte/reactivity';
import { resolve } from '$app/paths';
import { act } from '$lib/domain/incident/acts';
import { cardNow, type StepNow } from '$lib/domain/incident/cards';
import type { ActionCard, CardStep } from '$lib/domain/plan/schema';
import { m } from '$lib/paraglide/messages';
import type { IncidentController } from '$lib/state/incident.svelte';
import type { CardSheet, StepView } from '../../cards/card-sheet';
import { stepDue, stepWords } from './step-words';

/** A write is done in less, but where the phone is in trouble. */
const TOLD_AFTER_MS = 150;

/** A card as it is worked on in an incident: its ticks are entries of the log. */
export class IncidentCard implements CardSheet {
	/** The frame says what is on the disk. */
	readonly said = '';
	/** Steps whose press is being written. */
	readonly #pending = new Set<string>();
	/** Those of them that take so long that it must be told. */
	readonly #slow = new SvelteSet<string>();
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
		return {
			state: now.state,
			words: this.#slow.has(step.id) ? m.card_step_saving() : stepWords(now.done, this.incident.state),
			due: stepDue(now, this.incident.nowMs),
			isPending: this.#slow.has(step.id),
			failure: null
		};
	}

	async press(stepId: string): Promise<void> {
		const now = this.#steps.get(stepId);
		if (!now || this.#pending.has(stepId) || !this.incident.isOpen) return;
		const kind = now.state === 'open' ? 'stepTicked' : 'stepUnticked';
		this.#pending.add(stepId);
		const waiting = setTimeout(() => this.#slow.add(stepId), TOLD_AFTER_MS);
		const written = await this.incident.write([act(kind, { cardId: this.card.id, stepId })]);
		clearTimeout(waiting);
		this.#slow.delete(stepId);
		this.#pending.delete(stepId);
		if (written.ok) this.justTicked = kind === 'stepTicked' && now.step.decisionBy !== null ? stepId : null;
	}

	hrefOf(cardId: string): string {
		return resolve('/incident/[incidentId]/cards/[cardId]', {
			incidentId: this.incident.incidentId,
			cardId
		});
	}
}
