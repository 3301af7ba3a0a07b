import { planWithUpdates } from '$lib/domain/contacts/contact-update';
import type { Plan } from '$lib/domain/plan/schema';
import type { AppState } from '$lib/state/app-state.svelte';

/** The plan with the names and numbers that were written on this phone: what an incident names people by. */
export function usedPlan(appState: AppState): Plan {
	return planWithUpdates(appState.plan, appState.contactUpdates);
}
