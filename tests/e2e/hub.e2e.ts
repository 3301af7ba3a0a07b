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
	const phones = [new Phone(served), new Phone(served)];
	for (const phone of phones) await phone.start();
	const [host, guest] = [await phones[0].open('/'), await phones[1].open('/group')];
	await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
	await toGroup(host);
	await found(host);
	await letIn(host, guest);
	await expect(host.getByTestId('hub-state')).toHaveCount(1);

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
