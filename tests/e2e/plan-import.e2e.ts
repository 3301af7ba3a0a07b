import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, isOffline, isReady, test } from './fixtures';
import { changedPlan, goTo, importPlan, NORDOE_PLAN, pick } from './helpers';

const NORDOE = 'Beredskabsplan for Digital Drift';
const VIBORG = 'Delplan for It og Digitalisering';
/** Words that stand in Viborg's plan and in no other. */
const OF_VIBORG = /Viborg|Delplan for It|Erik Sørensen|Økonomi- & Personalestaben|87 87 41 50/;

/** What of the app's screens shows a plan. */
const SCREENS = [
	{ path: '/', shows: NORDOE },
	{ path: '/plan', shows: 'Formål og område' },
	{ path: '/cards', shows: 'Søkablet er brudt' },
	{ path: '/contacts', shows: 'Signe Havgaard' },
	{ path: '/search?q=havnevagten', shows: 'Havnevagten' },
	{ path: '/print/plan', shows: 'Formål og område' },
	{ path: '/print/contacts', shows: 'Signe Havgaard' }
];

async function showsNordoeAlone(page: Page): Promise<void> {
	for (const { path, shows } of SCREENS) {
		await goTo(page, path);
		await expect(page.locator('#app'), path).toContainText(shows);
		await expect(page.locator('body'), path).not.toContainText(OF_VIBORG);
	}
}

