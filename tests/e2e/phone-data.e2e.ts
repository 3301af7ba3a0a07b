import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, isReady, test } from './fixtures';
import { allRows, goTo, importPlan, NORDOE_PLAN, pick, putRow } from './helpers';

const NORDOE = 'Beredskabsplan for Digital Drift';
const VIBORG = 'Delplan for It og Digitalisering';
const PLAN_ID = 'nordoe-staff-plan';
const nordoe = JSON.parse(readFileSync(NORDOE_PLAN, 'utf8')) as {
	cards: { id: string; steps: { id: string }[] }[];
};
const [card] = nordoe.cards;
const AT = '2026-11-20T09:30:00.000Z';

/** A phone that has been used: another plan, two ticks, a mended number, a read remark, a PDF, night and English. */
async function useEverything(page: Page): Promise<void> {
	await importPlan(page);
	await goTo(page, `/cards/${card?.id}`);
	for (const step of card?.steps.slice(0, 2) ?? []) {
		await page.locator(`[data-step="${step.id}"]`).getByRole('checkbox').click();
		await expect(page.locator(`[data-step="${step.id}"]`).getByRole('checkbox')).toBeChecked();
	}
	await putRow(page, 'contactUpdates', {
		planId: PLAN_ID,
		contactId: 'C-LEADER',
		name: 'Signe Ny Havgaard',
		phone: '12 34 56 78',
		mail: null,
		confirmedAt: AT
	});
	await putRow(page, 'acknowledgements', { planId: PLAN_ID, warningId: 'any', at: AT });
	const attachment = { planId: PLAN_ID, blockId: 'island-map', name: 'ø-nettet.pdf', addedAt: AT };
	await putRow(
		page,
		'attachments',
		{ ...attachment, mediaType: 'application/pdf' },
		'%PDF-1.7 et kort over nettet'
	);
	await goTo(page, '/settings');
	await page.getByRole('radio', { name: 'Nat, helt sort' }).check();
	await page.getByRole('radio', { name: 'English' }).check();
}

/** Makes a copy of everything, in English, and gives what the file holds. */
async function makeCopy(page: Page): Promise<{ name: string; content: string }> {
	await page.getByTestId('copy-make').click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByTestId('copy-save').click()
	]);
	return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') };
}

/** Which plans stand where; the app's own one put aside was stored anew after the deletion. */
function plansIn(rows: Record<string, unknown[]>): unknown[] {
	return (rows.plans ?? []).map((row) => {
		const { slot, origin, fingerprint, json } = row as Record<string, string>;
		return { slot, origin, fingerprint, letters: json?.length };
	});
}

async function deleteAll(page: Page): Promise<void> {
	await page.getByTestId('delete-ask').click();
	await page.getByTestId('delete-accept').click();
	await expect(page.getByTestId('deleted')).toBeVisible();
}

test('a full copy, then everything deleted, then the copy read in: the phone is the same', async ({
	phone
}) => {
	const page = await phone.install();
	await useEverything(page);
	const before = await allRows(page);
	expect(before.checklistEvents).toHaveLength(2);
	expect(before.attachments).toHaveLength(1);

	const copy = await makeCopy(page);
	expect(copy.name).toMatch(/^beredt-kopi-\d{4}-\d\d-\d\d\.json$/);

	await deleteAll(page);
	const deleted = await allRows(page);
	expect(deleted).toMatchObject({
		checklistEvents: [],
		contactUpdates: [],
		acknowledgements: [],
		attachments: []
	});
	expect(deleted.plans).toMatchObject([{ slot: 'current', origin: 'embedded' }]);
	expect(JSON.stringify(deleted)).not.toMatch(/Nordø|Havgaard/);

	await pick(page, 'copy-file', copy);
	const offer = page.getByTestId('copy-offer');
	await expect(offer).toContainText(NORDOE);
	await expect(offer).toContainText('2 trin');
	await expect(offer).toContainText('ø-nettet.pdf');
	await expect(offer).toContainText('Nat, helt sort, English');
	await expect(offer).toContainText('Planen i kopien tages i brug.');
	await page.getByTestId('copy-accept').click();
	// the copy's language is taken over at once
	await expect(page.getByTestId('copy-restored')).toHaveText(
		'The copy was read in and is kept on this phone.'
	);

	const after = await allRows(page);
	for (const list of ['checklistEvents', 'contactUpdates', 'acknowledgements', 'attachments'])
		expect(after[list], list).toEqual(before[list]);
	expect(plansIn(after)).toEqual(plansIn(before));
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'night');
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await phone.stop();
	await phone.start();
	const again = await phone.open(`/cards/${card?.id}`);
	await expect(again.getByRole('checkbox', { checked: true })).toHaveCount(2);
	await expect(again.locator('html')).toHaveAttribute('data-theme', 'night');
	await goTo(again, '/settings');
	await expect(again.getByTestId('plan-in-use')).toContainText(NORDOE);
	await expect(again.getByTestId('plan-back')).toContainText(VIBORG);
	await expect(again.getByTestId('on-this-phone')).toContainText('ø-nettet.pdf');
});

