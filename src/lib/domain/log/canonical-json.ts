/** What an entry's body may hold: JSON whose numbers are whole, so that it has exactly one text. */
export type CanonicalValue =
	| null
	| boolean
	| number
	| string
	| readonly CanonicalValue[]
	| { readonly [key: string]: CanonicalValue | undefined };

const MOST_DEEP = 8;

/**
 * The one text of `value`: keys sorted by UTF-16 unit, no white space, `undefined` left out.
 * @throws RangeError for a number that is not a safe integer, or for more than 8 levels: a bug where this phone made
 * it, a refusal where a peer did (see `parseCanonical`).
 */
export function canonicalJson(value: CanonicalValue, depth = 0): string {
	if (depth > MOST_DEEP) throw new RangeError('nested too deep');
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
		// -0 is written as 0
		return String(value);
	}
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	if (Array.isArray(value))
		return `[${(value as readonly CanonicalValue[]).map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
	const members: string[] = [];
	const object = value as { readonly [key: string]: CanonicalValue | undefined };
	for (const key of Object.keys(object).sort()) {
		const member = object[key];
		if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member, depth + 1)}`);
	}
	return `{${members.join(',')}}`;
}

/** What `text` says; `undefined` when it is not JSON, or not in the one form that `canonicalJson` gives. */
export function parseCanonical(text: string): CanonicalValue | undefined {
	try {
		const value = JSON.parse(text) as CanonicalValue;
		return canonicalJson(value) === text ? value : undefined;
	} catch {
		return undefined;
	}
}
