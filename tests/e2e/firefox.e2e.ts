import { findFirefox } from '../../scripts/lib/browsers.mjs';
import { expect, test as base } from './fixtures';
import { FirefoxPhone } from './firefox';

const firefox = findFirefox();

const test = base.extend<{ firefoxPhone: FirefoxPhone }>({
	firefoxPhone: async ({ server }, use) => {
		const phone = new FirefoxPhone(firefox?.path ?? '', server.url);
		await phone.start();
		await use(phone);
		await phone.dispose();
	}
});

test.skip(firefox === null, 'Firefox is not on this machine: install firefox-esr, or set BEREDT_FIREFOX');

test('Firefox opens a deep link never visited before, with the server gone and the browser killed', async ({
	server,
	firefoxPhone
}) => {
	await firefoxPhone.install();
	await server.stop();
	await firefoxPhone.kill();
	await firefoxPhone.start();
	const page = await firefoxPhone.open('/cards/AC-08');
	await page.waitForSelector('[data-testid="card"]');
	expect(await page.$eval('h1', (heading) => heading.textContent)).toContain('Ransomware');

	const search = await firefoxPhone.open('/search?q=netv%C3%A6rk');
	await search.waitForSelector('[data-group="cards"] a');
	const missing = await firefoxPhone.open('/no-such-page?q=x#y');
	await missing.waitForSelector('[data-testid="not-found"]');
});

test('Firefox keeps a tick through a reload, and through dying in the instant that says “gemt”', async ({
	server,
	firefoxPhone
}) => {
	await firefoxPhone.install();
	await server.stop();
	const page = await firefoxPhone.open('/cards/AC-08');
	const checked = (number: number) => `[data-step="AC-08.0${number}"] [role="checkbox"][aria-checked="true"]`;
	for (const number of [1, 2]) {
		await page.click(`[data-step="AC-08.0${number}"] [role="checkbox"]`);
		await page.waitForSelector(`::-p-text(Trin ${number}: gemt på denne telefon)`);
	}
	await firefoxPhone.kill();
	await firefoxPhone.start();
	const after = await firefoxPhone.open('/cards/AC-08');
	await after.waitForSelector(checked(1));
	await after.waitForSelector(checked(2));
	await after.reload();
	await after.waitForSelector(checked(1));
	expect(await after.$(checked(3))).toBeNull();
});