test('a copy goes over to another phone, and adds to what that one has', async ({ phone, visit }) => {
	const page = await phone.install();
	await useEverything(page);
	const copy = await makeCopy(page);

	const other = await visit('/cards/AC-08');
	await other.getByRole('checkbox').first().click();
	await expect(other.getByRole('checkbox').first()).toBeChecked();
	await goTo(other, '/settings');
	await pick(other, 'copy-file', copy);
	await other.getByTestId('copy-accept').click();
	await expect(other.getByTestId('copy-restored')).toBeVisible();
	const rows = await allRows(other);
	expect(rows.checklistEvents).toHaveLength(3);
	expect(rows.plans).toMatchObject([
		{ slot: 'current', origin: 'imported' },
		{ slot: 'previous', origin: 'embedded' }
	]);
});

test.describe('a copy', () => {
	test('says plainly that it holds names and numbers, and does', async ({ visit }) => {
		const page = await visit('/settings');
		await expect(page.getByTestId('copy-of-all')).toContainText(
			'Filen har navne og telefonnumre i klar tekst. Enhver, der får den, kan læse dem.'
		);
		const { content } = await makeCopy(page);
		expect(content).toContain('Erik Sørensen');
		await expect(page.getByTestId('copy-made')).toContainText('Se efter den blandt hentede filer');
	});

	test('can be shared where the phone shares files, as the text that it lets through', async ({
		visit,
		page
	}) => {
		await page.addInitScript(() => {
			const shared: string[] = [];
			Object.assign(globalThis, { shared });
			Navigator.prototype.canShare = (data) =>
				data?.files?.every((file) => file.type === 'text/plain') ?? false;
			Navigator.prototype.share = async (data) => {
				for (const file of data?.files ?? []) shared.push(file.name, await file.text());
			};
		});
		await visit('/settings');
		await page.getByTestId('copy-make').click();
		await page.getByRole('button', { name: 'Del filen' }).click();
		await expect
			.poll(() => page.evaluate(() => (globalThis as unknown as { shared: string[] }).shared))
			.toEqual([
				expect.stringMatching(/^beredt-kopi-.*\.txt$/),
				expect.stringContaining('beredt-phone-data')
			]);
	});

	test('that cannot be shared can still be saved, and that is said', async ({ visit, page }) => {
		await page.addInitScript(() => {
			Navigator.prototype.canShare = () => true;
			Navigator.prototype.share = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
		});
		await visit('/settings');
		await page.getByTestId('copy-make').click();
		await page.getByRole('button', { name: 'Del filen' }).click();
		await expect(page.getByTestId('copy-made')).toContainText(
			'Filen kunne ikke deles. Tryk på Gem filen i stedet.'
		);
		await expect(page.getByTestId('copy-save')).toBeVisible();
	});

	test('whose sharing was called off says nothing', async ({ visit, page }) => {
		await page.addInitScript(() => {
			Navigator.prototype.canShare = () => true;
			Navigator.prototype.share = () => {
				Object.assign(globalThis, { wasAsked: true });
				return Promise.reject(new DOMException('no', 'AbortError'));
			};
		});
		await visit('/settings');
		await page.getByTestId('copy-make').click();
		await page.getByRole('button', { name: 'Del filen' }).click();
		await expect
			.poll(() => page.evaluate(() => (globalThis as unknown as { wasAsked?: boolean }).wasAsked))
			.toBe(true);
		await expect(page.getByTestId('copy-made')).not.toContainText('kunne ikke deles');
	});
});

