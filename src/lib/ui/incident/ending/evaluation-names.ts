import type { Payload } from '$lib/domain/log/kinds';
import { m } from '$lib/paraglide/messages';

/** What the sorts of evaluation points are called. */
export const evaluationNames: Record<Payload<'evaluationPointAdded'>['sort'], () => string> = {
	worked: m.evaluation_worked,
	improve: m.evaluation_improve,
	planChange: m.evaluation_plan_change
};
