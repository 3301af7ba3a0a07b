import type { Page } from '@playwright/test';
import { expect, isReady, test } from './fixtures';
import { goTo, importPlan, NORDOE_PLAN, pick } from './helpers';

const VIBORG = 'Delplan for It og Digitalisering';
const NORDOE = 'Beredskabsplan for Digital Drift';

async function tickFirst(page: Page): Promise<void> {
	await page.getByRole('checkbox').first().click();
}

test.describe('a browser that refuses a database', () => {
	test.beforeEach(async ({ page }) => {
		await page.addInitScript(() => {
			IDBFactory.prototype.open = () => {
				throw new DOMException('refused', 'SecurityError');
			};
		});
	});

	test('opens the app from its own plan, and says what it cannot keep', async ({ visit }) => {
		const page = await visit('/');
		await expect(page.getByRole('heading', { name: VIBORG })).toBeVisible();
		await expect(page.getByTestId('storage-trouble')).toContainText(
			'Planen kan læses, men afkrydsninger og ændringer forsvinder, når du lukker.'
		);
		await expect(page.getByTestId('status-line')).toContainText('ligger ikke på denne telefon');
		await goTo(page, '/settings');
		await expect(page.getByTestId('plan-in-use')).toContainText('Ikke gemt på denne telefon');
		await expect(page.getByTestId('keeping')).toContainText('Alt på denne liste forsvinder, når du lukker.');
	});

	test('still lets steps be ticked while it is open, and says that it forgets them', async ({ visit }) => {
		const page = await visit('/cards/AC-08');
		await tickFirst(page);
		await expect(page.getByRole('checkbox').first()).toBeChecked();
		await expect(page.getByText('huskes kun, til du lukker Beredt')).toBeAttached();
	});

	test('still lets a plan be loaded and brought back, until it is closed', async ({ visit }) => {
		const page = await visit('/settings');
		await pick(page, 'plan-file', NORDOE_PLAN);
		await page.getByTestId('plan-accept').click();
		await expect(page.getByTestId('plan-now')).toContainText(NORDOE);
		await expect(page.getByTestId('plan-now')).toContainText('Den huskes kun, til du lukker Beredt.');
		await page.getByTestId('plan-back').click();
		await expect(page.getByTestId('plan-now')).toContainText(VIBORG);
		await page.getByTestId('plan-back').click();
		await page.getByTestId('delete-ask').click();
		await page.getByTestId('delete-accept').click();
		await expect(page.getByTestId('deleted')).toBeVisible();
		await expect(page.getByTestId('plan-in-use')).toContainText(VIBORG);
	});

	test('still gives a copy of everything', async ({ visit }) => {
		const page = await visit('/settings');
		await page.getByTestId('copy-make').click();
		await expect(page.getByTestId('copy-made')).toContainText('Kopien er klar');
	});
});

test('a browser without any database opens the app all the same', async ({ visit, page }) => {
	await page.addInitScript(() => {
		Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
	});
	await visit('/');
	await expect(page.getByRole('heading', { name: VIBORG })).toBeVisible();
	await expect(page.getByTestId('storage-trouble')).toContainText('Browseren giver ikke Beredt plads');
});

test.describe('a full phone', () => {
	const fill = () => {
		const full = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		IDBObjectStore.prototype.put = full;
		IDBObjectStore.prototype.add = full;
	};

	test('at the first start shows the app’s own plan, and says that it is not kept', async ({
		visit,
		page
	}) => {
		await page.addInitScript(fill);
		await visit('/');
		await expect(page.getByRole('heading', { name: VIBORG })).toBeVisible();
		await expect(page.getByTestId('storage-trouble')).toContainText('Telefonen er fuld.');
		await expect(page.getByTestId('status-line')).toContainText('ligger ikke på denne telefon');
	});

	test('calls no tick kept that is not, and shows what was kept before', async ({ visit }) => {
		const page = await visit('/cards/AC-08');
		await tickFirst(page);
		await expect(page.getByRole('checkbox').first()).toBeChecked();
		await page.evaluate(fill);
		await page.getByRole('checkbox').nth(1).click();
		await expect(page.getByText('Ikke gemt. Telefonen er fuld.')).toBeVisible();
		await expect(page.getByRole('checkbox').nth(1)).not.toBeChecked();
		await page.reload();
		await isReady(page);
		await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
	});

	test('reads no copy in by halves', async ({ visit }) => {
		const page = await visit('/settings');
		await page.getByTestId('copy-make').click();
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByTestId('copy-save').click()
		]);
		await importPlan(page);
		await page.evaluate(fill);
		await pick(page, 'copy-file', await download.path());
		await page.getByTestId('copy-accept').click();
		await expect(page.getByTestId('copy-refused')).toContainText('Telefonen er fuld.');
		await expect(page.getByTestId('copy-refused')).toContainText('Intet på telefonen er ændret.');
		await page.reload();
		await expect(page.getByTestId('plan-in-use')).toContainText(NORDOE);
	});
});

test.describe('a phone that was wiped between two starts', () => {
	test('of its database alone, opens with the app’s own plan and keeps it anew', async ({
		server,
		phone
	}) => {
		const page = await phone.install();
		await importPlan(page);
		await goTo(page, '/cards');
		await phone.stop();
		await phone.start();
		// a page of this origin on which nothing of the app runs
		const bare = await phone.context.newPage();
		await bare.goto(`${server.url}/manifest.webmanifest`);
		await bare.evaluate(
			() =>
				new Promise<void>((resolve, reject) => {
					const deleting = indexedDB.deleteDatabase('beredt');
					deleting.onsuccess = () => resolve();
					deleting.onerror = () => reject(deleting.error ?? new Error('not deleted'));
				})
		);
		await server.stop();
		const again = await phone.open('/');
		await expect(again.getByRole('heading', { name: VIBORG })).toBeVisible();
		await expect(again.getByTestId('status-line')).toContainText('Planen ligger på denne telefon');
		await expect(again.locator('body')).not.toContainText('Nordø');
		await again.reload();
		await isReady(again);
		await expect(again.getByRole('heading', { name: VIBORG })).toBeVisible();
	});

	test('of all that the browser held, starts as on its first day', async ({ server, phone }) => {
		const page = await phone.install();
		await importPlan(page);
		await page.goto('about:blank');
		const session = await phone.context.newCDPSession(page);
		await session.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'all' });
		await phone.stop();
		await phone.start();
		const again = await phone.install();
		await expect(again.getByRole('heading', { name: VIBORG })).toBeVisible();
		await goTo(again, '/settings');
		await expect(again.getByTestId('plan-in-use')).toContainText('Fulgte med Beredt');
		await expect(again.getByTestId('plan-back')).toHaveCount(0);
	});
});