test.describe('a bad copy is refused in words, and nothing on the phone changes:', () => {
	const good = {
		format: 'beredt-phone-data',
		version: 1,
		exportedAt: AT,
		settings: { locale: null, theme: 'dark' },
		plan: null,
		previousPlan: null,
		checklist: [],
		contactUpdates: [],
		acknowledgements: [],
		attachments: []
	};
	const bad: [what: string, content: string, says: string][] = [
		['not JSON', 'hej', 'Filen er ikke JSON. Der skal stå en kopi i formatet beredt-phone-data.'],
		['a plan', readFileSync(NORDOE_PLAN, 'utf8'), 'Feltet format skal være “beredt-phone-data”.'],
		['another version', JSON.stringify({ ...good, version: 2 }), 'Feltet version er “2”.'],
		[
			'a wrong field',
			JSON.stringify({ ...good, settings: { locale: null, theme: 'pink' } }),
			'“settings.theme” er ikke, som det skal være.'
		],
		[
			'a page in place of a PDF',
			JSON.stringify({
				...good,
				attachments: [
					{
						planId: PLAN_ID,
						blockId: 'island-map',
						name: 'kort.pdf',
						mediaType: 'application/pdf',
						addedAt: AT,
						base64: btoa('<html><script>alert(1)</script>')
					}
				]
			}),
			'“attachments.0.base64” kan ikke bruges. Der skal stå en PDF på højst 20 MB.'
		],
		[
			'script in its plan',
			JSON.stringify({
				...good,
				plan: {
					plan: { ...(nordoe as object), municipality: '<script>alert(1)</script>' },
					origin: 'imported',
					storedAt: AT,
					fingerprint: 'x'
				}
			}),
			'“plan.plan.municipality” har HTML eller script i sig.'
		]
	];
	for (const [what, content, says] of bad) {
		test(what, async ({ visit }) => {
			const page = await visit('/settings');
			const before = await allRows(page);
			await pick(page, 'copy-file', { name: 'kopi.json', content });
			const refusal = page.getByRole('alert');
			await expect(refusal).toContainText('Kopien blev ikke læst ind');
			await expect(refusal).toContainText(says);
			await expect(refusal).toContainText('Intet på telefonen er ændret.');
			expect(await allRows(page)).toEqual(before);
			await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
		});
	}

	test('one that claims to hold the app’s own plan gets no plan of its own in', async ({ visit }) => {
		const page = await visit('/settings');
		const { content } = await makeCopy(page);
		const forged = content.replaceAll('+4587874150', '+4590000000');
		expect(forged).not.toBe(content);
		await pick(page, 'copy-file', { name: 'kopi.json', content: forged });
		await page.getByTestId('copy-accept').click();
		await expect(page.getByTestId('copy-restored')).toBeVisible();
		await goTo(page, '/');
		await expect(page.locator('a[href="tel:+4587874150"]').first()).toBeVisible();
		await expect(page.locator('a[href="tel:+4590000000"]')).toHaveCount(0);
	});
});

test.describe('deleting everything', () => {
	test('takes two deliberate presses, and a no leaves all as it was', async ({ visit }) => {
		const page = await visit('/settings');
		await importPlan(page);
		const before = await allRows(page);
		await page.getByTestId('delete-ask').click();
		const dialog = page.getByTestId('delete-offer');
		await expect(dialog).toContainText('Det kan ikke fortrydes.');
		await expect(dialog).toContainText(NORDOE);
		// a key that is held a moment too long answers nothing
		await page.keyboard.press('Enter');
		await expect(dialog).toBeVisible();
		await dialog.getByRole('button', { name: 'Annullér' }).click();
		await expect(dialog).toBeHidden();
		await page.getByTestId('delete-ask').click();
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		expect(await allRows(page)).toEqual(before);
	});

	test('leaves the app with its own plan, in a second tab and after a restart too', async ({
		server,
		phone
	}) => {
		const page = await phone.install();
		await importPlan(page);
		await page.getByRole('radio', { name: 'Mørkt' }).check();
		const other = await phone.context.newPage();
		await other.goto(`${server.url}/`);
		await isReady(other);
		await expect(other.getByRole('heading', { name: NORDOE })).toBeVisible();

		await deleteAll(page);
		await expect(page.getByTestId('plan-in-use')).toContainText(VIBORG);
		await expect(page.getByTestId('plan-in-use')).toContainText('Fulgte med Beredt');
		await expect(page.getByTestId('plan-back')).toHaveCount(0);
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'system');
		await expect(other.getByRole('heading', { name: VIBORG })).toBeVisible();
		expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);

		await server.stop();
		await phone.kill();
		await phone.start();
		const again = await phone.open('/');
		await expect(again.getByRole('heading', { name: VIBORG })).toBeVisible();
		await expect(again.getByTestId('status-line')).toContainText('Planen ligger på denne telefon');
		await expect(again.locator('body')).not.toContainText('Nordø');
	});

	test('is not called done when the phone will not', async ({ visit }) => {
		const page = await visit('/settings');
		await importPlan(page);
		await page.evaluate(() => {
			IDBObjectStore.prototype.clear = () => {
				throw new DOMException('no', 'UnknownError');
			};
		});
		await page.getByTestId('delete-ask').click();
		await page.getByTestId('delete-accept').click();
		await expect(page.getByTestId('delete-failed')).toContainText('Intet blev slettet');
		await page.reload();
		await expect(page.getByTestId('plan-in-use')).toContainText(NORDOE);
	});
});
