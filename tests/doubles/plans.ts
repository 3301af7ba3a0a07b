import { readFileSync } from 'node:fs';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan } from '$lib/domain/plan/schema';

/** A plan of the repository, parsed as the app does. */
export function planOf(path: string): Plan {
	const parsed = parsePlanFile(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
}

/** The embedded plan: a group with a chair, a deputy and a coordinator. */
export const viborgPlan = () => planOf('plans/viborg-it-delplan.json');
/** The fictitious plan: a staff of five roles and operation levels. */
export const nordoePlan = () => planOf('tests/fixtures/nordoe-staff-plan.json');
