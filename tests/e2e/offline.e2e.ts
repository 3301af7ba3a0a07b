import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow, ROOT } from '../../scripts/lib/sources.mjs';
import { expect, isReady, test } from './fixtures';
import { SCREENS } from './routes';

const BUILD = join(ROOT, 'build');
/** The browser fetches the first from the server alone; the second asks whether there is a newer version. */
const ONLY_FROM_SERVER = ['service-worker.js', '_app/version.json'];

test('with the server and the browser killed, every screen opens at its own address', async ({
	server,
	phone
}) => {
	test.setTimeout(60_000 + SCREENS.length * 5_000);
	// nothing but the start page was ever visited
	await phone.install();
	await server.stop();
	await phone.kill();
	await phone.start();

	for (const { name, path, anchor, isMissing } of SCREENS) {
		await test.step(name, async () => {
			const page = await phone.context.newPage();
			await page.goto(`${server.url}${path}`);
			await isReady(page);
			await expect.soft(page.locator('h1').first(), `${path} has a heading`).toBeAttached();
			await expect.soft(page.getByTestId('not-found'), `${path} is found`).toHaveCount(isMissing ? 1 : 0);
			if (anchor) await expect.soft(page.locator(`[id="${anchor}"]`), `${path}`).toBeInViewport();
			await page.close();
		});
	}
});

test('a broken deep link leads on, with no network', async ({ server, phone }) => {
	await phone.install();
	await server.stop();
	for (const path of ['/kort/AC-08?q=net#trin', '/cards/%E0%A4', '/plan.html']) {
		const page = await phone.open(path);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Den side findes ikke');
		await page.getByTestId('not-found').getByRole('link', { name: 'Kort' }).click();
		await expect(page.getByTestId('cards')).toBeVisible();
	}
});

test('a link whose place was cut off within a letter opens its page, with no network', async ({
	server,
	phone
}) => {
	await phone.install();
	await server.stop();
	const page = await phone.open('/cards/AC-08#%E0%A4');
	await expect(page.getByTestId('card')).toBeVisible();
	await page.getByRole('link', { name: 'Start', exact: true }).click();
	// the picture of the first screen may still stand for a moment beside the screen itself
	await expect(page.locator('#app').getByRole('heading', { name: 'Ring', exact: true })).toBeVisible();
});

test('a search that was sent as a link has its hits, with no network', async ({ server, phone }) => {
	await phone.install();
	await server.stop();
	const page = await phone.open('/search?q=netv%C3%A6rk');
	await expect(page.getByRole('searchbox')).toHaveValue('netværk');
	await expect(page.locator('[data-group="cards"] a').first()).toBeVisible();
});

test('every file of the build is on the phone, to the byte', async ({ server, phone }) => {
	const page = await phone.install();
	await server.stop();
	const files = filesBelow(BUILD)
		.map((file) => relative(BUILD, file))
		.filter((file) => !ONLY_FROM_SERVER.includes(file));
	expect(files.length).toBeGreaterThan(40);

	const wanted: Record<string, string> = {};
	for (const file of files) {
		const path = file === 'index.html' ? '/' : `/${file}`;
		wanted[path] = createHash('sha256')
			.update(readFileSync(join(BUILD, file)))
			.digest('hex');
	}
	const held = await page.evaluate(async (paths) => {
		const hashes: Record<string, string> = {};
		for (const path of paths) {
			try {
				const response = await fetch(path);
				const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
				const bytes = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
				hashes[path] = response.ok ? bytes.join('') : `HTTP ${response.status}`;
			} catch (error) {
				hashes[path] = String(error);
			}
		}
		return hashes;
	}, Object.keys(wanted));
	expect(held).toEqual(wanted);
});
