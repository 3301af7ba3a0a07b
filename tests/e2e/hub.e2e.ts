/** Phones that find each other over a hub: with no code shown. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../../scripts/lib/certificate.mjs';
import { createServer, type Served } from '../../scripts/lib/server.mjs';
import type { Page } from '@playwright/test';
import { expect, isReady, Phone } from './fixtures';
import { activatedIncident, note } from './incident';
import { found, letIn, MEETING, test as base, toGroup, toIncident, toLog } from './meeting';

const test = base.extend<{ hub: Served }>({
	/** On the network by https, as the phones' app is not from there. */
	hub: async ({}, use) => {
		const folder = mkdtempSync(join(tmpdir(), 'beredt-hub-'));
		const certificate = await certificateFor(folder, ['localhost', '127.0.0.1'], Date.now());
		const served = await createServer({
			root: 'build',
			port: 0,
			host: '127.0.0.1',
			certificate,
			isHub: true
		});
		await use(served);
		await served.close();
		rmSync(folder, { recursive: true });
	}
});
test.use({ actionTimeout: 60_000 });

const member = (page: Page, name: string) => page.getByTestId('members').locator(`[data-member="${name}"]`);

test('two phones whose app comes from a hub meet by themselves, also when both pages were loaded anew', async ({}) => {
	const served = await createServer({ root: 'build', port: 0, host: '127.0.0.1', isHub: true });
	const phones = [new Phone(served), new Phone(served)] as const;
	for (const phone of phones) await phone.start();
	const [host, guest] = [await phones[0].open('/'), await phones[1].open('/group')];
	await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
	await toGroup(host);
	await found(host);
	await letIn(host, guest);

	// both are loaded anew, and no code is shown
	await host.goto(`${served.url}/group`);
	await guest.goto(`${served.url}/group`);
	await isReady(host);
	await isReady(guest);
	await expect(member(guest, 'Erik Sørensen')).toContainText('Forbundet', MEETING);
	await expect(host.getByTestId('hub-state')).toContainText('Forbundet: 1 anden telefon er der', MEETING);

	// the hub was found once: from now on an incident's screens look for it as well
	await toIncident(guest, 'Log');
	await guest.reload();
	await isReady(guest);
	await toLog(host);
	await note(host, 'Strømmen er væk');
	await expect(guest.getByRole('article').filter({ hasText: 'Strømmen er væk' })).toBeVisible(MEETING);
	for (const phone of phones) await phone.dispose();
	await served.close();
});

test('a phone whose app is from elsewhere is told of a hub, and finds the others there', async ({
	hub,
	phone,
	other
}) => {
	const [host, guest] = [await phone.open('/group'), await other.open('/group')];
	await found(host);
	await letIn(host, guest);
	const address = hub.url.replace('https://', '');
	for (const page of [host, guest]) {
		// a page that is loaded anew has no connection
		await page.goto(page.url().replace(/\/group.*/, '/group'));
		await isReady(page);
		await page.getByTestId('hub').locator('summary').click();
		await page.getByLabel('Knudepunktets adresse').fill('knudepunktet i kælderen');
		await page.getByTestId('hub-use').click();
		await expect(page.getByTestId('hub').getByRole('alert')).toContainText('Det er ikke en adresse');
		await page.getByLabel('Knudepunktets adresse').fill(address);
		await page.getByTestId('hub-use').click();
	}
	// the certificate is one that the browser does not know, until a person says so
	await expect(host.locator('[data-hub="unreachable"]')).toBeVisible(MEETING);
	await expect(host.getByRole('link', { name: 'godkend dets certifikat' })).toHaveAttribute(
		'href',
		`${hub.url}/hub`
	);
	for (const one of [phone, other]) await trust(one, `${hub.url}/hub`);
	for (const page of [host, guest]) await page.bringToFront();
	await expect(host.locator('[data-hub="open"]')).toContainText('1 anden telefon er der', {
		timeout: 60_000
	});
	await expect(member(guest, 'Erik Sørensen')).toContainText('Forbundet', MEETING);
	await expect(member(host, 'Ole Christiansen')).toContainText('Forbundet', MEETING);

	// told once: it is known at the next start as well
	await guest.reload();
	await isReady(guest);
	await expect(member(guest, 'Erik Sørensen')).toContainText('Forbundet', { timeout: 60_000 });
	await guest.getByTestId('hub').locator('summary').click();
	await guest.getByTestId('hub-forget').click();
	await guest.reload();
	await isReady(guest);
	await expect(guest.getByTestId('hub')).toBeVisible();
	await expect(guest.getByTestId('hub-state')).toHaveCount(0);
});

/** Goes past the browser's warning, as a person does who has compared the fingerprint. */
async function trust(phone: Phone, address: string): Promise<void> {
	const page = await phone.context.newPage();
	await page.goto(address).catch(() => undefined);
	await page.locator('body').press('t');
	await page.keyboard.type('hisisunsafe');
	await expect(page.getByRole('heading', { name: 'Du har fat i knudepunktet' })).toBeVisible();
	await page.close();
}
