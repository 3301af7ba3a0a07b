/** Beredt's codes and links between real browsers, on a page of their own: the app carries no hook for it. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { findFirefox } from '../../scripts/lib/browsers.mjs';
import { bundlePage } from '../../scripts/lib/bundle.mjs';
import config from '../../playwright.config';
import { expect, test as base, TestServer } from './fixtures';
import { FirefoxPhone } from './firefox';
import type { LinkFacts } from './link-page/page';

const firefox = findFirefox();
/** A message this long takes a phone some seconds. */
const WAIT_MS = 30_000;
const PROBE_MS = 10_000;

/** What the page's `phone` can do, from out here. */
class Phone {
	/** @param evaluate Runs an expression in the page and gives back what it comes to. */
	constructor(private readonly evaluate: (expression: string) => Promise<unknown>) {}

	offer = () => this.#call<string>('offer');
	answer = (text: string) => this.#call<string>('answer', text);
	accept = (text: string) => this.#call<undefined>('accept', text);
	probe = (text: string, withinMs: number) => this.#call<boolean>('probe', text, withinMs);
	cross = (text: string, isOfferer: boolean) => this.#call<undefined>('cross', text, isOfferer);
	cancel = () => this.#call<undefined>('cancel');
	outcome = () => this.#call<string>('outcome');
	send = (link: number, length: number, seed: number) =>
		this.#call<{ length: number; hash: string }>('send', link, length, seed);
	flood = (link: number, bytes: number) => this.#call<undefined>('flood', link, bytes);
	close = (link: number) => this.#call<undefined>('close', link);
	facts = () => this.#call<LinkFacts[]>('facts');

	async link(index: number): Promise<LinkFacts> {
		const facts = (await this.facts())[index];
		if (!facts) throw new Error(`there is no link ${index}`);
		return facts;
	}

	#call<Value>(name: string, ...args: (string | number | boolean)[]): Promise<Value> {
		return this.evaluate(`window.phone.${name}(...${JSON.stringify(args)})`) as Promise<Value>;
	}
}

interface Fixtures {
	/** A new phone with Chromium. */
	chromiumPhone: () => Promise<Phone>;
	/** A new phone with Firefox. */
	firefoxPhone: () => Promise<Phone>;
}

const test = base.extend<Fixtures, { root: string; browserOfPhones: Browser }>({
	root: [
		async ({}, use) => {
			const root = await bundlePage('tests/e2e/link-page/index.html');
			copyFileSync(join(root, 'index.html'), join(root, '200.html'));
			await use(root);
		},
		{ scope: 'worker' }
	],
	browserOfPhones: [
		async ({}, use) => {
			const browser = await chromium.launch(config.use?.launchOptions);
			await use(browser);
			await browser.close();
		},
		{ scope: 'worker' }
	],
	server: async ({ root }, use) => {
		const server = new TestServer(root);
		await server.start();
		await use(server);
		await server.stop();
	},
	chromiumPhone: async ({ browserOfPhones, server }, use) => {
		const contexts: { close(): Promise<void> }[] = [];
		await use(async () => {
			// the camera, which each phone needs to scan with anyway, is what lets a page know its own addresses
			const context = await browserOfPhones.newContext({ permissions: ['camera'] });
			contexts.push(context);
			const page = await context.newPage();
			await page.goto(`${server.url}/`);
			await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
			return new Phone((expression) => page.evaluate(expression));
		});
		for (const context of contexts) await context.close();
	},
	firefoxPhone: async ({ server }, use) => {
		const phones: FirefoxPhone[] = [];
		await use(async () => {
			const phone = new FirefoxPhone(firefox?.path ?? '', server.url);
			phones.push(phone);
			await phone.start();
			const page = await phone.open('/');
			return new Phone((expression) => page.evaluate(expression));
		});
		for (const phone of phones) await phone.dispose();
	}
});

/** Brings two phones together by the texts of their codes. */
async function connect(offerer: Phone, answerer: Phone): Promise<void> {
	const answer = await answerer.answer(await offerer.offer());
	await offerer.accept(answer);
	expect(await offerer.outcome()).toBe('open');
	expect(await answerer.outcome()).toBe('open');
}

/** A short and a long message each way on their newest link. */
async function talk(a: Phone, b: Phone, link = 0): Promise<void> {
	for (const [from, to, seed] of [
		[a, b, 1],
		[b, a, 2]
	] as const) {
		const sent = [await from.send(link, 40, seed), await from.send(link, 10_000_000, seed)];
		await expect
			.poll(async () => (await to.link(link)).messages.map(({ length, hash }) => ({ length, hash })), {
				timeout: WAIT_MS
			})
			.toEqual(sent);
	}
	expect((await a.link(link)).queuedBytes).toBe(0);
}

