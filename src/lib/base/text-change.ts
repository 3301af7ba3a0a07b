/** A change of a text in one place, in UTF-16 units: at `at`, `deleted` of them are replaced by `inserted`. */
export interface TextChange {
	readonly at: number;
	readonly deleted: number;
	readonly inserted: string;
}

/**
 * The smallest change that makes `after` of `before`; null where they are the same. It cuts no character of two units.
 * @param caret Where the caret stands in `after`: of several places where the same letters may have come in, before it.
 */
export function smallestChange(before: string, after: string, caret = after.length): TextChange | null {
	if (before === after) return null;
	const shorter = Math.min(before.length, after.length);
	const mostAtEnd = Math.min(shorter, after.length - caret);
	let atEnd = 0;
	while (atEnd < mostAtEnd && before.at(-1 - atEnd) === after.at(-1 - atEnd)) atEnd += 1;
	let at = 0;
	while (at < shorter - atEnd && before[at] === after[at]) at += 1;
	// what is the same after the caret too, where more than one place was changed
	while (atEnd < shorter - at && before.at(-1 - atEnd) === after.at(-1 - atEnd)) atEnd += 1;
	if (isWithinCharacter(before, at) || isWithinCharacter(after, at)) at -= 1;
	if (isWithinCharacter(before, before.length - atEnd) || isWithinCharacter(after, after.length - atEnd))
		atEnd -= 1;
	return {
		at,
		deleted: before.length - atEnd - at,
		inserted: after.slice(at, after.length - atEnd)
	};
}

/** Where a place in a text stands after a change of it by somebody else. What comes in right at it comes after it. */
export function placeAfter(place: number, { at, deleted, inserted }: TextChange): number {
	if (place <= at) return place;
	return place < at + deleted ? at : place - deleted + inserted.length;
}

/** The text that a change makes. */
export function changedText(text: string, { at, deleted, inserted }: TextChange): string {
	return text.slice(0, at) + inserted + text.slice(at + deleted);
}

function isWithinCharacter(text: string, place: number): boolean {
	const code = text.codePointAt(place - 1);
	return place > 0 && place < text.length && code !== undefined && code > 0xffff;
}
