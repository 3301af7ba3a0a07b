/**
 * Exercise Ø5, "En telefon bliver væk", on four phones and a spare one. Must hold: the thief's phone gets nothing after
 * it was put out and its later entries are refused; the earlier ones of whose phone it was stand.
 */
import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import { activatedIncident, note } from './incident';
import {
	codeOf,
	exchangeCodes,
	found,
	lackingOf,
	letIn,
	meetAgain,
	MEETING,
	put,
	test,
	toGroup,
	toIncident,
	toLog
} from './meeting';

const DORTHE = 'Dorthe Dam';
const BEFORE = 'Dorthe står ved serverrummet';
const STOLEN = 'Tyven skriver';
const AFTERWARDS = 'Adgangskoder skiftes nu';

/** The entry with these words. */
const entry = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });

test(
	'Ø5: a stolen phone gets nothing once it is put out, and whose it was goes on with a spare one',
	{ tag: '@crowd' },
	async ({ newPhone }) => {
		// fifteen codes are shown and read
		test.setTimeout(400_000);
		const [a, b, c, thief] = [await newPhone(), await newPhone(), await newPhone(), await newPhone()];
		const erik = await a.open('/');
		await activatedIncident(erik, { exercise: 'EX-5', who: 'Erik Sørensen', services: ['Outlook'] });
		await toGroup(erik);
		await found(erik);
		const pages: Page[] = [];
		for (const [phone, rank, who] of [
			[b, 'leader', 'Ole Christiansen'],
			[c, 'member', 'Carla Kold'],
			[thief, 'member', DORTHE]
		] as const) {
			const page = await phone.open('/group');
			await letIn(erik, page, rank, who);
			await erik.getByRole('link', { name: 'Til gruppen' }).click();
			pages.push(page);
		}
		const [ole, carla, stolen] = pages as [Page, Page, Page];

		// Dorthe writes, and has a task
		await toLog(stolen);
		await note(stolen, BEFORE);
		await toIncident(erik, 'Kort');
		await erik.getByTestId('new-task').locator('summary').click();
		await erik.getByLabel('Hvad skal gøres?').fill('Ring til leverandøren');
		await erik.getByLabel('Til hvem?').selectOption('Ole Christiansen');
		await erik.getByTestId('give-task').click();
		await expect(erik.getByTestId('tasks')).toContainText('Ring til leverandøren');
		await toIncident(stolen, 'Kort');
		await stolen.getByTestId('tasks').getByRole('button', { name: 'Jeg tager den' }).click(MEETING);
		await expect(stolen.getByTestId('tasks')).toContainText(/taget af\s*Dorthe Dam/);
		await toLog(stolen);
		for (const page of [erik, ole, carla]) {
			await toLog(page);
			await expect(entry(page, BEFORE)).toBeVisible(MEETING);
			await expect(entry(page, 'Opgave taget')).toBeVisible(MEETING);
		}

		// her phone is stolen, unlocked; nobody is within anybody's reach, and Ole puts it out
		for (const page of [erik, carla, stolen]) {
			await page.reload();
			await entry(page, BEFORE).waitFor();
		}
		await toGroup(ole);
		await expect(ole.getByTestId('connected')).toContainText('Ingen', MEETING);
		await ole.locator(`[data-member="${DORTHE}"]`).getByTestId('revoke').click();
		await ole.getByTestId('revoke-accept').click();
		await expect(ole.locator(`[data-member="${DORTHE}"]`)).toHaveCount(0);
		await note(stolen, STOLEN);

		// the others meet Ole, and one of them writes
		for (const page of [erik, carla]) {
			await toGroup(page);
			await toGroup(ole);
			// of the new secret they know nothing yet: their codes Ole can read, and not the other way round
			await meetAgain(page, ole);
			await page.getByRole('link', { name: 'Til gruppen' }).click();
			await expect(page.locator(`[data-member="${DORTHE}"]`)).toHaveCount(0, MEETING);
		}
		await toLog(ole);
		await note(ole, AFTERWARDS);
		await toLog(carla);
		await expect(entry(carla, AFTERWARDS)).toBeVisible(MEETING);

		// the thief comes within reach: neither way round is there a connection
		await toGroup(carla);
		await toGroup(stolen);
		await carla.getByTestId('to-meet').click();
		await carla.getByTestId('show-code').click();
		await stolen.getByTestId('to-meet').click();
		await stolen.getByTestId('scan-code').click();
		await put(stolen, await codeOf(carla));
		await expect(stolen.getByText('Koden er fra en anden gruppe')).toBeVisible(MEETING);
		for (const page of [carla, stolen]) await toGroup(page);
		const { answer } = await exchangeCodes(stolen, carla);
		await put(stolen, answer);
		await expect(carla.getByText('Den anden telefon kunne ikke bevise, at den er i gruppen.')).toBeVisible(
			MEETING
		);
		await expect(stolen.getByText(/Den anden telefon afviste|Forbindelsen gik tabt/)).toBeVisible(MEETING);

		// Dorthe is let in on a spare phone, has her entry, and does her task
		await toGroup(erik);
		const spare = await (await newPhone()).open('/group');
		await letIn(erik, spare, 'member', DORTHE);
		await toLog(spare);
		await expect(entry(spare, BEFORE)).toBeVisible(MEETING);
		await expect(entry(spare, AFTERWARDS)).toBeVisible(MEETING);
		await toIncident(spare, 'Kort');
		const tasks = spare.getByTestId('tasks');
		await expect(tasks).toContainText(/taget af\s*Dorthe Dam/);
		await tasks.getByRole('button', { name: 'Udført' }).click();
		await toIncident(erik, 'Kort');
		const done = erik.getByTestId('tasks').locator('summary', { hasText: '1 udført' });
		await done.click(MEETING);
		await expect(erik.getByTestId('tasks')).toContainText(/udført af\s*Dorthe Dam/);

		// on the disks: what was written before stands; what the thief wrote is nowhere, and the thief has nothing since
		const lacking = (page: Page) => page.evaluate(lackingOf, [BEFORE, STOLEN, AFTERWARDS]);
		for (const page of [erik, ole, carla, spare]) expect(await lacking(page)).toEqual([STOLEN]);
		expect(await lacking(stolen)).toEqual([AFTERWARDS]);
	}
);
