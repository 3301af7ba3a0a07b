import { m } from '$lib/paraglide/messages';
import type { FlowStep } from '$lib/domain/plan/schema';

/** What each kind of step is called. */
export const FLOW_KINDS: Readonly<Record<FlowStep['kind'], () => string>> = {
	event: m.plan_flow_event,
	task: m.plan_flow_task,
	decision: m.plan_flow_decision,
	outcome: m.plan_flow_outcome
};

/** Where a way leads from one number to another. */
export function jumpWords(from: number, to: number): string {
	return to < from ? m.plan_flow_back({ number: to }) : m.plan_flow_on({ number: to });
}
