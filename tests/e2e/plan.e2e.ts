import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { applyContactUpdate } from '../../src/lib/domain/contacts/contact-update';
import type { Plan } from '../../src/lib/domain/plan/schema';
import { buildSearchIndex } from '../../src/lib/domain/search/search-index';
import { expect, isReady, test } from './fixtures';

const plan = JSON.parse(
	readFileSync(new URL('../../plans/viborg-it-delplan.json', import.meta.url), 'utf8')
) as Plan;
const PDF = Buffer.from(
	'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
		'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
);
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });
const byId = (page: Page, id: string) => page.locator(`[id="${id}"]`);
const chooser = (attachment: Locator) => attachment.locator('input[type=file]');

test.describe('finding the place', () => {
	test('has every place that a search leads to, and none twice', async ({ visit }) => {
		const { entries } = buildSearchIndex(
			plan,
			plan.contacts.map((contact) => applyContactUpdate(contact, undefined))
		);
		const anchors = entries.flatMap(({ target }) => (target.page === 'plan' ? [target.anchor] : []));
		expect(anchors.length).toBeGreaterThan(80);
		const page = await visit('/plan');
		const ids = await page.locator('main [id]').evaluateAll((all) => all.map((one) => one.id));
		expect(anchors.filter((anchor) => !ids.includes(anchor))).toEqual([]);
		expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
	});

	test('shows every remark that is not about people, roles or cards alone', async ({ visit }) => {
		const page = await visit('/plan');
		const shown = await page
			.locator('details[data-remark]')
			.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.remark));
		const others = new Set([...plan.contacts, ...plan.roles, ...plan.cards].map((one) => one.id));
		const missing = plan.warnings.filter(
			(one) => !shown.includes(one.id) && !one.about.every((id) => others.has(id))
		);
		expect(missing).toEqual([]);
		expect(shown.length).toBeGreaterThan(25);
	});

	test('leads from a search hit to its sentence, in sight and marked', async ({ visit }) => {
		const page = await visit('/search?q=kompetencer');
		await page.locator('[data-hit="L21"] a').click();
		const line = byId(page, 'L21');
		await expect(line).toBeInViewport({ ratio: 1 });
		await expect(line.locator('mark')).toHaveText('kompetencer');
		await expect(line).toHaveAttribute('data-target');
	});

	test('leads there on a cold start as well, down to the end of the plan', async ({ visit }) => {
		const page = await visit('/plan?q=opdateret#L75');
		const line = byId(page, 'L75');
		await expect(line).toBeInViewport({ ratio: 1 });
		await expect(line.locator('mark')).toHaveText('opdateret');
		await expect(line).toHaveAttribute('data-target');
	});

	test('opens a remark that was searched for', async ({ visit }) => {
		const page = await visit('/plan?q=Outlook%20ramt#KY4');
		const remark = byId(page, 'KY4').locator('[data-remark="W18"]');
		await expect(remark).toHaveAttribute('open');
		await expect(remark.locator('p mark').first()).toBeInViewport();
	});

	test('leads from its contents to a section, and back in one press', async ({ visit }) => {
		const page = await visit('/plan');
		await page.getByRole('navigation', { name: 'Indhold' }).getByRole('link', { name: 'Kanaler' }).click();
		await expect(byId(page, 'sms').getByText('SMS', { exact: true })).toBeInViewport();
		const back = page.getByRole('link', { name: 'Indhold', exact: true });
		await expect(back).toBeInViewport();
		await back.click();
		await expect(page.getByRole('heading', { name: 'Indhold' })).toBeInViewport();
	});
});

