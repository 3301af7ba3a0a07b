import type { ActionCard, Plan } from '../plan/schema';
import { openedCards, type StepNow } from './cards';
import { openDeadlines } from './clocks';
import { servicesNow, type ServiceNow } from './situation';
import type { Deadline, IncidentState, Task } from './state';

/** What is to be looked at before the response is stopped. Nothing of it forbids to stop: people decide that. */
export interface BeforeDeactivation {
	/** Not in normal operation. */
	readonly services: readonly ServiceNow[];
	/** Open steps of the closing phase of opened cards. */
	readonly closingSteps: readonly StepNow[];
	/** Other open steps, by card. */
	readonly openSteps: readonly { readonly card: ActionCard; readonly count: number }[];
	readonly tasks: readonly Task[];
	/** They go on after the response has stopped: somebody must keep them. */
	readonly deadlines: readonly Deadline[];
	/** Whether a situation report was issued after the last change of a service. */
	readonly isReported: boolean;
}

/** What is open. */
export function beforeDeactivation(plan: Plan, state: IncidentState): BeforeDeactivation {
	const cards = openedCards(plan, state);
	const lastChangeMs = Math.max(0, ...[...state.services.values()].map((one) => one.atMs));
	return {
		services: servicesNow(plan, state).filter((one) => one.status !== 'normal'),
		closingSteps: cards.flatMap(({ steps }) =>
			steps.filter((one) => one.state === 'open' && one.step.phase === 'closing')
		),
		openSteps: cards.flatMap(({ card, steps }) => {
			const count = steps.filter((one) => one.state === 'open' && one.step.phase !== 'closing').length;
			return count > 0 ? [{ card, count }] : [];
		}),
		tasks: [...state.tasks.values()].filter((task) => task.done === null),
		deadlines: openDeadlines(state),
		isReported: state.reports.some((report) => report.atMs >= lastChangeMs)
	};
}
