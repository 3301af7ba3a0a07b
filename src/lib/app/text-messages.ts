import { m } from '$lib/paraglide/messages';
import type { TextProblem } from '../domain/log/text';

/** Why a text cannot be written as it is, in a sentence. */
export function textMessage(problem: TextProblem): string {
	return problem.code === 'textEmpty'
		? m.incident_text_empty()
		: m.incident_text_too_long({ length: problem.length, most: problem.most });
}
