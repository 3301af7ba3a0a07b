import type { Page as FirefoxPage } from 'puppeteer-core';
import { findFirefox } from '../../scripts/lib/browsers.mjs';
import { expect, test as base } from './fixtures';
import { FirefoxPhone } from './firefox';
import { activatedIncident, note as noteInChromium } from './incident';
import { codeOf, found, MEETING, put, toLog } from './meeting';

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

/** Says who holds the phone. */
async function sayWho(page: FirefoxPage, who: string): Promise<void> {
	await (await page.waitForSelector('[data-testid="who-are-you"] input'))?.type(who);
	await page.click('[data-testid="who-are-you"] .other button');
	await page.waitForSelector('[data-testid="who-are-you"]', { hidden: true });
}

async function note(page: FirefoxPage, text: string): Promise<void> {
	await page.click('[data-note="observed"]');
	await (await page.waitForSelector('[data-testid="note-text"]'))?.type(text);
	await page.click('[data-testid="note-save"]');
	await page.waitForSelector('[data-testid="note"]', { hidden: true });
}

const entry = (text: string) => `article ::-p-text(${text})`;

test('Firefox keeps an incident, and what was noted in it, through dying in the instant that says “Gemt”', async ({
	server,
	firefoxPhone
}) => {
	await firefoxPhone.install();
	await server.stop();
	const page = await firefoxPhone.open('/alarm');
	await page.waitForSelector('[data-testid="open-incident"]');
	await sayWho(page, 'Test Testesen');
	await page.click('[data-testid="open-incident"]');
	await (await page.waitForSelector('[data-testid="activate-at-once"]'))?.click();
	await page.waitForSelector('[data-testid="saved"]::-p-text(Gemt)');
	const log = `${new URL(page.url()).pathname}/log`;
	await page.click(`.frame__nav a[href="${log}"]`);
	await page.waitForSelector('[data-note="observed"]');
	await note(page, 'Ingen net på rådhuset');
	await page.waitForSelector(entry('Ingen net på rådhuset'));

	await firefoxPhone.kill();
	await firefoxPhone.start();
	const after = await firefoxPhone.open(log);
	await after.waitForSelector(entry('Ingen net på rådhuset'));
	await after.waitForSelector(entry('Test Testesen'));
	// and its key is there still: the chain goes on
	await note(after, 'Vi går videre');
	await after.waitForSelector(entry('Vi går videre'));
});

test('a Firefox is let in by a Chromium, and from then on both have one log', async ({
	phone,
	firefoxPhone
}) => {
	const host = await phone.open('/');
	await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
	await host.getByRole('link', { name: 'Beredt' }).click();
	await host.getByRole('link', { name: 'Gruppen' }).click();
	await found(host);
	await host.getByTestId('to-invite').click();
	await host.locator('[data-invite="member"]').click();
	const invite = await codeOf(host);

	const guest = await firefoxPhone.open('/group');
	await (await guest.waitForSelector('[data-testid="to-join"]'))?.click();
	await sayWho(guest, 'Ole Christiansen');
	await (await guest.waitForSelector('[data-testid="paste-code"] summary'))?.click();
	await (await guest.waitForSelector('[data-testid="paste-code"] textarea'))?.type(invite);
	await guest.click('[data-testid="use-code"]');
	await (await guest.waitForSelector('[data-testid="code-as-text"] summary'))?.click();
	const answer = await guest.$eval('[data-testid="code-text"]', (shown) => shown.textContent ?? '');
	await host.getByTestId('scan-answer').click();
	await put(host, answer);
	await expect(host.getByRole('heading', { name: 'Er det Ole Christiansen?' })).toBeVisible(MEETING);
	await host.getByTestId('let-in').click();
	await expect(host.getByTestId('met')).toBeVisible(MEETING);
	await guest.waitForSelector('[data-testid="met"]');

	await toLog(host);
	await noteInChromium(host, 'Skrevet i Chromium');
	await guest.click('.frame__head a');
	await (await guest.waitForSelector('[data-testid="open-incidents"] a'))?.click();
	await (await guest.waitForSelector('.frame__nav a[href$="/log"]'))?.click();
	await guest.waitForSelector(entry('Skrevet i Chromium'));
	await note(guest, 'Skrevet i Firefox');
	await expect(host.getByText('Skrevet i Firefox')).toBeVisible(MEETING);
});
