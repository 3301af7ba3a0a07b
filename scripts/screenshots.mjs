// Writes every screen to screenshots/: 360×740, light, dark and night, Danish and English, and text at 200 %.
// Usage: npm run screenshots [-- part-of-a-name]
import { mkdirSync, rmSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureBuild } from './lib/build.mjs';
import { findChromium } from './lib/browsers.mjs';
import { createServer } from './lib/server.mjs';

const SCREENS = {
	start: '/',
	plan: '/plan',
	cards: '/cards',
	'cards-service': '/cards?service=KY4',
	card: '/cards/AC-08',
	contacts: '/contacts',
	role: '/roles/chair',
	search: '/search?q=netv',
	'search-start': '/search',
	'search-nothing': '/search?q=rumskib',
	settings: '/settings',
	install: '/install',
	print: '/print',
	'print-plan': '/print/plan',
	'print-card': '/print/card/AC-08',
	missing: '/no-such-page'
};
const LOOKS = [
	{ name: 'light-da', theme: 'light', locale: 'da' },
	{ name: 'dark-da', theme: 'dark', locale: 'da' },
	{ name: 'night-da', theme: 'night', locale: 'da' },
	{ name: 'light-en', theme: 'light', locale: 'en' },
	{ name: 'dark-en', theme: 'dark', locale: 'en' },
	{ name: 'large-da', theme: 'light', locale: 'da', fontSize: '200%' }
];

const wanted = process.argv[2] ?? '';
await ensureBuild();
const server = await createServer({ root: 'build', port: 0, host: '127.0.0.1' });
rmSync('screenshots', { recursive: true, force: true });
mkdirSync('screenshots', { recursive: true });
const browser = await chromium.launch({
	executablePath: (await findChromium()).path,
	args: ['--no-sandbox', '--disable-gpu']
});
let wide = 0;
for (const look of LOOKS) {
	const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 1 });
	await context.addInitScript(({ theme, locale, fontSize }) => {
		localStorage.setItem('beredt.theme', theme);
		localStorage.setItem('beredt.locale', locale);
		// there is no <html> yet when this runs
		if (fontSize)
			document.addEventListener('DOMContentLoaded', () => {
				document.documentElement.style.fontSize = fontSize;
			});
	}, look);
	const page = await context.newPage();
	for (const [name, path] of Object.entries(SCREENS)) {
		if (!`${name}-${look.name}`.includes(wanted)) continue;
		await page.goto(`${server.url}${path}`);
		await page.waitForSelector('html[data-app-ready]');
		await page.waitForTimeout(400);
		await page.screenshot({ path: `screenshots/${name}-${look.name}.png` });
		await page.screenshot({ path: `screenshots/${name}-${look.name}-full.png`, fullPage: true });
		const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (over > 0) {
			wide += 1;
			console.log(`${name}-${look.name}: ${over} px wider than the screen`);
		}
	}
	await context.close();
}
await browser.close();
await server.close();
console.log(`screenshots/ is written; ${wide} wider than the screen`);
