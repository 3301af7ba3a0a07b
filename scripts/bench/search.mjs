// A key press in the search, over a plan far larger than any real one, beside the same over the embedded plan.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTaggedBuild } from '../lib/build.mjs';
import { createServer } from '../lib/server.mjs';
import { install, openSlowTab, withBrowser } from './browser.mjs';
import { CONTACTS, SECTIONS, writeLargePlan } from './large-plan.mjs';
import { median, ms, note, percentile, report } from './stats.mjs';

const REACH_MS = 16;
const KEY_DELAY_MS = 120;
/** Nobody types in the second in which a screen comes. */
const SETTLE_MS = 1_000;
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
	const floor = await measureFloor();
	const presses = await measurePresses(large);
	const ofReal = await measurePresses(build);
	const recorded = await measurePresses(large, true);
	const floorAgain = await measureFloor();
	const works = valuesOf(presses, 'workMs');
	const p95 = percentile(works, 95);
	report(
		`A key press in the search until its letter is painted, ${SECTIONS} sections + ${CONTACTS} contacts, 4× CPU throttle, p95`,
		ms(p95),
		p95 < REACH_MS,
		`< ${REACH_MS} ms`
	);
	const floorP95 = percentile(valuesOf([...floor, ...floorAgain], 'workMs'), 95);
	note(
		`${(p95 / floorP95).toFixed(2)} × the same in a page that has nothing but a field (${ms(floorP95)}), measured before and after: ` +
			'what this\nmachine takes for a letter at the least'
	);
	const realP95 = percentile(valuesOf(ofReal, 'workMs'), 95);
	note(`${(p95 / realP95).toFixed(2)} × the same over the embedded plan (${ms(realP95)})`);
	note(`${presses.length} presses: ${spread(works)}`);
	note(`with the wait for the next frame in it: ${spread(valuesOf(presses, 'paintedMs'))}`);
	note(
		'the work of the press itself: on the main thread from its event until its listeners have run, and from the start\n' +
			'of the next frame until that is laid out and painted. The hits are drawn after that frame, so they are not in it;\n' +
			'what they cost is told by the next two'
	);
	const shown = presses.filter(({ shownMs }) => shownMs !== null);
	note(
		`from the press until its hits, as many as a screen has room for, are painted: ${spread(valuesOf(shown, 'shownMs'))}`
	);
	note(
		`${presses.length - shown.length} of the ${presses.length} were followed by the next so soon (${KEY_DELAY_MS} ms) that its hits were shown instead`
	);
	note(
		`the longest task between a press and the next, recorded in a run of its own: ${spread(valuesOf(recorded, 'longestTaskMs'))}`
	);
	note(
		'a task is a block: a press that comes in the middle of one waits for the rest of it, whatever it does'
	);
}

const valuesOf = (presses, name) => presses.map((press) => press[name]);
const spread = (values) =>
	`median ${ms(median(values))}, p95 ${ms(percentile(values, 95))}, longest ${ms(Math.max(...values))}`;

/** A page with a field and no script of its own. */
async function measureFloor() {
	const root = mkdtempSync(join(tmpdir(), 'beredt-bench-field-'));
	writeFileSync(
		join(root, '200.html'),
		'<!doctype html><meta name="viewport" content="width=device-width"><div data-testid="search"><input id="search-input"></div>'
	);
	const server = await createServer({ root, port: 0, host: '127.0.0.1' });
	const presses = await withBrowser(async (context) => {
		const { page } = await openSlowTab(context);
		await page.goto(`${server.url}/field`);
		await page.evaluate(watchPresses, false);
		await page.waitForTimeout(SETTLE_MS);
		await typeQueries(page);
		return page.evaluate(() => window.presses);
	});
	await server.close();
	rmSync(root, { recursive: true });
	return presses;
}

/** Key by key. Playwright's own way has no delay after æ, ø and å: two letters would fall into one frame. */
async function typeQueries(page) {
	for (const query of QUERIES) {
		await page.locator('#search-input').focus();
		for (const letter of query) {
			await page.keyboard.type(letter);
			await page.waitForTimeout(KEY_DELAY_MS);
		}
		await page.waitForTimeout(500);
		await page.locator('#search-input').fill('');
		await page.waitForTimeout(300);
	}
}

/**
 * Types every query, key by key, and answers with what each press cost.
 * @param {string} build
 * @param {boolean} [isRecorded] Whether to record the main thread's tasks: that costs time of its own.
 */
async function measurePresses(build, isRecorded = false) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	const { presses, events } = await withBrowser(async (context) => {
		await (await install(context, server.url)).close();
		const { page, devtools } = await openSlowTab(context);
		await page.goto(`${server.url}/search`);
		await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
		await page.evaluate(watchPresses, isRecorded);
		await page.waitForTimeout(SETTLE_MS);
		const stopRecording = isRecorded ? await startRecording(devtools) : null;
		await typeQueries(page);
		return { presses: await page.evaluate(() => window.presses), events: (await stopRecording?.()) ?? null };
	});
	await server.close();
	const expected = QUERIES.join('').length;
	if (presses.length !== expected)
		throw new Error(`${presses.length} presses were measured, not the ${expected} that were typed`);
	return events ? withLongestTasks(presses, events) : presses;
}

/** Records the tasks of the browser's threads; the answer ends that, and gives them. */
async function startRecording(devtools) {
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

/**
 * Runs in the page.
 * @param {boolean} isMarked Whether the presses are to be found in a recording: a mark costs time of its own.
 */
function watchPresses(isMarked) {
	window.presses = [];
	const input = document.querySelector('#search-input');
	const screen = document.querySelector('[data-testid="search"]');
	const { port1, port2 } = new MessageChannel();
	let acts = [];
	port1.onmessage = () => {
		const painted = performance.now();
		const due = acts;
		acts = [];
		due.forEach((act) => act(painted));
	};
	// asked for before the app asks for its own: what the app does after the frame comes after this
	const whenPainted = (act) =>
		requestAnimationFrame(() => {
			const frame = performance.now();
			acts.push((painted) => act(painted, frame));
			port2.postMessage(null);
		});
	let press;
	addEventListener(
		'input',
		(event) => {
			if (isMarked) performance.mark(input.value === '' ? 'pressing-ends' : 'press');
			if (input.value === '') return;
			const began = performance.now();
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
