import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import type { Plan } from '../../src/lib/domain/plan/schema';
import { expect, isReady, test } from './fixtures';
import { printed, squeezed, textOf, type PdfPage } from './pdf';

const read = (path: string): unknown =>
	JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const viborg = read('plans/viborg-it-delplan.json') as Plan;
const nordoe = read('tests/fixtures/nordoe-staff-plan.json') as Plan;
const facts = (read('tests/fixtures/facts.json') as { id: string; path: string; texts: string[] }[]).filter(
	(fact) => fact.path === '/plan'
);

const REVISION = 'Opdateret 13.01.2018';
/** A box of 6 mm, drawn along the middle of its border. */
const isTickBox = (side: number) => side > 18 && side < 23;
const boxesOn = (pages: readonly PdfPage[]) => pages.flatMap((page) => page.boxes.filter(isTickBox)).length;
const stepsOf = (cards: readonly Plan['cards'][number][]) => cards.flatMap((card) => card.steps).length;
const cardOf = (id: string) => viborg.cards.find((card) => card.id === id) as Plan['cards'][number];
const contains = (pages: readonly PdfPage[], text: string) => textOf(pages).includes(squeezed(text));

const numbered = (page: number, of: number) => new RegExp(`(^|\\s)${page}\\s*/\\s*${of}(\\s|$)`);

/** What is asked of every paper: A4, numbered, dated, and nothing of the screen on it. */
function expectPaper(pages: readonly PdfPage[], revision = REVISION): void {
	pages.forEach((page, index) => {
		expect(Math.round(page.width)).toBe(595);
		expect(Math.round(page.height)).toBe(842);
		const text = squeezed(page.text);
		expect(page.text).toMatch(numbered(index + 1, pages.length));
		expect(text).toContain(squeezed(revision));
		expect(text).toMatch(/Udskrevet\d\d\.\d\d\.\d{4}\d\d\.\d\d/);
		// more than its foot
		expect(text.length).toBeGreaterThan(150);
	});
	for (const chrome of ['Udskriv noget andet', 'Gem som PDF', 'Spring til indhold', 'Tag actioncards med'])
		expect(contains(pages, chrome)).toBe(false);
}

test.describe('the whole plan on paper', () => {
	test('has every fact of the plan, its sections in order, and every remark as one', async ({ visit }) => {
		const pages = await printed(await visit('/print/plan'));
		expectPaper(pages);
		const text = textOf(pages);
		for (const fact of facts)
			for (const words of fact.texts) expect(text, fact.id).toContain(squeezed(words));

		const body = textOf(pages.slice(1));
		const places = viborg.sections.map((section, index) =>
			body.indexOf(squeezed(`${index + 1} ${section.title}`))
		);
		expect(places.every((place) => place >= 0)).toBe(true);
		expect(places).toEqual([...places].sort((a, b) => a - b));

		for (const [index] of viborg.warnings.entries())
			expect(text).toMatch(new RegExp(`Bemærkning${index + 1}\\((Vigtig|Væropmærksom|Tilorientering)\\):`));
		for (const warning of viborg.warnings)
			expect(text, warning.id).toContain(squeezed(warning.text.split('{age}')[0] ?? ''));
	});

	test('says on its cover how old it is, whose it is, when it was printed and whom to call', async ({
		visit
	}) => {
		const [cover] = await printed(await visit('/print/plan'));
		const text = squeezed(cover?.text ?? '');
		expect(text).toMatch(/\d+årog\d+månedergammel|\d+årgammel/);
		expect(text).toContain(squeezed('Ejer: Databeskyttelsesrådgiveren, Christian Aabo'));
		expect(text).toContain(squeezed('Erik Sørensen, It- og digitaliseringschefen: 87 87 41 50'));
		expect(text).toContain(squeezed('Ole Christiansen, Afdelingsleder i IT: 87 87 41 80'));
	});

	test('names in its contents the page on which each section and card is', async ({ visit }) => {
		const pages = await printed(await visit('/print/plan'));
		const cover = squeezed(pages[0]?.text ?? '');
		const pageWith = (heading: string) =>
			pages.findIndex((page, index) => index > 0 && squeezed(page.text).includes(squeezed(heading))) + 1;
		for (const [index, section] of viborg.sections.entries())
			expect(cover).toContain(squeezed(`${section.title}${pageWith(`${index + 1} ${section.title}`)}`));
		for (const card of viborg.cards)
			expect(cover).toContain(squeezed(`${card.title}${pageWith(`${card.id} ${card.title}`)}`));
	});

	test('has every card on a page of its own with an empty box for each step', async ({ visit }) => {
		const pages = await printed(await visit('/print/plan'));
		expect(boxesOn(pages)).toBe(stepsOf(viborg.cards));
		for (const card of viborg.cards)
			expect(
				pages.some((page) =>
					squeezed(page.text).startsWith(squeezed(`Forslag – ikke godkendt ${card.id} ${card.title}`))
				),
				card.id
			).toBe(true);
	});

	test('can be printed without the cards, and stays so when the page is opened again', async ({ visit }) => {
		const page = await visit('/print/plan');
		await page.getByRole('checkbox', { name: /Tag actioncards med/ }).uncheck();
		await expect(page).toHaveURL(/\/print\/plan\?cards=no$/);
		await page.reload();
		await isReady(page);
		await expect(page.getByRole('checkbox', { name: /Tag actioncards med/ })).not.toBeChecked();
		const pages = await printed(page);
		expectPaper(pages);
		expect(boxesOn(pages)).toBe(0);
		for (const fact of facts) for (const words of fact.texts) expect(contains(pages, words)).toBe(true);
	});

	test('has its numbers and its date too where the browser prints without telling', async ({
		page,
		server
	}) => {
		await page.addInitScript(() =>
			window.addEventListener('beforeprint', (event) => event.stopImmediatePropagation(), true)
		);
		await page.goto(`${server.url}/print/plan?cards=no`);
		await isReady(page);
		const pages = await printed(page);
		expect(pages.length).toBeGreaterThan(5);
		pages.forEach(({ text }, index) => {
			expect(text).toMatch(numbered(index + 1, pages.length));
			expect(squeezed(text)).toContain(squeezed(REVISION));
		});
	});
});

