/**
 * Exercise Ø4, "Chefen er væk", on one phone: at each time the screens name the right chair, and the contact behind
 * the role follows.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { goTo } from './helpers';
import { openIncident, saved } from './incident';

const ERIK = { name: 'Erik Sørensen', number: '87 87 41 50', dial: 'tel:+4587874150' };
const OLE = { name: 'Ole Christiansen', number: '87 87 41 80', dial: 'tel:+4587874180' };
const START = new Date('2026-11-24T13:00:00Z');

/** Every screen that names the chair names `chair`, with their number. */
async function chairIs(
	page: Page,
	incident: string,
	chair: typeof ERIK,
	asSubstitute: boolean
): Promise<void> {
	await goTo(page, `${incident}/people`);
	await namesChair(page, chair, asSubstitute);
	// AC-02 is the chair's by the plan
	await goTo(page, `${incident}/cards/AC-02`);
	await namesChair(page, chair, asSubstitute);
	await expect(page.getByTestId('card-has')).toHaveText(`Formand: ${chair.name}`);
	await goTo(page, `${incident}/cards`);
	await expect(page.locator('[data-card="AC-02"]')).toContainText(`Formand: ${chair.name}`);
}

async function namesChair(page: Page, chair: typeof ERIK, asSubstitute: boolean): Promise<void> {
	const row = page.locator('[data-holder="chair"]');
	await expect(row.getByTestId('role-holder')).toHaveText(chair.name);
	await expect(row).toContainText(chair.number);
	await expect(row.getByRole('link', { name: 'Ring' })).toHaveAttribute('href', chair.dial);
	await expect(row.getByText('som stedfortræder')).toHaveCount(asSubstitute ? 1 : 0);
}

test('Ø4: the deputy has the chair while the chief is away, and gives it back', async ({
	visit,
	page: held
}) => {
	await held.clock.install({ time: START });
	const page = await visit('/');
	// T+0: the deputy receives the supplier's alarm
	const incident = await openIncident(page, {
		exercise: 'EX-4',
		who: OLE.name,
		source: 'Leverandører af kritiske systemer',
		services: ['Outlook']
	});
	await expect(page.getByTestId('exercise-band')).toBeVisible();
	await goTo(page, `${incident}/people`);
	await namesChair(page, ERIK, false);
	await page.locator('[data-role-now="chair"]').getByTestId('role-away').click();
	await page.locator('[data-role-now="chair"] [data-absence="holiday"]').click();
	await saved(page);
	await namesChair(page, OLE, true);
	await expect(page.locator('[data-call="K-CHEF"]')).toContainText('Fraværende (ferie) siden kl. 14.00');
	await expect(page.getByTestId('missing')).not.toContainText(ERIK.name);

	// T+2: the acting chair activates, the flow's record has it as a substitute's
	await page.clock.fastForward('02:00');
	await goTo(page, incident);
	await page.getByTestId('activate-at-once').click();
	await expect(page.getByTestId('now')).toContainText('som stedfortræder');
	await goTo(page, `${incident}/cards/AC-02`);
	await page.getByTestId('open-card').click();
	await page.getByTestId('assign-card').locator('summary').click();
	await page.locator('[data-assign="chair"]').click();
	await expect(page.getByTestId('card-has')).toHaveText(`Formand: ${OLE.name}`);
	await chairIs(page, incident, OLE, true);

	// T+5: appoints the coordinator
	await page.clock.fastForward('03:00');
	await goTo(page, `${incident}/people`);
	const coordinator = page.locator('[data-role-now="incidentCoordinator"]');
	await coordinator.getByTestId('change-role').click();
	await coordinator.getByRole('textbox').fill('Carla Coordinator');
	await coordinator.getByRole('button', { name: 'Vælg' }).click();
	await expect(coordinator.getByTestId('role-holder')).toHaveText('Carla Coordinator');
	await expect(page.getByTestId('adjustment')).toHaveCount(0);
	// what the chair must decide is the acting chair's
	await goTo(page, `${incident}/cards/AC-02`);
	const step = page.locator('[data-step="AC-02.05"]');
	await step.locator('[data-act="decide"]').click();
	await step.getByRole('button', { name: 'Ja', exact: true }).click();
	await step.getByTestId('write-decision').click();
	await expect(step.getByTestId('step-decision')).toContainText(
		/Ole Christiansen, som stedfortræder\s*14\.05/
	);

	// T+40: the chief comes back, and takes the chair over
	await page.clock.fastForward('35:00');
	await goTo(page, `${incident}/people`);
	await page.locator('[data-call="K-CHEF"]').getByTestId('is-back').click();
	await saved(page);
	await expect(page.getByTestId('missing')).toContainText(ERIK.name);
	await chairIs(page, incident, ERIK, false);
	await goTo(page, incident);
	await expect(page.getByTestId('now')).toContainText('Erik Sørensen er Formand');

	// the deputy is deputy again: marked away, nothing of the chair changes
	await goTo(page, `${incident}/people`);
	await page.locator('[data-call="K-AFD"] .icon-button').click();
	await page.locator('[data-call="K-AFD"] [data-absence="other"]').click();
	await saved(page);
	await namesChair(page, ERIK, false);
});
