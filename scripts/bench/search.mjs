// A key press in the search, over a plan far larger than any real one, beside the same over the embedded plan.
import { ensureTaggedBuild } from '../lib/build.mjs';
import { createServer } from '../lib/server.mjs';
import { install, openSlowTab, withBrowser } from './browser.mjs';
import { CONTACTS, SECTIONS, writeLargePlan } from './large-plan.mjs';
import { median, ms, note, percentile, report } from './stats.mjs';

const REACH_MS = 16;
const KEY_DELAY_MS = 120;
const QUERIES = [
	'netværk',
	'leverandør',
	'it-beredskabsgruppe',
	'Sørensen',
	'ostergaard',
	'telefon',
	'alarm',
	'87 87',
	'backup på rådhuset',
	'xyzzy'
];

/** @param {string} build The built folder. */
export async function benchSearch(build) {
	const large = await ensureTaggedBuild('large', { BEREDT_PLAN: writeLargePlan() });
	const presses = await measurePresses(large);
	const ofReal = await measurePresses(build);
	const works = presses.map(({ workMs }) => workMs);
	const p95 = percentile(works, 95);
	report(
		`A key press in the search, ${SECTIONS} sections + ${CONTACTS} contacts, 4× CPU throttle, p95`,
		ms(p95),
		p95 < REACH_MS,
		`< ${REACH_MS} ms`
	);
	const realP95 = percentile(
		ofReal.map(({ workMs }) => workMs),
		95
	);
	note(`${(p95 / realP95).toFixed(2)} × the same over the embedded plan (${ms(realP95)})`);
	note(`${presses.length} presses: median ${ms(median(works))}, longest ${ms(Math.max(...works))}`);
	const waits = presses.map(({ untilPaintedMs }) => untilPaintedMs);
	note(
		`with the wait for the next frame in it: median ${ms(median(waits))}, p95 ${ms(percentile(waits, 95))}`
	);
	note(
		'measured on the main thread from the input event until all that follows from it has run, and from the start of\n' +
			'the next frame until it is laid out and painted; the idle wait for that frame between the two is left out'
	);
}

/** Types every query, key by key, and answers with what each press cost. */
async function measurePresses(build) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	const presses = await withBrowser(async (context) => {
		await (await install(context, server.url)).close();
		const { page } = await openSlowTab(context);
		await page.goto(`${server.url}/search`);
		await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
		await page.evaluate(watchPresses);
		for (const query of QUERIES) {
			await page.locator('#search-input').pressSequentially(query, { delay: KEY_DELAY_MS });
			// the address follows the query now, which is no part of a press
			await page.waitForTimeout(500);
			await page.locator('#search-input').fill('');
			await page.waitForTimeout(300);
		}
		return page.evaluate(() => window.presses);
	});
	await server.close();
	const expected = QUERIES.join('').length;
	if (presses.length !== expected)
		throw new Error(`${presses.length} presses were measured, not the ${expected} that were typed`);
	return presses;
}

/** Runs in the page. */
function watchPresses() {
	window.presses = [];
	const input = document.querySelector('#search-input');
	let from = NaN;
	addEventListener('input', () => (from = performance.now()), { capture: true });
	// the last listener: the app's own has run by now, and so has all that it put off to the end of its turn
	addEventListener('input', () => {
		if (input.value === '') return;
		const handled = performance.now();
		const began = from;
		requestAnimationFrame(() => {
			const frame = performance.now();
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => {
				const painted = performance.now();
				window.presses.push({
					workMs: handled - began + painted - frame,
					untilPaintedMs: painted - began
				});
			};
			port2.postMessage(null);
		});
	});
}
