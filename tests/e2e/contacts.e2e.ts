import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { changedPlan, goTo, importPlan } from './helpers';

/** The row of one contact. */
const row = (page: Page, id: string) => page.locator(`[data-contact="${id}"]`);
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Writes a number in for a contact that has none. */
async function writeNumber(page: Page, id: string, number: string): Promise<void> {
	await row(page, id)
		.getByRole('button', { name: /^Skriv nummer på/ })
		.click();
	await row(page, id).getByLabel('Telefonnummer').fill(number);
	await row(page, id).getByRole('button', { name: 'Gem', exact: true }).click();
}

test.describe('a contact', () => {
	test('is called, texted and mailed with one press each', async ({ visit }) => {
		const page = await visit('/contacts');
		const chief = row(page, 'K-CHEF');
		const call = chief.getByRole('link', { name: 'Ring til It- og digitaliseringschefen, 87 87 41 50' });
		await expect(call).toHaveAttribute('href', 'tel:+4587874150');
		expect((await call.boundingBox())?.height).toBeGreaterThanOrEqual(56);
		await expect(call).toBeInViewport();
		await expect(chief.getByRole('link', { name: /^Skriv SMS til/ })).toHaveAttribute(
			'href',
			'sms:+4587874150'
		);
		await expect(chief.getByRole('link', { name: /^Skriv mail til/ })).toHaveAttribute(
			'href',
			'mailto:es@viborg.dk'
		);
		await expect(chief).toContainText('Erik Sørensen');
		await expect(chief).toContainText('Formand');
	});

	test('has its number copied with one press', async ({ visit, context }) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		const page = await visit('/contacts');
		await row(page, 'K-AFD').getByRole('button', { name: 'Kopiér 87 87 41 80' }).click();
		await expect(row(page, 'K-AFD').getByRole('button', { name: 'Kopieret' })).toBeVisible();
		expect(await clipboard(page)).toBe('87 87 41 80');
	});

	test('has a call button for each number, and no SMS to a short one', async ({ visit }) => {
		const page = await visit('/contacts');
		const police = row(page, 'X-POLITI');
		await expect(police.getByRole('link', { name: 'Ring til Politi, 114' })).toHaveAttribute(
			'href',
			'tel:114'
		);
		await expect(police.getByRole('link', { name: 'Ring til Politi, 112' })).toHaveAttribute(
			'href',
			'tel:112'
		);
		await expect(police.getByRole('link', { name: /SMS/ })).toHaveCount(0);
		await expect(police).toContainText('Forslag');
	});

	test('stands among those who can be called before those who cannot', async ({ visit }) => {
		const page = await visit('/contacts');
		const groups = page.locator('[data-group]');
		await expect(groups).toHaveCount(3);
		expect(await groups.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.group))).toEqual([
			'central',
			'proposal',
			'missing'
		]);
		await expect(page.locator('[data-group="missing"] [data-contact]').first()).toHaveAttribute(
			'data-contact',
			'K-DPO'
		);
		await expect(page.locator('[data-group="missing"] a[href^="tel:"]')).toHaveCount(0);
	});

	test('that an address points at is in sight and marked', async ({ visit }) => {
		const page = await visit('/contacts?q=jurist#X-JURA');
		await expect(row(page, 'X-JURA')).toBeInViewport();
		await expect(row(page, 'X-JURA')).toHaveClass(/contact--target/);
		await expect(row(page, 'X-JURA').locator('mark')).toHaveText('jurist');
	});

	test('is found by its role, its number or a part of its name', async ({ visit }) => {
		const page = await visit('/contacts');
		const filter = page.getByLabel('Find en kontakt');
		for (const [query, id] of [
			['indsatskoordinator', 'K-AFD'],
			['87874150', 'K-CHEF'],
			['soerensen', 'K-CHEF']
		] as const) {
			await filter.fill(query);
			await expect(page.locator('[data-contact]')).toHaveCount(1);
			await expect(row(page, id)).toBeVisible();
		}
		await filter.fill('findes ikke');
		await expect(page.getByText('Ingen kontakt passer på “findes ikke”')).toBeVisible();
		await page.getByRole('button', { name: 'Vis alle igen' }).click();
		await expect(row(page, 'K-CHEF')).toBeVisible();
	});
});