test.describe('an action card on paper', () => {
	test('has an empty box and room for time and initials at every step, and who decides', async ({
		visit
	}) => {
		const card = cardOf('AC-08');
		const pages = await printed(await visit('/print/card/AC-08'));
		expectPaper(pages);
		expect(boxesOn(pages)).toBe(card.steps.length);
		const text = textOf(pages);
		expect(text.split('init.').length - 1).toBe(card.steps.length);
		for (const step of card.steps) expect(text, step.id).toContain(squeezed(step.text));
		for (const words of [
			'Forslag – ikke godkendt',
			card.trigger,
			card.purpose,
			'Indsatskoordinator (udpeges af It-beredskabsgruppen)',
			'Ole Christiansen, Afdelingsleder i IT – indtil IK er udpeget (Forslag): 87 87 41 80',
			'Senest 24 timer efter kendskab',
			'Besluttes af Formand, Erik Sørensen, 87 87 41 50',
			'Kilde: CISA, planens linje 31–37',
			...['Første 15 minutter', 'Første time', 'Løbende', 'Afslutning']
		])
			expect(text).toContain(squeezed(words));
		for (const other of viborg.cards.filter((one) => one !== card))
			expect(text).not.toContain(squeezed(other.purpose));
	});

	test('is empty on paper though steps are ticked on the phone', async ({ visit }) => {
		const page = await visit('/cards/AC-08');
		await page.getByRole('checkbox').first().click();
		await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
		await page.goto(page.url().replace('/cards/', '/print/card/'));
		await isReady(page);
		const pages = await printed(page);
		expect(boxesOn(pages)).toBe(cardOf('AC-08').steps.length);
		expect(contains(pages, 'Udført kl.')).toBe(false);
	});

	test('says on each of its pages which card it is, and leaves no heading alone at the foot', async ({
		visit
	}) => {
		const pages = await printed(await visit('/print/cards'));
		expectPaper(pages);
		expect(boxesOn(pages)).toBe(stepsOf(viborg.cards));
		const headings =
			/(Første15minutter|Førstetime|Løbende|Afslutning|Husk|Kontaktertilkortet)Actioncards·Delplan/;
		for (const page of pages.slice(1)) {
			expect(squeezed(page.text)).toMatch(/AC-\d\d/);
			expect(squeezed(page.text)).not.toMatch(headings);
		}
	});

	test('that is not in the plan leads to a page that helps', async ({ visit }) => {
		const page = await visit('/print/card/AC-99');
		await expect(page.getByTestId('not-found')).toBeVisible();
	});
});

test.describe('the contacts on paper', () => {
	test('are all there, with when they were confirmed and empty rows to write in', async ({ visit }) => {
		const page = await visit('/print/contacts');
		const pages = await printed(page);
		expectPaper(pages);
		const text = textOf(pages);
		for (const contact of viborg.contacts) {
			const words = [contact.title, contact.name, contact.mail, ...contact.phones.map((one) => one.display)];
			for (const one of words) expect(text, contact.id).toContain(squeezed(one ?? ''));
		}
		expect(text.split(squeezed('Ikke bekræftet')).length - 1).toBe(viborg.contacts.length);
		await expect(page.locator('.paper__flow .empty-row')).toHaveCount(6);
	});

	test('show what was written on the phone as such, beside what the plan has', async ({ visit }) => {
		const page = await visit('/print/contacts');
		await writeContact(page, { name: 'Åse Ærøe', phone: '12 34 56 78' });
		await page.reload();
		await isReady(page);
		const pages = await printed(page);
		for (const words of [
			'Åse Ærøe skrevet på telefonen. Planen: Erik Sørensen',
			'12 34 56 78 skrevet på telefonen. Planen: 87 87 41 50',
			'20.11.2026'
		])
			expect(contains(pages, words), words).toBe(true);
	});
});

