import { rmSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, isOffline, isReady, test } from './fixtures';
import { goTo, putRow } from './helpers';

test.describe('appearance and language', () => {
	test('change at once, and hold after a restart', async ({ phone }) => {
		const page = await phone.open('/settings');
		await page.getByRole('radio', { name: 'Nat, helt sort' }).check();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'night');
		const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
		expect(await ground()).toBe('rgb(0, 0, 0)');
		await page.getByRole('radio', { name: 'English' }).check();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');

		// in an orderly way: Chromium writes such choices down some seconds later, and no act of a crisis is one
		await phone.stop();
		await phone.start();
		const again = await phone.open('/settings');
		await expect(again.getByRole('heading', { level: 1 })).toHaveText('Settings');
		await expect(again.getByRole('radio', { name: 'Night, all black' })).toBeChecked();
		await expect(again.locator('html')).toHaveAttribute('data-theme', 'night');
	});

	test('leave the keyboard where it was when the language makes every screen anew', async ({ visit }) => {
		const page = await visit('/settings');
		await page.getByRole('radio', { name: 'Dansk' }).focus();
		await page.keyboard.press('ArrowRight');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
		await expect(page.getByRole('radio', { name: 'English' })).toBeFocused();
	});

	test('leave the plan’s own words as they are', async ({ visit }) => {
		const page = await visit('/settings');
		await page.getByRole('radio', { name: 'English' }).check();
		const title = page.getByTestId('plan-in-use').getByText('Delplan for It og Digitalisering');
		await expect(title).toHaveAttribute('lang', 'da');
	});
});

test.describe('what is on this phone', () => {
	test('is told with its age: the plan, ticks, changes and attachments with their sizes', async ({
		visit
	}) => {
		const page = await visit('/cards/AC-08');
		const at = '2026-11-20T09:30:00.000Z';
		await page.getByRole('checkbox').first().click();
		await expect(page.getByRole('checkbox').first()).toBeChecked();
		const update = {
			planId: 'p',
			contactId: 'c',
			name: null,
			phone: '12345678',
			mail: null,
			confirmedAt: at
		};
		await putRow(page, 'contactUpdates', update);
		const attachment = {
			planId: 'p',
			blockId: 'b',
			name: 'tegning.pdf',
			mediaType: 'application/pdf',
			addedAt: at
		};
		await putRow(page, 'attachments', attachment, `%PDF-${'7'.repeat(1_199_995)}`);

		await goTo(page, '/settings');
		const plan = page.getByTestId('plan-in-use');
		await expect(plan).toContainText(/Opdateret\s*13\.01\.2018 \(\d+ år( og \d+ måneder?)? gammel\)/);
		await expect(plan).toContainText(/På telefonen siden\s*\d\d\.\d\d\.\d{4} \d\d\.\d\d/);
		await expect(plan).toContainText('Fulgte med Beredt');
		const phone = page.getByTestId('on-this-phone');
		await expect(phone).toContainText(/Afkrydsninger\s*1 trin, senest \d\d\.\d\d\.\d{4} \d\d\.\d\d/);
		await expect(phone).toContainText(/Rettelser til kontakter\s*1, senest 20\.11\.2026 10\.30/);
		await expect(phone).toContainText('tegning.pdf (1,2 MB), 20.11.2026 10.30');
		await expect(phone).toContainText(/Plads\s*[\d.,]+ (kB|MB) brugt af [\d.,]+ (MB|GB)/);
	});

	test('is told not to be there where it is not', async ({ visit }) => {
		const phone = (await visit('/settings')).getByTestId('on-this-phone');
		await expect(phone).toContainText(/Afkrydsninger\s*Ingen/);
		await expect(phone).toContainText(/Bilag\s*Ingen/);
	});
});

