/** A phone with Firefox, driven over WebDriver BiDi: Playwright drives Debian's Firefox badly (toolchain.md). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { killProcessesNaming } from '../../scripts/lib/processes.mjs';

const WAIT_MS = 30_000;

export class FirefoxPhone {
	#browser: Browser | null = null;
	readonly #profile = mkdtempSync(join(tmpdir(), 'beredt-firefox-'));

	/**
	 * @param executablePath The Firefox to use.
	 * @param url Where the app is.
	 */
	constructor(
		private readonly executablePath: string,
		private readonly url: string
	) {}

	/** Turns it on, with all that it held. */
	async start(): Promise<void> {
		this.#browser = await puppeteer.launch({
			browser: 'firefox',
			executablePath: this.executablePath,
			userDataDir: this.#profile,
			headless: true,
			defaultViewport: { width: 360, height: 740 },
			extraPrefsFirefox: { 'intl.accept_languages': 'da, en' }
		});
	}

	/**
	 * Opens a page of the app and waits until it stands.
	 * @param before Runs in the page before the app does.
	 */
	async open(path: string, before?: () => void): Promise<Page> {
		if (!this.#browser) throw new Error('the phone is off');
		const page = await this.#browser.newPage();
		if (before) await page.evaluateOnNewDocument(before);
		await page.goto(`${this.url}${path}`, { timeout: WAIT_MS });
		await page.waitForSelector('html[data-app-ready]', { timeout: WAIT_MS });
		return page;
	}

	/** Opens the app, and waits until all of it is on the phone. */
	async install(): Promise<Page> {
		const page = await this.open('/');
		await page.waitForSelector('html[data-offline-ready]', { timeout: WAIT_MS });
		return page;
	}

	/** Kills the browser with every process of it at this instant (SIGKILL), as an empty battery does. */
	async kill(): Promise<void> {
		const browser = this.#browser;
		this.#browser = null;
		const process = browser?.process();
		if (!process) return;
		const ended = new Promise((resolve) => process.once('exit', resolve));
		process.kill('SIGKILL');
		killProcessesNaming(this.#profile);
		await ended;
	}

	async dispose(): Promise<void> {
		await this.kill();
		rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
