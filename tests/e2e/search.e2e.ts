import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const field = (page: Page) => page.getByRole('searchbox', { name: 'Søg i plan, kontakter og actioncards' });
const hits = (page: Page) => page.locator('[data-hit]');
const hit = (page: Page, id: string) => page.locator(`[data-hit="${id}"]`);

test('finds as one types, and says how many', async ({ visit }) => {
	const page = await visit('/search');
	await expect(field(page)).toBeFocused();
	await page.keyboard.type('rans');
	await expect(hit(page, 'AC-08')).toBeVisible();
	await expect(page.getByTestId('search-count')).toHaveText(/^\d+ fundet$/);
	const before = await hits(page).count();
	await page.keyboard.type('omware');
	await expect(hit(page, 'AC-08').locator('mark').first()).toHaveText('Ransomware');
	expect(await hits(page).count()).toBeLessThanOrEqual(before);
	await page.keyboard.type('x');
	await expect(page.getByTestId('nothing-found')).toBeVisible();
	await expect(hits(page)).toHaveCount(0);
});

test('finds inside compounds, whichever way æ, ø and å are spelled', async ({ visit }) => {
	const page = await visit('/search');
	await field(page).fill('struktur');
	await expect(hit(page, 'KY1').locator('mark').first()).toHaveText('struktur');
	await field(page).fill('SOERENSEN');
	await expect(hit(page, 'K-CHEF').locator('mark')).toHaveText('Sørensen');
	await field(page).fill('åbo');
	await expect(hit(page, 'K-DPO').locator('mark')).toHaveText('Aabo');
});

test('finds a person by number however it is written, and calls with one press', async ({ visit }) => {
	const page = await visit('/search');
	for (const number of ['87874180', '+45 87 87 41 80', '0045 8787 4180', '4180']) {
		await field(page).fill(number);
		await expect(hits(page).first()).toHaveAttribute('data-hit', 'K-AFD');
	}
	const call = hit(page, 'K-AFD').getByRole('link', { name: 'Ring til Afdelingsleder i IT, 87 87 41 80' });
	await expect(call).toHaveAttribute('href', 'tel:+4587874180');
	expect((await call.boundingBox())?.height).toBeGreaterThanOrEqual(56);
	// 112 is not what is first called at the police
	await field(page).fill('112');
	await expect(hit(page, 'X-POLITI').locator('a[href="tel:112"]')).toBeVisible();
});

