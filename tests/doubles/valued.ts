import type { Result } from '$lib/base/result';

/** What `result` holds; throws where it failed, so that a test says why. */
export function valued<Value>(result: Result<Value, unknown>): Value {
	if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.error)}`);
	return result.value;
}
