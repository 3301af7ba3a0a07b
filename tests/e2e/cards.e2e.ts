import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { ActionCard, Plan } from '../../src/lib/domain/plan/schema';
import { expect, isReady, test } from './fixtures';

// the file that the build embeds: what is on screen is held against it, not against a copy
const plan = JSON.parse(readFileSync('plans/viborg-it-delplan.json', 'utf8')) as Plan;
const PHASES = [
	['first15Minutes', 'Første 15 minutter'],
	['firstHour', 'Første time'],
	['ongoing', 'Løbende'],
	['closing', 'Afslutning']
] as const;
/** Who is called first for a role. */
const FIRST_TO_CALL: Record<string, [name: string, tel: string]> = {
	headOfItAndDigitalisation: ['It- og digitaliseringschefen', 'tel:+4587874150'],
	chair: ['It- og digitaliseringschefen', 'tel:+4587874150'],
	itDepartmentManager: ['Afdelingsleder i IT', 'tel:+4587874180'],
	incidentCoordinator: ['Afdelingsleder i IT', 'tel:+4587874180'],
	itEmergencyGroup: ['It- og digitaliseringschefen', 'tel:+4587874150'],
	workingStaff: ['It- og digitaliseringschefen', 'tel:+4587874150']
};

const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);
const box = (page: Page, id: string) => step(page, id).getByRole('checkbox');
/** Presses a step where its box is; elsewhere in it there may be a link. */
const press = (page: Page, id: string) => step(page, id).click({ position: { x: 30, y: 30 } });
/** The text without the spaces that markup puts around it. */
const textOf = async (locator: Locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();
const isIn = (text: string, part: string) => text.replace(/\s+/g, ' ').includes(part.replace(/\s+/g, ' '));

test('lists all sixteen cards by situation, each once, under the plan’s headings', async ({ visit }) => {
	const page = await visit('/cards');
	await expect(page.locator('[data-card]')).toHaveCount(16);
	for (const group of plan.cardGroups) {
		const section = page.getByRole('region', { name: group.title });
		const ids = await section
			.locator('[data-card]')
			.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-card')));
		expect(ids).toEqual(group.cards);
	}
	for (const card of plan.cards) {
		const row = page.locator(`[data-card="${card.id}"]`);
		await expect(row).toContainText(card.title);
		await expect(row).toContainText(`${card.steps.length} trin`);
		await expect(row).toContainText('Forslag');
		await expect(row).toHaveAttribute('href', `/cards/${card.id}`);
	}
	await expect(page.getByText('Kort mærket ”Forslag” er ikke godkendt endnu.')).toBeVisible();
});

test('lists them by service: those for what is hit, then those for whatever is hit', async ({ visit }) => {
	const page = await visit('/cards');
	await page.getByRole('link', { name: 'Efter ydelse' }).click();
	for (const service of plan.services)
		await expect(page.getByRole('heading', { level: 2, name: service.name, exact: true })).toBeVisible();
	const all = await page
		.locator('[data-card]')
		.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-card')));
	expect([...new Set(all)].sort()).toEqual(plan.cards.map((card) => card.id));

	await page.getByRole('link', { name: 'Outlook', exact: true }).click();
	await expect(page).toHaveURL(/\/cards\?service=KY4$/);
	await expect(page.getByRole('link', { name: 'Outlook', exact: true })).toHaveAttribute(
		'aria-current',
		'true'
	);
	const own = page.getByRole('region', { name: 'Særligt for Outlook' });
	await expect(own.locator('[data-card]').first()).toHaveAttribute('data-card', 'AC-06');
	await expect(
		page.getByRole('region', { name: 'Uanset hvad der er ramt' }).locator('[data-card="AC-08"]')
	).toBeVisible();
	await expect(page.locator('[data-card="AC-05"]')).toHaveCount(0);
	// the way the list is shown is no step in the way back
	await page.locator('[data-card="AC-06"]').click();
	await page.getByTestId('card').waitFor();
	await page.goBack();
	await expect(page).toHaveURL(/\/cards\?service=KY4$/);
});

for (const card of plan.cards) {
	test(`opens ${card.id} with all that it says, every step in its phase`, async ({ visit }) => {
		const page = await visit(`/cards/${card.id}`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(card.title);
		await expect(page).toHaveTitle(`${card.title} · Beredt`);
		const article = await textOf(page.getByTestId('card'));
		for (const said of [
			card.id,
			'Forslag – ikke godkendt',
			`Bruges når ${card.trigger}`,
			`Formål ${card.purpose}`,
			...card.notes,
			`Udgave ${card.version}`
		])
			expect(isIn(article, said), said).toBe(true);
		await showsTheResponsible(page, card);
		await showsEveryStep(page, card);
	});
}

async function showsTheResponsible(page: Page, card: ActionCard): Promise<void> {
	const section = page.getByRole('region', { name: 'Ansvarlig' });
	for (const id of card.responsible) {
		const role = plan.roles.find((one) => one.id === id);
		await expect(section.getByRole('link', { name: role?.name ?? id, exact: true })).toHaveAttribute(
			'href',
			`/roles/${id}`
		);
	}
	const [name, tel] = FIRST_TO_CALL[card.responsible[0] ?? ''] ?? ['', ''];
	const call = section.getByRole('link', { name: new RegExp(`^Ring til ${name}, `) }).first();
	await expect(call).toHaveAttribute('href', tel);
	const size = await call.boundingBox();
	expect(size?.height).toBeGreaterThanOrEqual(56);
	expect(size?.width).toBeGreaterThanOrEqual(56);
	await expect(call).toBeInViewport();
}

async function showsEveryStep(page: Page, card: ActionCard): Promise<void> {
	for (const [phase, heading] of PHASES) {
		const wanted = card.steps.filter((one) => one.phase === phase);
		const section = page.getByRole('region', { name: heading });
		await expect(section).toHaveCount(wanted.length > 0 ? 1 : 0);
		if (wanted.length === 0) continue;
		const rows = section.locator('[data-step]');
		expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-step')))).toEqual(
			wanted.map((one) => one.id)
		);
		const texts = await rows.locator('.step__text').allInnerTexts();
		for (const [index, one] of wanted.entries()) {
			expect(texts[index]?.replace(/\s+/g, ' ')).toContain(one.text.replace(/\s+/g, ' '));
			const sources = rows.nth(index).getByText(/^\d+ kilder?$/);
			await expect(sources).toHaveText(one.sources.length === 1 ? '1 kilde' : `${one.sources.length} kilder`);
		}
	}
}

test('has the way to the first step in sight, and one press leads there', async ({ visit }) => {
	const page = await visit('/cards/AC-08');
	const way = page.getByRole('button', { name: 'Første trin' });
	await expect(way).toBeInViewport({ ratio: 1 });
	const size = await way.boundingBox();
	expect(size?.height).toBeGreaterThanOrEqual(56);
	// in reach of a thumb
	expect(size?.y).toBeGreaterThan(740 / 2);
	await way.click();
	await expect(step(page, 'AC-08.01')).toBeInViewport({ ratio: 1 });
	await expect(box(page, 'AC-08.01')).toBeFocused();
	await page.keyboard.press('Space');
	await expect(box(page, 'AC-08.01')).toBeChecked();
	await page.getByRole('button', { name: 'Næste trin' }).click();
	await expect(box(page, 'AC-08.02')).toBeFocused();
	await expect(step(page, 'AC-08.02')).toBeInViewport({ ratio: 1 });
});

test('ticks a step with its time, unticks it, and says what was kept', async ({ visit }) => {
	const page = await visit('/cards/AC-01');
	const first = step(page, 'AC-01.01');
	await expect(first).toContainText('Næste');
	await press(page, 'AC-01.01');
	await expect(box(page, 'AC-01.01')).toBeChecked();
	await expect(first.getByText(/^Udført kl\. \d\d\.\d\d$/)).toBeVisible();
	await expect(page.getByTestId('card-saved')).toHaveText('Trin 1: gemt på denne telefon');
	await expect(page.getByTestId('card-progress')).toHaveText('1 af 14');
	await expect(step(page, 'AC-01.02')).toContainText('Næste');
	await page.reload();
	await isReady(page);
	await expect(box(page, 'AC-01.01')).toBeChecked();
	await press(page, 'AC-01.01');
	await expect(box(page, 'AC-01.01')).not.toBeChecked();
	await expect(first.getByText(/^Udført kl\./)).toHaveCount(0);
	await expect(page.getByTestId('card-saved')).toHaveText(
		'Trin 1 er ikke længere udført. Gemt på denne telefon'
	);
	await expect(page.getByTestId('card-progress')).toHaveText('14 trin');
});

test('shows the day of a step that was ticked on another day', async ({ visit, page }) => {
	await page.clock.install({ time: new Date('2026-11-23T22:50:00+01:00') });
	await visit('/cards/AC-01');
	await press(page, 'AC-01.01');
	await expect(step(page, 'AC-01.01')).toContainText('Udført kl. 22.50');
	await page.clock.setSystemTime(new Date('2026-11-24T06:10:00+01:00'));
	await page.reload();
	await isReady(page);
	await expect(step(page, 'AC-01.01')).toContainText('Udført 23.11.2026 kl. 22.50');
});

test('shows a step as open, and says why, when the tick could not be kept', async ({ visit }) => {
	const page = await visit('/cards/AC-01');
	await page.evaluate(() => {
		const add = IDBObjectStore.prototype.add;
		IDBObjectStore.prototype.add = () => {
			throw new DOMException('no room', 'QuotaExceededError');
		};
		Object.assign(window, { makeRoom: () => (IDBObjectStore.prototype.add = add) });
	});
	await press(page, 'AC-01.01');
	await expect(step(page, 'AC-01.01').getByRole('alert')).toContainText('Ikke gemt. Telefonen er fuld.');
	await expect(box(page, 'AC-01.01')).not.toBeChecked();
	await expect(page.getByTestId('card-saved')).toHaveText('');
	await page.evaluate(() => {
		(window as unknown as { makeRoom(): void }).makeRoom();
	});
	await press(page, 'AC-01.01');
	await expect(box(page, 'AC-01.01')).toBeChecked();
	await expect(step(page, 'AC-01.01').getByRole('alert')).toHaveCount(0);
});

test('keeps a tick when the phone is killed at once after it was said to be kept', async ({ phone }) => {
	const page = await phone.install();
	await page.goto(new URL('/cards/AC-08', page.url()).href);
	await isReady(page);
	await press(page, 'AC-08.03');
	await expect(page.getByTestId('card-saved')).toHaveText('Trin 3: gemt på denne telefon');
	await phone.kill();
	await phone.start();
	const again = await phone.open('/cards/AC-08');
	await expect(box(again, 'AC-08.03')).toBeChecked();
});

test('begins a card anew, and undoes that with the times that the steps had', async ({ visit, page }) => {
	await page.clock.install({ time: new Date('2026-11-24T14:00:00+01:00') });
	await visit('/cards/AC-08');
	for (const id of ['AC-08.01', 'AC-08.02']) {
		await press(page, id);
		await expect(box(page, id)).toBeChecked();
	}
	await page.clock.setSystemTime(new Date('2026-11-24T14:40:00+01:00'));
	await page.getByRole('button', { name: 'Begynd forfra' }).click();
	await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
	await expect(page.getByTestId('card-progress')).toHaveText('16 trin');
	await page.getByRole('button', { name: 'Fortryd' }).click();
	await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2);
	await expect(step(page, 'AC-08.01')).toContainText('Udført kl. 14.00');
	await expect(page.getByTestId('card-saved')).toHaveText(
		'Alle afkrydsninger er tilbage, med de klokkeslæt de havde.'
	);
	await page.reload();
	await isReady(page);
	await expect(step(page, 'AC-08.02')).toContainText('Udført kl. 14.00');
});

