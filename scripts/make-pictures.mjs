// Writes the README's pictures: the start page and a card, and an incident, as a phone shows them.
// Usage: node scripts/make-pictures.mjs
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureBuild } from './lib/build.mjs';
import { findChromium } from './lib/browsers.mjs';
import { leadIncident, openScreen } from './lib/incident.mjs';
import { createServer } from './lib/server.mjs';

const WIDTH = 360;
const HEIGHT = 740;
const GAP = 24;
const BEGAN = new Date('2026-11-24T07:12:00Z');

await ensureBuild();
const server = await createServer({ root: 'build', port: 0, host: '127.0.0.1' });
const browser = await chromium.launch({
	executablePath: (await findChromium()).path,
	args: ['--no-sandbox', '--disable-gpu']
});
const newPhone = () =>
	browser.newContext({
		viewport: { width: WIDTH, height: HEIGHT },
		deviceScaleFactor: 1.5,
		locale: 'da-DK',
		timezoneId: 'Europe/Copenhagen'
	});

/** Two screens beside each other. */
async function write(name, context, pngs) {
	const frame = await context.newPage();
	await frame.setViewportSize({ width: WIDTH * 2 + GAP * 3, height: HEIGHT + GAP * 2 });
	const image = (png) => `<img width="${WIDTH}" src="data:image/png;base64,${png.toString('base64')}">`;
	await frame.setContent(`<style>
		body { margin: 0; padding: ${GAP}px; display: flex; gap: ${GAP}px; background: #d7dde8 }
		img { border-radius: 18px; box-shadow: 0 2px 12px #0004 }
	</style>${pngs.map(image).join('')}`);
	mkdirSync('docs/pictures', { recursive: true });
	await frame.screenshot({ path: `docs/pictures/${name}.png` });
	console.log(`docs/pictures/${name}.png`);
}

{
	const context = await newPhone();
	const page = await context.newPage();
	await openScreen(page, `${server.url}/`);
	const start = await page.screenshot();
	await openScreen(page, `${server.url}/cards/AC-08`);
	const steps = page.getByRole('checkbox');
	for (const step of [steps.nth(0), steps.nth(1)]) {
		await step.click();
		await step.and(page.locator('[aria-checked="true"]')).waitFor();
	}
	await steps.nth(0).evaluate((step) => scrollBy(0, step.getBoundingClientRect().top - 120));
	await page.waitForTimeout(700);
	await write('start-and-card', context, [start, await page.screenshot()]);
	await context.close();
}
{
	const context = await newPhone();
	await context.clock.install({ time: BEGAN });
	const page = await context.newPage();
	const address = await leadIncident(page, server.url, () => context.clock.fastForward('03:00'));
	const screens = [];
	for (const path of ['', '/picture']) {
		await openScreen(page, `${server.url}${address}${path}`);
		await context.clock.runFor(1_000);
		screens.push(await page.screenshot());
	}
	await write('incident', context, screens);
	await context.close();
}
await browser.close();
await server.close();
