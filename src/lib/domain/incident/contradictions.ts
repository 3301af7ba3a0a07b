import type { Plan, Role } from '../plan/schema';
import { openedCards, type StepNow } from './cards';
import type { Contest } from './opposing';
import type { IncidentState } from './state';

/** What contradicts (opposing.ts), as the plan's words can tell it. */
export interface Contradictions {
	/** In the order of the cards that were opened. */
	readonly steps: readonly StepNow[];
	/** In the order in which they came to contradict. */
	readonly roles: readonly { readonly role: Role; readonly contest: Contest }[];
}

/** All that contradicts now. What is of a card or a role that the plan does not have stands in the log alone. */
export function contradictionsOf(plan: Plan, state: IncidentState): Contradictions {
	return {
		steps: openedCards(plan, state).flatMap((card) => card.steps.filter(({ done }) => done?.isOpposed)),
		roles: [...state.contested].flatMap(([roleId, contest]) => {
			const role = plan.roles.find((one) => one.id === roleId);
			return role ? [{ role, contest }] : [];
		})
	};
}