test.describe('what is written about a contact on this phone', () => {
	test('survives a reload and the browser being killed, and is used on the start page', async ({ phone }) => {
		await phone.install();
		let page = await phone.open('/contacts#K-DPO');
		await writeNumber(page, 'K-DPO', '20 30 40 50');
		const call = (on: Page) =>
			on.getByRole('link', { name: 'Ring til Databeskyttelsesrådgiveren, 20 30 40 50' });
		await expect(call(page)).toHaveAttribute('href', 'tel:20304050');
		await expect(page.getByTestId('contacts-said')).toHaveText(
			'Databeskyttelsesrådgiveren: gemt på denne telefon'
		);
		await row(page, 'K-CHEF').getByRole('button', { name: /^Mere/ }).click();
		await row(page, 'K-CHEF').getByRole('button', { name: 'Ret' }).click();
		await row(page, 'K-CHEF').getByLabel('Telefonnummer').fill('+45 60 70 80 90');
		await row(page, 'K-CHEF').getByLabel('Navn').fill('Bente Ny');
		await row(page, 'K-CHEF').getByRole('button', { name: 'Gem', exact: true }).click();
		await expect(row(page, 'K-CHEF')).toContainText('Skrevet på denne telefon');
		await phone.kill();
		await phone.start();

		page = await phone.open('/contacts');
		await expect(call(page)).toBeVisible();
		await page.reload();
		await expect(call(page)).toBeVisible();
		page = await phone.open('/');
		await expect(page.getByText('Bente Ny · +45 60 70 80 90')).toBeVisible();
		await expect(
			page.getByRole('link', { name: 'Ring til It- og digitaliseringschefen, +45 60 70 80 90' })
		).toHaveAttribute('href', 'tel:+4560708090');
	});

	test('stands apart from what the plan says, and gives way to it again', async ({ visit }) => {
		const page = await visit('/contacts');
		const manager = row(page, 'K-AFD');
		await manager.getByRole('button', { name: /^Mere/ }).click();
		await manager.getByRole('button', { name: 'Ret' }).click();
		await manager.getByLabel('Mail', { exact: true }).fill('ny@viborg.dk');
		await manager.getByRole('button', { name: 'Gem', exact: true }).click();
		await expect(manager.getByRole('link', { name: /mail/ })).toHaveAttribute('href', 'mailto:ny@viborg.dk');
		await expect(manager.getByTestId('plans-own')).toHaveText(
			'Ole Christiansen · 87 87 41 80 · okc@viborg.dk'
		);
		await manager.getByRole('button', { name: 'Brug planens igen' }).click();
		await expect(manager.getByRole('link', { name: /mail/ })).toHaveAttribute('href', 'mailto:okc@viborg.dk');
		await expect(manager.getByTestId('confirmation')).toHaveText('Ikke bekræftet');
		await manager.getByRole('button', { name: 'Fortryd' }).click();
		await expect(manager.getByRole('link', { name: /mail/ })).toHaveAttribute('href', 'mailto:ny@viborg.dk');
	});

	test('may be that the plan’s is still right, which can be taken back', async ({ visit }) => {
		const page = await visit('/contacts');
		const chief = row(page, 'K-CHEF');
		await chief.getByRole('button', { name: /^Mere/ }).click();
		await chief.getByRole('button', { name: 'Det er stadig rigtigt' }).click();
		await expect(chief.getByTestId('confirmation')).toContainText('Bekræftet på denne telefon');
		await expect(chief.getByTestId('plans-own')).toHaveCount(0);
		await page.reload();
		await expect(chief.getByTestId('confirmation')).toContainText('Bekræftet på denne telefon');
		await chief.getByRole('button', { name: /^Mere/ }).click();
		await chief.getByRole('button', { name: 'Fjern bekræftelsen' }).click();
		await expect(chief.getByTestId('confirmation')).toHaveText('Ikke bekræftet');
	});

	test('is refused with a sentence when it cannot be dialled or mailed', async ({ visit }) => {
		const page = await visit('/contacts');
		const duty = row(page, 'X-VAGT');
		await writeNumber(page, 'X-VAGT', '8787 415');
		const phone = duty.getByLabel('Telefonnummer');
		await expect(phone).toHaveAttribute('aria-invalid', 'true');
		await expect(phone).toBeFocused();
		await expect(phone).toHaveAccessibleDescription(/Et dansk nummer har 8 cifre. Her er 7/);
		await phone.fill('8787 4150');
		await duty.getByLabel('Mail', { exact: true }).fill('vagt@');
		await duty.getByRole('button', { name: 'Gem', exact: true }).click();
		await expect(duty.getByLabel('Mail', { exact: true })).toHaveAccessibleDescription(
			/Den skal ligne navn@kommune.dk/
		);
		await expect(phone).not.toHaveAttribute('aria-invalid');
		await duty.getByRole('button', { name: 'Annullér' }).click();
		await expect(duty.getByRole('link', { name: /^Ring/ })).toHaveCount(0);
		await writeNumber(page, 'X-VAGT', '');
		await expect(duty.getByText('Der er ikke skrevet noget nyt.').first()).toBeVisible();
	});
});

