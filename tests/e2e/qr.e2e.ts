/** Codes drawn and read by real browsers, with a camera that is fed frames; on a page of their own. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { bundlePage } from '../../scripts/lib/bundle.mjs';
import config from '../../playwright.config';
import { filmOf, frameOf, seeded, type Frame, type Look } from '../doubles/camera-frames';
import { expect, test as base, TestServer } from './fixtures';

const TEXT = `BEREDT1:${'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.repeat(9).slice(0, 272)}`;
const LOOK: Look = { modulePx: 5, turned: 17, tilted: 10, blur: 0.8, black: 25, white: 200, noise: 4 };
const PAGE = 'tests/e2e/qr-page/index.html';

interface Fixtures {
	/** The page, in a browser with a camera that sees the frames; null for one without a camera. */
	pageWith: (frames: readonly Frame[] | null, allowed?: boolean) => Promise<Page>;
}

const test = base.extend<Fixtures, { root: string }>({
	root: [
		async ({}, use) => {
			const root = await bundlePage(PAGE, {
				plugins: [
					svelte({ configFile: false, preprocess: vitePreprocess(), compilerOptions: { runes: true } })
				],
				aliases: [{ find: '$app/paths', replacement: join(process.cwd(), 'tests/e2e/qr-page/app-paths.ts') }]
			});
			copyFileSync(join(root, 'index.html'), join(root, '200.html'));
			await use(root);
		},
		{ scope: 'worker' }
	],
	server: async ({ root }, use) => {
		const server = new TestServer(root);
		await server.start();
		await use(server);
		await server.stop();
	},
	pageWith: async ({ server }, use) => {
		const folder = mkdtempSync(join(tmpdir(), 'beredt-camera-'));
		const browsers: Browser[] = [];
		await use(async (frames, allowed = true) => {
			const { launchOptions, viewport } = config.use ?? {};
			const args = [...(launchOptions?.args ?? [])];
			if (frames) {
				const film = join(folder, 'camera.y4m');
				writeFileSync(film, filmOf(frames));
				args.push('--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`);
			}
			const browser = await chromium.launch({ ...launchOptions, args });
			browsers.push(browser);
			const page = await browser.newPage({
				viewport: viewport ?? null,
				permissions: allowed ? ['camera'] : []
			});
			await page.goto(`${server.url}/`);
			await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
			return page;
		});
		for (const browser of browsers) await browser.close();
		rmSync(folder, { recursive: true, force: true });
	}
});

function framesOf(text: string, count = 3): Frame[] {
	const random = seeded(11);
	return Array.from({ length: count }, (_, index) =>
		frameOf(text, { ...LOOK, turned: LOOK.turned + index }, random)
	);
}

const call = <Value>(page: Page, expression: string) => page.evaluate<Value>(`window.meeting.${expression}`);
const scan = (page: Page) => call(page, 'scan()');
const state = (page: Page) => page.getByTestId('qr-scanner').getAttribute('data-state');

test('the camera reads the code, and is off when its screen goes', async ({ pageWith }) => {
	const page = await pageWith(framesOf(TEXT));
	await scan(page);
	await expect.poll(() => call<string[]>(page, 'found()')).toContain(TEXT);
	expect(await state(page)).toBe('looking');
	expect(await call(page, 'camerasOn()')).toBe(1);
	await call(page, 'leave()');
	expect(await call(page, 'camerasOn()')).toBe(0);
});

test('the camera is off while the page is hidden, and on again after', async ({ pageWith }) => {
	const page = await pageWith(framesOf(TEXT));
	await scan(page);
	await expect.poll(() => call<string[]>(page, 'found()')).toContain(TEXT);
	const show = (visibility: string) =>
		page.evaluate((value) => {
			Object.defineProperty(document, 'visibilityState', { value, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		}, visibility);
	await show('hidden');
	expect(await call(page, 'camerasOn()')).toBe(0);
	await show('visible');
	await expect.poll(() => call(page, 'camerasOn()')).toBe(1);
	await expect.poll(() => state(page)).toBe('looking');
});

test('a camera that may not be used is told from one that is not there', async ({ pageWith }) => {
	const refused = await pageWith(framesOf(TEXT, 1), false);
	await scan(refused);
	await expect.poll(() => state(refused)).toBe('denied');
	await expect(refused.getByTestId('scan-trouble')).toContainText('ikke lov til at bruge kameraet');
	const without = await pageWith(null);
	await scan(without);
	await expect.poll(() => state(without)).toBe('noCamera');
	await expect(without.getByTestId('scan-again')).toBeVisible();
});

for (const theme of ['light', 'dark', 'night'])
	test(`a code that is drawn in the ${theme} theme is read from a picture of it`, async ({ pageWith }) => {
		const page = await pageWith(null);
		await call(page, `draw(${JSON.stringify(TEXT)}, ${JSON.stringify(theme)})`);
		const code = page.getByRole('img', { name: 'Koden' });
		const box = await code.boundingBox();
		expect(box?.width).toBeGreaterThan(320);
		const picture = await page.screenshot({ fullPage: true });
		await scan(page);
		await page
			.getByTestId('scan-picture')
			.setInputFiles({ name: 'kode.png', mimeType: 'image/png', buffer: picture });
		await expect.poll(() => call<string[]>(page, 'found()')).toEqual([TEXT]);
	});

test('a picture without a code, and a file that is no picture, are told apart', async ({ pageWith }) => {
	const page = await pageWith(null);
	await scan(page);
	const pick = (name: string, buffer: Buffer) =>
		page.getByTestId('scan-picture').setInputFiles({ name, mimeType: 'image/png', buffer });
	await pick('tom.png', await page.screenshot());
	await expect(page.getByTestId('picture-trouble')).toContainText('ingen kode');
	await pick('brev.png', Buffer.from('Kære alle'));
	await expect(page.getByTestId('picture-trouble')).toContainText('ikke læses som et billede');
	expect(await call(page, 'found()')).toEqual([]);
});
