/** What stands in a PDF: read in plain JavaScript, so that no program of the machine's is needed. */
import type { Page } from '@playwright/test';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

export interface PdfPage {
	/** Points, 1/72 inch. */
	readonly width: number;
	readonly height: number;
	readonly text: string;
	/** Empty squares that are drawn as an outline: their sides in CSS pixels. */
	readonly boxes: readonly number[];
}

/** Prints the page in sight as its own stylesheet wants it. */
export async function printed(page: Page): Promise<PdfPage[]> {
	return readPdf(await page.pdf({ preferCSSPageSize: true }));
}

/** All text without its spaces and line breaks, which follow the width of the columns. */
export function squeezed(text: string): string {
	return text.replace(/\s+/gu, '');
}

/** The whole document's text, squeezed. */
export function textOf(pages: readonly PdfPage[]): string {
	return squeezed(pages.map((page) => page.text).join(''));
}

async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
	const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
	const { OPS } = await getResolvedPDFJS();
	const pages: PdfPage[] = [];
	for (let number = 1; number <= pdf.numPages; number += 1) {
		const page = await pdf.getPage(number);
		const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
		const content = await page.getTextContent();
		const { fnArray, argsArray } = await page.getOperatorList();
		pages.push({
			width: right - left,
			height: top - bottom,
			text: content.items.map((item) => ('str' in item ? item.str : '')).join('\n'),
			boxes: fnArray.flatMap((operator, index) => {
				// a path, its painting and the rectangle that it fills
				const [painting, , extent] = (argsArray[index] ?? []) as [number, unknown, ArrayLike<number>];
				if (operator !== OPS.constructPath || painting !== OPS.stroke || !extent) return [];
				const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = Array.from(extent);
				return Math.abs(x1 - x0 - (y1 - y0)) <= 1 ? [x1 - x0] : [];
			})
		});
	}
	return pages;
}