test.describe('a message to several', () => {
	const TEXT = 'Brug ikke mail, før du hører andet. Vi holder kontakt på SMS og telefon. Svar OK.';

	test('goes to those who are chosen, with a ready text that can be changed', async ({ visit, context }) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		const page = await visit('/contacts');
		await page.getByRole('link', { name: 'SMS til flere' }).click();
		await expect(page.getByText('Vælg modtagere')).toBeVisible();
		await expect(page.getByTestId('sms-open')).toHaveCount(0);
		await page.getByRole('checkbox', { name: /Afdelingsleder i IT/ }).check();
		const open = page.getByTestId('sms-open');
		await expect(open).toHaveAttribute('href', 'sms:+4587874180');
		await page.getByRole('button', { name: 'Brug ikke mail' }).click();
		await expect(open).toHaveAttribute('href', `sms:+4587874180?body=${encodeURIComponent(TEXT)}`);
		await page.getByRole('button', { name: 'Alle (2)' }).click();
		await page.getByRole('textbox', { name: 'Besked' }).fill('Æh & øh?');
		await page.getByRole('checkbox', { name: 'Det er en øvelse' }).check();
		await expect(open).toHaveText('Åbn SMS til 2');
		await expect(open).toHaveAttribute(
			'href',
			`sms:+4587874150,+4587874180?body=${encodeURIComponent('ØVELSE: Æh & øh?')}`
		);
		await expect(open).toBeInViewport();
		expect((await open.boundingBox())?.height).toBeGreaterThanOrEqual(56);
		await page.getByRole('button', { name: 'Kopiér numre' }).click();
		await expect.poll(() => clipboard(page)).toBe('+4587874150, +4587874180');
		await page.getByRole('button', { name: 'Kopiér tekst' }).click();
		await expect.poll(() => clipboard(page)).toBe('ØVELSE: Æh & øh?');
	});

	test('brings back what a person wrote before a ready text took its place', async ({ visit }) => {
		const page = await visit('/contacts?sms=');
		const text = page.getByRole('textbox', { name: 'Besked' });
		await text.fill('Min egen');
		await page.getByRole('button', { name: 'Det er slut' }).click();
		await expect(text).toHaveValue(/^Hændelsen er slut/);
		await page.getByRole('button', { name: 'Hent min egen tekst igen' }).click();
		await expect(text).toHaveValue('Min egen');
	});

	test('can be sent to one at a time', async ({ visit }) => {
		const page = await visit('/contacts?sms=itEmergencyGroup');
		await page.getByRole('button', { name: 'Hold dig klar' }).click();
		await page.getByText('Virker det ikke? Send én ad gangen').click();
		await expect(page.getByRole('link', { name: 'Ole Christiansen' })).toHaveAttribute(
			'href',
			/^sms:\+4587874180\?body=Der%20er/
		);
	});

	test('to a whole group begins at the group, and says who is left out', async ({ visit }) => {
		const page = await visit('/roles/itEmergencyGroup');
		await page.getByRole('link', { name: 'SMS til alle i gruppen (2)' }).click();
		await expect(page.getByTestId('sms-open')).toHaveAttribute('href', 'sms:+4587874150,+4587874180');
		await page.goto(new URL('/contacts?sms=topCrisisStaff', page.url()).href);
		await expect(page.getByTestId('sms-left-out')).toContainText(
			'Øvrig ledelse / kommunens øverste krisestab'
		);
		await expect(page.getByTestId('sms-open')).toHaveCount(0);
	});

	test('is written the way an iPhone reads it', async ({ browser, server }) => {
		const context = await browser.newContext({
			userAgent:
				'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
			locale: 'da-DK'
		});
		const page = await context.newPage();
		await page.goto(`${server.url}/contacts?sms=itEmergencyGroup`);
		await page.getByRole('button', { name: 'Hold dig klar' }).click();
		await expect(page.getByTestId('sms-open')).toHaveAttribute(
			'href',
			/^sms:\/\/open\?addresses=\+4587874150,\+4587874180&body=Der%20er/
		);
		await context.close();
	});
});

