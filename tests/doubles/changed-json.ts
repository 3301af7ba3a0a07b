/** A copy of `value` with `replacement` at the dot path `path`; without what is there when it is undefined. */
export function changedJson(value: unknown, path: string, replacement: unknown): unknown {
	const copy: unknown = structuredClone(value);
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = keys.reduce(
		(at, key) => at[key] as Record<string, unknown>,
		copy as Record<string, unknown>
	);
	if (replacement === undefined) Reflect.deleteProperty(parent, last);
	else parent[last] = replacement;
	return copy;
}
