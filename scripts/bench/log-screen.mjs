// The log's screen in the built app: opened, and written in, with short and with long logs on one phone, in one run.
import { createServer } from '../lib/server.mjs';
import { install, openSlowTab, SLOWDOWN, withBrowser } from './browser.mjs';
import { incidentOf, seed } from './log-seed.mjs';
import { median, ms, note, percentile, report } from './stats.mjs';

const SMALL = 1_000;
const MIDDLE = 10_000;
const LARGE = 100_000;
const OPEN_REACH = 1.3;
const APPEND_REACH = 1.5;
const OPEN_ROUNDS = 9;
const APPEND_ROUNDS = 15;
/** The first ones are the compiler's and the cache's. */
const WARM_UP = 2;
const LOADED_WAIT_MS = 120_000;
/** How fast a log is flung by, in pixels a second, and for how long. */
const FLING_SPEED = 7_200;
const FLING_MS = 5_000;
const FRAME_REACH_MS = 50;
const PRINTED = 2_000;
const PRINT_REACH_MS = 15_000;

/** @param {string} build The built folder. */
export async function benchLogScreen(build) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	try {
		await withBrowser(async (context) => {
			const first = await install(context, server.url);
			// the first opening of an incident's screen makes this phone's key
			await first.goto(`${server.url}/alarm`);
			await first.getByTestId('open-incident').waitFor();
			for (const size of [SMALL, PRINTED, MIDDLE, LARGE]) {
				const from = performance.now();
				await seed(first, size);
				note(`${size} signed entries put on the disk in ${ms(performance.now() - from)}`);
			}
			await first.close();
			await compareOpening(context, server.url);
			await countVerified(context, server.url);
			await compareAppending(context, server.url);
			await measureFlinging(context, server.url);
			await measurePrinting(context, server.url);
		});
	} finally {
		await server.close();
	}
}

const logOf = (url, size) => `${url}/incident/${incidentOf(size)}/log`;
const isWhole = (page) =>
	page.waitForFunction(
		() => document.querySelector('[role=feed]')?.getAttribute('aria-busy') === 'false',
		null,
		{
			timeout: LOADED_WAIT_MS
		}
	);

/** From the start of the app at the log's address until the newest of it are painted, by turns. */
async function compareOpening(context, url) {
	const times = { [MIDDLE]: [], [LARGE]: [] };
	const whole = { [MIDDLE]: [], [LARGE]: [] };
	const longest = { [MIDDLE]: [], [LARGE]: [] };
	for (let round = 0; round < OPEN_ROUNDS + WARM_UP; round += 1) {
		for (const size of round % 2 === 0 ? [MIDDLE, LARGE] : [LARGE, MIDDLE]) {
			const page = await context.newPage();
			await page.addInitScript(() => {
				window.blocked = [];
				new PerformanceObserver((list) =>
					window.blocked.push(...list.getEntries().map((entry) => [entry.startTime, entry.duration]))
				).observe({ type: 'longtask', buffered: true });
				const look = () => {
					const rows = document.querySelectorAll('[role=feed] article');
					// all that are in sight stand; the frame that paints them comes next
					if (rows.length >= 5)
						requestAnimationFrame(() => setTimeout(() => (window.newestMs = performance.now())));
					else requestAnimationFrame(look);
				};
				requestAnimationFrame(look);
			});
			await page.goto(logOf(url, size));
			await page.waitForFunction(() => window.newestMs !== undefined);
			const newestMs = await page.evaluate(() => window.newestMs);
			await isWhole(page);
			if (round >= WARM_UP) {
				times[size].push(newestMs);
				whole[size].push(await page.evaluate(() => performance.now()));
				longest[size].push(
					await page.evaluate(
						(from) =>
							Math.max(0, ...window.blocked.filter(([start]) => start >= from).map(([, took]) => took)),
						newestMs
					)
				);
			}
			await page.close();
		}
	}
	const ratio = median(times[LARGE]) / median(times[MIDDLE]);
	report(
		`Newest entries on screen at ${LARGE}`,
		`${ratio.toFixed(2)} × that at ${MIDDLE}`,
		ratio <= OPEN_REACH,
		`≤ ${OPEN_REACH}`
	);
	note(
		`median of ${OPEN_ROUNDS} in turn, the app's start included: ${ms(median(times[LARGE]))} and ${ms(median(times[MIDDLE]))}`
	);
	note(
		`all of it is read and folded after ${ms(median(whole[LARGE]))} and ${ms(median(whole[MIDDLE]))}; the longest task meanwhile ${ms(median(longest[LARGE]))} and ${ms(median(longest[MIDDLE]))}`
	);
}

