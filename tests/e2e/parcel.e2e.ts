/** Two phones of a group that cannot connect: one passes on, the other receives. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, Phone, test as base } from './fixtures';
import { activatedIncident, note, sayWho } from './incident';
import { withCamera } from './meeting';

const test = base.extend<{ other: Phone }>({
	other: async ({ server }, use) => {
		const other = new Phone(server);
		await other.start();
		await use(other);
		await other.dispose();
	}
});
const MEETING = { timeout: 30_000 };

async function codeOf(page: Page): Promise<string> {
	await page.getByTestId('code-as-text').locator('summary').click(MEETING);
	return (await page.getByTestId('code-text').textContent()) ?? '';
}

async function put(page: Page, code: string): Promise<void> {
	await page.getByTestId('paste-code').locator('summary').click();
	await page.getByLabel('Den andens kode').fill(code);
	await page.getByTestId('use-code').click();
}

/** Erik founds a group and lets Ole in; then their connection is gone for good. */
async function groupOfTwo(phone: Phone, other: Phone): Promise<[Page, Page]> {
	const [host, guest] = [await phone.open('/group'), await other.open('/group')];
	await host.getByTestId('found').locator('summary').first().click();
	await sayWho(host, 'Erik Sørensen');
	await host.getByLabel('Gruppens navn').fill('Kriseledelsen');
	await host.getByTestId('found-group').click();
	await host.getByTestId('to-invite').click();
	await host.locator('[data-invite="member"]').click();
	const invite = await codeOf(host);
	await guest.getByTestId('to-join').click();
	await guest.getByTestId('who-are-you').waitFor();
	await sayWho(guest, 'Ole Christiansen');
	await put(guest, invite);
	const answer = await codeOf(guest);
	await host.getByTestId('scan-answer').click();
	await put(host, answer);
	await host.getByTestId('let-in').click(MEETING);
	await expect(guest.getByTestId('met')).toBeVisible(MEETING);
	await guest.getByRole('link', { name: 'Til gruppen' }).click();
	await expect(guest.locator('[data-member="Erik Sørensen"]')).toContainText('det samme', MEETING);
	return [host, guest];
}

/** Loads a page anew, which drops every connection, and goes to where one passes on. */
async function toParcel(page: Page, way: 'give' | 'take'): Promise<void> {
	await page.goto(new URL('/group/parcel', page.url()).href);
	await page.getByTestId(way).click(MEETING);
}

/** What is passed on, as a file. */
async function fileOf(page: Page): Promise<Buffer> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByTestId('file-save').click(MEETING)
	]);
	expect(download.suggestedFilename()).toMatch(/\.beredt$/);
	return readFileSync(await download.path());
}

const read = (page: Page, buffer: Buffer) =>
	page
		.getByTestId('parcel-file')
		.setInputFiles({ name: 'gruppen.beredt', mimeType: 'application/octet-stream', buffer });

async function incidentWithNotes(page: Page, ...texts: string[]): Promise<string> {
	const address = await activatedIncident(page, { who: 'Erik Sørensen', services: ['Outlook'] });
	await page.goto(new URL(`${address}/log`, page.url()).href);
	for (const text of texts) await note(page, text);
	return address;
}

test('a file brings the incident to a phone that cannot connect, and one back brings the answer', async ({
	phone,
	other
}) => {
	const [host, guest] = await groupOfTwo(phone, other);
	await guest.goto(new URL('/', guest.url()).href);
	const address = await incidentWithNotes(host, 'Skrevet alene på rådhuset');
	await toParcel(host, 'give');
	await expect(host.getByTestId('parcel-ready')).toContainText('poster er klar');
	const file = await fileOf(host);
	await toParcel(guest, 'take');
	await read(guest, file);
	await expect(guest.getByTestId('parcel-taken')).toContainText(/\d+ nye poster fra Erik Sørensen/, MEETING);

	await guest.goto(new URL(`${address}/log`, guest.url()).href);
	await expect(guest.getByText('Skrevet alene på rådhuset')).toBeVisible(MEETING);
	await note(guest, 'Svar fra Ole');
	await toParcel(guest, 'take');
	await read(guest, file);
	await expect(guest.getByTestId('parcel-taken')).toContainText('Intet nyt');
	// the other way, with what Erik is known to lack: that Ole is with, and his note
	await guest.getByTestId('give-back').click();
	await expect(guest.getByTestId('parcel-ready')).toHaveText('2 poster er klar.');
	const back = await fileOf(guest);
	await toParcel(host, 'take');
	await read(host, back);
	await expect(host.getByTestId('parcel-taken')).toContainText('2 nye poster fra Ole Christiansen', MEETING);
	await host.goto(new URL(`${address}/log`, host.url()).href);
	await expect(host.getByText('Svar fra Ole')).toBeVisible(MEETING);
	// a parcel is an acknowledgement: Ole has all but nothing that was written since
	await host.goto(new URL('/group', host.url()).href);
	await expect(host.locator('[data-member="Ole Christiansen"]')).toContainText(
		/Har alle \d+ poster/,
		MEETING
	);
});

