import type { Page } from '@playwright/test';
import { expect, isReady, test } from './fixtures';
import { allRows, goTo, importPlan, putRow } from './helpers';
import { activatedIncident, nextAct, openIncident, saved, sayWho } from './incident';

const status = (page: Page, service: string) => page.locator(`[data-service="${service}"]`);

/** The id of the plan that lies on the phone. */
async function planInUse(page: Page): Promise<{ id: string }> {
	const { plans = [] } = await allRows(page);
	const row = plans[0] as { json: string };
	return JSON.parse(row.json) as { id: string };
}

/** Sets a service's status on the situation picture. */
async function setStatus(page: Page, service: string, to: 'down' | 'degraded' | 'normal'): Promise<void> {
	await status(page, service).getByRole('button').first().click();
	await status(page, service).locator(`[data-set="${to}"]`).click();
	await expect(status(page, service)).toHaveAttribute('data-status', to);
}

test('from the alarm to an activated group takes six presses at most, by a phone that was never told who holds it', async ({
	visit
}) => {
	const page = await visit('/');
	let presses = 0;
	const press = async (what: ReturnType<Page['getByTestId']>) => {
		presses += 1;
		await what.click();
	};
	const began = Date.now();
	await press(page.getByTestId('to-alarm'));
	await press(page.getByTestId('who-are-you').getByRole('button', { name: 'Ole Christiansen' }));
	await press(page.getByRole('radio', { name: 'Brugere af kritiske systemer' }));
	await press(page.getByRole('button', { name: 'Outlook', exact: true }));
	await press(page.getByTestId('open-incident'));
	await press(page.getByTestId('activate-at-once'));
	await saved(page);
	await expect(page.getByTestId('incident')).toContainText('iværksat');
	expect(presses).toBeLessThanOrEqual(6);
	expect(Date.now() - began, 'milliseconds').toBeLessThan(30_000);
	// ahead of the flow, and the log says so
	await expect(page.getByText('Kriseberedskabet er iværksat af Ole Christiansen')).toBeVisible();
});

test('an alarm needs nothing but its button', async ({ visit }) => {
	const page = await visit('/alarm');
	await page.getByTestId('open-incident').click();
	await expect(page.getByTestId('now')).toBeVisible();
	await expect(page.getByTestId('incident')).toContainText('alarm modtaget');
});

test('the plan’s flow leads from alarm to a coordinator, and asks for the group’s adjustment', async ({
	visit
}) => {
	const page = await visit('/');
	await openIncident(page, { who: 'Ole Christiansen', services: ['Outlook'] });
	const next = (act: string) => page.locator(`[data-next="${act}"]`);
	await next('assess').getByRole('button', { name: 'skal underrettes' }).click();
	await next('tellDecider').getByRole('button', { name: 'Nået', exact: true }).click();
	await next('decideActivation').getByTestId('activate').click();
	await next('setMeetingPlace').getByRole('button').first().click();
	const coordinator = next('appointCoordinator');
	await coordinator.locator('summary').click();
	await coordinator.locator('[data-pick="K-AFD"]').click();
	await expect(next('adjustGroup')).toBeVisible();
	await expect(page.getByTestId('incident')).toContainText('gruppen skal justeres');
	const adjust = await nextAct(page, 'adjustGroup');
	await adjust.getByLabel('Afløser').fill('Dorthe Dam');
	await adjust.getByRole('button', { name: 'Udtræder, afløser indtræder' }).click();
	await expect(next('adjustGroup')).toHaveCount(0);
	await expect(page.getByTestId('incident')).toContainText('indsats i gang');
});

test('the situation picture says how each service is, and is issued as numbered reports', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await activatedIncident(page, { who: 'Ole Christiansen', services: ['Outlook'] });
	await goTo(page, `${address}/picture`);
	await setStatus(page, 'KY4', 'down');
	await page.locator('[data-edit="known"]').click();
	await page.locator('[data-part="known"] textarea').fill('Mailserveren svarer ikke.');
	await page.getByRole('button', { name: 'Gem', exact: true }).click();
	await expect(page.locator('[data-part="known"]')).toContainText('Mailserveren svarer ikke.');
	for (const number of [1, 2]) {
		await page.getByTestId('issue-report').click();
		await expect(page.getByTestId('report-offer')).toContainText('Mailserveren svarer ikke.');
		await page.getByTestId('report-accept').click();
		await expect(page.locator(`[data-report="${number}"]`)).toBeVisible();
	}
	// what was issued stays as it was when the picture goes on
	await setStatus(page, 'KY4', 'normal');
	const first = page.locator('[data-report="1"]');
	await first.locator('summary').click();
	await expect(first).toContainText('Outlook: nede');
	await first.getByRole('link', { name: 'Udskriv' }).click();
	await expect(page.getByTestId('print')).toContainText('Situationsbillede nr. 1');
	await expect(page.getByTestId('print')).toContainText('Outlook: nede');
});

