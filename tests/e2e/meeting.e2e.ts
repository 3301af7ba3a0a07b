/** Two phones that meet by the texts of their codes: no server between them. */
import { expect } from './fixtures';
import { activatedIncident, note, sayWho } from './incident';
import { codeOf, exchangeCodes, found, letIn, MEETING, put, test, toLog } from './meeting';

test('a new phone is let in, and from then on both have one log', async ({ phone, other }) => {
	const host = await phone.open('/');
	await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
	await toLog(host);
	await note(host, 'Skrevet før de mødtes');
	// within the app: a page that is loaded anew would drop the connection
	await host.getByRole('link', { name: 'Beredt' }).click();
	await host.getByRole('link', { name: 'Gruppen' }).click();
	await host.getByTestId('found').locator('summary').first().click();
	await host.getByLabel('Gruppens navn').fill('Kriseledelsen');
	await host.getByTestId('found-group').click();
	await expect(host.getByTestId('connected')).toHaveText(
		'Ingen telefoner i nærheden. Alt virker stadig her.'
	);
	const guest = await other.open('/group');
	await letIn(host, guest);

	await guest.getByRole('link', { name: 'Til gruppen' }).click();
	await expect(guest.getByRole('heading', { level: 1 })).toHaveText('Kriseledelsen');
	await expect(guest.locator('[data-member="Erik Sørensen"]')).toContainText('Forbundet nu');
	await host.getByRole('link', { name: 'Til gruppen' }).click();
	const row = host.locator('[data-member="Ole Christiansen"]');
	await expect(row).toContainText('Forbundet nu, har det samme som denne telefon');
	await expect(row).toContainText(/Har alle \d+ poster/);
	await expect(host.getByTestId('connected')).toHaveText('1 telefon er forbundet nu.');
	await expect(host.getByTestId('mesh').getByRole('listitem')).toHaveText([
		'Erik Sørensen',
		'Ole Christiansen'
	]);

	await toLog(guest);
	await expect(guest.getByText('Skrevet før de mødtes')).toBeVisible(MEETING);
	await note(guest, 'Svar fra Ole');

	await toLog(host);
	await expect(host.getByText('Svar fra Ole')).toBeVisible(MEETING);
	// what came in is on the disk
	await phone.kill();
	await phone.start();
	const again = await phone.open('/group');
	await expect(again.locator('[data-member="Ole Christiansen"]')).toContainText('Sidst set');
});

test('members meet again by their codes, and have what was written while they were apart', async ({
	phone,
	other
}) => {
	let host = await phone.open('/group');
	await found(host);
	let guest = await other.open('/group');
	await letIn(host, guest);
	await phone.kill();
	await other.kill();
	await phone.start();
	await other.start();
	host = await phone.open('/');
	await activatedIncident(host, { services: ['Outlook'] });
	await toLog(host);
	await note(host, 'Skrevet alene');
	await host.getByRole('link', { name: 'Beredt' }).click();
	await host.getByRole('link', { name: 'Gruppen' }).click();
	guest = await other.open('/group');

	const { offer, answer } = await exchangeCodes(host, guest);
	// the other's own code is no answer, and that is said
	await put(host, offer);
	await expect(host.getByTestId('code-problem')).toContainText('egen kode');
	await host.getByLabel('Den andens kode').fill(answer);
	await host.getByTestId('use-code').click();
	await expect(host.getByTestId('met')).toContainText('Ole Christiansen', MEETING);
	await expect(guest.getByTestId('met')).toContainText('Erik Sørensen', MEETING);
	await toLog(guest);
	await expect(guest.getByText('Skrevet alene')).toBeVisible(MEETING);
});

test('one who is refused is not in, and is told', async ({ phone, other }) => {
	const host = await phone.open('/group');
	await found(host);
	const guest = await other.open('/group');
	await host.getByTestId('to-invite').click();
	await host.locator('[data-invite="observer"]').click();
	const invite = await codeOf(host);
	await guest.getByTestId('to-join').click();
	await guest.getByTestId('who-are-you').waitFor();
	await sayWho(guest, 'Ole Christiansen');
	await put(guest, 'BEREDT1:ABC');
	await expect(guest.getByTestId('code-problem')).toContainText('Koden er ikke hel');
	await guest.getByLabel('Den andens kode').fill(invite);
	await guest.getByTestId('use-code').click();
	const answer = await codeOf(guest);
	await host.getByTestId('scan-answer').click();
	await put(host, answer);
	await host.getByTestId('refuse').click(MEETING);
	await expect(guest.getByTestId('meeting-problem')).toContainText('Du blev ikke lukket ind', MEETING);
	await guest.goto(guest.url().replace('/group/join', '/group'));
	await expect(guest.getByTestId('to-join')).toBeVisible();
});

test('an invite that is not used is taken back', async ({ visit }) => {
	const page = await visit('/group');
	await found(page);
	await page.getByTestId('to-invite').click();
	await page.locator('[data-invite="member"]').click();
	await expect(page.getByTestId('qr-code')).toBeVisible(MEETING);
	await page.goBack();
	await page.getByTestId('to-invite').click();
	await expect(page.getByTestId('open-invite')).toContainText('Medlem, gælder til');
	await page.getByTestId('withdraw').click();
	await expect(page.getByTestId('open-invite')).toHaveCount(0);
});

test('a phone leaves the group when it is asked twice, and keeps its incidents', async ({ visit }) => {
	const page = await visit('/group');
	await found(page);
	await page.getByTestId('leave').click();
	await expect(page.getByTestId('leave-offer')).toContainText('eneste leder');
	await page.getByTestId('leave-accept').click();
	await expect(page.getByTestId('to-join')).toBeVisible();
});