test('a file that is damaged, of another group, or no such file is refused in words', async ({
	phone,
	other
}) => {
	const host = await phone.open('/group');
	const found = async (page: Page, who: string) => {
		await page.getByTestId('found').locator('summary').first().click();
		await sayWho(page, who);
		await page.getByLabel('Gruppens navn').fill('Kriseledelsen');
		await page.getByTestId('found-group').click();
		await page.getByTestId('to-parcel').waitFor();
	};
	await found(host, 'Erik Sørensen');
	const stranger = await other.open('/group');
	await found(stranger, 'Per Hansen');
	await toParcel(host, 'give');
	const file = await fileOf(host);
	const refused = async (page: Page, buffer: Buffer, words: string) => {
		await read(page, buffer);
		await expect(page.getByTestId('parcel-problem')).toContainText(words);
	};
	await toParcel(stranger, 'take');
	await refused(stranger, file, 'Det er fra en anden gruppe');
	await refused(stranger, file.subarray(0, -1), 'Det er ikke helt');
	await refused(stranger, Buffer.from('Kære alle'), 'Filen er ikke lavet af Beredt');
	await refused(stranger, Buffer.alloc(5_000_000), 'Filen er ikke lavet af Beredt');
	await toParcel(host, 'take');
	await refused(host, file, 'Det er lavet på denne telefon');
});

test('codes that one screen shows and the other phone films bring the incident, though many are missed', async ({
	phone,
	other
}) => {
	test.slow();
	const [host, guest] = await groupOfTwo(phone, other);
	await guest.goto(new URL('/', guest.url()).href);
	const address = await incidentWithNotes(host, 'Skrevet alene på rådhuset', 'Og en til');
	const hold = await withCamera(guest);
	await toParcel(guest, 'take');
	await guest.getByTestId('film').click();
	await expect(guest.getByTestId('qr-scanner')).toHaveAttribute('data-state', 'looking');
	await toParcel(host, 'give');
	await host.getByTestId('show-parcel').click();
	const taken = guest.getByTestId('parcel-taken');
	const percents = new Set<string>();
	await expect(async () => {
		await hold(await host.getByTestId('qr-code').screenshot());
		if (await guest.getByTestId('parcel-progress').isVisible())
			percents.add((await guest.getByTestId('parcel-progress').textContent()) ?? '');
		expect(await taken.isVisible()).toBe(true);
	}).toPass({ intervals: [0], timeout: 90_000 });
	await expect(taken).toContainText(/\d+ nye poster fra Erik Sørensen/);
	expect(percents.size).toBeGreaterThan(5);
	await guest.goto(new URL(`${address}/log`, guest.url()).href);
	await expect(guest.getByText('Skrevet alene på rådhuset')).toBeVisible(MEETING);
});

test('codes on paper bring the newest entries, in whatever order they are filmed', async ({
	phone,
	other
}) => {
	test.slow();
	const [host, guest] = await groupOfTwo(phone, other);
	await guest.goto(new URL('/', guest.url()).href);
	const address = await incidentWithNotes(host, 'Skrevet alene på rådhuset');
	await host.goto(new URL(`${address}/log/share`, host.url()).href);
	await host.getByTestId('to-codes').click();
	const codes = host.getByTestId('codes').getByRole('img');
	await expect(codes.last()).toBeVisible(MEETING);
	await expect(host.getByTestId('print')).toContainText('Skrevet alene på rådhuset');
	const hold = await withCamera(guest);
	await toParcel(guest, 'take');
	await guest.getByTestId('film').click();
	await expect(guest.getByTestId('qr-scanner')).toHaveAttribute('data-state', 'looking');
	const taken = guest.getByTestId('parcel-taken');
	await expect(async () => {
		for (const code of (await codes.all()).reverse()) {
			await hold(await code.screenshot());
			if (await taken.isVisible()) return;
		}
		expect(await taken.isVisible()).toBe(true);
	}).toPass({ intervals: [0], timeout: 90_000 });
	await expect(taken).toContainText(/\d+ nye poster fra Erik Sørensen/);
});