test('a finding starts the law’s clocks from when the municipality knew, and they are met and moved in the open', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await activatedIncident(page);
	await goTo(page, `${address}/clocks`);
	await page.locator('[data-finding="clock-nis2-24"]').click();
	await page.getByLabel('Hvornår fik kommunen kendskab?').fill('2020-01-01T08:00');
	await page.getByTestId('start-clocks').click();
	const early = page.locator('[data-deadline="clock-nis2-24"]');
	await expect(early).toContainText('02.01.2020 08.00');
	await expect(early.getByTestId('deadline-left')).toContainText('overskredet');
	await expect(early).toContainText('afhænger');
	// on every screen of the incident
	for (const path of ['', '/picture', '/people', '/close']) {
		await goTo(page, `${address}${path}`);
		await expect(page.getByTestId('clock-strip')).toContainText('NIS2: tidlig varsling');
	}
	await goTo(page, `${address}/clocks`);
	await early.getByRole('button', { name: 'Klaret' }).click();
	await early.getByLabel('Hvornår blev det klaret?').fill('2099-01-31T12:00');
	await early.getByTestId('deadline-met').click();
	await expect(early.getByRole('alert')).toContainText('ligger i fremtiden');
	// closed and opened again, it is now
	await early.locator('[aria-controls$="-met"]').click();
	await early.locator('[aria-controls$="-met"]').click();
	await early.getByTestId('deadline-met').click();
	await expect(early).toContainText('efter fristen');
	// the final report counts from when the notification was given
	const notification = page.locator('[data-deadline="clock-nis2-72"]');
	await notification.getByRole('button', { name: 'Klaret' }).click();
	await notification.getByLabel('Hvornår blev det klaret?').fill('2020-01-31T12:00');
	await notification.getByTestId('deadline-met').click();
	await expect(page.locator('[data-deadline="clock-nis2-final"]')).toContainText('29.02.2020 12.00');
});

test('a finding cannot be known in the future', async ({ visit }) => {
	const page = await visit('/');
	const address = await activatedIncident(page);
	await goTo(page, `${address}/clocks`);
	await page.locator('[data-finding]').first().click();
	await page.getByLabel('Hvornår fik kommunen kendskab?').fill('2199-01-01T08:00');
	await page.getByTestId('start-clocks').click();
	await expect(page.getByRole('alert')).toContainText('fremtiden');
	await expect(page.getByTestId('clock-strip')).toHaveCount(0);
});

test('a shift is handed over on a page made of the log, and the role goes to whom takes it', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await activatedIncident(page, { who: 'Ole Christiansen' });
	await goTo(page, `${address}/clocks`);
	await page.getByTestId('own-deadline').fill('Status til direktionen');
	await page.getByRole('button', { name: '1 t', exact: true }).click();
	await page.getByRole('button', { name: 'Start egen frist' }).click();
	await expect(page.getByTestId('clock-strip')).toBeVisible();
	await goTo(page, `${address}/handover`);
	await expect(page.getByTestId('handover')).toContainText('Status til direktionen');
	await page.locator('[data-role="chair"]').click();
	await page.locator('[data-pick="K-AFD"]').click();
	await expect(page.locator('[data-handover="waiting"]')).toContainText('Ole Christiansen');
	await page.getByTestId('handover-take').click();
	await expect(page.locator('[data-handover="waiting"]')).toHaveCount(0);
	await expect(page.locator('[data-role="chair"]')).toContainText('Ole Christiansen');
});

test('a shift is handed to somebody by the name that was written on this phone, and their number follows', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await activatedIncident(page);
	await putRow(page, 'contactUpdates', {
		planId: (await planInUse(page)).id,
		contactId: 'K-AFD',
		name: 'Nanna Ny',
		phone: '12 34 56 78',
		mail: null,
		confirmedAt: '2026-11-24T14:00:00.000Z'
	});
	await goTo(page, `${address}/handover`);
	await page.locator('[data-role="chair"]').click();
	await page.locator('[data-pick="K-AFD"]').click();
	await page.getByTestId('handover-take').click();
	await expect(page.locator('[data-role="chair"]')).toContainText('Nanna Ny');
	await goTo(page, `${address}/people`);
	const chair = page.locator('[data-holder="chair"]');
	await expect(chair).toContainText('Nanna Ny');
	await expect(chair.getByRole('link', { name: 'Ring' })).toHaveAttribute('href', /12345678$/);
});

