/** What may fail as a matter of course is a value: `ok` with what was asked for, or an error to be told. */
export type Result<Value, Failure> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

/** A result that succeeded with `value`. */
export function ok<Value>(value: Value): { ok: true; value: Value } {
	return { ok: true, value };
}

/** A result that failed with `error`, a plain object with a `code`. */
export function fail<Failure>(error: Failure): { ok: false; error: Failure } {
	return { ok: false, error };
}
