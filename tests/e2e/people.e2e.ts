/** The people of an incident: who is missing, the channels that work, who leads, who works. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { goTo, importPlan } from './helpers';
import { activatedIncident, openIncident, saved } from './incident';

const OLE = 'Ole Christiansen';
const row = (page: Page, key: string) => page.locator(`[data-call="${key}"]`);
const missing = (page: Page) => page.getByTestId('missing');

/** An activated incident on Ole's phone, at its people. */
async function atPeople(page: Page, services: readonly string[] = []): Promise<string> {
	const incident = await activatedIncident(page, { who: OLE, services });
	await page.getByRole('link', { name: 'Folk' }).click();
	await page.getByTestId('people').waitFor();
	return incident;
}

test('who is missing stays in sight, and each outcome is noted with its channel and its time', async ({
	visit
}) => {
	const page = await visit('/');
	await atPeople(page);
	// who writes in the log need not be told
	await expect(missing(page)).toContainText('1 af 2 nået');
	await expect(missing(page)).toContainText('Erik Sørensen');
	await page.getByTestId('who-writes').scrollIntoViewIfNeeded();
	await expect(missing(page)).toBeInViewport();

	const chief = row(page, 'K-CHEF');
	await expect(chief.getByTestId('call-state')).toHaveText('Ikke forsøgt');
	await expect(chief.locator('[data-way="call"]')).toHaveAttribute('href', 'tel:+4587874150');
	await expect(chief.locator('[data-outcome="sent"]')).toHaveCount(0);
	await pressWithoutLeaving(page, chief.locator('[data-way="sms"]'));
	await chief.locator('[data-outcome="sent"]').click();
	await expect(chief.getByTestId('call-state')).toContainText(/Sendt kl\. \d\d\.\d\d · SMS · noteret af Ole/);
	await expect(missing(page)).toContainText('Erik Sørensen');
	await pressWithoutLeaving(page, chief.locator('[data-way="call"]'));
	await chief.locator('[data-outcome="acknowledged"]').click();
	await expect(chief.getByTestId('call-state')).toContainText(/Kvitteret kl\. \d\d\.\d\d · Mobil/);
	await expect(missing(page)).toContainText('2 af 2 nået');
	await expect(missing(page)).not.toContainText('Mangler');
});

test('a channel that is marked down is proposed nowhere, in either list', async ({ visit }) => {
	const page = await visit('/');
	await atPeople(page, ['Outlook']);
	const chief = row(page, 'K-CHEF');
	await expect(chief.locator('[data-way="mail"]')).toHaveCount(1);
	await expect(chief.locator('[data-way="chat"]'), 'Skype does not exist any more').toHaveCount(0);
	await page.getByTestId('channels-line').click();
	const mail = page.locator('[data-channel="mail"]');
	await expect(mail).toContainText('Fordi Outlook er meldt ramt');
	await mail.locator('summary').click();
	await mail.getByRole('textbox').fill('ingen mails siden 14');
	await mail.locator('[data-set="down"]').click();
	await expect(mail).toHaveAttribute('data-status', 'down');
	await expect(mail).toContainText(/Sagt af Ole Christiansen kl\. \d\d\.\d\d: ingen mails siden 14/);
	await expect(page.locator('[data-channel="notify-mail"]')).toHaveAttribute('data-status', 'down');
	await page.locator('[data-channel="sms"] [data-set="down"]').click();
	await saved(page);
	await page.getByTestId('channels').getByRole('link', { name: 'Folk' }).click();
	await expect(chief.locator('[data-way="mail"]')).toHaveCount(0);
	await expect(chief.locator('[data-way="sms"]')).toHaveCount(0);
	await expect(page.getByTestId('sms-many')).toHaveCount(0);
	await expect(page.getByTestId('no-sms')).toContainText('Mobil');
	await page.getByTestId('channels-line').click();
	await page.locator('[data-channel="sms"] [data-set="working"]').click();
	await page.goBack();
	await expect(page.getByTestId('sms-many')).toBeVisible();
});