test('two phones with Chromium meet by code, know each other’s fingerprints, and talk', async ({
	chromiumPhone
}) => {
	const [a, b] = [await chromiumPhone(), await chromiumPhone()];
	await connect(a, b);
	const [ofA, ofB] = [await a.link(0), await b.link(0)];
	expect([ofA.isOfferer, ofB.isOfferer]).toEqual([true, false]);
	expect(ofA.remoteFingerprint).toBe(ofB.localFingerprint);
	expect(ofB.remoteFingerprint).toBe(ofA.localFingerprint);
	await talk(a, b);
});

test('a message without an end closes its own link, and no other', async ({ chromiumPhone }) => {
	const [a, b, c] = [await chromiumPhone(), await chromiumPhone(), await chromiumPhone()];
	await connect(a, b);
	await connect(a, c);
	await b.flood(0, 70 * 1024 * 1024);
	await expect.poll(async () => (await a.link(0)).ends, { timeout: WAIT_MS }).toEqual(['refused']);
	await expect.poll(async () => (await b.link(0)).ends, { timeout: WAIT_MS }).toEqual(['closedThere']);
	const sent = await c.send(0, 1_000, 3);
	await expect.poll(async () => (await a.link(1)).messages).toMatchObject([sent]);
	expect((await a.link(1)).ends).toEqual([]);
});

test('what was sent before a link is closed still arrives', async ({ chromiumPhone }) => {
	const [a, b] = [await chromiumPhone(), await chromiumPhone()];
	await connect(a, b);
	const sent = await a.send(0, 500_000, 4);
	await a.close(0);
	await expect.poll(async () => (await b.link(0)).ends, { timeout: WAIT_MS }).toEqual(['closedThere']);
	expect((await b.link(0)).messages).toMatchObject([sent]);
	expect((await a.link(0)).ends).toEqual(['closedHere']);
});

test('two phones that exchanged offers find out that they are in reach, and meet with no answer', async ({
	chromiumPhone
}) => {
	const [a, b] = [await chromiumPhone(), await chromiumPhone()];
	const [ofA, ofB] = [await a.offer(), await b.offer()];
	// as often as it takes
	for (let round = 1; round <= 3; round += 1)
		expect(await Promise.all([a.probe(ofB, PROBE_MS), b.probe(ofA, PROBE_MS)]), `round ${round}`).toEqual([
			true,
			true
		]);
	await a.cross(ofB, true);
	// the other notices later
	await new Promise((resolve) => setTimeout(resolve, 3_000));
	await b.cross(ofA, false);
	expect(await a.outcome()).toBe('open');
	expect(await b.outcome()).toBe('open');
	expect((await a.link(0)).remoteFingerprint).toBe((await b.link(0)).localFingerprint);
	expect([(await a.link(0)).isOfferer, (await b.link(0)).isOfferer]).toEqual([true, false]);
	await talk(a, b);
});

test('nobody is found behind an offer that was cancelled', async ({ chromiumPhone }) => {
	const [a, b] = [await chromiumPhone(), await chromiumPhone()];
	const offer = await b.offer();
	await b.cancel();
	expect(await a.probe(offer, 2_000)).toBe(false);
});

test.describe('with Firefox', () => {
	test.skip(firefox === null, 'Firefox is not on this machine: install firefox-esr, or set BEREDT_FIREFOX');

	test('a phone with Chromium meets one with Firefox', async ({ chromiumPhone, firefoxPhone }) => {
		const [a, b] = [await chromiumPhone(), await firefoxPhone()];
		await connect(a, b);
		await talk(a, b);
	});

	test('a phone with Firefox meets one with Chromium', async ({ chromiumPhone, firefoxPhone }) => {
		const [a, b] = [await firefoxPhone(), await chromiumPhone()];
		await connect(a, b);
		await talk(a, b);
	});

	test('a phone with Firefox can be reached 35 s after it answered', async ({
		chromiumPhone,
		firefoxPhone
	}) => {
		test.setTimeout(120_000);
		const [a, b] = [await chromiumPhone(), await firefoxPhone()];
		const answer = await b.answer(await a.offer());
		// whoever shows the answer waits for hands: left alone, Firefox gives up after 30 s
		await new Promise((resolve) => setTimeout(resolve, 35_000));
		await a.accept(answer);
		expect(await a.outcome()).toBe('open');
		expect(await b.outcome()).toBe('open');
	});
});