test.describe('another municipality’s plan', () => {
	test('is shown for what it is before it is put in use, and nothing changes until it is', async ({
		visit
	}) => {
		const page = await visit('/settings');
		await pick(page, 'plan-file', NORDOE_PLAN);
		const offer = page.getByTestId('plan-offer');
		await expect(offer).toContainText(NORDOE);
		await expect(offer).toContainText('Digitalisering og Drift, Nordø Kommune');
		await expect(offer).toContainText('01.09.2026');
		await expect(offer).toContainText('11 kontakter, 5 actioncards');
		await offer.getByRole('button', { name: 'Annullér' }).click();
		await expect(offer).toBeHidden();
		await expect(page.getByTestId('plan-in-use')).toContainText(VIBORG);
		await goTo(page, '/');
		await expect(page.getByRole('heading', { name: VIBORG })).toBeVisible();
	});

	test('is on every screen once it is in use, after a reload and a kill too', async ({ server, phone }) => {
		const page = await phone.install();
		await importPlan(page);
		await showsNordoeAlone(page);
		await page.reload();
		await isReady(page);
		await showsNordoeAlone(page);

		await server.stop();
		await phone.kill();
		await phone.start();
		await showsNordoeAlone(await phone.open('/'));
	});

	test('is in use in a second tab at once', async ({ server, visit, context }) => {
		const page = await visit('/settings');
		const other = await context.newPage();
		await other.goto(`${server.url}/`);
		await isReady(other);
		await expect(other.getByRole('heading', { name: VIBORG })).toBeVisible();
		await importPlan(page);
		await expect(other.getByRole('heading', { name: NORDOE })).toBeVisible();
		await expect(other.locator('#app')).not.toContainText(OF_VIBORG);
	});

	test('never meets the old plan’s first screen', async ({ server, phone }) => {
		const page = await phone.install();
		// the picture is taken half a second after the start page stands
		await expect.poll(() => firstScreen(page)).toContain(VIBORG);
		await importPlan(page);
		expect(await firstScreen(page)).toBe('');
		await server.stop();
		expect(await paintedAtStart(page)).not.toMatch(OF_VIBORG);
		await expect.poll(() => firstScreen(page)).toContain(NORDOE);

		await phone.kill();
		await phone.start();
		const painted = await paintedAtStart(await phone.context.newPage(), server.url);
		expect(painted).toContain(NORDOE);
		expect(painted).not.toMatch(OF_VIBORG);
	});

	test('is put aside when the one before is brought back, and comes back in its turn', async ({ visit }) => {
		const page = await visit('/settings');
		await importPlan(page);
		const inUse = page.getByTestId('plan-in-use');
		await expect(inUse).toContainText('Hentet fra en fil');
		await page.getByTestId('plan-back').click();
		await expect(page.getByTestId('plan-now')).toContainText(VIBORG);
		await expect(inUse).toContainText('Fulgte med Beredt');
		await goTo(page, '/');
		await expect(page.getByRole('heading', { name: VIBORG })).toBeVisible();
		await goTo(page, '/settings');
		await expect(page.getByTestId('plan-back')).toContainText(NORDOE);
		await page.getByTestId('plan-back').click();
		await expect(page.getByTestId('plan-now')).toContainText(NORDOE);
		await page.reload();
		await expect(inUse).toContainText(NORDOE);
	});

	test('gives way to the app’s own plan, also when two have been loaded since', async ({ visit }) => {
		const page = await visit('/settings');
		await importPlan(page);
		await importPlan(page, {
			name: 'to.json',
			content: changedPlan('title.text', 'Beredskabsplan, ny udgave')
		});
		await page.getByTestId('plan-own').click();
		await expect(page.getByTestId('plan-now')).toContainText(VIBORG);
		await expect(page.getByTestId('plan-in-use')).toContainText('Fulgte med Beredt');
		await page.reload();
		await expect(page.getByTestId('plan-in-use')).toContainText(VIBORG);
	});

	test('that is in use already is told to be, and puts nothing aside', async ({ visit }) => {
		const page = await visit('/settings');
		await importPlan(page);
		await pick(page, 'plan-file', NORDOE_PLAN);
		const offer = page.getByTestId('plan-offer');
		await expect(offer).toContainText('præcis den plan, der allerede er i brug');
		await expect(page.getByTestId('plan-accept')).toHaveCount(0);
		await offer.getByRole('button', { name: 'Luk' }).click();
		await expect(page.getByTestId('plan-back')).toContainText(VIBORG);
	});

	test('in a newer edition is told to be newer', async ({ visit }) => {
		const page = await visit('/settings');
		await importPlan(page);
		await pick(page, 'plan-file', {
			name: 'ny.json',
			content: changedPlan('revision.lastUpdatedOn', '2026-10-01')
		});
		await expect(page.getByTestId('plan-offer')).toContainText(
			'En nyere udgave af den plan, der er i brug nu (01.09.2026)'
		);
	});

	test('is not called in use when the phone is full, and the plan before it stays', async ({ visit }) => {
		const page = await visit('/settings');
		await page.evaluate(() => {
			const full = () => {
				throw new DOMException('full', 'QuotaExceededError');
			};
			IDBObjectStore.prototype.put = full;
			IDBObjectStore.prototype.add = full;
		});
		await pick(page, 'plan-file', NORDOE_PLAN);
		await page.getByTestId('plan-accept').click();
		await expect(page.getByTestId('plan-failed')).toContainText('Telefonen er fuld');
		await expect(page.getByTestId('plan-failed')).toContainText('Planen i brug er ikke ændret');
		await expect(page.getByTestId('plan-in-use')).toContainText(VIBORG);
		await page.reload();
		await expect(page.getByTestId('plan-in-use')).toContainText(VIBORG);
	});
});

