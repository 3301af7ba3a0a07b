import { readFileSync } from 'node:fs';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan } from '$lib/domain/plan/schema';
import { valued } from './valued';

/** The plan in a file of the repository. */
export function planIn(path: string): Plan {
	return valued(parsePlanFile(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')));
}

/** The plan that ships with the app. */
export const viborgPlan = () => planIn('plans/viborg-it-delplan.json');
/** One with quite another organisation. */
export const nordoePlan = () => planIn('tests/fixtures/nordoe-staff-plan.json');
