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
	const size = `${SECTIONS} sections + ${CONTACTS} contacts, 4× CPU throttle`;
	const works = valuesOf(presses, 'workMs');
	const p95 = percentile(works, 95);
	report(
		`A key press in the search until its letter is painted, ${size}, p95`,
		ms(p95),
		p95 < REACH_MS,
		`< ${REACH_MS} ms`
	);
	const realP95 = percentile(valuesOf(ofReal, 'workMs'), 95);
	note(`${(p95 / realP95).toFixed(2)} × the same over the embedded plan (${ms(realP95)})`);
	note(`${presses.length} presses: median ${ms(median(works))}, longest ${ms(Math.max(...works))}`);
	note(`with the wait for the next frame in it: ${spread(valuesOf(presses, 'paintedMs'))}`);
	note(
		'the work of the press itself: on the main thread from its event until its listeners have run, and from the start\n' +
			'of the next frame until that is laid out and painted. The hits are drawn after that frame, so they are not in it:'
	);
	const blocks = valuesOf(presses, 'longestTaskMs');
	note(
		`what a next key would wait for at worst, the longest task between a press and the next: ${spread(blocks)}`
	);
	const shown = presses.filter(({ shownMs }) => shownMs !== null);
	note(
		`from the press until its hits, as many as a screen has room for, are painted: ${spread(valuesOf(shown, 'shownMs'))}\n` +
			`(${presses.length - shown.length} of ${presses.length} presses were overtaken by the next one, ${KEY_DELAY_MS} ms later, before that)`
	);
	note(
		`the same two over the embedded plan: ${spread(valuesOf(ofReal, 'longestTaskMs'))}; ${spread(
			valuesOf(
				ofReal.filter(({ shownMs }) => shownMs !== null),
				'shownMs'
			)
		)}`
	);
}

const valuesOf = (presses, name) => presses.map((press) => press[name]);
const spread = (values) =>
	`median ${ms(median(values))}, p95 ${ms(percentile(values, 95))}, longest ${ms(Math.max(...values))}`;

/** Types every query, key by key, and answers with what each press cost. */
async function measurePresses(build) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	const { presses, events } = await withBrowser(async (context) => {
		await (await install(context, server.url)).close();
		const { page, devtools } = await openSlowTab(context);
		await page.goto(`${server.url}/search`);
		await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
		await page.evaluate(watchPresses);
		const stopTracing = await startTracing(devtools);
		for (const query of QUERIES) {
			await page.locator('#search-input').pressSequentially(query, { delay: KEY_DELAY_MS });
			await page.waitForTimeout(500);
			await page.locator('#search-input').fill('');
			await page.waitForTimeout(300);
		}
		return { presses: await page.evaluate(() => window.presses), events: await stopTracing() };
	});
	await server.close();
	const expected = QUERIES.join('').length;
	if (presses.length !== expected)
		throw new Error(`${presses.length} presses were measured, not the ${expected} that were typed`);
	return withLongestTasks(presses, events);
}

/** Records the tasks of the browser's threads; the answer ends that, and gives them. */
async function startTracing(devtools) {
	const events = [];
	devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
	await devtools.send('Tracing.start', {
		transferMode: 'ReportEvents',
		traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'] }
	});
	return async () => {
		const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
		await devtools.send('Tracing.end');
		await complete;
		return events;
	};
}

/** Adds the longest task on the main thread that began or ran between a press and the next one. */
function withLongestTasks(presses, events) {
	const marks = events
		.filter(({ name }) => name === 'press' || name === 'pressing-ends')
		.sort((a, b) => a.ts - b.ts);
	const pressed = marks.filter(({ name }) => name === 'press');
	if (pressed.length !== presses.length) throw new Error(`${pressed.length} presses are in the recording`);
	const { pid, tid } = pressed[0];
	const tasks = events.filter(
		(event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid && event.dur
	);
	return presses.map((press, index) => {
		const from = pressed[index].ts;
		const until = marks[marks.indexOf(pressed[index]) + 1]?.ts ?? Infinity;
		const during = tasks.filter(({ ts, dur }) => ts + dur > from && ts < until);
		return { ...press, longestTaskMs: Math.max(...during.map(({ dur }) => dur)) / 1_000 };
	});
}

/** Runs in the page. */
function watchPresses() {
	window.presses = [];
	const input = document.querySelector('#search-input');
	const screen = document.querySelector('[data-testid="search"]');
	// asked for before the app asks for its own: what the app does after the frame comes after this
	const whenPainted = (act) =>
		requestAnimationFrame(() => {
			const frame = performance.now();
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => act(performance.now(), frame);
			port2.postMessage(null);
		});
	let press;
	addEventListener(
		'input',
		(event) => {
			const began = performance.now();
			performance.mark(input.value === '' ? 'pressing-ends' : 'press');
			if (input.value === '') return;
			const made = {
				query: input.value,
				at: event.timeStamp,
				began,
				handled: NaN,
				workMs: NaN,
				paintedMs: NaN,
				shownMs: null
			};
			press = made;
			window.presses.push(made);
			whenPainted((painted, frame) => {
				made.workMs = made.handled - made.began + painted - frame;
				made.paintedMs = painted - made.at;
			});
		},
		{ capture: true }
	);
	// the last listener: the app's own has run by now, and so has all that it put off to the end of its turn
	addEventListener('input', () => {
		if (input.value !== '') press.handled = performance.now();
	});
	new MutationObserver(() => {
		const press = window.presses.at(-1);
		if (!press || press.shownMs !== null || screen.dataset.shows !== press.query) return;
		whenPainted((painted) => (press.shownMs ??= painted - press.at));
	}).observe(screen, { attributeFilter: ['data-shows'] });
}
