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
 * The one text of `value`: keys sorted by UTF-16 unit, no white space, strings as `JSON.stringify` writes them, a
 * member that is `undefined` left out.
 * @throws RangeError for a number that is not a safe integer, or for arrays and objects more than 8 deep; TypeError
 * for what JSON has no text for. A bug where this phone made it, a refusal where a peer did (see `parseCanonical`).
 */
export function canonicalJson(value: CanonicalValue): string {
	return textOf(value, MOST_DEEP);
}

function textOf(value: CanonicalValue, levelsLeft: number): string {
	if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
		// -0 is written as 0
		return String(value);
	}
	// the type has nothing else, but a screen's data may
	if (typeof value !== 'object') throw new TypeError(`JSON has no text for a ${typeof value}`);
	if (levelsLeft === 0) throw new RangeError('nested too deep');
	if (isArray(value)) return `[${value.map((item) => textOf(item, levelsLeft - 1)).join(',')}]`;
	const members: string[] = [];
	for (const key of Object.keys(value).sort()) {
		const member = value[key];
		if (member !== undefined) members.push(`${JSON.stringify(key)}:${textOf(member, levelsLeft - 1)}`);
	}
	return `{${members.join(',')}}`;
}

/** `Array.isArray` takes nothing read-only out of a type. */
function isArray(value: CanonicalValue): value is readonly CanonicalValue[] {
	return Array.isArray(value);
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
