/** What a phone tells of the others: who has what, what came in, and what contradicts. */
import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident, note } from './incident';
import { TINY_PHOTO } from './photo';
import { found, letIn, meetAgain, MEETING, test, toGroup, toLog } from './meeting';

/** An incident of `host`, Erik's, with a group, and `guest`, Ole's, let in. */
async function meetInIncident(host: Page, guest: Page): Promise<void> {
	await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
	await toGroup(host);
	await found(host);
	await letIn(host, guest);
}

test('says on the entry which phones have it', async ({ phone, other }) => {
	const host = await phone.open('/');
	const guest = await other.open('/group');
	await meetInIncident(host, guest);
	await toLog(host);
	await note(host, 'Strømmen er væk');
	const row = host.getByRole('article').filter({ hasText: 'Strømmen er væk' });
	await expect(row.getByTestId('received')).toHaveText('Modtaget af 1 af 1', MEETING);
	await expect(host.getByTestId('saved')).toContainText('modtaget af 1 af 1');
	await row.getByTestId('received').click();
	await expect(row.getByTestId('received-by')).toHaveText('Har posten: Ole Christiansen');

	// nobody there: then it is on this phone, and no more is said
	await other.kill();
	await note(host, 'Nu er vi alene');
	const alone = host.getByRole('article').filter({ hasText: 'Nu er vi alene' });
	await expect(alone.getByTestId('received')).toHaveText('På denne telefon');
	await alone.getByTestId('received').click();
	await expect(alone.getByTestId('received-by')).toHaveText('Ikke bekræftet af: Ole Christiansen');
});

test('shows a photo that another took', async ({ phone, other }) => {
	const host = await phone.open('/');
	const guest = await other.open('/group');
	await meetInIncident(host, guest);
	await toLog(guest);
	await toLog(host);
	await host.locator('[data-note="photo"]').click();
	await host
		.getByTestId('photo-file')
		.setInputFiles({ name: 'skærm.jpg', mimeType: 'image/jpeg', buffer: TINY_PHOTO });
	await host.getByTestId('photo-caption').fill('Skærmen i serverrummet');
	await host.getByTestId('photo-save').click();
	const row = guest.getByRole('article').filter({ hasText: 'Skærmen i serverrummet' });
	await expect(row.getByTestId('photo').locator('img')).toBeVisible(MEETING);
	await expect
		.poll(() => row.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
		.toBeGreaterThan(0);
});

test('says how many new entries came in, and from whom', async ({ phone, other }) => {
	const host = await phone.open('/');
	const guest = await other.open('/group');
	await meetInIncident(host, guest);
	await toLog(guest);
	// all that Erik wrote so far is new to Ole
	await expect(guest.getByTestId('news')).toHaveText(/^\s*\d+ nye poster fra Erik Sørensen/, MEETING);
	await guest.getByTestId('news-away').click();
	await expect(guest.getByTestId('news').getByRole('link')).toHaveCount(0);
	await expect(guest.getByText('Ny', { exact: true })).toHaveCount(0);
	await guest.getByRole('link', { name: 'Nu', exact: true }).click();

	await toLog(host);
	await note(host, 'Den første');
	await note(host, 'Den anden');
	const news = guest.getByTestId('news').getByRole('link');
	await expect(news).toHaveText('2 nye poster fra Erik Sørensen', MEETING);
	await news.click();
	const oldest = guest.getByRole('article').filter({ hasText: 'Den første' });
	await expect(oldest).toBeFocused();
	await expect(oldest.getByText('Ny', { exact: true })).toBeVisible();
	// the log was looked at
	await guest.getByRole('link', { name: 'Nu', exact: true }).click();
	await expect(news).toHaveCount(0);
	await guest.reload();
	await guest.getByTestId('now').waitFor();
	await toLog(guest);
	await expect(guest.getByText('Den anden')).toBeVisible();
	await expect(guest.getByTestId('received').first()).toBeVisible();
	await expect(news).toHaveCount(0);
});

test('marks a step that one ticked and the other found irrelevant while they were apart', async ({
	phone,
	other
}) => {
	// they meet twice
	test.setTimeout(120_000);
	const host = await phone.open('/');
	const guest = await other.open('/group');
	await meetInIncident(host, guest);
	await toLog(guest);
	await expect(guest.getByTestId('news').getByRole('link')).toBeVisible(MEETING);
	const card = `${new URL(guest.url()).pathname.replace(/\/log$/, '')}/cards/AC-08`;

	// pages that are loaded anew have no connection
	for (const page of [host, guest]) await goTo(page, card);
	const step = (page: Page) => page.locator('[data-step="AC-08.01"]');
	await step(host).getByRole('checkbox').click();
	await expect(step(host)).toContainText('af Erik Sørensen');
	await step(guest).locator('[data-act="dismiss"]').click();
	await step(guest).getByRole('button', { name: 'Findes ikke hos os' }).click();
	await expect(step(guest)).toContainText('Ole Christiansen kl.');
	await expect(step(guest).getByTestId('opposed')).toHaveCount(0);

	// and the chair, which Erik has, is given to another
	await guest.getByRole('link', { name: 'Folk', exact: true }).click();
	const chair = (page: Page) => page.locator('[data-role-now]').first();
	await chair(guest).getByTestId('change-role').click();
	await chair(guest).locator('[data-pick]').last().click();
	await expect(chair(guest).getByTestId('role-holder')).not.toHaveText('Erik Sørensen');

	for (const page of [host, guest]) await toGroup(page);
	await meetAgain(host, guest);
	await host.getByRole('link', { name: 'Beredt' }).click();
	await host.getByTestId('open-incidents').getByRole('link').first().click();
	const marked = host.getByTestId('contradictions');
	await expect(marked).toContainText('Modsiger hinanden 2', MEETING);
	await expect(marked).toContainText('af Erik Sørensen');
	await expect(marked).toContainText('Ikke relevant: Findes ikke hos os (Ole Christiansen');
	await marked.getByRole('link', { name: 'Ikke relevant' }).click();
	await expect(step(host)).toContainText('Ikke relevant: Findes ikke hos os');

	// the one who looks says which holds, and both phones know
	await step(host).locator('[data-holds="ticked"]').click();
	await expect(step(host).getByTestId('opposed')).toHaveCount(0);
	await expect(step(host)).toContainText('af Erik Sørensen');
	await host.getByRole('link', { name: 'Folk', exact: true }).click();
	await chair(host).getByTestId('contest').getByRole('button', { name: 'Erik Sørensen' }).click();
	await expect(chair(host).getByTestId('role-holder')).toHaveText('Erik Sørensen');
	await expect(chair(host).getByTestId('contest')).toHaveCount(0);
	await guest.getByRole('link', { name: 'Beredt' }).click();
	await guest.getByTestId('open-incidents').getByRole('link').first().click();
	await guest.getByTestId('now').locator('a[href$="/cards/AC-08"]').click();
	await expect(step(guest)).toContainText('af Erik Sørensen', MEETING);
	await expect(step(guest).getByTestId('opposed')).toHaveCount(0);
});