/** As the contacts' screen stores it. */
async function writeContact(page: Page, written: { name: string; phone: string }): Promise<void> {
	await page.evaluate(
		(row) =>
			new Promise<void>((resolve, reject) => {
				const opening = indexedDB.open('beredt');
				opening.onerror = () => reject(new Error('the database does not open'));
				opening.onsuccess = () => {
					const writing = opening.result.transaction('contactUpdates', 'readwrite');
					writing.objectStore('contactUpdates').put(row);
					writing.oncomplete = () => resolve();
					writing.onerror = () => reject(new Error('the row is not written'));
				};
			}),
		{
			planId: viborg.id,
			contactId: 'K-CHEF',
			mail: null,
			confirmedAt: '2026-11-20T09:30:00.000Z',
			...written
		}
	);
}

test.describe('the screen before the paper', () => {
	test('leads from the choice to each paper and back', async ({ visit }) => {
		const page = await visit('/print');
		for (const [name, path] of [
			[/^Hele planen/, '/print/plan'],
			[/^Kontakterne/, '/print/contacts'],
			[/^Alle actioncards/, '/print/cards'],
			[/^Ransomware og andre cyberangreb/, '/print/card/AC-08']
		] as const) {
			await page.getByRole('link', { name }).click();
			await expect(page).toHaveURL(new RegExp(`${path}$`));
			await page.getByRole('link', { name: 'Udskriv noget andet' }).click();
			await expect(page).toHaveURL(/\/print$/);
		}
	});

	test('has one large button in reach that prints, with the time of printing on the paper', async ({
		page,
		server
	}) => {
		await page.clock.install({ time: new Date('2026-11-24T13:32:00Z') });
		await page.addInitScript(() => {
			const calls: string[] = [];
			Object.assign(window, { calls });
			window.print = () => {
				window.dispatchEvent(new Event('beforeprint'));
				calls.push(document.querySelector('.sheet__foot')?.textContent ?? '');
				window.dispatchEvent(new Event('afterprint'));
			};
		});
		await page.goto(`${server.url}/print/card/AC-08`);
		await isReady(page);
		await expect(page.getByTestId('paper-facts')).toContainText('Udskrevet 24.11.2026 14.32');
		await page.clock.fastForward('30:00');

		const button = page.getByRole('button', { name: 'Udskriv' });
		await expect(button).toBeInViewport({ ratio: 1 });
		expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(56);
		await button.click();
		const [foot] = await page.evaluate(() => (window as unknown as { calls: string[] }).calls);
		expect(foot).toContain('Udskrevet 24.11.2026 15.02');
		await expect(page.locator('.sheet')).toHaveCount(0);
	});

	test('shows and prints black on white in every theme, and breaks no rule of the app’s policy', async ({
		page,
		server
	}) => {
		const refused: string[] = [];
		page.on('console', (message) => {
			if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
		});
		for (const theme of ['light', 'dark', 'night']) {
			await page.addInitScript((chosen) => localStorage.setItem('beredt.theme', chosen), theme);
			await page.goto(`${server.url}/print/card/AC-08`);
			await isReady(page);
			for (const media of ['screen', 'print'] as const) {
				await page.emulateMedia({ media });
				const colours = await page.locator('.paper__flow').evaluate((flow) => {
					const paper = flow.closest('.paper') as Element;
					const inks = [...flow.querySelectorAll('*')].map((one) => getComputedStyle(one).color);
					return { inks: [...new Set(inks)], ground: getComputedStyle(paper).backgroundColor };
				});
				expect(colours).toEqual({ inks: ['rgb(0, 0, 0)'], ground: 'rgb(255, 255, 255)' });
			}
			await page.emulateMedia({ media: null });
		}
		await printed(page);
		expect(refused).toEqual([]);
	});

	test('fits a narrow screen with the text at 200 %', async ({ visit }) => {
		for (const path of ['/print', '/print/plan', '/print/contacts', '/print/card/AC-08']) {
			const page = await visit(path);
			await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
			const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			expect(over, path).toBeLessThanOrEqual(0);
		}
	});
});

test('another municipality’s plan is printed with its own roles, levels and cards', async ({
	page,
	server
}) => {
	// the plan that comes with the app, on a phone that holds none yet
	await page.route('**/embedded-plan*', (route) => route.fulfill({ body: gzipSync(JSON.stringify(nordoe)) }));
	await page.goto(`${server.url}/print/plan`);
	await isReady(page);
	const pages = await printed(page);
	expectPaper(pages, 'Opdateret 01.09.2026');
	const text = textOf(pages);
	const own = [
		...nordoe.sections.map((section) => section.title),
		...nordoe.roles.map((role) => role.name),
		...nordoe.operationLevels.flatMap((level) => [level.name, level.text]),
		...nordoe.contacts.flatMap((contact) => contact.phones.map((phone) => phone.display)),
		...nordoe.cards.flatMap((card) => card.steps.map((step) => step.text)),
		...nordoe.decisions.map((decision) => decision.question),
		...nordoe.warnings.map((warning) => warning.text),
		'Godkendt af Kriselederen 01.09.2026'
	];
	for (const words of own) expect(text, words).toContain(squeezed(words));
	expect(boxesOn(pages)).toBe(stepsOf(nordoe.cards));
});