test.describe('a bad plan file is refused in words, and the plan in use stays as it was:', () => {
	const bad: [what: string, content: string, says: string][] = [
		['not JSON', 'Dette er ikke en plan', 'Filen er ikke JSON. Der skal stå en plan i formatet beredt-plan.'],
		['nothing in it', '', 'Filen er ikke JSON.'],
		['something else in JSON', '{"format":"en-anden"}', 'Feltet format skal være “beredt-plan”.'],
		[
			'another schema version',
			changedPlan('schemaVersion', 2),
			'Feltet schemaVersion er “2”. Denne udgave af Beredt læser version 1.'
		],
		[
			'over 5 MB',
			' '.repeat(5_000_001),
			'Filen fylder 5,1 MB. En plan må højst fylde 5 MB. Filen er ikke læst.'
		],
		[
			'a wrong reference',
			changedPlan('cards.0.responsible.0', 'nobody'),
			'“cards.0.responsible.0” henviser til “nobody”, som ikke findes. Der skal stå id’et på en rolle i planen.'
		],
		[
			'HTML in a text',
			changedPlan('contacts.0.name', 'Signe <img src=x onerror=alert(1)>'),
			'“contacts.0.name” har HTML eller script i sig. Der må kun stå almindelig tekst.'
		],
		[
			'script in a text',
			changedPlan('cards.1.steps.0.text', '<script>alert(1)</script>'),
			'“cards.1.steps.0.text” har HTML eller script i sig.'
		],
		[
			'a duplicate id',
			changedPlan('contacts.1.id', 'C-LEADER'),
			'“contacts.1.id” er “C-LEADER”, men det id bruges allerede et andet sted i planen.'
		],
		['a field missing', changedPlan('title.text', undefined), '“title.text” mangler. Feltet skal være der.'],
		['a field that nobody knows', changedPlan('theme', 'dark'), '“theme” er et felt, Beredt ikke kender.'],
		[
			'a date that is none',
			changedPlan('revision.lastUpdatedOn', '2026-02-31'),
			'“revision.lastUpdatedOn” er ikke en dato. Der skal stå en dag i kalenderen, skrevet som 2026-11-24.'
		]
	];

	for (const [what, content, says] of bad) {
		test(what, async ({ visit }) => {
			const page = await visit('/settings');
			const dialogs: string[] = [];
			page.on('dialog', (dialog) => {
				dialogs.push(dialog.message());
				void dialog.dismiss();
			});
			await importPlan(page);
			await pick(page, 'plan-file', { name: 'dårlig.json', content });
			const refusal = page.getByRole('alert');
			await expect(refusal).toContainText('Filen blev ikke taget i brug');
			await expect(refusal).toContainText(says);
			await expect(refusal).toContainText('Planen i brug er ikke ændret.');
			await expect(page.getByTestId('plan-offer')).toBeHidden();
			await expect(page.getByTestId('plan-in-use')).toContainText(NORDOE);
			await page.reload();
			await expect(page.getByTestId('plan-in-use')).toContainText(NORDOE);
			await expect(page.getByTestId('plan-back')).toContainText(VIBORG);
			expect(dialogs).toEqual([]);
		});
	}

	test('and once it is mended, the same file can be picked again', async ({ visit }) => {
		const page = await visit('/settings');
		await pick(page, 'plan-file', { name: 'plan.json', content: '{' });
		await expect(page.getByTestId('plan-refused')).toBeVisible();
		await pick(page, 'plan-file', { name: 'plan.json', content: readFileSync(NORDOE_PLAN, 'utf8') });
		await expect(page.getByTestId('plan-accept')).toBeVisible();
		await expect(page.getByTestId('plan-refused')).toHaveCount(0);
	});
});

test.describe('with the server gone', () => {
	test.use({ serviceWorkers: 'allow' });

	test('a plan can be loaded', async ({ server, visit }) => {
		const page = await visit('/');
		await isOffline(page);
		await server.stop();
		await importPlan(page);
		await expect(page.getByTestId('plan-now')).toContainText(NORDOE);
		await expect(page.getByTestId('plan-now')).toContainText('Den er gemt på denne telefon.');
	});
});

/** The HTML that the service worker answers the start page with; null where no picture was taken. */
async function firstScreen(page: Page): Promise<string | null> {
	return page.evaluate(async () => {
		const cache = await caches.open('beredt-first-screen');
		const kept = await cache.match('/__first-screen');
		return kept ? ((await kept.json()) as { html: string }).html : null;
	});
}

/** Opens the start page, and gives all that stood in the picture of the first screen until the app took it away. */
async function paintedAtStart(page: Page, url = new URL(page.url()).origin): Promise<string> {
	const seen: string[] = [];
	await page.exposeFunction('seen', (text: string) => seen.push(text));
	await page.addInitScript(() => {
		new MutationObserver(() => {
			const text = document.getElementById('first-screen')?.textContent;
			if (text) (globalThis as unknown as { seen: (text: string) => void }).seen(text);
		}).observe(document, { childList: true, subtree: true });
	});
	await page.goto(`${url}/`);
	await isReady(page);
	return seen.join(' ');
}
