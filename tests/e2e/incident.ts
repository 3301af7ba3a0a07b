/** What specs of an incident do on their way: an alarm, an activation. */
import { expect, type Locator, type Page } from '@playwright/test';
import { goTo } from './helpers';

export interface Alarm {
	/** Who holds the phone, as the first choice in the list, or typed. */
	readonly who?: string;
	/** A source of alarms, as its button says. */
	readonly source?: string;
	/** Services that are hit, as their buttons say. */
	readonly services?: readonly string[];
	/** An exercise's id, when it is one. */
	readonly exercise?: string;
}

/** Begins an incident, and answers with its address when its first screen stands. */
export async function openIncident(page: Page, alarm: Alarm = {}): Promise<string> {
	await goTo(page, alarm.exercise ? `/alarm?exercise=${alarm.exercise}` : '/alarm');
	// who holds the phone is asked, or not, when this phone's key is there
	await page.getByTestId('open-incident').waitFor();
	await sayWho(page, alarm.who ?? 'Test Testesen');
	// what goes on already is left alone
	const anew = page.getByTestId('alarm-new');
	if (await anew.isVisible()) await anew.click();
	if (alarm.source) await page.getByRole('radio', { name: alarm.source }).click();
	for (const service of alarm.services ?? [])
		await page.getByRole('button', { name: service, exact: true }).click();
	await page.getByTestId('open-incident').click();
	await page.getByTestId('now').waitFor();
	return new URL(page.url()).pathname;
}

/** Says who holds the phone, where it is asked. */
export async function sayWho(page: Page, who: string): Promise<void> {
	const asked = page.getByTestId('who-are-you');
	if (!(await asked.isVisible())) return;
	const known = asked.getByRole('button', { name: who });
	if ((await known.count()) > 0) await known.first().click();
	else {
		await asked.getByRole('textbox').fill(who);
		await asked.locator('.other button').click();
	}
	await expect(asked).toBeHidden();
}

/** What is to be done next of that kind, opened: the first of all stands open, what comes later behind its heading. */
export async function nextAct(page: Page, act: string): Promise<Locator> {
	const step = page.locator(`[data-next="${act}"]`);
	await step.waitFor();
	const closed = page.locator(`details[data-next="${act}"]:not([open]) > summary`);
	if ((await closed.count()) > 0) await closed.click();
	return step;
}

/** Begins an incident that is activated at once. */
export async function activatedIncident(page: Page, alarm: Alarm = {}): Promise<string> {
	const address = await openIncident(page, alarm);
	await page.getByTestId('activate-at-once').click();
	await saved(page);
	return address;
}

/** Waits until the screen says that what was last done is on the disk. */
export async function saved(page: Page): Promise<void> {
	await expect(page.getByTestId('saved')).toHaveText(/\S/);
}

/** An incident in which a service is down, a deadline runs and a report was issued. */
export async function incidentInUse(page: Page, alarm: Alarm = {}): Promise<string> {
	const address = await activatedIncident(page, { services: ['Outlook'], ...alarm });
	// by links: a page that is not loaded anew is there at once
	await page.locator(`.frame__nav a[href="${address}/picture"]`).click();
	const service = page.locator('[data-service]').first();
	await service.getByRole('button').first().click();
	await service.locator('[data-set="down"]').click();
	await page.locator('[data-service][data-status="down"]').waitFor();
	await page.getByTestId('issue-report').click();
	await page.getByTestId('report-accept').click();
	await page.locator('[data-report="1"]').waitFor();
	await page.getByTestId('picture').locator(`a[href="${address}/clocks"]`).click();
	await page.locator('[data-finding]').first().click();
	await page.getByTestId('start-clocks').click();
	await page.getByTestId('clock-strip').waitFor();
	return address;
}

/** An incident that was opened and closed without an activation. */
export async function closedIncident(page: Page): Promise<void> {
	const address = await openIncident(page);
	await goTo(page, `${address}/close`);
	await page.getByTestId('close-incident').click();
	await expect(page.getByTestId('close-incident')).toHaveCount(0);
}

/** Writes a note in the log that is in sight, as a person does. */
export async function note(page: Page, text: string, kind = 'observed'): Promise<void> {
	await page.locator(`[data-note="${kind}"]`).click();
	await page.getByTestId('note-text').fill(text);
	await page.getByTestId('note-save').click();
	await expect(page.getByTestId('note')).toBeHidden();
}
