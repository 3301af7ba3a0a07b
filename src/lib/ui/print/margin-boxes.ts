/** The name of the custom property that paper.css prints at the foot of every page. */
export const FOOT_PROPERTY = '--paper-foot';

/** Whether the browser prints page numbers and the foot in the page's margin (Chromium since 131). */
export function hasMarginBoxes(): boolean {
	return 'CSSMarginRule' in globalThis;
}

/** `text` as a CSS string, for a custom property that stands in `content`. */
export function cssString(text: string): string {
	const escaped = text.replace(/["\\\n\r\f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `);
	return `"${escaped}"`;
}