test('a message to those who are missing has the meeting place, and is noted for all of them at once', async ({
	visit
}) => {
	const page = await visit('/');
	await atPeople(page);
	const many = page.getByTestId('sms-many');
	await expect(many.getByTestId('sms-body')).toContainText('Mød nu: sted følger i næste besked.');
	await page.getByTestId('place-now').locator('summary').click();
	await page.getByTestId('place-now').getByRole('button', { name: 'It-afdelingen på Rådhuset' }).click();
	await expect(page.getByTestId('place-now')).toContainText(/Sagt af Ole Christiansen kl\./);
	await expect(many.getByTestId('sms-body')).toContainText('Mød nu: It-afdelingen på Rådhuset.');
	const link = many.getByTestId('sms-open');
	await expect(link).toHaveAttribute('href', /^sms:\+4587874150\?body=Kriseberedskabet/);
	await many.getByRole('button', { name: 'Alle (2)' }).click();
	await expect(link).toHaveAttribute('href', /^sms:\+4587874150,\+4587874180\?body=/);
	await expect(many.getByRole('button', { name: 'Kopiér numre' })).toBeVisible();
	await expect(many.getByRole('button', { name: 'Kopiér tekst' })).toBeVisible();
	await pressWithoutLeaving(page, link);
	await many.getByTestId('mark-sent').click();
	await expect(row(page, 'K-CHEF').getByTestId('call-state')).toContainText('Sendt kl.');
	// a text that somebody has changed is left alone by another place
	await many.locator('summary', { hasText: 'Ret teksten' }).click();
	await many.getByRole('textbox').fill('Kom til porten');
	await page.getByTestId('place-now').locator('summary').click();
	await page.getByTestId('place-now').getByRole('textbox').fill('Brandstationen');
	await page.getByTestId('place-now').getByRole('button', { name: 'Brug dette sted' }).click();
	await expect(page.getByTestId('place-now')).toContainText('Brandstationen');
	await expect(many.getByTestId('sms-body')).toHaveText('Kom til porten');
});

test('a contact of the plan and a name are put on the list, and are there when the app was closed', async ({
	phone
}) => {
	let page = await phone.open('/');
	const incident = await atPeople(page);
	const add = page.getByTestId('add-to-list');
	await add.locator('summary').click();
	await add.getByRole('searchbox').fill('databeskyt');
	await add.locator('[data-pick="K-DPO"]').click();
	await expect(row(page, 'K-DPO')).toBeVisible();
	await add.locator('summary').click();
	await add.getByRole('textbox').fill('Vicevært Finn');
	await add.getByRole('button', { name: 'Vælg' }).click();
	await expect(missing(page)).toContainText('Erik Sørensen, Christian Aabo, Vicevært Finn');
	await phone.kill();
	await phone.start();
	page = await phone.open(`${incident}/people`);
	await expect(missing(page)).toContainText('1 af 4 nået');
	await row(page, 'name:Vicevært Finn').locator('[data-way="inPerson"]').click();
	await row(page, 'name:Vicevært Finn').locator('[data-outcome="reached"]').click();
	await expect(row(page, 'name:Vicevært Finn').getByTestId('call-state')).toContainText('Personligt');
	await expect(missing(page)).toContainText('2 af 4 nået');
});

test('the coordinator out of the group leaves an adjustment that is shown until it is done', async ({
	visit
}) => {
	const page = await visit('/');
	await atPeople(page);
	const roles = page.getByTestId('roles-now');
	const coordinator = page.locator('[data-role-now="incidentCoordinator"]');
	await coordinator.getByTestId('change-role').click();
	await coordinator.locator('[data-pick="K-AFD"]').click();
	await expect(coordinator.getByTestId('role-holder')).toHaveText(OLE);
	await expect(roles.getByTestId('adjustment')).toBeVisible();
	await roles.getByTestId('adjustment').getByRole('textbox').first().fill('Dorte');
	await roles.getByRole('button', { name: 'Udtræder, afløser indtræder' }).click();
	await expect(roles.getByTestId('adjustment')).toHaveCount(0);
	await expect(missing(page)).toContainText('Dorte');
});