test.describe('what is drawn', () => {
	test('has the organisation as a picture, with the deputy and the rule, and the same as text', async ({
		visit
	}) => {
		const page = await visit('/plan');
		const block = byId(page, 'organisation-chart');
		const boxes = block.getByRole('list', { name: 'Organisationen, tegnet' }).locator('> li');
		await expect(boxes).toHaveCount(4);
		await expect(boxes.nth(0)).toContainText('Kommunens øverste krisestab');
		await expect(boxes.nth(1)).toContainText('Deltager: It- og digitaliseringschefen');
		await expect(boxes.nth(1)).toContainText(
			'Formand It- og digitaliseringschefen Erik Sørensen ved fravær Afdelingslederen i IT Ole Christiansen'
		);
		await expect(boxes.nth(2)).toContainText('Udpeges af It-beredskabsgruppen');
		await expect(boxes.nth(2)).toContainText('skal gruppen herefter justeres');
		await expect(boxes.nth(3)).toContainText('Sammensættes af Formand');
		// lines are drawn to each box that hangs on another, and one leads back from the coordinator to the group
		for (const at of [1, 2, 3]) expect(await boxes.nth(at).locator('svg line').count()).toBeGreaterThan(0);
		await expect(boxes.nth(2).locator('svg.right line')).not.toHaveCount(0);

		const text = block.locator('details', { hasText: 'Organisationen som tekst' });
		await text.locator('summary').click();
		for (const words of [
			'Kommunens øverste krisestab',
			'It-beredskabsgruppen',
			'ved fravær: Afdelingslederen i IT, Ole Christiansen',
			'Udpeges af It-beredskabsgruppen',
			'Hvis den valgte indledningsvis indgik i beredskabsgruppen, skal gruppen herefter justeres.',
			'Sammensættes af Formand',
			'Fra: de øvrige medarbejdere'
		])
			await expect(text).toContainText(words);
	});

	test('has the flow as a picture, with who decides and what is only proposed, and the same as text', async ({
		visit
	}) => {
		const page = await visit('/plan');
		const block = byId(page, 'alarm-flow');
		const steps = block.getByRole('list', { name: 'Forløbet, tegnet' }).locator('> li');
		await expect(steps).toHaveCount(plan.flow.length);
		const activation = steps.nth(6);
		await expect(activation).toContainText('Skal afdelingens kriseberedskab iværksættes?');
		await expect(activation.getByRole('link', { name: 'It- og digitaliseringschefen' })).toHaveAttribute(
			'href',
			/\/roles\/headOfItAndDigitalisation$/
		);
		await expect(steps.nth(7)).toContainText('ja');
		await expect(steps.nth(8)).toContainText('nej');
		await expect(activation.getByText('Forslag')).toHaveCount(0);
		await expect(steps.nth(2).getByText('Forslag').first()).toBeVisible();

		await steps.nth(8).getByRole('link', { name: 'Tilbage til 7' }).click();
		await expect(byId(page, 'flow-activation')).toBeInViewport();

		const text = block.locator('details', { hasText: 'Forløbet som tekst' });
		await text.locator('summary').click();
		for (const step of plan.flow) await expect(text).toContainText(step.text);
	});

	test('says which channel is gone, and that the two lists of channels are not the same', async ({
		visit
	}) => {
		const page = await visit('/plan');
		await expect(byId(page, 'skype')).toContainText('Findes ikke mere');
		await expect(byId(page, 'sms')).toContainText('Kan bruges');
		await expect(byId(page, 'notification-channel-list')).toContainText(
			'Listen er ikke den samme som listen over kanaler. Kun her: Telefonopkald, Personligt. Kun på den anden: Mobil, Skype, Analog kommunikation.'
		);
	});

	test('leads from a service to its cards, from a person to a call and from a role to its people', async ({
		visit
	}) => {
		const page = await visit('/plan');
		await expect(byId(page, 'central-contacts').getByRole('link', { name: /^Ring til Afd/ })).toHaveAttribute(
			'href',
			'tel:+4587874180'
		);
		await expect(
			byId(page, 'L23-2').getByRole('link', { name: 'afdelingslederen', exact: true })
		).toHaveAttribute('href', /\/roles\/itDepartmentManager$/);
		await byId(page, 'KY4')
			.getByRole('link', { name: /^Outlook/ })
			.click();
		await expect(page.getByTestId('cards')).toContainText('Særligt for Outlook');
	});
});

