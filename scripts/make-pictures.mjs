// Writes the README's picture: the start page and a card in use, as a phone shows them. Usage: node scripts/make-pictures.mjs
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureBuild } from './lib/build.mjs';
import { findChromium } from './lib/browsers.mjs';
import { createServer } from './lib/server.mjs';

const WIDTH = 360;
const HEIGHT = 740;
const GAP = 24;

await ensureBuild();
const server = await createServer({ root: 'build', port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({
	executablePath: (await findChromium()).path,
	args: ['--no-sandbox', '--disable-gpu']
});
const context = await browser.newContext({
	viewport: { width: WIDTH, height: HEIGHT },
	deviceScaleFactor: 2,
	locale: 'da-DK',
	timezoneId: 'Europe/Copenhagen'
});
const page = await context.newPage();
const open = async (path) => {
	await page.goto(`${server.url}${path}`);
	await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
};
await open('/');
const start = await page.screenshot();
await open('/cards/AC-08');
const steps = page.getByRole('checkbox');
for (const step of [steps.nth(0), steps.nth(1)]) {
	await step.click();
	await step.and(page.locator('[aria-checked="true"]')).waitFor();
}
await steps.nth(0).evaluate((step) => scrollBy(0, step.getBoundingClientRect().top - 120));
await page.waitForTimeout(700);
const card = await page.screenshot();
const frame = await context.newPage();
await frame.setViewportSize({ width: WIDTH * 2 + GAP * 3, height: HEIGHT + GAP * 2 });
const image = (png) => `<img width="${WIDTH}" src="data:image/png;base64,${png.toString('base64')}">`;
await frame.setContent(`<style>
	body { margin: 0; padding: ${GAP}px; display: flex; gap: ${GAP}px; background: #d7dde8 }
	img { border-radius: 18px; box-shadow: 0 2px 12px #0004 }
</style>${image(start)}${image(card)}`);
mkdirSync('docs/pictures', { recursive: true });
await frame.screenshot({ path: 'docs/pictures/start-and-card.png' });
await browser.close();
await server.close();
console.log('docs/pictures/start-and-card.png');