test('an incident is stopped, evaluated and closed, and its report tells it', async ({ visit }) => {
	const page = await visit('/');
	const address = await activatedIncident(page, { who: 'Ole Christiansen', services: ['Outlook'] });
	await goTo(page, `${address}/close`);
	await expect(page.locator('[data-check="services"]')).toHaveAttribute('data-done', 'false');
	await goTo(page, `${address}/picture`);
	await setStatus(page, 'KY4', 'normal');
	await goTo(page, `${address}/close`);
	await expect(page.locator('[data-check="services"]')).toHaveAttribute('data-done', 'true');
	await page.getByTestId('deactivate').click();
	await page.getByTestId('evaluation').getByRole('textbox').fill('Telefonlisten var forældet');
	await page.getByRole('radio', { name: 'Ret i planen' }).click();
	await page.getByRole('button', { name: 'Tilføj' }).click();
	await expect(page.locator('[data-point="planChange"]')).toContainText('Telefonlisten var forældet');
	await page.getByTestId('evaluated').click();
	await page.getByTestId('close-incident').click();
	await expect(page.getByText('Hændelsen er afsluttet.')).toBeVisible();
	await page.getByRole('link', { name: 'Rapport om hændelsen' }).click();
	const paper = page.getByTestId('print');
	await expect(paper.getByTestId('figures')).toContainText('Fra alarm til iværksættelse');
	await expect(paper.locator('[data-milestone="activated"]')).toHaveCount(1);
	await expect(paper.locator('[data-milestone="incidentClosed"]')).toHaveCount(1);
	await expect(paper).toContainText('Telefonlisten var forældet');
	// nothing more can be written
	await goTo(page, `${address}/picture`);
	await expect(page.getByTestId('issue-report')).toHaveCount(0);
	await expect(status(page, 'KY4').getByRole('button')).toBeDisabled();
});

test('an exercise is marked on every screen and paper, plays its injects, and stays apart', async ({
	visit
}) => {
	const page = await visit('/incidents');
	await page.locator('[data-exercise="EX-1"]').click();
	await expect(page.getByRole('heading', { name: 'Øvelse: Mailen er nede' })).toBeVisible();
	await sayWho(page, 'Test Testesen');
	await page.getByTestId('open-incident').click();
	await page.getByTestId('now').waitFor();
	const address = new URL(page.url()).pathname;
	const inject = page.locator('[data-inject="EX-1.01"]');
	await page.getByTestId('injects').locator('summary').click();
	await inject.getByRole('button', { name: 'Spil nu' }).click();
	await expect(inject).toHaveAttribute('data-played', 'true');
	for (const path of [
		'',
		'/log',
		'/cards',
		'/people',
		'/picture',
		'/clocks',
		'/handover',
		'/close',
		'/report'
	]) {
		await goTo(page, `${address}${path}`);
		await expect(page.getByTestId('exercise-band'), path).toBeVisible();
		await expect(page.getByTestId('exercise-band'), path).toContainText('ØVELSE');
	}
	await goTo(page, '/');
	await expect(page.getByTestId('open-incidents')).toContainText('ØVELSE i gang');
	// a real alarm beside it is its own incident, and is not marked
	await openIncident(page, { services: ['Hjemmeside'] });
	await expect(page.getByTestId('exercise-band')).toHaveCount(0);
	await goTo(page, '/');
	await expect(page.getByTestId('open-incidents').getByRole('link')).toHaveCount(2);
});

test('an exercise that is over can be deleted, and a record of that is left', async ({ visit }) => {
	const page = await visit('/');
	const address = await openIncident(page, { exercise: 'EX-7' });
	await goTo(page, `${address}/close`);
	await page.getByTestId('close-incident').click();
	await expect(page.getByText('Hændelsen er afsluttet.')).toBeVisible();
	await goTo(page, '/incidents');
	await page.getByTestId('delete-incident').click();
	await page.getByTestId('delete-incident-accept').click();
	await expect(page.getByTestId('deletions')).toContainText('Slettet');
	await expect(page.getByTestId('deletions')).toContainText('Test Testesen');
	await expect(page.locator('[data-archived]')).toHaveCount(0);
	await goTo(page, address);
	await expect(page.getByTestId('incident')).toHaveCount(0);
});

