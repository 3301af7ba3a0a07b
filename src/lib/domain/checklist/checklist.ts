import type { IsoInstant } from '../../base/time';

/**
 * The run that ticks belong to when there is no incident: this phone's own. An incident will have its id here, and
 * its entries of kind "step ticked" and "step unticked" carry the same facts.
 */
export const PHONE_RUN_ID = 'phone';

/** Something that was done to a step: written once, never changed. */
export interface ChecklistEvent {
	readonly id: string;
	readonly runId: string;
	readonly planId: string;
	readonly cardId: string;
	readonly stepId: string;
	readonly kind: 'ticked' | 'unticked';
	/** What the phone's clock said; a tick that an undo brings back has the time that it had. */
	readonly at: IsoInstant;
	/** Counts up by one for each event of this phone, so that the order does not hang on the clock. */
	readonly sequence: number;
}

/** Step id to the moment it was ticked; a step that is not in it is open. */
export type TickedSteps = ReadonlyMap<string, IsoInstant>;

/** The ticks that stand after `events`, in whatever order these come. */
export function foldChecklist(events: readonly ChecklistEvent[]): TickedSteps {
	const ticked = new Map<string, IsoInstant>();
	for (const event of [...events].sort(bySequence)) {
		if (event.kind === 'ticked') ticked.set(event.stepId, event.at);
		else ticked.delete(event.stepId);
	}
	return ticked;
}

/** How many of a card's steps are ticked. */
export function progressOf(
	steps: readonly { readonly id: string }[],
	ticked: TickedSteps
): { done: number; total: number } {
	return { done: steps.filter((step) => ticked.has(step.id)).length, total: steps.length };
}

/** The order of events: by sequence, and where two phones' sequences meet, by time and id. */
export function bySequence(a: ChecklistEvent, b: ChecklistEvent): number {
	return a.sequence - b.sequence || compare(a.at, b.at) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
