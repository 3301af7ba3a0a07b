import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { resolve } from '$app/paths';
import { storageMessage } from '$lib/app/storage-messages';
import { toIsoInstant, type IsoInstant } from '$lib/base/time';
import type { TickedSteps } from '$lib/domain/checklist/checklist';
import type { ActionCard, CardStep } from '$lib/domain/plan/schema';
import { m } from '$lib/paraglide/messages';
import { danishDay, type AppState } from '$lib/state/app-state.svelte';
import { formatDate, formatTime } from '../shared/format';
import type { CardSheet, StepView } from './card-sheet';
import { dueText } from './due';

/** The ticking of one card as a person meets it: what is being stored, what was, and what can be undone. */
export class CardTicks implements CardSheet {
	/** Steps whose press is not on the disk yet. */
	readonly pending = new SvelteSet<string>();
	/** Step id → why its last press was not kept. */
	readonly failures = new SvelteMap<string, string>();
	/** What was last stored, in words. */
	said = $state.raw('');
	/** What starting over unticked, and when each was ticked, while that can be undone. */
	cleared = $state.raw<TickedSteps | null>(null);
	isBusy = $state.raw(false);
	failure = $state.raw<string | null>(null);

	constructor(
		private readonly appState: AppState,
		readonly card: ActionCard
	) {}

	get hint(): string {
		return m.card_kept_here();
	}

	isDone(step: CardStep): boolean {
		return this.appState.ticked.has(step.id);
	}

	view(step: CardStep): StepView {
		const tickedAt = this.appState.ticked.get(step.id) ?? null;
		const isPending = this.pending.has(step.id);
		const due = dueText(step);
		return {
			state: tickedAt === null ? 'open' : 'ticked',
			words: isPending ? m.card_step_saving() : this.#stateWords(tickedAt),
			due: due === null ? null : { text: due, icon: 'clock', isLate: false },
			isPending,
			failure: this.failures.get(step.id) ?? null
		};
	}

	hrefOf(cardId: string): string {
		return resolve('/cards/[cardId]', { cardId });
	}

	#stateWords(tickedAt: IsoInstant | null): string {
		if (tickedAt === null) return m.card_step_open();
		const day = danishDay(Date.parse(tickedAt));
		const time = formatTime(toIsoInstant(Date.parse(tickedAt)));
		return day === this.appState.today
			? m.card_step_done({ time })
			: m.card_step_done_on({ date: formatDate(day), time });
	}

	/** Ticks the step, or unticks it. A second press while the first is being stored does nothing. */
	async press(stepId: string): Promise<void> {
		if (this.pending.has(stepId) || this.isBusy) return;
		const kind = this.appState.ticked.has(stepId) ? 'unticked' : 'ticked';
		this.pending.add(stepId);
		this.failures.delete(stepId);
		this.cleared = null;
		const error = await this.appState.setTicked(this.card.id, stepId, kind);
		this.pending.delete(stepId);
		if (error) {
			this.failures.set(stepId, m.card_step_not_saved({ reason: storageMessage(error) }));
			this.said = '';
			return;
		}
		const number = this.card.steps.findIndex((step) => step.id === stepId) + 1;
		this.said =
			this.appState.app.storage.kind === 'memory'
				? m.card_saved_until_closed({ number })
				: kind === 'ticked'
					? m.card_saved({ number })
					: m.card_unsaved({ number });
	}

	/** Unticks every step, and remembers which they were. */
	async startOver(): Promise<void> {
		const ofCard = new Set(this.card.steps.map((step) => step.id));
		const steps = new Map([...this.appState.ticked].filter(([id]) => ofCard.has(id)));
		await this.#whole(async () => {
			const error = await this.appState.clearCard(this.card.id);
			if (error) return error;
			this.cleared = steps;
			this.said = m.card_started_over();
			return null;
		});
	}

	/** Ticks again what starting over unticked, at the times that it was ticked. */
	async undo(): Promise<void> {
		const steps = this.cleared ?? new Map();
		await this.#whole(async () => {
			const error = await this.appState.restoreTicks(this.card.id, steps);
			if (error) return error;
			this.cleared = null;
			this.said = m.card_undone();
			return null;
		});
	}

	async #whole(act: () => ReturnType<AppState['clearCard']>): Promise<void> {
		if (this.isBusy || this.pending.size > 0) return;
		this.isBusy = true;
		this.failure = null;
		const error = await act();
		this.failure = error && m.card_step_not_saved({ reason: storageMessage(error) });
		this.isBusy = false;
	}
}