test('says so when every step is done', async ({ visit }) => {
	const page = await visit('/cards/AC-05');
	for (const one of plan.cards.find((card) => card.id === 'AC-05')?.steps ?? []) {
		await press(page, one.id);
		await expect(box(page, one.id)).toBeChecked();
	}
	await expect(page.getByTestId('card-progress')).toHaveText('Alle 13 trin udført');
	await expect(page.getByRole('button', { name: 'Næste trin' })).toHaveCount(0);
	await page.getByRole('link', { name: 'Alle actioncards' }).click();
	await expect(page.locator('[data-card="AC-05"]')).toContainText('Alle 13 trin udført');
});

test('shows in one tab what was ticked in another', async ({ visit, page, context, server }) => {
	await visit('/cards/AC-08');
	const other = await context.newPage();
	await other.goto(`${server.url}/cards/AC-08`);
	await isReady(other);
	await press(other, 'AC-08.04');
	await expect(box(page, 'AC-08.04')).toBeChecked();
	await press(page, 'AC-08.04');
	await expect(box(other, 'AC-08.04')).not.toBeChecked();
	await press(other, 'AC-08.04');
	await expect(box(page, 'AC-08.04')).toBeChecked();
});

test('leads from a card to the person in one press, and to every role and card that a step speaks of', async ({
	visit
}) => {
	const page = await visit('/cards/AC-08');
	const person = page
		.getByRole('region', { name: 'Ansvarlig' })
		.getByRole('link', { name: /Ole Christiansen/ });
	await expect(person).toHaveAttribute('href', '/contacts#K-AFD');
	const report = page.locator('[data-step]', { hasText: 'Anmeld angrebet til politiet' });
	await expect(report.getByRole('link', { name: 'politiet', exact: true })).toHaveAttribute(
		'href',
		'/roles/police'
	);
	// a link in a step is followed and ticks nothing
	const named = page.locator('[data-step]', { hasText: 'Start AC-09' });
	await named.getByRole('link', { name: 'Åbn AC-09 Brud på persondatasikkerheden' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brud på persondatasikkerheden');
	await page.goBack();
	await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('shows what a step rests on without ticking it', async ({ visit }) => {
	const page = await visit('/cards/AC-01');
	const row = page.locator('[data-step]', { has: page.locator('summary') }).first();
	await row.locator('summary').click();
	await expect(row.locator('details')).toHaveAttribute('open', '');
	await expect(row.getByText('Faglig god praksis')).toBeVisible();
	await expect(row.getByRole('checkbox')).not.toBeChecked();
	const lines = page.locator('[data-step] details', { hasText: 'planens linje' }).first();
	await lines.locator('summary').click();
	await expect(lines.getByRole('link', { name: /^planens linje \d/ })).toHaveAttribute('href', /^\/plan#/);
});

test('leads on: to the next card of its group, back to the group, and to paper', async ({ visit }) => {
	const page = await visit('/cards/AC-16');
	await page.getByRole('link', { name: /Næste kort/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Situationsbillede og vagtskifte');
	await expect(page.getByRole('link', { name: 'Udskriv kortet' })).toHaveAttribute(
		'href',
		'/print/card/AC-14'
	);
	// at once, not by a ride past the whole card
	expect(await page.evaluate(() => scrollY)).toBe(0);
	await page.getByRole('link', { name: 'Alle actioncards' }).click();
	await expect(page).toHaveURL(/\/cards#leading-the-response$/);
	await expect(page.getByRole('heading', { name: 'Ledelse af indsatsen' })).toBeInViewport();
});

test('points at the step that an address names, and leads back to where one was', async ({ visit }) => {
	const page = await visit('/cards/AC-08#AC-08.09');
	await expect(step(page, 'AC-08.09')).toBeInViewport({ ratio: 1 });
	await page.evaluate(() => {
		scrollTo(0, document.body.scrollHeight);
	});
	await page.getByRole('link', { name: 'Udskriv kortet' }).waitFor();
	const before = await page.evaluate(() => scrollY);
	await page.getByRole('link', { name: /Næste kort/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brud på persondatasikkerheden');
	await page.goBack();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ransomware og andre cyberangreb');
	await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before - 200);
});

test('says of an unknown card that it does not exist, and where all the others are', async ({ visit }) => {
	const page = await visit('/cards/AC-99');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Den side findes ikke');
	await page.getByTestId('not-found').getByRole('link', { name: 'Kort' }).click();
	await expect(page.locator('[data-card]')).toHaveCount(16);
});

test('speaks English around the plan’s Danish words', async ({ visit, page }) => {
	await page.addInitScript(() => {
		localStorage.setItem('beredt.locale', 'en');
	});
	await visit('/cards?service=KY4');
	const heading = page.getByRole('heading', { name: 'Specifically for Outlook' });
	await expect(heading).toBeVisible();
	await expect(heading).not.toHaveAttribute('lang', 'da');
	await page.locator('[data-card="AC-06"]').click();
	await expect(page.getByRole('button', { name: 'First step' })).toBeVisible();
	await press(page, 'AC-06.01');
	await expect(step(page, 'AC-06.01')).toContainText(/Done at \d\d:\d\d/);
	await expect(step(page, 'AC-06.01').locator('.step__text [lang]')).toHaveAttribute('lang', 'da');
	await expect(
		page.getByRole('region', { name: 'Responsible' }).getByRole('link', { name: /^Call / })
	).not.toHaveCount(0);
});
