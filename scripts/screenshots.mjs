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
	'print-plan': '/print/plan?cards=no',
	'print-contacts': '/print/contacts',
	'print-card': '/print/card/AC-08',
	missing: '/no-such-page'
};
const LOOKS = [
	{ name: 'light-da', theme: 'light', locale: 'da' },
	{ name: 'dark-da', theme: 'dark', locale: 'da' },
	{ name: 'night-da', theme: 'night', locale: 'da' },
	{ name: 'light-en', theme: 'light', locale: 'en' },
	{ name: 'dark-en', theme: 'dark', locale: 'en' },
	{ name: 'large-da', theme: 'light', locale: 'da', textSize: 2 }
];

const wanted = process.argv[2] ?? '';
await ensureBuild();
const server = await createServer({ root: 'build', port: 0, host: '127.0.0.1' });
rmSync('screenshots', { recursive: true, force: true });
mkdirSync('screenshots', { recursive: true });
/** The browser of somebody who set the text to so many times its size: a style set by a script is soon lost. */
const launch = async (textSize = 1) =>
	chromium.launch({
		executablePath: (await findChromium()).path,
		args: ['--no-sandbox', '--disable-gpu', `--blink-settings=defaultFontSize=${16 * textSize}`]
	});
let wide = 0;
for (const look of LOOKS) {
	const browser = await launch(look.textSize);
	const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 1 });
	await context.addInitScript(({ theme, locale }) => {
		localStorage.setItem('beredt.theme', theme);
		localStorage.setItem('beredt.locale', locale);
	}, look);
	const page = await context.newPage();
	for (const [name, path] of Object.entries(SCREENS)) {
		if (!`${name}-${look.name}`.includes(wanted)) continue;
		await page.goto(`${server.url}${path}`);
		await page.waitForSelector('html[data-app-ready]');
		// only now: the element that an init script sees is replaced when the page is parsed
		await page.evaluate((size) => (document.documentElement.style.fontSize = size), look.fontSize ?? '');
		await page.waitForTimeout(400);
		await page.screenshot({ path: `screenshots/${name}-${look.name}.png` });
		await page.screenshot({ path: `screenshots/${name}-${look.name}-full.png`, fullPage: true });
		const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (over > 0) {
			wide += 1;
			console.log(`${name}-${look.name}: ${over} px wider than the screen`);
		}
	}
	await browser.close();
}
await server.close();
console.log(`screenshots/ is written; ${wide} wider than the screen`);