test('who is to be told is the one who decides now: the deputy, where the chief is away', async ({
	visit
}) => {
	const page = await visit('/');
	const incident = await openIncident(page, { who: OLE });
	await goTo(page, `${incident}/people`);
	await page.locator('[data-role-now="chair"]').getByTestId('role-away').click();
	await page.locator('[data-role-now="chair"] [data-absence="holiday"]').click();
	await saved(page);
	await goTo(page, incident);
	await page.locator('[data-next="assess"]').getByRole('button', { name: 'skal underrettes' }).click();
	const tell = page.locator('[data-next="tellDecider"]');
	await expect(tell.getByRole('link', { name: `Ring til ${OLE}` })).toBeVisible();
	await expect(tell).toContainText('som stedfortræder');
});

test('a role that an incident’s screen names leads to whoever has it now', async ({ visit }) => {
	const page = await visit('/');
	const incident = await openIncident(page, { who: OLE });
	await page.locator('[data-next="assess"] .next__who a').click();
	const manager = page.locator('[data-role-now="itDepartmentManager"]');
	await expect(manager.getByTestId('role-holder')).toHaveText(OLE);
	await expect(manager).toBeInViewport();
	expect(new URL(page.url()).pathname).toBe(`${incident}/people`);
	// what the plan says of it is one press further
	await manager.getByRole('link', { name: 'Afdelingslederen i IT' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Afdelingslederen i IT');
	expect(new URL(page.url()).pathname).toBe('/roles/itDepartmentManager');
});

test('the staff has who joined, with their task, until they leave', async ({ visit }) => {
	const page = await visit('/');
	await atPeople(page);
	const staff = page.getByTestId('staff-now');
	await page.getByTestId('add-staff').locator('summary').first().click();
	await staff.locator('summary', { hasText: 'Skriv opgaven' }).click();
	await staff.getByLabel('Skriv opgaven').fill('netværk');
	await staff.getByLabel('En anden: skriv navn').fill('Dorte');
	await staff.getByRole('button', { name: 'Vælg' }).click();
	await expect(staff).toContainText(/Dorte\s*netværk · siden kl\./);
	await expect(missing(page)).toContainText('Dorte');
	await staff.getByRole('button', { name: 'Dorte går ud af staben' }).click();
	await expect(staff).not.toContainText('Dorte');
});

test('another person takes over this phone, and the log says so', async ({ visit }) => {
	const page = await visit('/');
	const incident = await atPeople(page);
	const who = page.getByTestId('who-writes');
	await who.getByRole('button', { name: 'Skift' }).click();
	await who.getByRole('button', { name: 'Erik Sørensen' }).click();
	await saved(page);
	await expect(missing(page)).toContainText('1 af 2 nået');
	await expect(missing(page)).toContainText(OLE);
	await goTo(page, incident);
	await expect(page.getByTestId('now')).toContainText('Erik Sørensen skriver i loggen fra denne telefon');
});

test('another plan has its own ladder: a call first, satellite and radio, and SMS as its way to notify', async ({
	visit
}) => {
	const page = await visit('/');
	await importPlan(page);
	await activatedIncident(page, { who: 'Vagten' });
	await page.getByRole('link', { name: 'Folk' }).click();
	const leader = row(page, 'C-LEADER');
	await expect(leader.locator('[data-way]').first()).toHaveAttribute('data-way', 'call');
	await expect(leader.locator('[data-way="other"]')).toHaveText([/Satellittelefon/, /SINE-radio/]);
	await expect(page.getByTestId('sms-body')).toHaveText('Krisestaben samles: sted følger i næste besked.');
});

/** Presses a link to another app; the page stays where it is, as it does on a phone. */
async function pressWithoutLeaving(page: Page, link: ReturnType<Page['locator']>): Promise<void> {
	await page.evaluate(() =>
		addEventListener('click', (event) => event.preventDefault(), { once: true, capture: true })
	);
	await link.click();
}
