/** A part of the situation picture that two phones write at once. */
import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident } from './incident';
import { found, lackingOf, letIn, MEETING, test, toGroup, toIncident } from './meeting';

/** Erik's phone and Ole's, each at the picture of the incident. */
async function meetAtThePicture(host: Page, guest: Page): Promise<void> {
	await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
	await toGroup(host);
	await found(host);
	await letIn(host, guest);
	for (const page of [host, guest]) await toIncident(page, 'Billede');
}

const known = (page: Page) => page.locator('[data-part="known"]');
const field = (page: Page) => known(page).getByRole('textbox');
const write = (page: Page) => known(page).locator('[data-edit="known"]').click();
const keep = (page: Page) => known(page).getByRole('button', { name: 'Gem', exact: true }).click();
const writers = (page: Page) => known(page).getByTestId('writers');

test('two write in one text, see each other, and both have it when one keeps it', async ({
	phone,
	other
}) => {
	const host = await phone.open('/');
	const guest = await other.open('/group');
	await meetAtThePicture(host, guest);
	await write(host);
	await expect(writers(guest)).toHaveText('Skriver her nu: Erik Sørensen', MEETING);
	await expect(writers(host)).toHaveText('');
	await write(guest);
	await expect(writers(host)).toHaveText('Skriver her nu: Ole Christiansen', MEETING);
	await expect(known(host).getByTestId('draft-shared')).toContainText(
		'først gemt, når en af jer trykker Gem'
	);

	await field(host).pressSequentially('Rådhuset er uden strøm.');
	await expect(field(guest)).toHaveValue('Rådhuset er uden strøm.', MEETING);
	// both at once, each at an end of it
	await field(guest).press('Control+Home');
	await Promise.all([
		field(host).pressSequentially(' Generatoren kører, og telefonerne virker.', { delay: 20 }),
		field(guest).pressSequentially('Klokken to: vandet er også væk. ', { delay: 20 })
	]);
	const both =
		'Klokken to: vandet er også væk. Rådhuset er uden strøm. Generatoren kører, og telefonerne virker.';
	for (const page of [host, guest]) await expect(field(page)).toHaveValue(both, MEETING);
	// where each goes on is where each was
	await field(guest).press('!');
	await expect(field(host)).toHaveValue(both.replace('væk. ', 'væk. !'), MEETING);
	await field(guest).press('Backspace');
	await expect(field(host)).toHaveValue(both, MEETING);

	// before somebody keeps it, none of it is on a disk
	for (const page of [host, guest])
		expect(await page.evaluate(lackingOf, ['Generatoren'])).toEqual(['Generatoren']);
	await keep(host);
	await expect(known(host)).toContainText(both);
	await expect(known(host).getByRole('textbox')).toHaveCount(0);
	await expect.poll(() => guest.evaluate(lackingOf, [both]), MEETING).toEqual([]);
	// Ole has the same words: he writes on, and is told of nothing
	await expect(writers(guest)).toHaveText('', MEETING);
	await expect(known(guest).getByTestId('kept-by-other')).toHaveCount(0);
	await field(guest).press('Control+End');
	await field(guest).pressSequentially(' Alle er orienteret.');
	await keep(guest);
	await expect(known(host)).toContainText(`${both} Alle er orienteret.`, MEETING);
	await expect(writers(host)).toHaveText('');
});

test('nobody’s words go because another keeps theirs, or leaves', async ({ phone, other }) => {
	const host = await phone.open('/');
	const guest = await other.open('/group');
	await meetAtThePicture(host, guest);
	for (const page of [host, guest]) await write(page);
	await field(guest).pressSequentially('Vandværket');
	await expect(field(host)).toHaveValue('Vandværket', MEETING);
	await known(guest).getByRole('button', { name: 'Annullér' }).click();
	await expect(writers(host)).toHaveText('', MEETING);
	await expect(field(host)).toHaveValue('Vandværket');

	// Ole's page is loaded anew: it has no connections, and he writes alone
	await goTo(guest, new URL(guest.url()).pathname);
	await write(guest);
	await expect(field(guest)).toHaveValue('');
	await field(guest).fill('Oles tekst');
	await expect(known(guest).getByTestId('draft-shared')).toHaveCount(0);
	await keep(guest);
	await expect(known(guest)).toContainText('Oles tekst');
	await expect(field(host)).toHaveValue('Vandværket');
});

test('whoever has other words than those that were kept is told, and may keep their own', async ({
	phone
}) => {
	// two tabs of one phone: what one keeps the other sees, and they share no draft
	const here = await phone.open('/');
	await activatedIncident(here, { who: 'Erik Sørensen', services: ['Outlook'] });
	await here.getByRole('link', { name: 'Billede', exact: true }).click();
	await here.getByTestId('picture').waitFor();
	const there = await phone.open(new URL(here.url()).pathname);
	await write(here);
	await field(here).fill('Her');
	await write(there);
	await field(there).fill('Der');
	await keep(there);
	const told = known(here).getByTestId('kept-by-other');
	await expect(told).toContainText('Erik Sørensen gemte en anden tekst kl.');
	await expect(told).toContainText('Der');
	await expect(field(here)).toHaveValue('Her');
	await field(here).fill('Der');
	await expect(told).toHaveCount(0);
	await field(here).fill('Her og der');
	await keep(here);
	await expect(known(there)).toContainText('Her og der');
});
