/**
 * Exercise Ø1, "Mailen er nede", on one phone, with its times. Must hold: the flow's record shows who decided what and
 * when; mail is never proposed after it was marked down.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { goTo } from './helpers';
import { nextAct, openIncident, saved } from './incident';

const START = new Date('2026-11-24T13:00:00Z');
const OLE = 'Ole Christiansen';

/** The phone is handed to `who`, who writes from now on. */
async function writesNow(page: Page, incident: string, who: string): Promise<void> {
	await goTo(page, `${incident}/people`);
	const writer = page.getByTestId('who-writes');
	await writer.getByRole('button', { name: 'Skift' }).click();
	await writer.getByRole('button', { name: who }).first().click();
	await expect(writer).toContainText(`Du skriver som ${who}`);
}

const next = (page: Page, act: string) => page.locator(`[data-next="${act}"]`);

/** Mail stands nowhere among what is proposed. */
async function mailIsProposedNowhere(page: Page, incident: string): Promise<void> {
	await goTo(page, `${incident}/people`);
	await expect(page.locator('[data-way="mail"]')).toHaveCount(0);
	await expect(page.locator('[data-way="chat"]')).toHaveCount(0);
	await expect(page.getByTestId('channels-line')).toContainText('Mail nede');
}

test('Ø1: mail is down, then the home page; who decided what stands in the log, and mail is never proposed again', async ({
	visit,
	page: held
}) => {
	test.setTimeout(300_000);
	/** The phone's clock stands still at this minute of the exercise, however slow the machine is. */
	const at = (minute: number) => held.clock.setFixedTime(START.getTime() + minute * 60_000);
	await at(0);
	const page = await visit('/');

	// T+0: users report that Outlook is dead
	const incident = await openIncident(page, {
		exercise: 'EX-1',
		who: OLE,
		source: 'Brugere af kritiske systemer',
		services: ['Outlook']
	});

	// T+3: the deputy assesses: all of the town hall
	await at(3);
	const assess = next(page, 'assess');
	await assess.locator('summary').first().click();
	await assess.locator('textarea').fill('Hele Rådhuset er ramt');
	await assess.getByRole('button', { name: 'skal underrettes' }).click();

	// T+5: the chief is told by phone
	await at(5);
	await next(page, 'tellDecider').getByRole('button', { name: 'Nået', exact: true }).click();
	// a press counts when it is on the disk: the page is left only then
	await expect(next(page, 'tellDecider')).toHaveCount(0);

	// T+7: the chief: the management is not told, the response not activated
	await at(7);
	await writesNow(page, incident, 'Erik Sørensen');
	await goTo(page, incident);
	const management = await nextAct(page, 'decideManagement');
	await management.getByRole('button', { name: 'Nej, ikke nu' }).click();
	await next(page, 'decideActivation').getByRole('button', { name: 'Iværksæt ikke' }).click();
	await expect(page.getByTestId('incident')).toContainText('ikke iværksat');

	// T+20: the home page dies as well: the alarm is linked, the chief activates
	await at(20);
	await writesNow(page, incident, OLE);
	await goTo(page, incident);
	await page.getByTestId('further-alarm').click();
	await page.getByRole('button', { name: 'Hjemmeside', exact: true }).click();
	await expect(page.getByTestId('open-incident')).toHaveText('Føj alarmen til hændelsen');
	await page.getByTestId('open-incident').click();
	await expect(page.getByTestId('now')).toBeVisible();
	expect(new URL(page.url()).pathname).toBe(incident);
	await writesNow(page, incident, 'Erik Sørensen');
	await goTo(page, incident);
	const activation = await nextAct(page, 'decideActivation');
	await activation.getByTestId('activate').click();
	await expect(page.getByTestId('incident')).not.toContainText('ikke iværksat');
	await saved(page);

	// T+22: the group, and a coordinator who was in it: the adjustment is asked for, D joins
	await at(22);
	await goTo(page, `${incident}/people`);
	const coordinator = page.locator('[data-role-now="incidentCoordinator"]');
	await coordinator.getByTestId('change-role').click();
	await coordinator.locator('[data-pick="K-AFD"]').click();
	await expect(coordinator.getByTestId('role-holder')).toHaveText(OLE);
	await goTo(page, incident);
	const adjust = await nextAct(page, 'adjustGroup');
	await adjust.getByLabel('Afløser').fill('Dorthe Dam');
	await adjust.getByRole('button', { name: 'Udtræder, afløser indtræder' }).click();
	await expect(adjust).toHaveCount(0);

	// T+25: call-down by SMS, mail and Skype marked down: 4 of 5 reached
	await at(25);
	for (const name of ['Dorthe Dam', 'Carla Kold', 'Frede Falk']) {
		await goTo(page, `${incident}/people`);
		const staff = page.getByTestId('add-staff');
		const field = staff.getByLabel('En anden: skriv navn');
		await staff.locator('summary').first().click();
		await field.fill(name);
		await staff.getByRole('button', { name: 'Vælg' }).click();
		await expect(page.locator('[data-call]').filter({ hasText: name })).toHaveCount(1);
	}
	await goTo(page, `${incident}/people/channels`);
	await page.locator('[data-channel="mail"] [data-set="down"]').click();
	await expect(page.locator('[data-channel="mail"]')).toHaveAttribute('data-status', 'down');
	await mailIsProposedNowhere(page, incident);
	await expect(page.locator('[data-call="K-AFD"] [data-way="call"]')).toBeVisible();
	for (const name of [OLE, 'Dorthe Dam', 'Carla Kold']) {
		const row =
			name === OLE
				? page.locator('[data-call="K-AFD"]')
				: page.locator('[data-call]').filter({ hasText: name });
		await row.locator('[data-outcome="reached"]').click();
		await expect(row.getByTestId('call-state')).toContainText('Nået kl. 14.25');
	}
	await page
		.locator('[data-call]')
		.filter({ hasText: 'Frede Falk' })
		.locator('[data-outcome="notReached"]')
		.click();
	await expect(page.getByTestId('missing')).toContainText('4 af 5 nået');
	await expect(page.getByTestId('missing')).toContainText('Frede Falk');

	// T+30: the cards of both services
	await at(30);
	for (const card of ['AC-06', 'AC-07']) {
		await goTo(page, `${incident}/cards/${card}`);
		await page.getByTestId('open-card').click();
		const step = page.getByRole('checkbox').first();
		await step.click();
		await expect(step).toBeChecked();
		await expect(page.locator('[data-step]').first()).toContainText('Udført kl. 14.30 af Erik Sørensen');
	}
	await mailIsProposedNowhere(page, incident);

	// T+60: situation report 1
	await at(60);
	await goTo(page, `${incident}/picture`);
	await page.getByTestId('issue-report').click();
	await page.getByTestId('report-accept').click();
	await expect(page.locator('[data-report="1"]')).toContainText('24.11.2026 15.00');

	// T+120: services up, deactivation, evaluation
	await at(120);
	for (const service of ['KY4', 'KY5']) {
		const row = page.locator(`[data-service="${service}"]`);
		await row.getByRole('button').first().click();
		await row.locator('[data-set="normal"]').click();
		await expect(row).toHaveAttribute('data-status', 'normal');
	}
	// the service works again; nobody has said that the channel does
	await mailIsProposedNowhere(page, incident);
	await goTo(page, `${incident}/close`);
	await page.getByTestId('deactivate').click();
	await page.getByTestId('evaluation').getByRole('textbox').fill('SMS virkede, da mailen var nede');
	await page.getByRole('button', { name: 'Tilføj' }).click();
	await page.getByTestId('evaluated').click();
	await page.getByTestId('close-incident').click();
	await expect(page.getByText('Hændelsen er afsluttet.')).toBeVisible();

	// the record: who decided what, and when
	await goTo(page, `${incident}/report`);
	const paper = page.getByTestId('print');
	await expect(paper.locator('[data-milestone="assessed"]')).toContainText(/14\.03.*Ole Christiansen/s);
	await expect(paper.locator('[data-milestone="decided"]')).toHaveCount(2);
	for (const decision of await paper.locator('[data-milestone="decided"]').all())
		await expect(decision).toContainText(/14\.07.*Erik Sørensen/s);
	await expect(paper.locator('[data-milestone="alarmReceived"]').nth(1)).toContainText('14.20');
	await expect(paper.locator('[data-milestone="activated"]')).toContainText(/14\.20.*Erik Sørensen/s);
	await expect(paper.getByTestId('figures')).toContainText(/Fra alarm til iværksættelse\s*20\smin/);
	await expect(paper.getByTestId('figures')).toContainText(
		/Fra alarm til første situationsbillede\s*1\st\s0\smin/
	);
	await expect(paper.getByTestId('figures')).toContainText(/Fra alarm til stop\s*2\st\s0\smin/);
});
