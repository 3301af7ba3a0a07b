import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Plan } from '../../src/lib/domain/plan/schema';
import { expect, isReady, test } from './fixtures';
import { goTo } from './helpers';

const plan = JSON.parse(readFileSync('plans/viborg-it-delplan.json', 'utf8')) as Plan;

test('calls the chief in two taps: open the app, press Ring', async ({ visit }) => {
	const page = await visit('/');
	const call = page.getByRole('link', { name: 'Ring til It- og digitaliseringschefen, 87 87 41 50' });
	await expect(call).toBeInViewport();
	await expect(call).toHaveAttribute('href', 'tel:+4587874150');
	const box = await call.boundingBox();
	expect(box?.height).toBeGreaterThanOrEqual(56);
});

test('opens with the server gone and the browser killed, on a deep link never visited before', async ({
	server,
	phone
}) => {
	await phone.install();
	await server.stop();
	await phone.kill();
	await phone.start();
	const page = await phone.open('/cards/AC-08');
	await expect(page.getByTestId('card')).toBeVisible();
});

test('states what is true: the plan is on this phone, how old it is, and that it works without a network', async ({
	phone
}) => {
	const page = await phone.install();
	const status = page.getByTestId('status-line');
	await expect(status).toContainText('Planen ligger på denne telefon · opdateret 13.01.2018');
	await expect(status).toContainText(/\d+ år(?: og \d+ måneder?)? gammel\. Bekræft, før du handler\./);
	await expect(status).toBeInViewport({ ratio: 1 });
	const more = page.getByTestId('more-facts');
	await expect(more).toContainText('Klar til brug uden net');
	await expect(more).toContainText('Planens ejer: Databeskyttelsesrådgiveren');
});

test('leads from what is hit to its cards, and from what has happened to those', async ({ visit }) => {
	const page = await visit('/');
	const hit = page.getByRole('region', { name: 'Hvad er ramt?' });
	await expect(hit.getByRole('link')).toHaveCount(plan.services.length);
	for (const service of plan.services)
		await expect(hit.getByRole('link', { name: service.name }).first()).toBeVisible();
	await hit.getByRole('link', { name: 'Hjemmeside' }).click();
	await expect(
		page.getByRole('region', { name: 'Særligt for Hjemmeside' }).locator('[data-card]').first()
	).toHaveAttribute('data-card', 'AC-07');

	await page.goBack();
	const happened = page.getByRole('region', { name: 'Hvad er der sket?' });
	for (const group of plan.cardGroups)
		await expect(happened.getByRole('link', { name: group.title })).toBeVisible();
	await happened.getByRole('link', { name: 'Angreb og databrud' }).click();
	await expect(page.getByRole('heading', { name: 'Angreb og databrud' })).toBeInViewport();
	await expect(page.locator('[data-card="AC-08"]')).toBeInViewport();
	await page.goBack();
	await happened.getByRole('link', { name: 'Alle 16 actioncards' }).click();
	await expect(page.locator('[data-card]')).toHaveCount(16);
});

test('names every page in its title, and leaves none of the last one’s behind', async ({ visit }) => {
	const page = await visit('/');
	await expect(page).toHaveTitle('Start · Beredt');
	const menu = page.getByRole('navigation', { name: 'Hovedmenu' });
	await menu.getByRole('link', { name: 'Kort' }).click();
	await expect(page).toHaveTitle('Actioncards · Beredt');
	await expect(menu.getByRole('link', { name: 'Kort' })).toHaveAttribute('aria-current', 'page');
	await menu.getByRole('link', { name: 'Start' }).click();
	await expect(page).toHaveTitle('Start · Beredt');
});

test('lets the keyboard go past the head to the page itself', async ({ visit }) => {
	const page = await visit('/cards');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Spring til indhold' })).toBeFocused();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Efter situation' })).toBeFocused();
});

test('speaks English around the plan’s Danish words', async ({ visit, page }) => {
	await page.addInitScript(() => {
		localStorage.setItem('beredt.locale', 'en');
	});
	await visit('/');
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page.getByTestId('status-line')).toContainText(
		'The plan is on this phone · updated 13 Jan 2018'
	);
	await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'da');
	await expect(page.getByRole('region', { name: 'What is hit?' })).toBeVisible();
	await expect(
		page.getByRole('link', { name: 'Call It- og digitaliseringschefen, 87 87 41 50' })
	).toBeVisible();
	await expect(page.getByRole('link', { name: 'All 16 action cards' })).toBeVisible();
});

test('speaks the phone’s own language until one is chosen', async ({ browser, server }) => {
	const context = await browser.newContext({ locale: 'en-GB' });
	const page = await context.newPage();
	await page.goto(`${server.url}/`);
	await isReady(page);
	await expect(page.getByRole('region', { name: 'What is hit?' })).toBeVisible();
	await context.close();
});

