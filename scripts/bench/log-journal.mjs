// The journal in a real Chromium with its own IndexedDB, on disk: Beredt's modules, bundled as the app's are, on a page
// of their own, so that the app needs no hook for it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import sirv from 'sirv';
import { createServer } from 'node:http';
import { findChromium } from '../lib/browsers.mjs';
import { bundlePage } from '../lib/bundle.mjs';
import { median, ms, note, report } from './stats.mjs';

const SMALL = 1_000;
const MIDDLE = 10_000;
const LARGE = 100_000;
const NEWEST_REACH = 1.3;
const APPEND_REACH = 1.5;
const ROUNDS = 61;

export async function benchJournal() {
	await withPage(async (page) => {
		const fills = [];
		for (const size of [SMALL, MIDDLE, LARGE]) {
			const before = await page.evaluate(() => window.journal.storedBytes());
			const took = await page.evaluate((count) => window.journal.fill(count), size);
			const after = await page.evaluate(() => window.journal.storedBytes());
			fills.push(
				`${size} entries in ${ms(took)}, ${((after - before) / size).toFixed(0)} bytes each on the disk`
			);
		}
		await compare(page, 'newest', [MIDDLE, LARGE], NEWEST_REACH, 'Newest 50 entries of the journal');
		await compare(page, 'append', [SMALL, LARGE], APPEND_REACH, 'An entry from the press to the disk');
		const opened = await page.evaluate((size) => window.journal.open(size), MIDDLE);
		report(
			`Signatures verified when an incident of ${opened.rows} entries is opened`,
			String(opened.verified),
			opened.verified === 0 && opened.damaged === 0,
			'0'
		);
		note(`all of it is read in ${ms(opened.ms)}`);
		note(`received, stored with its documents: ${fills.join('; ')}`);
	});
}

/** The larger of two sizes against the smaller, by turns in one page. */
async function compare(page, act, [small, large], reach, what) {
	const times = await page.evaluate(
		async ({ act, sizes, rounds }) => {
			const taken = sizes.map(() => []);
			for (let round = 0; round < rounds; round += 1)
				for (const index of round % 2 === 0 ? [0, 1] : [1, 0])
					taken[index].push(await window.journal[act](sizes[index]));
			return taken;
		},
		{ act, sizes: [small, large], rounds: ROUNDS }
	);
	// the first ones are the compiler's and the cache's
	const [smallMs, largeMs] = times.map((taken) => median(taken.slice(10)));
	const ratio = largeMs / smallMs;
	report(`${what} at ${large}`, `${ratio.toFixed(2)} × that at ${small}`, ratio <= reach, `≤ ${reach}`);
	note(`median of ${ROUNDS - 10} in turn: ${ms(largeMs)} and ${ms(smallMs)}`);
}

/** @param {(page: import('@playwright/test').Page) => Promise<void>} work */
async function withPage(work) {
	const files = sirv(await bundlePage('scripts/bench/log-page/index.html'));
	const server = createServer((request, response) => files(request, response));
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	// without a profile of its own, Chromium would keep the database in memory
	const profile = mkdtempSync(join(tmpdir(), 'beredt-bench-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: (await findChromium()).path,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
	});
	try {
		const page = await context.newPage();
		page.on('pageerror', (error) => console.error(error));
		const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
		await page.goto(`http://127.0.0.1:${port}/`);
		await page.waitForFunction(() => window.journal !== undefined);
		await work(page);
	} finally {
		await context.close();
		server.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
