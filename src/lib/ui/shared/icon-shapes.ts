/**
 * The icons' shapes for lists that are flung by. Chromium parses the whole sprite again in every frame that brings new
 * `<use>` elements of it; copies of the shapes cost next to nothing (ADR 3). Elsewhere Icon.svelte is all that is needed.
 */
import { asset } from '$app/paths';
import type { IconName } from './icon-names';

/** Null where the sprite could not be read: then icons refer to it as everywhere else. */
type Shapes = ReadonlyMap<string, Element> | null;

let shapes: Shapes | undefined;
let reading: Promise<Shapes> | null = null;

/** Draws an icon into `svg`, whose coordinates go from 0 to 24: at once where the shapes are there already. */
export function drawIcon(svg: SVGSVGElement, name: IconName): void {
	if (shapes !== undefined) {
		put(svg, name, shapes);
		return;
	}
	reading ??= read();
	void reading.then((found) => {
		shapes = found;
		put(svg, name, found);
	});
}

function put(svg: SVGSVGElement, name: IconName, from: Shapes): void {
	const symbol = from?.get(name);
	if (symbol) {
		svg.replaceChildren(...[...symbol.children].map((shape) => document.importNode(shape, true)));
		return;
	}
	const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
	use.setAttribute('href', `${asset('/icons/sprite.svg')}#${name}`);
	svg.replaceChildren(use);
}

/** By XMLHttpRequest, which hands out a document: the app's policy lets no script parse a text into one. */
function read(): Promise<Shapes> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.open('GET', asset('/icons/sprite.svg'));
		request.responseType = 'document';
		request.onloadend = () => {
			const symbols = [...(request.responseXML?.querySelectorAll('symbol') ?? [])];
			resolve(symbols.length > 0 ? new Map(symbols.map((symbol) => [symbol.id, symbol])) : null);
		};
		request.send();
	});
}
