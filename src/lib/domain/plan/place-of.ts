import * as v from 'valibot';

/** The first place that is wrong in a file. */
export interface PlanPlace {
	/** A dot path into the file. */
	readonly path: string;
	/** `missing`, `unknownKey`, `wrongType`, or a code of the schema's or references.ts's own. */
	readonly code: string;
	readonly expected: string;
	readonly found: string;
}

/** Where valibot's `issue` stands, and what was expected there. */
export function placeOf(issue: v.BaseIssue<unknown>): PlanPlace {
	const path = v.getDotPath(issue) ?? '';
	const expected = issue.expected ?? '';
	const found = issue.received.slice(0, 80);
	if (issue.kind === 'validation') return { path, code: issue.message, expected, found };
	if (issue.type === 'strict_object' && expected === 'never')
		return { path, code: 'unknownKey', expected: '', found };
	if (issue.received === 'undefined') return { path, code: 'missing', expected, found };
	return { path, code: 'wrongType', expected, found };
}
