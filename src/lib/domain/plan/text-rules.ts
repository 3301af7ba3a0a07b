/** Something that a browser would read as markup: a tag, a comment, an entity or a script address. */
const MARKUP = /<[a-z!/?]|&(#\d+|#x[0-9a-f]+|[a-z][a-z0-9]{1,31});|javascript:|data:text\/html/i;
/**
 * C0 and C1 controls but tab and line feed, and the characters that turn the direction of text or hide in it
 * (Unicode bidi controls, zero-width marks, line separators).
 */
const CONTROL =
	// eslint-disable-next-line no-control-regex -- these are what is looked for
	/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

/** Whether `value` holds HTML or script. A plan is text; it is refused, not cleaned. */
export function hasMarkup(value: string): boolean {
	return MARKUP.test(value);
}

/** Whether `value` holds characters that cannot be seen or that turn the text about. */
export function hasControlCharacter(value: string): boolean {
	return CONTROL.test(value);
}
