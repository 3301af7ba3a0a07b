/**
 * Cuts a paper into numbered sheets. Only Chromium prints page numbers of its own accord, and WebKit repeats no table
 * head, cuts through rows and leaves headings behind; so the paper is measured once in the print rules, cut, and copied
 * sheet by sheet. It is printed the same way everywhere, and the table of contents can name pages.
 */
import { cutIntoPages, type Piece } from './page-cuts';

/** The height of a sheet's text. The sheet (paper.css) is higher: below is room for the foot, and for rounding. */
const TEXT_MM = 260;

interface Cuttable extends Piece {
	readonly element: Element;
	/** The elements that it stands in, the outermost first. */
	readonly within: readonly Element[];
}

/**
 * Fills `sheets` with copies of what `flow` holds, cut to the size of A4.
 * @param foot What stands at the foot of each sheet, before its number.
 * @param mark What stands before that, and is not overlooked; null where there is nothing.
 */
export function layOutSheets(flow: Element, sheets: Element, foot: string, mark: string | null = null): void {
	sheets.replaceChildren();
	const pieces = withPrintRules(() => measure(flow));
	const starts = cutIntoPages(pieces, millimetres(TEXT_MM));
	const pageOf = new Map<string, number>();
	starts.forEach((start, index) => {
		const page = pieces.slice(start, starts[index + 1]);
		for (const { element } of page)
			for (const one of [element, ...element.querySelectorAll('[id]')]) pageOf.set(one.id, index + 1);
		sheets.append(makeSheet(page, { foot, mark }, `${index + 1} / ${starts.length}`));
	});
	for (const link of sheets.querySelectorAll('a[href^="#"]')) {
		const page = pageOf.get(decodeURIComponent(link.getAttribute('href')?.slice(1) ?? ''));
		if (page) link.after(make('span', 'page-ref', String(page)));
	}
}

/** Takes the copies away again. */
export function clearSheets(sheets: Element): void {
	sheets.replaceChildren();
}

/** Lays the page out as it is printed, for as long as `measuring` runs: nothing of it is painted. */
function withPrintRules<Value>(measuring: () => Value): Value {
	const { scrollX, scrollY } = window;
	const rules = [...document.styleSheets]
		.flatMap((sheet) => [...sheet.cssRules])
		.filter((rule) => rule instanceof CSSMediaRule)
		.map((rule) => ({ media: rule.media, text: rule.media.mediaText }))
		.filter(({ text }) => text === 'print' || text === 'screen');
	try {
		for (const { media, text } of rules) media.mediaText = text === 'print' ? 'all' : 'not all';
		return measuring();
	} finally {
		for (const { media, text } of rules) media.mediaText = text;
		window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
	}
}

function measure(flow: Element): Cuttable[] {
	const limit = millimetres(TEXT_MM);
	const pieces: Cuttable[] = [];
	const visit = (element: Element, within: readonly Element[], startsPage: boolean): void => {
		const style = getComputedStyle(element);
		if (style.display === 'none' || element.tagName === 'THEAD') return;
		const { top, bottom, height } = element.getBoundingClientRect();
		const breaks = startsPage || element.matches('.new-page');
		if (canBeCut(element, style) && (style.breakInside !== 'avoid' || height > limit)) {
			const before = pieces.length;
			for (const child of element.children)
				visit(child, [...within, element], breaks && pieces.length === before);
			return;
		}
		const head = element.closest('table')?.tHead?.getBoundingClientRect().height ?? 0;
		pieces.push({
			element,
			within,
			top,
			bottom,
			head,
			startsPage: breaks,
			staysWithNext: element.matches('h1, h2, h3, .steps__phase, .verse__lines')
		});
	};
	for (const child of flow.children) visit(child, [], false);
	return pieces;
}

/** Whether an element only stacks others below each other. */
function canBeCut(element: Element, style: CSSStyleDeclaration): boolean {
	const stacks = ['block', 'list-item', 'table', 'table-row-group'].includes(style.display);
	const hasColumns = style.columnCount !== 'auto' || style.columnWidth !== 'auto';
	const hasText = [...element.childNodes].some(
		(node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim()
	);
	const hasInline = [...element.children].some((child) =>
		getComputedStyle(child).display.startsWith('inline')
	);
	return stacks && !hasColumns && !hasText && !hasInline && element.children.length > 0;
}

function makeSheet(
	pieces: readonly Cuttable[],
	{ foot, mark }: { readonly foot: string; readonly mark: string | null },
	number: string
): Element {
	const text = make('div', 'sheet__text');
	const copies = new Map<Element, Element>();
	for (const { element, within } of pieces) {
		let parent: Element = text;
		for (const ancestor of within) {
			let copy = copies.get(ancestor);
			if (!copy) {
				copy = copyOf(ancestor, false);
				if (ancestor instanceof HTMLTableElement && ancestor.tHead) copy.append(copyOf(ancestor.tHead, true));
				copies.set(ancestor, copy);
				parent.append(copy);
			}
			parent = copy;
		}
		parent.append(copyOf(element, true));
	}
	const footer = make('p', 'sheet__foot');
	if (mark !== null) footer.append(make('strong', 'sheet__mark', mark));
	footer.append(make('span', 'sheet__name', foot), make('strong', '', number));
	const sheet = make('div', 'sheet');
	sheet.append(text, footer);
	return sheet;
}

/** A copy that is nothing but what is seen: ids stay with the original, and no copy begins a page of itself. */
function copyOf(element: Element, deep: boolean): Element {
	const copy = element.cloneNode(deep) as Element;
	for (const one of [copy, ...copy.querySelectorAll('[id]')]) one.removeAttribute('id');
	for (const one of [copy, ...copy.querySelectorAll('.new-page')]) one.classList.remove('new-page');
	return copy;
}

function make(tag: string, className: string, text = ''): Element {
	const element = document.createElement(tag);
	element.className = className;
	element.textContent = text;
	return element;
}

/** CSS pixels. */
function millimetres(length: number): number {
	return (length * 96) / 25.4;
}