test('marks what was found where it stands, when the hit is followed', async ({ visit }) => {
	const page = await visit('/search');
	await field(page).fill('netsegmenter');
	await hit(page, 'AC-08.02').getByRole('link').click();
	await expect(page).toHaveURL(/\/cards\/AC-08\?q=netsegmenter#AC-08\.02$/);
	const step = page.locator('[data-step="AC-08.02"]');
	await expect(step).toBeInViewport();
	await expect(step.locator('mark')).toHaveText('netsegmenter');
	await expect(page.locator('mark')).toHaveCount(1);
	// the links and the button of a step whose text is marked work as ever
	await step.getByRole('checkbox').click();
	await expect(step.getByRole('checkbox')).toBeChecked();
});

test('marks a whole card’s title and every other place where the word stands', async ({ visit }) => {
	const page = await visit('/search?q=cyberangreb');
	await hit(page, 'AC-08').getByRole('link').click();
	await expect(page.getByRole('heading', { level: 1 }).locator('mark')).toHaveText('cyberangreb');
});

test('keeps the query and the place when one comes back from a hit', async ({ visit }) => {
	const page = await visit('/search');
	await field(page).pressSequentially('backup');
	// at once: the address has not followed yet
	const last = hits(page).last();
	// of the whole word, not of its first letters
	await expect(last.getByRole('link').first()).toHaveAttribute('href', /[?]q=backup/);
	const id = await last.getAttribute('data-hit');
	await last.getByRole('link').first().click();
	await expect(page.getByTestId('search')).toHaveCount(0);
	await page.getByTestId('card').waitFor();
	await page.goBack();
	await expect(field(page)).toHaveValue('backup');
	await expect(page.locator(`[data-hit="${id ?? ''}"]`)).toBeInViewport();
	await expect(page).toHaveURL(/\/search\?q=backup$/);
	// the keyboard does not come up over the hits
	await expect(field(page)).not.toBeFocused();
});

test('keeps the query also when one leaves by the menu at once', async ({ visit }) => {
	const page = await visit('/search');
	await field(page).pressSequentially('skype');
	await page.getByRole('navigation', { name: 'Hovedmenu' }).getByRole('link', { name: 'Kort' }).click();
	await expect(page.getByTestId('cards')).toBeVisible();
	await page.goBack();
	await expect(field(page)).toHaveValue('skype');
});

test('makes no step in the way back of every letter', async ({ visit }) => {
	const page = await visit('/cards');
	await page.getByRole('navigation', { name: 'Hovedmenu' }).getByRole('link', { name: 'Søg' }).click();
	await field(page).pressSequentially('mail', { delay: 350 });
	await expect(page).toHaveURL(/\?q=mail$/);
	await page.goBack();
	await expect(page.getByTestId('cards')).toBeVisible();
});

test('begins anew when the menu’s own “Søg” is pressed', async ({ visit }) => {
	const page = await visit('/search?q=mail');
	await expect(hits(page).first()).toBeVisible();
	await page.getByRole('navigation', { name: 'Hovedmenu' }).getByRole('link', { name: 'Søg' }).click();
	await expect(field(page)).toHaveValue('');
	await expect(field(page)).toBeFocused();
	await expect(page.getByRole('heading', { name: 'Hvad er ramt?' })).toBeVisible();
});

test('says what to try when nothing is found, and each of it works', async ({ visit }) => {
	const page = await visit('/search');
	await field(page).fill('rumskib mail');
	const nothing = page.getByTestId('nothing-found');
	await expect(
		nothing.getByRole('heading', { name: 'Intet fundet. Du søgte på ”rumskib mail”.' })
	).toBeVisible();
	await expect(nothing.getByText('Et kortere ord')).toBeVisible();
	await expect(nothing.getByText('En anden stavemåde')).toBeVisible();
	await expect(nothing.getByText('Færre ord')).toBeVisible();
	for (const [name, path] of [
		['Alle kontakter', '/contacts'],
		['Alle actioncards', '/cards'],
		['Hele planen', '/plan']
	] as const)
		await expect(nothing.getByRole('link', { name })).toHaveAttribute('href', path);
	// only the word that finds something by itself is offered
	await expect(nothing.getByRole('button')).toHaveCount(1);
	await nothing.getByRole('button', { name: 'Søg kun på ”mail”' }).click();
	await expect(field(page)).toHaveValue('mail');
	await expect(hits(page).first()).toBeVisible();
});

test('works with the keyboard alone', async ({ visit }) => {
	const page = await visit('/search');
	await expect(field(page)).toBeFocused();
	await page.keyboard.type('erik');
	// the hits of the whole word, not of its first letters
	await expect(hit(page, 'K-CHEF').getByRole('link').first()).toHaveAttribute('href', /[?]q=erik/);
	await expect(hits(page)).toHaveCount(1);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Ryd søgningen' })).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(hit(page, 'K-CHEF').getByRole('link').first()).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(hit(page, 'K-CHEF').getByRole('link', { name: /^Ring til/ })).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Enter');
	await expect(field(page)).toHaveValue('');
	await expect(field(page)).toBeFocused();
	// Enter puts the phone's keyboard away and changes nothing else
	await page.keyboard.type('ac-08');
	await page.keyboard.press('Enter');
	await expect(field(page)).not.toBeFocused();
	await expect(page).toHaveURL(/\/search\?q=ac-08$/);
	await expect(hits(page).first()).toHaveAttribute('data-hit', 'AC-08');
});

test('leads from the counts to the first hit of each kind, and shows more when asked', async ({ visit }) => {
	const page = await visit('/search?q=it');
	const plan = page.getByRole('button', { name: /^Plan: \d+$/ });
	await plan.click();
	const heading = page.getByRole('heading', { name: /^Plan \d+$/ });
	await expect(heading).toBeFocused();
	await expect(heading).toBeInViewport();
	const cards = page.locator('[data-group="cards"]');
	const shown = await cards.locator('[data-hit]').count();
	const more = cards.getByRole('button', { name: /^Vis \d+ (mere|flere)$/ });
	const left = Number((await more.textContent())?.match(/\d+/)?.[0]);
	await more.click();
	await expect.poll(() => cards.locator('[data-hit]').count()).toBeGreaterThan(shown);
	expect(left).toBeGreaterThan(0);
});

test('offers the plan’s own words before anything is typed', async ({ visit }) => {
	const page = await visit('/search');
	await page.getByRole('button', { name: 'printere' }).click();
	await expect(field(page)).toHaveValue('printere');
	await expect(hit(page, 'AC-05')).toBeVisible();
	await field(page).fill('');
	await expect(page.getByRole('link', { name: 'Formand', exact: true })).toHaveAttribute(
		'href',
		'/roles/chair'
	);
});

test('speaks English, and marks the plan’s words as Danish', async ({ visit, page }) => {
	await page.addInitScript(() => {
		localStorage.setItem('beredt.locale', 'en');
	});
	await visit('/search?q=skype');
	await expect(page.getByTestId('search-count')).toHaveText(/^\d+ found$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(hit(page, 'AC-11.01').locator('.hit__text')).toHaveAttribute('lang', 'da');
	await expect(page).toHaveTitle('Search · Beredt');
});
