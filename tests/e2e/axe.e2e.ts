import axe from 'axe-core';
import type { Page } from '@playwright/test';
import { isReady, expect, test } from './fixtures';
import { SCREENS } from './routes';

const THEMES = ['light', 'dark', 'night'] as const;

// axe is written into the page, which the page's own policy rightly forbids
test.use({ bypassCSP: true });

for (const locale of ['da', 'en'] as const) {
	test.describe(`in ${locale === 'da' ? 'Danish' : 'English'}`, () => {
		for (const { name, path, arrange } of SCREENS) {
			test(`axe finds nothing on: ${name}`, async ({ server, page }) => {
				await page.addInitScript((chosen) => localStorage.setItem('beredt.locale', chosen), locale);
				await page.goto(`${server.url}${path}`);
				await isReady(page);
				await arrange?.(page);
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				await page.evaluate(axe.source);
				for (const theme of THEMES) expect.soft(await faultsIn(page, theme)).toEqual([]);
			});
		}
	});
}

/** What axe finds with the theme: rule, place and what is wrong, one line each. */
function faultsIn(page: Page, theme: string): Promise<string[]> {
	return page.evaluate(async (chosen) => {
		document.documentElement.dataset.theme = chosen;
		const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
			rules: { 'target-size': { enabled: true } },
			resultTypes: ['violations']
		});
		return violations.flatMap(({ id, nodes }) =>
			nodes.map((node) => `${chosen}: ${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`)
		);
	}, theme);
}