test('a real incident is kept for its time, and goes before that only when it is asked for', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await openIncident(page);
	await goTo(page, `${address}/close`);
	await page.getByTestId('close-incident').click();
	await expect(page.getByText('Hændelsen er afsluttet.')).toBeVisible();
	await goTo(page, '/incidents');
	await expect(page.getByTestId('delete-incident')).toBeHidden();
	await page.locator('[data-archived] summary').click();
	await page.getByTestId('delete-incident').click();
	await page.getByTestId('delete-incident-accept').click();
	await expect(page.getByTestId('deletions')).toContainText('Slettet før tiden.');
});

test('two tabs agree at once', async ({ phone }) => {
	const one = await phone.open('/');
	const address = await activatedIncident(one);
	await goTo(one, `${address}/picture`);
	const other = await phone.open(`${address}/picture`);
	await setStatus(one, 'KY4', 'down');
	await expect(status(other, 'KY4')).toHaveAttribute('data-status', 'down', { timeout: 1_000 });
	await setStatus(other, 'KY4', 'degraded');
	await expect(status(one, 'KY4')).toHaveAttribute('data-status', 'degraded', { timeout: 1_000 });
	await expect(status(one, 'KY5')).toHaveAttribute('data-status', 'normal');
});

test('a phone that is full in the middle of an incident calls nothing saved, says what to do, and is still read', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await activatedIncident(page, { services: ['Outlook'] });
	await goTo(page, `${address}/picture`);
	await page.evaluate(() => {
		const full = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		IDBObjectStore.prototype.put = full;
		IDBObjectStore.prototype.add = full;
	});
	await status(page, 'KY4').getByRole('button').first().click();
	await status(page, 'KY4').locator('[data-set="down"]').click();
	await expect(page.getByTestId('not-saved')).toContainText('Ikke gemt');
	await expect(page.getByTestId('saved')).toHaveText('');
	await expect(status(page, 'KY4')).toHaveAttribute('data-status', 'unknown');
	await page.getByRole('link', { name: 'Nu', exact: true }).click();
	await expect(page.getByTestId('now')).toContainText('Senest i loggen');
});

test('a clock that is years off blocks nothing, and the order stays what it was', async ({ visit, page }) => {
	await page.addInitScript(() => {
		const off = Number(sessionStorage.getItem('clock-off') ?? '0');
		const real = Date.now.bind(Date);
		Date.now = () => real() + off;
	});
	await visit('/');
	const address = await activatedIncident(page, { services: ['Outlook'] });
	await page.evaluate(() => sessionStorage.setItem('clock-off', String(-10 * 365 * 86_400_000)));
	await goTo(page, `${address}/picture`);
	await setStatus(page, 'KY4', 'down');
	await saved(page);
	await page.evaluate(() => sessionStorage.setItem('clock-off', String(3 * 365 * 86_400_000)));
	await goTo(page, `${address}/picture`);
	await setStatus(page, 'KY4', 'degraded');
	await page.evaluate(() => sessionStorage.setItem('clock-off', '0'));
	await page.reload();
	await isReady(page);
	await expect(status(page, 'KY4')).toHaveAttribute('data-status', 'degraded');
	await setStatus(page, 'KY4', 'normal');
	await page.reload();
	await isReady(page);
	await expect(status(page, 'KY4'), 'the last press is the last word').toHaveAttribute(
		'data-status',
		'normal'
	);
});

test('an incident works by another municipality’s plan', async ({ visit }) => {
	const page = await visit('/');
	await importPlan(page);
	const address = await activatedIncident(page);
	for (const path of [
		'',
		'/picture',
		'/clocks',
		'/handover',
		'/close',
		'/people',
		'/cards',
		'/log',
		'/report'
	]) {
		await goTo(page, `${address}${path}`);
		await expect(page.getByTestId('incident'), path).toBeVisible();
	}
	await goTo(page, `${address}/close`);
	await page.getByTestId('deactivate').click();
	await page.getByTestId('evaluated').click();
	await page.getByTestId('close-incident').click();
	await expect(page.getByText('Hændelsen er afsluttet.')).toBeVisible();
});

test('the screen is kept on only while somebody asks for it', async ({ visit }) => {
	const page = await visit('/');
	await openIncident(page);
	const awake = page.getByTestId('stay-awake');
	await expect(awake).toHaveAttribute('aria-checked', 'false');
	await awake.click();
	await expect(awake).toHaveAttribute('aria-checked', 'true');
	await expect(awake).toContainText(/slukker ikke|tillader det ikke/);
	await awake.click();
	await expect(awake).toHaveAttribute('aria-checked', 'false');
});