test('all contacts become one vCard file, with what was written on the phone', async ({ visit }) => {
	const page = await visit('/contacts');
	await writeNumber(page, 'K-DPO', '20 30 40 50');
	await expect(row(page, 'K-DPO').getByRole('link', { name: /^Ring/ })).toBeVisible();
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: /Gem alle i telefonens kontakter/ }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe('beredt-viborg-it-delplan.vcf');
	await expect(page.getByText(/Filen beredt-viborg-it-delplan.vcf er hentet/)).toBeVisible();
	const { default: ICAL } = await import('ical.js');
	const cards = ICAL.parse(readFileSync(await download.path(), 'utf8')) as ConstructorParameters<
		typeof ICAL.Component
	>[0][];
	const people = cards.map((card) => {
		const component = new ICAL.Component(card);
		return [component.getFirstPropertyValue('fn'), component.getFirstPropertyValue('tel')];
	});
	expect(people).toEqual([
		['Erik Sørensen', '+4587874150'],
		['Ole Christiansen', '+4587874180'],
		['Christian Aabo', '20304050'],
		['Politi', '114'],
		['Det kommunale redningsberedskab', '112']
	]);
	const chief = new ICAL.Component(cards[0] ?? []);
	expect(chief.getFirstPropertyValue('note')).toContain('Ikke bekræftet');
	expect(chief.getFirstPropertyValue('note')).toContain('opdateret 13.01.2018');
});

test.describe('a role', () => {
	test('leads from a card’s text to the person in one press', async ({ visit }) => {
		const page = await visit('/cards/AC-16');
		await page.getByTestId('card').getByRole('link', { name: 'formanden' }).first().click();
		await expect(page.getByRole('heading', { level: 1, name: 'Formand' })).toBeVisible();
		const call = page.getByTestId('first-holder').getByRole('link', {
			name: 'Ring 87 87 41 50, It- og digitaliseringschefen'
		});
		await expect(call).toBeInViewport();
		await expect(call).toHaveAttribute('href', 'tel:+4587874150');
		expect((await call.boundingBox())?.height).toBeGreaterThanOrEqual(56);
	});

	test('says who steps in and when, what the plan says of it, what it decides and which cards are its', async ({
		visit
	}) => {
		const page = await visit('/roles/chair');
		const role = page.getByTestId('role');
		await expect(role.getByRole('region', { name: 'Træder ind' })).toContainText('ved fravær');
		await expect(
			role.getByRole('link', { name: 'Ring til Afdelingsleder i IT, 87 87 41 80' })
		).toHaveAttribute('href', 'tel:+4587874180');
		await expect(role).toContainText(
			'Hvis It - og digitaliseringschefen er fraværende indtræder afdelingslederen som formand for gruppen.'
		);
		await expect(role.getByRole('region', { name: 'Beslutter' })).toContainText('Hvem er i arbejdsstaben?');
		await expect(role.locator('[data-card="AC-02"]')).toBeVisible();
		await expect(role.locator('[data-remark="H1"]')).toBeVisible();
	});

	test('that nobody has yet leads to those who appoint it', async ({ visit }) => {
		const page = await visit('/roles/workingStaff');
		const composedBy = page.getByRole('region', { name: 'Sammensættes af Formand' });
		await expect(composedBy.getByRole('link', { name: /^Ring til It- og/ })).toBeVisible();
		await expect(page.getByText('Planen nævner ingen medlemmer.')).toBeVisible();
	});

	test('shows the number that was written on the phone', async ({ visit }) => {
		const page = await visit('/contacts');
		await writeNumber(page, 'K-DPO', '20 30 40 50');
		await expect(row(page, 'K-DPO').getByRole('link', { name: /^Ring/ })).toBeVisible();
		await page.goto(new URL('/roles/dataProtectionOfficer', page.url()).href);
		await expect(page.getByTestId('first-holder').getByRole('link', { name: /^Ring/ })).toHaveAttribute(
			'href',
			'tel:20304050'
		);
	});

	test('that the plan does not have lands on a page that helps', async ({ visit }) => {
		const page = await visit('/roles/mayor');
		await expect(page.getByTestId('not-found')).toBeVisible();
	});
});