test.describe('the document on this phone', () => {
	test('is attached, opened as a PDF, and still there after the battery died', async ({ phone, server }) => {
		await phone.install();
		const page = await phone.open('/plan#internal-plan');
		const attachment = page.getByTestId('attachment');
		await expect(attachment).toContainText('Filen ligger ikke på denne telefon endnu.');
		await expect(attachment).toContainText('På papir: reolen hos Databeskyttelsesrådgiveren');
		await chooser(attachment).setInputFiles(file('intern plan.pdf', PDF));
		await expect(attachment).toContainText('Ligger på denne telefon · 1 kB');
		await server.stop();
		await phone.kill();
		await phone.start();

		const again = await phone.open('/plan#internal-plan');
		const opening = phone.context.waitForEvent('page');
		await again.getByRole('link', { name: 'Åbn PDF' }).click();
		const opened = await opening;
		await opened.waitForLoadState();
		expect(await opened.evaluate(() => document.contentType)).toBe('application/pdf');
	});

	test('is saved as a copy, byte for byte', async ({ visit }) => {
		const page = await visit('/plan#internal-plan');
		const attachment = page.getByTestId('attachment');
		await chooser(attachment).setInputFiles(file('intern plan.pdf', PDF));
		const saving = page.waitForEvent('download');
		await attachment.getByRole('link', { name: 'Gem kopi' }).click();
		const saved = await saving;
		expect(saved.suggestedFilename()).toBe('intern plan.pdf');
		expect(readFileSync(await saved.path())).toEqual(PDF);
	});

	test('is refused when it is no PDF, and the one before stays', async ({ visit }) => {
		const page = await visit('/plan#internal-plan');
		const attachment = page.getByTestId('attachment');
		await chooser(attachment).setInputFiles(file('plan.pdf', Buffer.from('PK et dokument')));
		await expect(attachment.getByRole('alert')).toHaveText('“plan.pdf” er ikke en PDF. Vælg en anden fil.');
		await chooser(attachment).setInputFiles(file('rigtig.pdf', PDF));
		await expect(attachment.getByRole('alert')).toHaveCount(0);
		// until it is kept another cannot be chosen
		await expect(attachment).toContainText('rigtig.pdf');
		await chooser(attachment).setInputFiles(file('billede.pdf', Buffer.from('GIF89a')));
		await expect(attachment.getByRole('alert')).toContainText('“billede.pdf” er ikke en PDF.');
		await expect(attachment).toContainText('rigtig.pdf');
	});

	test('is refused when it is larger than a phone keeps', async ({ visit }) => {
		const page = await visit('/plan#internal-plan');
		const attachment = page.getByTestId('attachment');
		const large = Buffer.concat([PDF, Buffer.alloc(21 * 1024 * 1024)]);
		await chooser(attachment).setInputFiles(file('film.pdf', large));
		await expect(attachment.getByRole('alert')).toHaveText(
			'“film.pdf” fylder 22 MB. Den må højst fylde 21 MB.'
		);
	});

	test('is removed, brought back, and gone after a reload when it is removed again', async ({ visit }) => {
		const page = await visit('/plan#internal-plan');
		const attachment = page.getByTestId('attachment');
		await chooser(attachment).setInputFiles(file('plan.pdf', PDF));
		await attachment.getByRole('button', { name: 'Fjern' }).click();
		await expect(attachment).toContainText('Filen er fjernet fra denne telefon.');
		await attachment.getByRole('button', { name: 'Fortryd' }).click();
		await expect(attachment.getByRole('link', { name: 'Åbn PDF' })).toBeVisible();
		await attachment.getByRole('button', { name: 'Fjern' }).click();
		await expect(attachment.getByRole('button', { name: 'Fortryd' })).toBeVisible();
		await page.reload();
		await isReady(page);
		await expect(page.getByTestId('attachment')).toContainText('Filen ligger ikke på denne telefon endnu.');
	});
});
