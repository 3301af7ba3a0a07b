import type { Plan } from '../plan/schema';
import { personKey } from './apply';
import { overdueSteps, proposedCards, stepsAwaitingDecision, type StepNow } from './cards';
import { openDeadlines } from './clocks';
import type { Deadline, IncidentState, Task } from './state';

/** What the plan's flow waits for. The screen has a word, and a way there, for each. */
export type NextAct =
	| 'assess'
	| 'tellDecider'
	| 'decideManagement'
	| 'decideActivation'
	| 'takeChair'
	| 'setMeetingPlace'
	| 'callDown'
	| 'assembleGroup'
	| 'appointCoordinator'
	| 'adjustGroup'
	| 'openCards'
	| 'issueReport'
	| 'deactivate'
	| 'evaluate'
	| 'close';

export interface NextStep {
	readonly act: NextAct;
	/** The plan's role whose it is; null where it says nobody's. */
	readonly roleId: string | null;
	/** Whether the plan or the law demands it; the rest is offered. */
	readonly isDue: boolean;
}

/** What is next in the flow, the most pressing first. */
export function nextSteps(plan: Plan, state: IncidentState): NextStep[] {
	const { response } = plan;
	const steps: NextStep[] = [];
	const add = (act: NextAct, roleId: string | null, isDue = true) => steps.push({ act, roleId, isDue });
	const tellManagement = () => {
		const open = response.decisions.tellManagement;
		const decided = state.decisions.some((one) => one.decisionId === open);
		if (open !== null && !decided) add('decideManagement', response.decider, false);
	};
	switch (state.stage) {
		case 'idle':
		case 'alarmReceived':
			add('assess', response.assessor);
			break;
		case 'assessing':
			add('tellDecider', response.assessor);
			add('decideActivation', response.decider, false);
			break;
		case 'chiefNotified':
			add('decideActivation', response.decider);
			tellManagement();
			break;
		case 'handledInOperations':
		case 'notActivated':
			add('close', response.assessor, false);
			add('decideActivation', response.decider, false);
			tellManagement();
			break;
		case 'deactivated':
			add('evaluate', response.decider);
			break;
		case 'evaluated':
			add('close', response.chair);
			break;
		case 'closed':
			break;
		default:
			operate(plan, state, add);
			tellManagement();
	}
	return steps;
}

function operate(
	plan: Plan,
	state: IncidentState,
	add: (act: NextAct, roleId: string | null, isDue?: boolean) => void
): void {
	const { response } = plan;
	const has = (roleId: string | null) =>
		state.holdings.some(
			(one) => one.roleId === roleId && one.untilMs === null && !state.absences.has(personKey(one))
		);
	if (!has(response.chair)) add('takeChair', response.chair);
	if (state.meetingPlace === null) add('setMeetingPlace', response.chair);
	if (state.notified.size === 0) add('callDown', response.chair);
	if (state.stage === 'activated') add('assembleGroup', response.chair);
	if (response.coordinator !== null && !has(response.coordinator)) add('appointCoordinator', response.group);
	if (state.adjustment !== null) add('adjustGroup', response.chair);
	if (proposedCards(plan, state).length > 0 && state.cards.size === 0) add('openCards', response.coordinator);
	if (state.reports.length === 0) add('issueReport', response.coordinator, false);
	if (isQuiet(state)) add('deactivate', response.chair, false);
}

/** All that was hit is normal again. */
function isQuiet(state: IncidentState): boolean {
	const services = [...state.services.values()];
	return services.length > 0 && services.every((service) => service.status === 'normal');
}

/** What the coordinator looks at: what is late, what waits for somebody to decide, what runs out, who has what. */
export interface CoordinatorView {
	readonly next: readonly NextStep[];
	readonly overdue: readonly StepNow[];
	readonly awaitingDecision: readonly StepNow[];
	readonly deadlines: readonly Deadline[];
	/** Given and not done, those with a time first. */
	readonly tasks: readonly Task[];
}

/** The coordinator's screen at `nowMs`. */
export function coordinatorView(plan: Plan, state: IncidentState, nowMs: number): CoordinatorView {
	const dueMs = (task: Task) => task.dueMs ?? Number.MAX_SAFE_INTEGER;
	return {
		next: nextSteps(plan, state),
		overdue: overdueSteps(plan, state, nowMs),
		awaitingDecision: stepsAwaitingDecision(plan, state),
		deadlines: openDeadlines(state),
		tasks: [...state.tasks.values()].filter((task) => task.done === null).sort((a, b) => dueMs(a) - dueMs(b))
	};
}
