// From the press on a step to its tick on the screen, in an incident of a thousand entries, on a slow phone.
import { createServer } from '../lib/server.mjs';
import { install, openSlowTab, SLOWDOWN, withBrowser } from './browser.mjs';
import { median, ms, note, percentile, report } from './stats.mjs';

const REACH_MS = 50;
const ENTRIES = 1_000;
const PRESSES = 100;
const PAUSE_MS = 150;

/** @param {string} build The built folder. */
export async function benchTick(build) {
	const small = await measure(build, 30);
	const large = await measure(build, ENTRIES);
	const untilPainted = (/** @type {Press[]} */ presses) => presses.map((press) => press.paintedMs);
	const p95 = percentile(untilPainted(large), 95);
	report(
		`A tick of an incident's card until it is painted, ${ENTRIES} entries, ${SLOWDOWN}× CPU throttle, p95`,
		ms(p95),
		p95 < REACH_MS,
		`< ${REACH_MS} ms`
	);
	const smallP95 = percentile(untilPainted(small), 95);
	note(`${(p95 / smallP95).toFixed(2)} × the same among 30 entries (${ms(smallP95)})`);
	note(
		`${large.length} presses: median ${ms(median(untilPainted(large)))}, longest ${ms(Math.max(...untilPainted(large)))}`
	);
	const saved = large.map((press) => press.savedMs);
	note(
		`until it is on the disk (strict durability) and said so: median ${ms(median(saved))}, p95 ${ms(percentile(saved, 95))}`
	);
	note(
		'measured from the click to the end of the first frame that has the tick, with the word that it is being saved;\n' +
			'that word gives way to who ticked it, and when, when the entry is signed and on the disk'
	);
}

/**
 * @typedef {{ paintedMs: number, savedMs: number }} Press
 * @param {string} build
 * @param {number} entries How many the incident has before the first press.
 * @returns {Promise<Press[]>}
 */
async function measure(build, entries) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	try {
		return await withBrowser(async (context) => {
			const page = await install(context, server.url);
			const address = await openIncident(page, server.url);
			await page.goto(`${server.url}${address}/cards/AC-06`);
			await page.locator('[data-step]').first().waitFor();
			await page.evaluate(fill, entries);
			await page.close();
			const { page: slow } = await openSlowTab(context);
			await slow.goto(`${server.url}${address}/cards/AC-06`);
			await slow.locator('[data-step]').first().waitFor();
			await slow.waitForTimeout(2_000);
			return await slow.evaluate(pressAll, { count: PRESSES, pauseMs: PAUSE_MS });
		});
	} finally {
		await server.close();
	}
}

/** An activated incident in which Outlook is hit; answers with its address. */
async function openIncident(page, url) {
	await page.goto(`${url}/alarm`);
	await page.locator('[data-testid="who-are-you"] .pick').first().click();
	await page.locator('[data-testid="open-incident"]').click();
	await page.locator('[data-testid="activate-at-once"]').click();
	await page.locator('[data-testid="saved"] svg').waitFor();
	return new URL(page.url()).pathname;
}

/** Runs in the page: ticks and unticks until there are so many entries. */
async function fill(entries) {
	const boxes = [...document.querySelectorAll('[data-step] [role="checkbox"]')];
	for (let at = 0; at < entries; at += 1) {
		const box = boxes[at % boxes.length];
		const before = box.getAttribute('aria-checked');
		await new Promise((resolve) => {
			const observer = new MutationObserver(() => {
				if (box.getAttribute('aria-checked') === before || box.ariaBusy === 'true') return;
				observer.disconnect();
				resolve();
			});
			observer.observe(box, { attributes: true });
			box.click();
		});
	}
}

/** Runs in the page: ticks and unticks step by step, and answers with what each press cost. */
async function pressAll({ count, pauseMs }) {
	const boxes = [...document.querySelectorAll('[data-step] [role="checkbox"]')];
	const presses = [];
	for (let at = 0; at < count; at += 1) {
		const box = boxes[at % boxes.length];
		const before = box.getAttribute('aria-checked');
		presses.push(
			await new Promise((resolve) => {
				let began = NaN;
				let paintedMs = NaN;
				let savedMs = NaN;
				const done = () => {
					if (paintedMs > 0 && savedMs > 0) resolve({ paintedMs, savedMs });
				};
				const observer = new MutationObserver(() => {
					if (box.getAttribute('aria-checked') === before) return;
					if (isNaN(paintedMs)) {
						paintedMs = 0;
						requestAnimationFrame(() => {
							const { port1, port2 } = new MessageChannel();
							port1.onmessage = () => {
								paintedMs = performance.now() - began;
								done();
							};
							port2.postMessage(null);
						});
					}
					if (box.ariaBusy !== 'true') {
						observer.disconnect();
						savedMs = performance.now() - began;
						done();
					}
				});
				observer.observe(box, { attributes: true });
				box.addEventListener('click', () => (began = performance.now()), { capture: true, once: true });
				box.click();
			})
		);
		await new Promise((resolve) => setTimeout(resolve, pauseMs));
	}
	return presses;
}
