/** The custom property that paper.css prints at the foot of every page that is not cut into sheets. */
export const FOOT_PROPERTY = '--paper-foot';

/** `text` as a CSS string, for a custom property that stands in `content`. */
export function cssString(text: string): string {
	const escaped = text.replace(/["\\\n\r\f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `);
	return `"${escaped}"`;
}
