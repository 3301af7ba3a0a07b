// Writes every screen to screenshots/: 360×740, light, dark and night, Danish and English, and text at 200 %.
// Usage: npm run screenshots [-- part-of-a-name]
import { mkdirSync, rmSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureBuild } from './lib/build.mjs';
import { findChromium } from './lib/browsers.mjs';
import { endIncident, leadIncident, openScreen } from './lib/incident.mjs';
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
	alarm: '/alarm',
	'alarm-exercise': '/alarm?exercise=EX-1',
	verify: '/verify',
	settings: '/settings',
	install: '/install',
	print: '/print',
	'print-plan': '/print/plan?cards=no',
	'print-contacts': '/print/contacts',
	'print-card': '/print/card/AC-08',
	missing: '/no-such-page'
};
/** Below the address of an incident in its first hour, which is led there once for each look. */
const OF_INCIDENT = {
	now: '',
	log: '/log',
	'log-share': '/log/share',
	'incident-cards': '/cards',
	'incident-card': '/cards/AC-06',
	people: '/people',
	channels: '/people/channels',
	picture: '/picture',
	clocks: '/clocks',
	handover: '/handover',
	close: '/close',
	'print-log': '/print/log'
};
/** The same incident when it is over. */
const OF_ENDED = { 'now-closed': '', 'close-closed': '/close', report: '/report' };
/** Of the app, while that incident goes on. */
const MEANWHILE = { 'start-incident': '/', 'alarm-further': '/alarm' };
const AFTERWARDS = { incidents: '/incidents' };
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
	const isWanted = (name) => `${name}-${look.name}`.includes(wanted);
	const shoot = async (screens, below = '') => {
		for (const [name, path] of Object.entries(screens)) {
			if (!isWanted(name)) continue;
			await openScreen(page, `${server.url}${below}${path}`);
			await page.waitForTimeout(400);
			await page.screenshot({ path: `screenshots/${name}-${look.name}.png` });
			await page.screenshot({ path: `screenshots/${name}-${look.name}-full.png`, fullPage: true });
			const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			if (over > 0) {
				wide += 1;
				console.log(`${name}-${look.name}: ${over} px wider than the screen`);
			}
		}
	};
	await shoot(SCREENS);
	const isAnyOf = (...lists) => lists.flatMap((screens) => Object.keys(screens)).some(isWanted);
	if (isAnyOf(OF_INCIDENT, MEANWHILE, OF_ENDED, AFTERWARDS)) {
		const address = await leadIncident(page, server.url);
		await shoot(OF_INCIDENT, address);
		await shoot(MEANWHILE);
		if (isAnyOf(OF_ENDED, AFTERWARDS)) {
			await endIncident(page, `${server.url}${address}`);
			await shoot(OF_ENDED, address);
			await shoot(AFTERWARDS);
		}
	}
	await browser.close();
}
await server.close();
console.log(`screenshots/ is written; ${wide} wider than the screen`);