/** Opening an incident verifies nothing that was verified when it was received. */
async function countVerified(context, url) {
	const page = await context.newPage();
	await page.addInitScript(() => {
		window.verified = 0;
		const label = 'beredt/entry/1';
		const verify = SubtleCrypto.prototype.verify;
		SubtleCrypto.prototype.verify = function (...args) {
			// what keys are tried out with is no entry
			const message = new Uint8Array(args[3].buffer ?? args[3], args[3].byteOffset ?? 0, label.length);
			if (new TextDecoder().decode(message) === label) window.verified += 1;
			return verify.apply(this, args);
		};
	});
	await page.goto(logOf(url, MIDDLE));
	await page.waitForSelector('[role=feed]');
	await isWhole(page);
	const verified = await page.evaluate(() => window.verified);
	report(
		`Signatures verified when an incident of ${MIDDLE} entries is opened`,
		String(verified),
		verified === 0,
		'0'
	);
	await page.close();
}

/** From the press on "Gem" until the entry is on the disk and painted in the list. */
async function compareAppending(context, url) {
	const pages = new Map();
	for (const size of [SMALL, LARGE]) {
		const page = await context.newPage();
		await page.goto(logOf(url, size));
		await page.waitForSelector('[role=feed]');
		await isWhole(page);
		pages.set(size, page);
	}
	const times = { [SMALL]: [], [LARGE]: [] };
	for (let round = 0; round < APPEND_ROUNDS + WARM_UP; round += 1) {
		for (const size of round % 2 === 0 ? [SMALL, LARGE] : [LARGE, SMALL]) {
			const page = pages.get(size);
			await page.bringToFront();
			const took = await append(page, `Målt ${round}`);
			if (round >= WARM_UP) times[size].push(took);
		}
	}
	const ratio = median(times[LARGE]) / median(times[SMALL]);
	report(
		`A note from the press to the disk and the screen at ${LARGE}`,
		`${ratio.toFixed(2)} × that at ${SMALL}`,
		ratio <= APPEND_REACH,
		`≤ ${APPEND_REACH}`
	);
	note(
		`median of ${APPEND_ROUNDS} in turn: ${ms(median(times[LARGE]))} and ${ms(median(times[SMALL]))}; ${times[LARGE].map((one) => one.toFixed(0)).join(' ')} and ${times[SMALL].map((one) => one.toFixed(0)).join(' ')}`
	);
	for (const page of pages.values()) await page.close();
}

async function append(page, text) {
	await page.locator('[data-note=observed]').click();
	await page.getByTestId('note-text').fill(text);
	return page.evaluate(
		(words) =>
			new Promise((resolve) => {
				const button = document.querySelector('[data-testid=note-save]');
				const from = performance.now();
				const look = () => {
					const newest = document.querySelector('[role=feed] [data-testid=entry-text]');
					if (newest?.textContent === words)
						requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
					else requestAnimationFrame(look);
				};
				button.click();
				look();
			}),
		text
	);
}

/** The frames that a slow phone draws while a log is flung by. */
async function measureFlinging(context, url) {
	const { page } = await openSlowTab(context);
	await page.goto(logOf(url, MIDDLE));
	await page.waitForSelector('[role=feed]');
	await isWhole(page);
	// what follows the opening is over
	await page.waitForTimeout(4_000);
	const { frames, blank } = await page.evaluate(
		([speed, until]) =>
			new Promise((resolve) => {
				const took = [];
				let empty = 0;
				const from = performance.now();
				let last = from;
				const go = () => {
					const now = performance.now();
					took.push(now - last);
					window.scrollBy(0, ((now - last) / 1000) * speed);
					last = now;
					if (!document.elementFromPoint(180, 300)?.closest('article')) empty += 1;
					if (now - from < until) requestAnimationFrame(go);
					else resolve({ frames: took.slice(1), blank: empty });
				};
				requestAnimationFrame(go);
			}),
		[FLING_SPEED, FLING_MS]
	);
	const p95 = percentile(frames, 95);
	report(
		`A frame of a log of ${MIDDLE} that is flung by, p95 at ${SLOWDOWN} × slowdown`,
		ms(p95),
		p95 <= FRAME_REACH_MS,
		`≤ ${ms(FRAME_REACH_MS)}`
	);
	note(
		`${FLING_SPEED} px a second: median ${ms(median(frames))}, ${((frames.length / FLING_MS) * 1000).toFixed(0)} frames a second, ${blank} of them with nothing in the middle`
	);
	await page.close();
}

/** From the press on "Hele loggen" to the PDF. */
async function measurePrinting(context, url) {
	const page = await context.newPage();
	await page.goto(`${url}/incident/${incidentOf(PRINTED)}/print/log`);
	const range = page.getByTestId('print-range');
	await range.waitFor();
	const from = performance.now();
	await range.getByRole('button').last().click();
	await page.waitForFunction(
		(count) => document.querySelectorAll('.paper__flow tbody tr').length >= count,
		PRINTED
	);
	const drawnMs = performance.now() - from;
	await page.pdf({ preferCSSPageSize: true });
	const printedMs = performance.now() - from;
	report(
		`A log of ${PRINTED} entries as a PDF`,
		ms(printedMs),
		printedMs <= PRINT_REACH_MS,
		`≤ ${ms(PRINT_REACH_MS)}`
	);
	note(`on the screen after ${ms(drawnMs)}; a log of more than 1000 begins with its newest 500`);
	await page.close();
}
