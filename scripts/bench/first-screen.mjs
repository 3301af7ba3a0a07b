// The first plan screen with no network and a slow processor, beside a static page that shows the same.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from '../lib/server.mjs';
import { ROOT } from '../lib/sources.mjs';
import { install, openSlowTab, SLOWDOWN, withBrowser } from './browser.mjs';
import { median, ms, note, report } from './stats.mjs';

const ROUNDS = 9;
const REACH = 1.25;
const STATIC = join(ROOT, '.cache/bench-static');

/**
 * Measures both in turn, in one browser, with both servers gone and every service worker stopped before each start.
 * @param {string} build The built folder.
 */
export async function benchFirstScreen(build) {
	const { app, still, throttle } = await withBrowser(async (context) => {
		const appServer = await createServer({ root: build, port: 0, host: '127.0.0.1' });
		const page = await install(context, appServer.url);
		// the picture that the next start shows is taken half a second after the screen has changed
		await page.waitForFunction(() => caches.match('/__first-screen').then(Boolean));
		await writeStaticPage(build, page);
		const staticServer = await createServer({ root: STATIC, port: 0, host: '127.0.0.1' });
		const installer = await context.newPage();
		await installer.goto(`${staticServer.url}/install.html`);
		await installer.waitForFunction(() => document.title === 'installed');
		await appServer.close();
		await staticServer.close();
		await Promise.all([page.close(), installer.close()]);

		const throttle = await measureThrottle(context);
		const app = [];
		const still = [];
		for (let round = 0; round < ROUNDS; round += 1) {
			app.push(await measureStart(context, `${appServer.url}/`, true));
			still.push(await measureStart(context, `${staticServer.url}/`, false));
		}
		return { app, still, throttle };
	});

	const of = (starts, name) => median(starts.map((start) => start[name]));
	for (const [name, what] of [
		['firstPaintMs', 'First contentful paint of the start page, offline, 4× CPU throttle'],
		['largestPaintMs', 'Largest contentful paint of the start page, offline, 4× CPU throttle']
	]) {
		const ratio = of(app, name) / of(still, name);
		report(what, `${ratio.toFixed(2)} × a static page`, ratio <= REACH, `≤ ${REACH}`);
		note(`median of ${ROUNDS}: app ${ms(of(app, name))}, static page ${ms(of(still, name))}`);
	}
	note(`the scripts have run and the app answers after ${ms(of(app, 'readyMs'))}`);
	note(`throttle asked for ${SLOWDOWN}×, measured ${throttle.toFixed(1)}× on the page's main thread`);
	note(
		'static page: the same HTML (taken from the app) and stylesheet, no script, answered from Cache Storage by a\n' +
			'service worker of 10 lines; both servers gone, both workers stopped before each start, measured in turn'
	);
}

/** Writes a page with the app's own first screen, and the least service worker that can serve it. */
async function writeStaticPage(build, page) {
	const frame = await page.locator('#app > #frame').evaluate((element) => element.outerHTML);
	rmSync(STATIC, { recursive: true, force: true });
	mkdirSync(STATIC, { recursive: true });
	for (const name of ['beredt.css', 'icons'])
		cpSync(join(build, name), join(STATIC, name), { recursive: true });
	const html = `<!doctype html>
<html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Beredt</title><link rel="stylesheet" href="/beredt.css"></head><body>${frame}</body></html>`;
	writeFileSync(join(STATIC, 'index.html'), html);
	writeFileSync(join(STATIC, '200.html'), html);
	writeFileSync(
		join(STATIC, 'install.html'),
		`<!doctype html><title>installing</title><script>
navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)
	.then(() => (document.title = 'installed'));
</script>`
	);
	writeFileSync(
		join(STATIC, 'worker.js'),
		`const FILES = ['/', '/beredt.css', '/icons/sprite.svg', '/icons/icon.svg'];
self.addEventListener('install', (event) => {
	event.waitUntil(caches.open('static').then((cache) => cache.addAll(FILES)));
});
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
self.addEventListener('fetch', (event) => {
	event.respondWith(
		caches.open('static').then((cache) => cache.match(event.request)).then((held) => held ?? fetch(event.request))
	);
});
`
	);
}

/** One start in a new tab, from nothing running to everything painted. */
async function measureStart(context, url, isApp) {
	const { page, devtools } = await openSlowTab(context);
	await devtools.send('ServiceWorker.enable');
	await devtools.send('ServiceWorker.stopAllWorkers');
	await page.goto(url);
	if (isApp) await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
	const readyMs = await page.evaluate(() => performance.now());
	const paints = await page.evaluate(
		() =>
			new Promise((resolve) => {
				const seen = { firstPaintMs: 0, largestPaintMs: 0 };
				const observe = (type, take) =>
					new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
						type,
						buffered: true
					});
				observe('paint', (entry) => {
					if (entry.name === 'first-contentful-paint') seen.firstPaintMs = entry.startTime;
				});
				observe('largest-contentful-paint', (entry) => (seen.largestPaintMs = entry.startTime));
				// a larger paint may still come
				setTimeout(() => resolve(seen), 1_000);
			})
	);
	if (!paints.firstPaintMs || !paints.largestPaintMs) throw new Error(`nothing was painted at ${url}`);
	await page.close();
	return { ...paints, readyMs };
}

/** How much slower a loop really runs in a slow tab. */
async function measureThrottle(context) {
	const loop = () => {
		const from = performance.now();
		let sum = 0;
		for (let index = 0; index < 2e7; index += 1) sum += index % 7;
		return sum > 0 ? performance.now() - from : 0;
	};
	const timesOf = async (page) => {
		const times = [];
		for (let round = 0; round < 5; round += 1) times.push(await page.evaluate(loop));
		await page.close();
		return median(times);
	};
	const fast = await timesOf(await context.newPage());
	const slow = await timesOf((await openSlowTab(context)).page);
	return slow / fast;
}
