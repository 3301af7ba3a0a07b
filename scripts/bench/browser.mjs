// A browser with a profile of its own, and a processor four times slower.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../lib/browsers.mjs';

export const SLOWDOWN = 4;

/**
 * Gives `work` a browser of a phone's size, which keeps what it stores for as long as the work lasts.
 * @template T
 * @param {(context: import('@playwright/test').BrowserContext) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withBrowser(work) {
	const profile = mkdtempSync(join(tmpdir(), 'beredt-bench-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: (await findChromium()).path,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
		viewport: { width: 360, height: 740 },
		locale: 'da-DK'
	});
	try {
		return await work(context);
	} finally {
		await context.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}

/**
 * Opens the app there, and waits until all of it is stored.
 * @param {import('@playwright/test').BrowserContext} context
 * @param {string} url
 */
export async function install(context, url) {
	const page = await context.newPage();
	await page.goto(`${url}/`);
	await page.waitForSelector('html[data-offline-ready]', { state: 'attached' });
	return page;
}

/**
 * A new tab whose main thread is slowed down.
 * @param {import('@playwright/test').BrowserContext} context
 */
export async function openSlowTab(context) {
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
	return { page, devtools };
}
