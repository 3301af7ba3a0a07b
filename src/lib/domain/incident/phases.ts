import type { Stage } from './flow';
import type { IncidentState } from './state';

/** A stretch of an incident between two changes of its stage. */
export interface Phase {
	readonly stage: Stage;
	readonly fromMs: number;
	/** Where the next begins; now, for the last one of an incident that goes on. */
	readonly toMs: number;
}

/**
 * The stretches of an incident in their order. Stages that one press runs through take no time and are left out, and
 * so is what comes after the closing.
 * @param nowMs Where an incident that goes on ends for now.
 */
export function phasesOf(state: IncidentState, nowMs: number): Phase[] {
	const changes = state.stages;
	return changes.flatMap((change, index): Phase[] => {
		const next = changes[index + 1];
		if (change.stage === 'closed') return [];
		const toMs = Math.max(change.atMs, next?.atMs ?? nowMs);
		return toMs > change.atMs ? [{ stage: change.stage, fromMs: change.atMs, toMs }] : [];
	});
}
