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
