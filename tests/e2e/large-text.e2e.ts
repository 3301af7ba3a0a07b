import type { Page } from '@playwright/test';
import config from '../../playwright.config';
import { expect, test } from './fixtures';
import { SCREENS } from './routes';

// as somebody has it who set their phone's text to twice its size
const { args = [], ...launchOptions } = config.use?.launchOptions ?? {};
test.use({ launchOptions: { ...launchOptions, args: [...args, '--blink-settings=defaultFontSize=32'] } });

for (const { name, path, arrange } of SCREENS) {
	test(`text at 200 % is all there, with no sideways scroll, on: ${name}`, async ({ visit }) => {
		const page = await visit(path);
		await arrange?.(page);
		expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
		expect(await lostTexts(page)).toEqual([]);
	});
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