test.describe('in a municipality with another organisation', () => {
	test('people, groups and messages are that plan’s', async ({ visit }) => {
		const page = await visit('/');
		await importPlan(page);
		await goTo(page, '/contacts');
		await expect(page.locator('[data-group="central"] [data-contact]')).toHaveCount(6);
		await expect(row(page, 'C-STAFF')).toContainText('Kriseleder (ikke nået inden 15 minutter)');
		await expect(row(page, 'C-TECH-2')).toContainText('Bekræftet 03.02.2025, for over et år siden');
		await expect(page.getByLabel('Find en kontakt')).toHaveCount(0);
		await goTo(page, '/roles/digitalCrisisStaff');
		await page.getByRole('link', { name: 'SMS til alle i gruppen (8)' }).click();
		await page.getByRole('button', { name: 'Mød op: Havnekontoret' }).click();
		await expect(page.getByTestId('sms-open')).toHaveText('Åbn SMS til 8');
		await expect(page.getByTestId('sms-open')).toHaveAttribute('href', /^sms:00000001,.*Havnekontoret/);
		await goTo(page, '/roles/logistics');
		await expect(
			page.getByText('Planen siger ikke, hvem der træder ind, når Holger Tangvig ikke kan.')
		).toBeVisible();
	});

	test('of three hundred people only those in sight are drawn, and each can be found and come back to', async ({
		visit
	}) => {
		const page = await visit('/');
		const many = Array.from({ length: 300 }, (_, index) => ({
			id: `P-${index}`,
			title: `Fagchef ${index}`,
			name: null,
			phones: [{ label: null, display: `20 00 0${index}`, dial: `2000${1000 + index}` }],
			mail: null,
			other: null,
			note: null,
			confirmedOn: null,
			central: false,
			basis: 'plan',
			lines: []
		}));
		const { contacts } = JSON.parse(changedPlan('title.text', 'Stor plan')) as { contacts: object[] };
		const content = changedPlan('contacts', [...contacts, ...many]);
		await importPlan(page, { name: 'stor.json', content });
		await goTo(page, '/contacts');
		const rows = page.locator('[data-contact]');
		expect(await rows.count()).toBeLessThan(100);
		await expect(page.locator('[data-group="plan"] h2')).toContainText('304');
		await page.getByLabel('Find en kontakt').fill('fagchef 287');
		await expect(rows).toHaveCount(1);
		await expect(row(page, 'P-287').getByRole('link', { name: /^Ring/ })).toHaveAttribute(
			'href',
			'tel:20001287'
		);
		await page.getByLabel('Find en kontakt').fill('');
		await expect(async () => {
			await rows.last().scrollIntoViewIfNeeded();
			await expect(row(page, 'C-ISLAND-NET')).toBeInViewport({ timeout: 200 });
		}).toPass();
		await goTo(page, '/contacts#P-250');
		await expect(row(page, 'P-250')).toBeInViewport();
	});
});
