/**
 * Exercise Ø3, "Strømsvigt i serverrummet, to bygninger", on five phones. Must hold: nothing is dropped; the two
 * coordinators and the contradicting step are shown to the chair, who decides; the decision is an entry.
 */
import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident, note } from './incident';
import { found, lackingOf, letIn, meetAgain, MEETING, test, toGroup, toIncident, toLog } from './meeting';

const CARD = 'AC-10';
const STEP = `${CARD}.01`;
const HERE = 'Rådhuset kører på nødstrøm';
const THERE = 'Lyset er væk i den anden bygning';

const entry = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });
const step = (page: Page) => page.locator(`[data-step="${STEP}"]`);
const coordinator = (page: Page) => page.locator('[data-role-now="incidentCoordinator"]');

/** Which of the notes are not on a phone's disk. */
const lacking = (page: Page) => page.evaluate(lackingOf, [HERE, THERE]);

/** Two whose pages stand at the group meet, and go back to it. */
async function meetAtGroup(host: Page, guest: Page): Promise<void> {
	await meetAgain(host, guest);
	for (const page of [host, guest]) await page.getByRole('link', { name: 'Til gruppen' }).click();
}

async function toCard(page: Page): Promise<void> {
	await toIncident(page, 'Kort');
	await page.locator(`[data-card="${CARD}"]`).click();
}

async function appoint(page: Page, name: string): Promise<void> {
	await toIncident(page, 'Folk');
	const role = coordinator(page);
	await role.getByTestId('change-role').click();
	await role.getByLabel('En anden: skriv navn').fill(name);
	await role.getByRole('button', { name: 'Vælg' }).click();
	await expect(coordinator(page).getByTestId('role-holder')).toHaveText(name);
}

test.use({ actionTimeout: 60_000 });

test(
	'Ø3: two buildings work the same card and name a coordinator each; the chair is shown it, and decides',
	{ tag: '@crowd' },
	async ({ newPhone }) => {
		// sixteen codes are shown and read
		test.setTimeout(400_000);
		const erik = await (await newPhone()).open('/');
		const incident = await activatedIncident(erik, {
			exercise: 'EX-3',
			who: 'Erik Sørensen',
			services: ['Outlook']
		});
		await goTo(erik, `${incident}/cards/${CARD}`);
		await erik.getByTestId('open-card').click();
		await expect(step(erik).getByRole('checkbox')).toBeVisible();
		await toGroup(erik);
		await found(erik);
		const pages: Page[] = [];
		for (const who of ['Ole Christiansen', 'Carla Kold', 'Dorthe Dam', 'Frede Falk']) {
			const page = await (await newPhone()).open('/group');
			await letIn(erik, page, 'member', who);
			for (const one of [erik, page]) await one.getByRole('link', { name: 'Til gruppen' }).click();
			pages.push(page);
		}
		const [ole, carla, dorthe, frede] = pages as [Page, Page, Page, Page];
		const all = [erik, ...pages];
		for (const page of pages) {
			await toLog(page);
			await expect(page.getByRole('article').first()).toBeVisible(MEETING);
		}

		// no path between the buildings: pages that are loaded anew have no connection
		for (const page of all) await goTo(page, `${incident}/cards/${CARD}`);
		for (const page of all) await toGroup(page);
		await meetAtGroup(erik, ole);
		await meetAtGroup(carla, dorthe);
		await meetAtGroup(dorthe, frede);

		// both sides work the card, write, and name a coordinator
		await toLog(erik);
		await note(erik, HERE);
		await toLog(frede);
		await note(frede, THERE);
		await toCard(ole);
		await step(ole).getByRole('checkbox').click();
		await expect(step(ole)).toContainText('af Ole Christiansen');
		await toCard(carla);
		await step(carla).locator('[data-act="dismiss"]').click();
		await step(carla).getByRole('button', { name: 'Findes ikke hos os' }).click();
		await expect(step(carla)).toContainText('Carla Kold kl.');
		await appoint(ole, 'Ole Christiansen');
		await appoint(carla, 'Carla Kold');
		await expect.poll(() => lacking(ole), MEETING).toEqual([THERE]);
		await expect.poll(() => lacking(dorthe), MEETING).toEqual([HERE]);

		// Dorthe walks over: nothing is dropped, and what contradicts is shown to the chair
		for (const page of [ole, dorthe]) await toGroup(page);
		await meetAtGroup(ole, dorthe);
		for (const page of all) await expect.poll(() => lacking(page), MEETING).toEqual([]);
		await toIncident(erik, 'Nu');
		const marked = erik.getByTestId('contradictions');
		await expect(marked).toContainText('Modsiger hinanden 2', MEETING);
		for (const words of ['Ole Christiansen', 'Carla Kold', 'Findes ikke hos os (Carla Kold'])
			await expect(marked).toContainText(words);

		// who decides, and every phone has that as an entry
		await marked.getByRole('link', { name: 'Findes ikke hos os' }).click();
		await step(erik).locator('[data-holds="ticked"]').click();
		await expect(step(erik).getByTestId('opposed')).toHaveCount(0);
		await toIncident(erik, 'Folk');
		await coordinator(erik).getByTestId('contest').getByRole('button', { name: 'Carla Kold' }).click();
		await expect(coordinator(erik).getByTestId('contest')).toHaveCount(0);
		for (const page of all) {
			await toIncident(page, 'Folk');
			await expect(coordinator(page).getByTestId('role-holder')).toHaveText('Carla Kold', MEETING);
			await toIncident(page, 'Nu');
			await expect(page.getByTestId('contradictions')).toHaveCount(0, MEETING);
			await toLog(page);
			await expect(
				entry(page, 'Carla Kold').filter({ hasText: 'Erik Sørensen' }).first(),
				'the decision is an entry'
			).toBeVisible();
		}
	}
);
