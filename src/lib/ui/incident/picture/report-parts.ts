/** A part of a text that was issued: reportText's way back. */
export interface IssuedPart {
	readonly heading: string;
	readonly lines: readonly string[];
}

/** The parts of a text that `reportText` made, on this phone or another. */
export function issuedParts(text: string): IssuedPart[] {
	return text.split('\n\n').map((part) => {
		const [heading = '', ...lines] = part.split('\n');
		return { heading, lines: lines.map((line) => line.replace(/^- /, '')) };
	});
}