test.describe('what is on this phone, with a service worker', () => {
	test.use({ serviceWorkers: 'allow' });

	test('is ready offline when it is', async ({ visit }) => {
		const page = await visit('/settings');
		await isOffline(page);
		await expect(page.getByTestId('keeping')).toContainText('Klar til brug uden net');
	});
});

test.describe('whether the browser keeps it', () => {
	const answers = (persisted: boolean | null, persist: boolean) =>
		[
			([first, later]: readonly [boolean | null, boolean]) => {
				let promised = first;
				Object.assign(StorageManager.prototype, {
					persisted: () =>
						promised === null ? Promise.reject(new Error('none')) : Promise.resolve(promised),
					persist: () => {
						promised = later;
						return Promise.resolve(later);
					}
				});
			},
			[persisted, persist] as const
		] as const;

	test('is a yes in words, and nothing is left to ask', async ({ visit, page }) => {
		await page.addInitScript(...answers(true, true));
		await visit('/settings');
		await expect(page.getByTestId('keeping')).toContainText('Browseren har lovet at beholde det');
		await expect(page.getByRole('button', { name: 'Bed browseren' })).toHaveCount(0);
	});

	test('is a no in words, until it is asked and says yes', async ({ visit, page }) => {
		await page.addInitScript(...answers(false, true));
		await visit('/settings');
		await expect(page.getByTestId('keeping')).toContainText('Browseren har ikke lovet at beholde det.');
		await page.getByRole('button', { name: 'Bed browseren om at beholde det' }).click();
		await expect(page.getByTestId('keeping')).toContainText('Browseren har lovet at beholde det');
	});

	test('stays a no when it says no, and what helps is told', async ({ visit, page }) => {
		await page.addInitScript(...answers(false, false));
		await visit('/settings');
		await page.getByRole('button', { name: 'Bed browseren om at beholde det' }).click();
		await expect(page.getByTestId('keeping')).toContainText('Browseren sagde nej.');
	});

	test('is not known where the browser does not say', async ({ visit, page }) => {
		await page.addInitScript(...answers(null, false));
		await visit('/settings');
		await expect(page.getByTestId('keeping')).toContainText('Browseren siger ikke, om den beholder det.');
	});
});

test.describe('the app’s edition', () => {
	test.use({ serviceWorkers: 'allow' });

	test('is told, and is the newest when the server says so', async ({ visit }) => {
		const page = await visit('/settings');
		await isOffline(page);
		const build = await page.locator('html').getAttribute('data-build');
		await expect(page.getByTestId('the-app')).toContainText(build?.split('+')[1] ?? 'no build');
		await page.getByRole('button', { name: 'Se efter en ny udgave' }).click();
		await expect(page.getByTestId('update-result')).toHaveText('Du har den nyeste udgave.');
	});

	test('cannot be looked for with the server gone, and all works on', async ({ server, visit }) => {
		const page = await visit('/settings');
		await isOffline(page);
		await server.stop();
		await page.getByRole('button', { name: 'Se efter en ny udgave' }).click();
		await expect(page.getByTestId('update-result')).toHaveText(
			'Serveren kan ikke nås lige nu. Alt virker stadig her.'
		);
	});

	test('that is newer is found, and taken only when it is asked for', async ({ server, visit }) => {
		const page = await visit('/settings');
		await isOffline(page);
		const folder = mkdtempSync(join(tmpdir(), 'beredt-newer-'));
		cpSync('build', folder, { recursive: true });
		const worker = join(folder, 'service-worker.js');
		writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// newer`);
		await server.stop();
		await server.start(folder);
		await page.getByRole('button', { name: 'Se efter en ny udgave' }).click();
		await expect(page.getByTestId('update-result')).toHaveText('En ny version af Beredt er klar.');
		await Promise.all([
			page.waitForEvent('load'),
			page.getByTestId('the-app').getByRole('button', { name: 'Skift nu' }).click()
		]);
		await isReady(page);
		await expect(page.getByTestId('update-result')).toBeHidden();
		rmSync(folder, { recursive: true });
	});
});
