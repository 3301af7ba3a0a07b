// What the screen is held by while a log of 10,000 signed entries is judged: by WebCrypto, by noble on the page, and by
// noble in the worker, by turns.
import { createServer } from '../lib/server.mjs';
import { withBrowser } from './browser.mjs';
import { logFileOf } from './log-seed.mjs';
import { median, ms, note, report } from './stats.mjs';

const SIZE = 10_000;
const ROUNDS = 3;
const FOUND_WAIT_MS = 300_000;
const WAYS = {
	webCrypto: { isNoble: false, hasWorker: true },
	noblePage: { isNoble: true, hasWorker: false },
	nobleWorker: { isNoble: true, hasWorker: true }
};
/** The worker is to leave the page no more to do than WebCrypto does. */
const REACH = 1.25;

/** @param {string} build The built folder. */
export async function benchVerify(build) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	const file = { name: 'log.json', mimeType: 'application/json', buffer: Buffer.from(await logFileOf(SIZE)) };
	const found = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
	try {
		await withBrowser(async (context) => {
			for (let round = 0; round < ROUNDS; round += 1)
				for (const [way, how] of Object.entries(WAYS))
					found[way].push(await judge(context, server.url, file, how));
		});
	} finally {
		await server.close();
	}
	const of = (way, what) => median(found[way].map((one) => one[what]));
	const ratio = of('nobleWorker', 'busyMs') / of('webCrypto', 'busyMs');
	report(
		`The page’s own work while ${SIZE} entries are judged, noble in the worker`,
		`${ratio.toFixed(2)} × that with WebCrypto`,
		ratio <= REACH,
		`≤ ${REACH}`
	);
	note(
		`on the page noble makes it ${(of('noblePage', 'busyMs') / of('webCrypto', 'busyMs')).toFixed(2)} × that with WebCrypto, ${(of('noblePage', 'busyMs') / of('nobleWorker', 'busyMs')).toFixed(2)} × that with the worker`
	);
	for (const [way, name] of [
		['webCrypto', 'WebCrypto'],
		['noblePage', 'noble on the page'],
		['nobleWorker', 'noble in the worker']
	])
		note(
			`${name}: the page’s thread computes ${ms(of(way, 'busyMs'))}; tasks of 50 ms and more together ${ms(of(way, 'blockedMs'))}, ${of(way, 'tasks')} of them, the longest ${ms(of(way, 'longestMs'))}; done after ${ms(of(way, 'tookMs'))}`
		);
	note(
		`the worker: its first answer (128 signatures) after ${ms(of('nobleWorker', 'firstMs'))}, its start included; the others after ${ms(of('nobleWorker', 'otherMs'))}. Medians of ${ROUNDS} rounds`
	);
}

async function judge(context, url, file, how) {
	const page = await context.newPage();
	await page.addInitScript(({ isNoble, hasWorker }) => {
		if (isNoble)
			SubtleCrypto.prototype.generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
		window.tasks = [];
		window.answers = [];
		new PerformanceObserver((list) =>
			window.tasks.push(...list.getEntries().map((entry) => entry.duration))
		).observe({ type: 'longtask' });
		if (!hasWorker) {
			delete window.Worker;
			return;
		}
		window.Worker = class extends Worker {
			#from = performance.now();
			#isFirst = true;
			postMessage(...all) {
				if (!this.#isFirst) this.#from = performance.now();
				this.#isFirst = false;
				super.postMessage(...all);
			}
			set onmessage(take) {
				super.onmessage = (event) => {
					window.answers.push(performance.now() - this.#from);
					take(event);
				};
			}
		};
	}, how);
	const devtools = await context.newCDPSession(page);
	// the time that the thread computes, whatever else the machine does
	await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
	const busyMs = async () => {
		const { metrics } = await devtools.send('Performance.getMetrics');
		return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
	};
	await page.goto(`${url}/verify`);
	await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
	// what follows the start is over
	await page.waitForTimeout(2_000);
	await page.evaluate(() => (window.tasks.length = 0));
	const before = await busyMs();
	const from = performance.now();
	await page.getByTestId('verify-file').setInputFiles(file);
	await page.getByTestId('verify-sound').waitFor({ timeout: FOUND_WAIT_MS });
	const tookMs = performance.now() - from;
	const after = await busyMs();
	const { tasks, answers } = await page.evaluate(() => ({ tasks: window.tasks, answers: window.answers }));
	await page.close();
	return {
		tookMs,
		busyMs: after - before,
		blockedMs: tasks.reduce((sum, one) => sum + one, 0),
		longestMs: Math.max(0, ...tasks),
		tasks: tasks.length,
		firstMs: answers[0] ?? NaN,
		otherMs: median(answers.slice(1))
	};
}
