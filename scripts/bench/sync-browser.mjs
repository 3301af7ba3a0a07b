// A whole log to one who comes late, between two pages of a real Chromium on loopback: Beredt's own sync, with its gate
// and its journal on the disk, a bare data channel for the same bytes, and y-webrtc as npm has it, by turns in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import sirv from 'sirv';
import { findChromium } from '../lib/browsers.mjs';
import { bundlePage } from '../lib/bundle.mjs';
import { median, ms, note, report } from './stats.mjs';

const REACH = 0.5;
/** Each with how many of its entries y-webrtc is given. */
const SIZES = [
	{ size: 10_000, stock: [1_000, 10_000] },
	{ size: 100_000, stock: [100_000] }
];
/** What is not there by then is called never. */
const STOCK_WITHIN_MS = 30_000;
const WITHIN_MS = 900_000;
/** As Beredt cuts them, and as most libraries do. */
const PIECES = [65_535, 16_384];
const RAW_ROUNDS = 5;

export async function benchSyncBrowser() {
	const root = await bundlePage('scripts/bench/sync-page/index.html');
	for (const { size, stock } of SIZES)
		await withPhones(root, async (phones) => {
			await lateJoiner(phones, size);
			for (const count of stock) await stockJoiner(phones, count);
		});
}

/** One who joins the group when all of the log is written. */
async function lateJoiner({ giver, joiner }, size) {
	const logBytes = await giver.evaluate((count) => window.phone.fill('giver', count), size);
	await giver.evaluate(() => window.phone.found());
	const code = await giver.evaluate(() => window.phone.invite());
	const answer = await joiner.evaluate(
		([code, count]) => window.phone.join('joiner', code, count),
		[code, size]
	);
	await giver.evaluate((code) => window.phone.take(code), answer);
	const facts = await allOf(
		joiner,
		(facts) => facts.storedMs !== undefined && facts.documentMs !== undefined
	);
	const held = await joiner.evaluate(() => window.phone.held());
	if (held.entries !== size || held.damaged + held.apart > 0 || facts.verified < size)
		throw new Error(`of ${size} entries: ${JSON.stringify({ held, facts })}`);
	const rawMs = await rawFor({ giver, joiner }, facts.wireBytes);
	const took = (what, from = facts.logBeganMs) => what - from;
	const ratio = rawMs / took(facts.documentMs);
	report(
		`${size} entries to a late joiner, until all are in the document: rate ÷ a bare data channel's`,
		ratio.toFixed(2),
		ratio >= REACH,
		`≥ ${REACH.toFixed(2)}`
	);
	note(
		`a bare channel: ${ms(rawMs)} for the same ${facts.wireBytes} bytes (the entries: ${logBytes}), ${rate(facts.wireBytes, rawMs)}`
	);
	note(
		`from the log's first piece: its last after ${ms(took(facts.logCameMs))} (${(rawMs / took(facts.logCameMs)).toFixed(2)} of the bare rate), ` +
			`all in the document after ${ms(took(facts.documentMs))}`
	);
	note(
		`before that, from the proof to the first piece, the group's log first: ${ms(took(facts.logBeganMs, facts.metMs))}`
	);
	note(
		`verified and on the disk: the first 1,000 after ${ms(took(facts.firstStoredMs))}, all after ${ms(took(facts.storedMs))}, ` +
			`${Math.round(size / (took(facts.storedMs) / 1000))} a second, ${(rawMs / took(facts.storedMs)).toFixed(3)} of the bare rate`
	);
}

