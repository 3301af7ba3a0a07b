/** The cards and the tasks of an incident: worked on in its log. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { goTo, importPlan } from './helpers';
import { activatedIncident, saved } from './incident';

const OLE = 'Ole Christiansen';
const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);
const box = (page: Page, id: string) => step(page, id).getByRole('checkbox');

/** Presses a step where a thumb does: on its box. In the middle of a row may stand a link. */
const press = (page: Page, id: string) => box(page, id).click({ position: { x: 24, y: 24 } });

/** A card of an activated incident on Ole's phone, opened from the list. */
async function openCard(page: Page, cardId = 'AC-06'): Promise<string> {
	const incident = await activatedIncident(page, { who: OLE, services: ['Outlook'] });
	await page.getByRole('link', { name: 'Kort', exact: true }).click();
	await page.getByTestId('incident-cards').waitFor();
	const row = page.locator(`[data-open-card="${cardId}"]`);
	if (!(await row.isVisible())) await page.getByTestId('other-cards').locator('summary').click();
	await row.click();
	await page.getByTestId('card').waitFor();
	await saved(page);
	return incident;
}

test('the cards that fit what is hit are offered, and one press opens one', async ({ visit }) => {
	const page = await visit('/');
	const incident = await openCard(page);
	await expect(page).toHaveURL(/\/cards\/AC-06$/);
	await goTo(page, `${incident}/cards`);
	await expect(page.getByTestId('opened-cards')).toContainText('14 trin');
	await expect(page.getByTestId('proposed-cards').locator('[data-open-card="AC-06"]')).toHaveCount(0);
	await expect(page.getByTestId('proposed-cards').locator('[data-open-card]').first()).toBeVisible();
	await page.getByTestId('other-cards').locator('summary').click();
	await page.locator('[data-open-card="AC-07"]').click();
	await expect(page.getByTestId('card')).toContainText('AC-07');
});

test('a step is ticked by the one who writes, opened again, and is as it was when the phone was killed', async ({
	phone
}) => {
	let page = await phone.open('/');
	const incident = await openCard(page);
	await expect(step(page, 'AC-06.02')).toContainText(
		/Senest (\d\d\.\d\d\.\d{4} )?\d\d\.\d\d \(om \d+\smin\)/
	);
	await press(page, 'AC-06.02');
	await expect(step(page, 'AC-06.02')).toContainText(/Udført kl\. \d\d\.\d\d af Ole Christiansen/);
	await press(page, 'AC-06.04');
	await press(page, 'AC-06.04');
	await expect(box(page, 'AC-06.04')).toHaveAttribute('aria-checked', 'false');
	// shown at once; this is said when it is on the disk
	await expect(box(page, 'AC-06.04')).toHaveAttribute('aria-busy', 'false');
	await expect(page.getByTestId('card-progress')).toHaveText('1 af 14');
	await phone.kill();
	await phone.start();
	page = await phone.open(`${incident}/cards/AC-06`);
	await expect(box(page, 'AC-06.02')).toHaveAttribute('aria-checked', 'true');
	await expect(box(page, 'AC-06.04')).toHaveAttribute('aria-checked', 'false');
	// the phone's own ticks are another matter
	await goTo(page, '/cards/AC-06');
	await expect(box(page, 'AC-06.02')).toHaveAttribute('aria-checked', 'false');
});

test('a step that is not relevant has its reason, and a note has its author', async ({ visit }) => {
	const page = await visit('/');
	await openCard(page);
	await step(page, 'AC-06.04').locator('[data-act="dismiss"]').click();
	await step(page, 'AC-06.04').getByTestId('write-step').click();
	await expect(step(page, 'AC-06.04').getByRole('alert')).toBeVisible();
	await step(page, 'AC-06.04').getByRole('button', { name: 'Findes ikke hos os' }).click();
	await expect(step(page, 'AC-06.04')).toContainText(
		/Ikke relevant: Findes ikke hos os \(Ole Christiansen kl\. \d\d\.\d\d\)/
	);
	await expect(page.getByTestId('card-progress')).toHaveText('1 af 14');
	await step(page, 'AC-06.05').locator('[data-act="note"]').click();
	await step(page, 'AC-06.05').getByRole('textbox').fill('To timer, siger de');
	await step(page, 'AC-06.05').getByTestId('write-step').click();
	await expect(step(page, 'AC-06.05').locator('.notes')).toContainText(
		/To timer, siger de\s*Ole Christiansen/
	);
	await expect(box(page, 'AC-06.05')).toHaveAttribute('aria-checked', 'false');
	await press(page, 'AC-06.04');
	await expect(page.getByTestId('card-progress')).toHaveText('14 trin');
});

test('a step that somebody must decide asks for the decision, and ticks with it', async ({ visit }) => {
	const page = await visit('/');
	const incident = await openCard(page);
	const decided = step(page, 'AC-06.01');
	await decided.locator('[data-act="decide"]').click();
	// by the plan it is the chair's
	await expect(decided.getByRole('radio', { name: 'Erik Sørensen' })).toBeChecked();
	await decided.getByRole('button', { name: 'Ja', exact: true }).click();
	await decided.getByTestId('write-decision').click();
	await expect(box(page, 'AC-06.01')).toHaveAttribute('aria-checked', 'true');
	await expect(decided.getByTestId('step-decision')).toContainText(/Ja\s*Erik Sørensen/);
	// ticked with nothing said: it is asked for once, and may wait
	await press(page, 'AC-06.03');
	await expect(step(page, 'AC-06.03').getByTestId('decision-form')).toBeVisible();
	await step(page, 'AC-06.03').getByRole('textbox').first().fill('Alle konti i økonomi spærres');
	await step(page, 'AC-06.03').getByTestId('write-decision').click();
	await expect(step(page, 'AC-06.03').getByTestId('decision-form')).toHaveCount(0);
	await goTo(page, incident);
	await expect(page.getByTestId('now')).toContainText('Alle konti i økonomi spærres');
});