test('paints this phone’s own first screen before any script has run, and no button that does not work', async ({
	phone,
	server
}) => {
	const page = await phone.install();
	const picture = () =>
		page.evaluate(async () => {
			const kept = await (await caches.open('beredt-first-screen')).match('/__first-screen');
			return kept ? ((await kept.json()) as { html: string }).html : '';
		});
	await expect.poll(picture).toContain('Klar til brug uden net');
	expect(await picture()).not.toContain('<button');

	// the phone is full: a banner says so, and it has a button; it is in no picture
	const menu = page.getByRole('navigation', { name: 'Hovedmenu' });
	await menu.getByRole('link', { name: 'Kort' }).click();
	await page.locator('[data-card="AC-01"]').click();
	await page.evaluate(() => {
		IDBObjectStore.prototype.add = () => {
			throw new DOMException('no room', 'QuotaExceededError');
		};
	});
	await page.locator('[data-step="AC-01.01"]').click({ position: { x: 30, y: 30 } });
	await expect(page.getByTestId('storage-trouble')).toBeVisible();
	await page.evaluate(() => caches.delete('beredt-first-screen'));
	await menu.getByRole('link', { name: 'Start' }).click();
	await expect.poll(picture).toContain('Klar til brug uden net');
	expect(await picture()).not.toContain('<button');

	const second = await phone.context.newPage();
	const session = await phone.context.newCDPSession(second);
	await session.send('Emulation.setScriptExecutionDisabled', { value: true });
	await second.goto(`${server.url}/`);
	await expect(second.locator('#first-screen')).toContainText('Planen ligger på denne telefon');
	await expect(second.getByRole('link', { name: /^Ring til It- og digitaliseringschefen/ })).toHaveAttribute(
		'href',
		'tel:+4587874150'
	);
});

/** Whether the page has loaded what reads and writes the database. */
async function hasLoadedDexie(page: Page): Promise<boolean> {
	const scripts = await page.evaluate(() =>
		performance
			.getEntriesByType('resource')
			.map(({ name }) => new URL(name).pathname)
			.filter((path) => path.endsWith('.js') && path.startsWith('/_app/'))
	);
	return scripts.some((path) => readFileSync(join('build', path), 'utf8').includes('Dexie SchemaDiff'));
}

test('shows at once what another tab writes, though until then it has only read', async ({ phone }) => {
	const first = await phone.open('/');
	// the first start of all stores the plan
	expect(await hasLoadedDexie(first)).toBe(true);
	await first.reload();
	await isReady(first);
	expect(await hasLoadedDexie(first)).toBe(false);
	await expect(first.getByTestId('status-line')).toContainText('Planen ligger på denne telefon');

	const other = await phone.open('/contacts');
	expect(await hasLoadedDexie(other)).toBe(true);
	const chief = other.locator('#K-CHEF');
	await chief.getByRole('button', { name: /^Mere/ }).click();
	await chief.getByRole('button', { name: 'Ret' }).click();
	await chief.getByLabel('Navn').fill('Bente Ny');
	await chief.getByRole('button', { name: 'Gem', exact: true }).click();
	await expect(first.getByText('Bente Ny')).toBeVisible();
	expect(await hasLoadedDexie(first)).toBe(true);

	// and without a word of it, when it is read again
	await first.reload();
	await isReady(first);
	expect(await hasLoadedDexie(first)).toBe(false);
	await expect(first.getByText('Bente Ny')).toBeVisible();
	// the next screen writes as ever
	await first.getByRole('navigation', { name: 'Hovedmenu' }).getByRole('link', { name: 'Kort' }).click();
	await first.locator('[data-card="AC-08"]').click();
	await first.getByRole('checkbox').first().click();
	await first.getByText('Trin 1: gemt på denne telefon').waitFor();
	await goTo(first, '/cards/AC-08');
	await expect(first.getByRole('checkbox').first()).toBeChecked();
});

test('goes on working when one screen breaks: says so, and draws the next one', async ({ visit }) => {
	const page = await visit('/cards');
	await page.evaluate(() => {
		const own = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format');
		if (!own) throw new Error('no format');
		Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
			configurable: true,
			get() {
				throw new Error('planted');
			}
		});
		Object.assign(window, {
			mend: () => Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', own)
		});
	});
	const menu = page.getByRole('navigation', { name: 'Hovedmenu' });
	await menu.getByRole('link', { name: 'Start' }).click();
	await expect(page.getByRole('heading', { name: 'Noget gik galt på denne side' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Prøv igen' })).toBeVisible();
	await page.evaluate(() => {
		(window as unknown as { mend(): void }).mend();
	});
	await menu.getByRole('link', { name: 'Kort' }).click();
	await expect(page.locator('[data-card]')).toHaveCount(16);
	await menu.getByRole('link', { name: 'Start' }).click();
	await expect(page.getByTestId('status-line')).toBeVisible();
});

for (const path of [
	'/',
	'/cards',
	'/cards?service=KY1',
	'/cards/AC-08',
	'/cards/AC-02',
	'/search',
	'/search?q=netv',
	'/search?q=rumskib',
	'/nope'
]) {
	test(`has room for text at 200 % on ${path}: nothing is pushed out of the screen`, async ({ visit }) => {
		const page = await visit(path);
		await page.evaluate(() => {
			document.documentElement.style.fontSize = '200%';
		});
		const pushedOut = await page.evaluate(() =>
			[...document.querySelectorAll('#app *')]
				// what only a screen reader meets has no room to need
				.filter((element) => !element.closest('.visually-hidden, .skip-link'))
				.filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
				.map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`)
		);
		expect(pushedOut).toEqual([]);
		if (path === '/')
			await expect(
				page.getByRole('link', { name: /^Ring til It- og digitaliseringschefen/ })
			).toBeInViewport();
		if (path.startsWith('/cards/'))
			await expect(page.getByRole('button', { name: 'Første trin' })).toBeInViewport({ ratio: 1 });
	});
}
