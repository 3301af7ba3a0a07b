import type { ActionCard, CardStep } from '$lib/domain/plan/schema';
import type { IconName } from '../shared/icon-names';

/** A step as its row shows it, whoever keeps the ticks. */
export interface StepView {
	readonly state: 'open' | 'ticked' | 'dismissed';
	/** How it stands, in words: when it was done, by whom, or why it is not relevant. */
	readonly words: string;
	/** Its time; null where it has none, or where it is past being of use. */
	readonly due: { readonly text: string; readonly icon: IconName; readonly isLate: boolean } | null;
	/** Whether its press is not on the disk yet. */
	readonly isPending: boolean;
	/** Why its last press was not kept. */
	readonly failure: string | null;
}

/** A card that is worked on: on this phone alone, or in an incident. */
export interface CardSheet {
	readonly card: ActionCard;
	/** What was last kept, in words; empty where something else says it. */
	readonly said: string;
	/** What a press does, and who sees it. */
	readonly hint: string;
	/** Ticked, or found not relevant. */
	isDone(step: CardStep): boolean;
	view(step: CardStep): StepView;
	/** Ticks the step, or opens it again. */
	press(stepId: string): Promise<void>;
	/** Where another card of the plan is worked on in the same way. */
	hrefOf(cardId: string): string;
}