test('times run from the activation; what is past them is told by how much, on the card and in the list', async ({
	visit,
	page: held
}) => {
	await held.clock.install({ time: new Date('2026-11-24T13:00:00Z') });
	const page = await visit('/');
	const incident = await openCard(page);
	await expect(step(page, 'AC-06.01')).toContainText('Senest 14.10 (om 9 min)');
	await page.clock.fastForward('12:30');
	await expect(step(page, 'AC-06.01')).toContainText(/2\smin over tiden \(skulle være 14\.10\)/);
	await page.getByRole('link', { name: 'Kort', exact: true }).click();
	await expect(page.getByTestId('opened-cards').getByTestId('late')).toHaveText(/\d+ over tiden/);
	await goTo(page, incident);
	await page.locator('[data-overdue="AC-06.01"]').click();
	await expect(step(page, 'AC-06.01')).toBeInViewport();
	await press(page, 'AC-06.01');
	await expect(step(page, 'AC-06.01')).toContainText(/Udført \d\smin efter tiden/);
});

test('a step that counts from when one knew says that nobody has stated it', async ({ visit }) => {
	const page = await visit('/');
	await openCard(page, 'AC-09');
	await expect(step(page, 'AC-09.10')).toContainText(
		'Senest 72 timer efter kendskab. Tiden løber først, når nogen har sagt'
	);
});

test('a card is given to a role, whose holder is named, or to a person', async ({ visit }) => {
	const page = await visit('/');
	const incident = await openCard(page);
	const has = page.getByTestId('assign-card');
	await expect(has).toContainText('Ingen har det');
	await has.locator('summary').click();
	await has.locator('[data-assign="chair"]').click();
	await expect(page.getByTestId('card-has')).toHaveText('Formand: Erik Sørensen');
	await has.locator('summary').click();
	await has.getByRole('textbox').fill('Dorte');
	await has.getByRole('button', { name: 'Vælg' }).click();
	await expect(page.getByTestId('card-has')).toHaveText('Dorte');
	await goTo(page, `${incident}/cards`);
	await expect(page.getByTestId('opened-cards')).toContainText('Dorte');
});

test('another card that a step names is opened within the incident', async ({ visit }) => {
	const page = await visit('/');
	const incident = await openCard(page);
	await page
		.getByTestId('card')
		.getByRole('link', { name: /Åbn AC-09/ })
		.click();
	await expect(page).toHaveURL(new RegExp(`${incident}/cards/AC-09$`));
	await page.getByTestId('open-card').click();
	await expect(page.getByTestId('assign-card')).toBeVisible();
});

test('a task is given with a time, taken, and done', async ({ visit }) => {
	const page = await visit('/');
	const incident = await activatedIncident(page, { who: OLE });
	await goTo(page, `${incident}/cards#tasks`);
	const tasks = page.getByTestId('tasks');
	await page.getByTestId('new-task').locator('summary').click();
	await page.getByTestId('give-task').click();
	await expect(tasks.getByRole('alert')).toBeVisible();
	await tasks.getByLabel('Hvad skal gøres?').fill('Ring til leverandøren');
	await tasks.getByLabel('Til hvem?').selectOption('Erik Sørensen');
	await tasks.getByRole('button', { name: '30 min' }).click();
	await page.getByTestId('give-task').click();
	await expect(tasks).toContainText(
		/Ring til leverandøren\s*Erik Sørensen · senest (\d\d\.\d\d\.\d{4} )?\d\d\.\d\d · ikke taget/
	);
	await goTo(page, incident);
	await page.getByRole('button', { name: 'Jeg tager den' }).click();
	await expect(page.getByTestId('now')).toContainText(/taget af\s*Ole Christiansen/);
	await page.getByTestId('now').getByRole('button', { name: 'Udført' }).click();
	await expect(page.getByTestId('now').getByRole('button', { name: 'Udført' })).toHaveCount(0);
	await goTo(page, `${incident}/cards`);
	await tasks.locator('summary', { hasText: '1 udført' }).click();
	await expect(tasks).toContainText(/udført af\s*Ole Christiansen/);
});

test('the cards of another plan are worked on in the same way', async ({ visit }) => {
	const page = await visit('/');
	await importPlan(page);
	const incident = await activatedIncident(page, { who: 'Vagten' });
	await goTo(page, `${incident}/cards`);
	await page.getByTestId('other-cards').locator('summary').click();
	await page.locator('[data-open-card="NK-05"]').click();
	await page.getByTestId('card').waitFor();
	await page
		.getByRole('checkbox')
		.first()
		.click({ position: { x: 24, y: 24 } });
	await expect(page.getByTestId('card')).toContainText(/Udført kl\. \d\d\.\d\d af Vagten/);
});
