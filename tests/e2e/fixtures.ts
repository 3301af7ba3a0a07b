/**
 * What end-to-end tests stand on: the production build behind a server that can be killed, and a phone that can be
 * killed and started again with all it holds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	test as base,
	chromium,
	expect,
	type BrowserContext,
	type LaunchOptions,
	type Page
} from '@playwright/test';
import { killProcessesNaming } from '../../scripts/lib/processes.mjs';
import { createServer, type Served } from '../../scripts/lib/server.mjs';
import config from '../../playwright.config';

export { expect };

/** Far longer than it takes on a busy machine; a page that will never stand is known before the test's time is up. */
const WAIT_MS = 30_000;

/** The host that the app came from. */
export class TestServer {
	#served: Served | null = null;
	#port = 0;

	/** @param root The built folder that is served. */
	constructor(private root: string) {}

	/** Where the app is, without a slash at the end; the same before and after a stop. */
	get url(): string {
		return `http://localhost:${this.#port}`;
	}

	/**
	 * Starts it, at the same port as before; `root` serves another build from now on.
	 * @param refuse Paths that it answers with 404, as a host does that was filled by half.
	 */
	async start(root = this.root, refuse?: (path: string) => boolean): Promise<void> {
		this.root = root;
		const options = { root, port: this.#port, host: '127.0.0.1' };
		this.#served = await createServer(refuse ? { ...options, refuse } : options);
		this.#port = this.#served.port;
	}

	/** Gone: every connection is refused from now on. */
	async stop(): Promise<void> {
		await this.#served?.close();
		this.#served = null;
	}
}

/** One phone: a browser with a profile of its own on the disk. */
export class Phone {
	#context: BrowserContext | null = null;
	readonly #profile = mkdtempSync(join(tmpdir(), 'beredt-phone-'));

	/**
	 * @param host Where the app comes from.
	 * @param more What this browser is started with beside what all are.
	 */
	constructor(
		private readonly host: { readonly url: string },
		private readonly more: Pick<LaunchOptions, 'executablePath' | 'args'> = {}
	) {}

	get context(): BrowserContext {
		if (!this.#context) throw new Error('the phone is off');
		return this.#context;
	}

	/** Turns it on. */
	async start(): Promise<void> {
		const { viewport, locale, timezoneId, launchOptions } = config.use ?? {};
		this.#context = await chromium.launchPersistentContext(this.#profile, {
			...launchOptions,
			...this.more,
			args: [...(launchOptions?.args ?? []), ...(this.more.args ?? [])],
			serviceWorkers: 'allow',
			viewport: viewport ?? null,
			...(locale ? { locale } : {}),
			...(timezoneId ? { timezoneId } : {})
		});
	}

	/** Opens a page of the app and waits until it stands. */
	async open(path: string): Promise<Page> {
		const page =
			this.context.pages().find((one) => one.url() === 'about:blank') ?? (await this.context.newPage());
		await page.goto(`${this.host.url}${path}`);
		await isReady(page);
		return page;
	}

	/** Opens the app, and waits until all of it is on the phone. */
	async install(): Promise<Page> {
		const page = await this.open('/');
		await isOffline(page);
		return page;
	}

	/** Turns it off in an orderly way. */
	async stop(): Promise<void> {
		await this.#context?.close();
		this.#context = null;
	}

	/** Kills the browser with every process of it at this instant (SIGKILL), as an empty battery does. */
	async kill(): Promise<void> {
		const closed = new Promise((resolve) => this.context.once('close', resolve));
		// the profile's path stands in the command line of every one of them
		killProcessesNaming(this.#profile);
		await closed;
		this.#context = null;
	}

	async dispose(): Promise<void> {
		await this.stop();
		rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}

/** Waits until a page of the app has drawn its screen. */
export async function isReady(page: Page): Promise<void> {
	await page.waitForSelector('html[data-app-ready]', { state: 'attached', timeout: WAIT_MS });
}

/** Waits until the service worker has stored everything and controls the page. */
export async function isOffline(page: Page): Promise<void> {
	await page.waitForSelector('html[data-offline-ready]', { state: 'attached', timeout: WAIT_MS });
}

interface Fixtures {
	server: TestServer;
	/** A phone that is on, with nothing of Beredt on it. */
	phone: Phone;
	/**
	 * A page of a browser that forgets and has no service worker: enough where nothing is restarted. Open paths with `visit`.
	 * With `use({ serviceWorkers: 'allow' })` it has one.
	 */
	visit: (path: string) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = new TestServer('build');
		await server.start();
		await use(server);
		await server.stop();
	},
	phone: async ({ server }, use) => {
		const phone = new Phone(server);
		await phone.start();
		await use(phone);
		await phone.dispose();
	},
	visit: async ({ server, page }, use) => {
		await use(async (path) => {
			await page.goto(`${server.url}${path}`);
			await isReady(page);
			return page;
		});
	}
});
