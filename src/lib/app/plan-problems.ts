/** Why a file was refused → what a person reads: the place in the file, and what was expected there. */
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { PhoneDataProblem } from '../domain/phone-data/phone-data';
import { PHONE_DATA_FORMAT, PHONE_DATA_MAX_BYTES, PHONE_DATA_VERSION } from '../domain/phone-data/phone-data';
import { PLAN_FORMAT, PLAN_MAX_BYTES, PLAN_SCHEMA_VERSION } from '../domain/plan/schema';
import type { FileProblem } from './picked-file';
import { placeSentence, visible } from './place-sentences';
import type { EmbeddedPlanError } from './plan-in-use';

/** What was wrong with a plan file, or with the app's own plan. */
export function planProblemMessage(problem: EmbeddedPlanError | FileProblem): string {
	switch (problem.code) {
		case 'fileUnreadable':
			return m.problem_file_unreadable();
		case 'embeddedPlanUnreachable':
			return m.problem_embedded_unreachable();
		case 'planTooLarge':
			return m.problem_plan_too_large({
				size: megabytes(problem.bytes),
				limit: megabytes(PLAN_MAX_BYTES)
			});
		case 'planNotJson':
			return m.problem_plan_not_json({ format: PLAN_FORMAT, detail: visible(problem.detail) });
		case 'planOtherFormat':
			return m.problem_plan_other_format({ expected: PLAN_FORMAT });
		case 'planOtherVersion':
			return m.problem_plan_other_version({
				found: visible(problem.found),
				expected: PLAN_SCHEMA_VERSION
			});
		case 'planInvalid':
			return withOthers(placeSentence(problem.place), problem.others);
	}
}

/**
 * What was wrong with a phone-data file.
 * @param act Whether one was read, or could not be made.
 */
export function phoneDataProblemMessage(
	problem: PhoneDataProblem | FileProblem,
	act: 'read' | 'make' = 'read'
): string {
	switch (problem.code) {
		case 'fileUnreadable':
			return m.problem_file_unreadable();
		case 'phoneDataTooLarge': {
			const sizes = { size: megabytes(problem.bytes), limit: megabytes(PHONE_DATA_MAX_BYTES) };
			return act === 'read' ? m.problem_data_too_large(sizes) : m.problem_data_too_large_to_make(sizes);
		}
		case 'phoneDataNotJson':
			return m.problem_data_not_json({ format: PHONE_DATA_FORMAT, detail: visible(problem.detail) });
		case 'phoneDataOtherFormat':
			return m.problem_data_other_format({ expected: PHONE_DATA_FORMAT });
		case 'phoneDataOtherVersion':
			return m.problem_data_other_version({
				found: visible(problem.found),
				expected: PHONE_DATA_VERSION
			});
		case 'phoneDataInvalid':
			return withOthers(placeSentence(problem.place), problem.others);
	}
}

function withOthers(sentence: string, others: number): string {
	return others > 0 ? `${sentence} ${m.problem_others({ count: others })}` : sentence;
}

/** Rounded up, so that what is over a limit never reads as the limit itself. */
function megabytes(bytes: number): string {
	const value = Math.ceil(bytes / 100_000) / 10;
	return `${new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(value)} MB`;
}
