import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SCREENS } from './routes';

const TOUCH_PX = 44;
const CRISIS_TOUCH_PX = 56;

for (const { name, path, arrange } of SCREENS) {
	test(`all that can be pressed is large enough for a thumb on: ${name}`, async ({ visit }) => {
		const page = await visit(path);
		await arrange?.(page);
		expect(await smallTargets(page)).toEqual([]);
	});
}

/**
 * What can be pressed and is too small, one line each. What a press reaches is measured: a checkbox is as large as its
 * label. A link within running text may be as small as its line (WCAG 2.5.8).
 */
function smallTargets(page: Page): Promise<string[]> {
	return page.evaluate(
		({ touch, crisisTouch }) => {
			const pressable =
				'a[href], button, summary, select, textarea, input:not([type="hidden"]), [role="button"], [role="tab"]';
			const isInSentence = (element: Element) => {
				if (getComputedStyle(element).display !== 'inline') return false;
				const around = element.parentElement?.textContent?.replace(element.textContent ?? '', '') ?? '';
				return /\p{L}/u.test(around);
			};
			const reachOf = (element: Element) => {
				const own = element.getBoundingClientRect();
				if (!(element instanceof HTMLInputElement)) return own;
				const labels = [...(element.labels ?? [])].map((label) => label.getBoundingClientRect());
				return labels.reduce((largest, one) => (one.height > largest.height ? one : largest), own);
			};
			const found: string[] = [];
			for (const element of document.querySelectorAll(pressable)) {
				if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.skip-link')) continue;
				if (isInSentence(element)) continue;
				const { width, height } = reachOf(element);
				const isCall = element.matches('a[href^="tel:"]');
				const wanted = isCall ? crisisTouch : touch;
				// a rounding of the layout is not a smaller target
				if (height >= wanted - 0.5 && width >= touch - 0.5) continue;
				const words = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
				const size = `${Math.round(width)}×${Math.round(height)}`;
				found.push(`<${element.tagName.toLowerCase()}> “${words}” is ${size}, not ${wanted} high`);
			}
			return found;
		},
		{ touch: TOUCH_PX, crisisTouch: CRISIS_TOUCH_PX }
	);
}