/** The same entries in an array, in y-webrtc's room. */
async function stockJoiner({ giver, joiner }, size) {
	const room = `${size}`;
	for (const page of [giver, joiner]) await page.evaluate((room) => window.phone.stock.open(room), room);
	await giver.evaluate((count) => window.phone.stockFill(count), size);
	const offer = await giver.evaluate(() => window.phone.stock.offer());
	const answer = await joiner.evaluate((offer) => window.phone.stock.answer(offer), offer);
	const from = performance.timeOrigin + performance.now();
	await giver.evaluate((answer) => window.phone.stock.accept(answer), answer);
	const reached = await joiner.evaluate(
		([count, withinMs]) => window.phone.stock.reached(count, withinMs),
		[size, STOCK_WITHIN_MS]
	);
	const { entries, isClosed } = await joiner.evaluate(() => window.phone.stock.facts());
	const outcome = reached
		? `all after ${ms(reached - from)}, the connection's making counted`
		: `${entries} after ${ms(STOCK_WITHIN_MS)}${isClosed ? '; its connection was closed' : ''}`;
	note(`stock y-webrtc 10.3.0, ${size} entries: ${outcome}`);
}

/** What a bare channel takes for so many bytes: the quicker way to cut them, the median of some rounds. */
async function rawFor(phones, bytes) {
	const medians = [];
	for (const piece of PIECES) {
		const taken = [];
		for (let round = 0; round < RAW_ROUNDS; round += 1) taken.push(await rawOnce(phones, bytes, piece));
		note(`bare channel, pieces of ${piece}, each time a new one: ${taken.map(ms).join(', ')}`);
		medians.push(median(taken));
	}
	return Math.min(...medians);
}

/** On a connection of its own, as the late joiner has one: a new one is slow at first. */
async function rawOnce({ giver, joiner }, bytes, piece) {
	const offer = await giver.evaluate(() => window.phone.raw.offer());
	const answer = await joiner.evaluate((sdp) => window.phone.raw.answer(sdp), offer);
	await giver.evaluate((sdp) => window.phone.raw.accept(sdp), answer);
	for (const page of [giver, joiner]) await page.evaluate(() => window.phone.raw.open());
	const received = joiner.evaluate((bytes) => window.phone.raw.receive(bytes), bytes);
	const from = await giver.evaluate(([bytes, piece]) => window.phone.raw.send(bytes, piece), [bytes, piece]);
	return (await received) - from;
}

async function allOf(page, isDone) {
	const until = Date.now() + WITHIN_MS;
	for (;;) {
		const facts = await page.evaluate(() => window.phone.facts());
		if (isDone(facts)) return facts;
		if (Date.now() > until) throw new Error(`not all after ${WITHIN_MS} ms: ${JSON.stringify(facts)}`);
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}

function rate(bytes, tookMs) {
	return `${(bytes / 1e6 / (tookMs / 1000)).toFixed(1)} MB/s`;
}

/** Two phones in one browser: two origins, so that neither sees the other's storage, in processes of their own. */
async function withPhones(root, work) {
	const files = sirv(root);
	const servers = [0, 1].map(() => createServer((request, response) => files(request, response)));
	for (const server of servers)
		await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	// without a profile of its own, Chromium would keep the databases in memory
	const profile = mkdtempSync(join(tmpdir(), 'beredt-bench-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: (await findChromium()).path,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-background-timer-throttling',
			'--disable-backgrounding-occluded-windows',
			'--disable-renderer-backgrounding'
		],
		permissions: ['camera']
	});
	try {
		const pages = [];
		for (const [at, server] of servers.entries()) {
			const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
			const page = await newWindow(context);
			page.on('pageerror', (error) => console.error(error));
			// two sites, which get a process each
			await page.goto(`http://${['127.0.0.1', 'localhost'][at]}:${port}/`);
			await page.waitForFunction(() => window.phone !== undefined);
			pages.push(page);
		}
		await work({ giver: pages[0], joiner: pages[1] });
	} finally {
		await context.close();
		for (const server of servers) server.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}

/** The tab that is not in front gets less of the processor, which no phone does because of another. */
async function newWindow(context) {
	const devtools = await context.newCDPSession(context.pages()[0]);
	const opened = context.waitForEvent('page');
	await devtools.send('Target.createTarget', { url: 'about:blank', newWindow: true });
	await devtools.detach();
	return opened;
}
