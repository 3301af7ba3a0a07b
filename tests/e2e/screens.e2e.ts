/** What holds for every screen, whatever it is of; each is made ready once, since that is most of the time it takes. */
import axe from 'axe-core';
import type { Page } from '@playwright/test';
import { isReady, expect, test } from './fixtures';
import { SCREENS } from './routes';

const THEMES = ['light', 'dark', 'night'] as const;
const TOUCH_PX = 44;
const CRISIS_TOUCH_PX = 56;

// axe is written into the page, which the page's own policy rightly forbids
test.use({ bypassCSP: true });

for (const { name, path, arrange } of SCREENS) {
	test(`in Danish and English axe finds nothing, all is large enough for a thumb, and there at 200 %, on: ${name}`, async ({
		visit
	}) => {
		const page = await visit(path);
		await arrange?.(page);
		await expect(page.locator('html')).toHaveAttribute('lang', 'da');
		expect.soft(await smallTargets(page), 'too small').toEqual([]);
		await page.evaluate(axe.source);
		for (const theme of THEMES) expect.soft(await faultsIn(page, theme), 'in Danish').toEqual([]);

		const reset = await doubleText(page);
		expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
		expect.soft(await lostTexts(page), 'at 200 %').toEqual([]);
		await reset();

		// what a person did before is on the phone; what they had open is opened again
		await page.evaluate(() => localStorage.setItem('beredt.locale', 'en'));
		await page.reload();
		await isReady(page);
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		await page.locator('#app h1').first().waitFor({ state: 'attached' });
		await page.evaluate(() => {
			for (const details of document.querySelectorAll('details')) details.open = true;
		});
		await page.evaluate(axe.source);
		for (const theme of THEMES) expect.soft(await faultsIn(page, theme), 'in English').toEqual([]);
	});
}

/**
 * What axe finds with the theme: rule, place and what is wrong, one line each. A target that the fixed bar lies over
 * is looked at again in the middle of the screen, where a person scrolls it to.
 */
function faultsIn(page: Page, theme: string): Promise<string[]> {
	return page.evaluate(async (chosen) => {
		document.documentElement.dataset.theme = chosen;
		const { run } = (window as unknown as { axe: typeof axe }).axe;
		const { violations } = await run(document, {
			rules: { 'target-size': { enabled: true } },
			resultTypes: ['violations']
		});
		const faults: string[] = [];
		for (const { id, nodes } of violations)
			for (const node of nodes) {
				const target = node.target.join(' ');
				const summary = node.failureSummary ?? '';
				if (id === 'target-size' && summary.includes('obscured')) {
					document.querySelector(target)?.scrollIntoView({ block: 'center', behavior: 'instant' });
					const again = await run(target, { runOnly: ['target-size'] });
					if (again.violations.length === 0) continue;
				}
				faults.push(`${chosen}: ${id}: ${target}: ${summary}`);
			}
		return faults;
	}, theme);
}

/** As somebody has it who set their phone's text to twice its size; the answer takes that back. */
async function doubleText(page: Page): Promise<() => Promise<void>> {
	const devtools = await page.context().newCDPSession(page);
	const set = async (standard: number) => {
		await devtools.send('Page.setFontSizes', { fontSizes: { standard } });
		await expect(page.locator('html')).toHaveCSS('font-size', `${standard}px`);
	};
	await set(32);
	return async () => {
		await set(16);
		await devtools.detach();
	};
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

/** Texts that are cut off at either side, or stand beyond the screen, one line each. */
function lostTexts(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const found: string[] = [];
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let text = texts.nextNode(); text; text = texts.nextNode()) {
			const holder = text.parentElement;
			if (!holder || !text.textContent?.trim() || !holder.checkVisibility({ visibilityProperty: true }))
				continue;
			// for screen readers alone
			if (holder.closest('.visually-hidden, .skip-link, #svelte-announcer, title, script, style')) continue;
			const range = document.createRange();
			range.selectNodeContents(text);
			let left = 0;
			let right = document.documentElement.clientWidth;
			let isReachable = false;
			for (let box: Element | null = holder; box && box !== document.body; box = box.parentElement) {
				const { overflowX, textOverflow, display } = getComputedStyle(box);
				// it is there to be scrolled; or it is the first words of what a press opens
				if (overflowX === 'auto' || overflowX === 'scroll') isReachable = true;
				if (textOverflow === 'ellipsis' && box.closest('details:not([open]) > summary')) isReachable = true;
				if ((overflowX === 'hidden' || overflowX === 'clip') && display !== 'inline') {
					const clip = box.getBoundingClientRect();
					left = Math.max(left, clip.left);
					right = Math.min(right, clip.right);
				}
			}
			if (isReachable) continue;
			const isLost = [...range.getClientRects()].some(
				(line) => line.width > 0 && (line.left < left - 1 || line.right > right + 1)
			);
			if (isLost) found.push(`“${text.textContent.trim().slice(0, 60)}” in ${holder.tagName.toLowerCase()}`);
		}
		return found;
	});
}
