import type { Signed, Verifier } from '../ports/log';

/** What the page asks of the worker. */
export interface VerifyingTask {
	readonly number: number;
	readonly signed: readonly Signed[];
}

/** The worker's answer to the task of that number: a verdict for each, in their order. */
export interface VerifyingAnswer {
	readonly number: number;
	readonly verdicts: readonly boolean[];
}

/** What the worker does with a task. */
export async function answerTask(
	verifier: Verifier,
	{ number, signed }: VerifyingTask
): Promise<VerifyingAnswer> {
	return { number, verdicts: await verifier.verifyAll(signed) };
}

/** Reads an answer strictly; null for anything else. */
export function readAnswer(data: unknown): VerifyingAnswer | null {
	if (typeof data !== 'object' || data === null || !('number' in data) || !('verdicts' in data)) return null;
	const { number, verdicts } = data;
	if (typeof number !== 'number' || !Array.isArray(verdicts)) return null;
	return verdicts.every((verdict) => typeof verdict === 'boolean') ? { number, verdicts } : null;
}
