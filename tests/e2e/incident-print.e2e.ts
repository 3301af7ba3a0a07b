/** The papers of an incident, as Chromium prints them: read from the PDF. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { goTo } from './helpers';
import { incidentInUse, note } from './incident';
import { printed, squeezed, textOf, type PdfPage } from './pdf';

const BAND = squeezed('ØVELSE – ikke en virkelig hændelse');
const MARK = 'ØVELSE';
const LONG = 'Køkkenet på plejehjemmet kan ikke se kostplanerne. '.repeat(45).trim();
const FIRST = 'Ingen net på rådhuset';
/** What stands around an incident's screens, and before a paper. */
const AROUND = [
	'Spring til indhold',
	'Gem som PDF',
	'Gemt på denne telefon',
	'Hvad skal med?',
	// the strip of what runs out
	't tilbage',
	// the app's own head
	'Beredt'
];

/** An incident with all that papers are made of, and the addresses of its papers. */
async function incidentWithPapers(page: Page, exercise?: string): Promise<Record<string, string>> {
	const address = await incidentInUse(page, exercise ? { exercise } : {});
	await goTo(page, `${address}/log`);
	await note(page, FIRST);
	for (let number = 1; number <= 3; number += 1) await note(page, `${number}. ${LONG}`);
	await goTo(page, `${address}/handover`);
	await page.locator('[data-pick]').first().click();
	await page.locator('[data-handover="waiting"]').waitFor();
	const handover = await page.locator('a[href*="/print/handover/"]').getAttribute('href');
	return {
		log: `${address}/print/log`,
		'situation report': `${address}/print/report/1`,
		handover: handover ?? '',
		'after-action report': `${address}/report`
	};
}

/** What is asked of every paper. */
function expectPaper(pages: readonly PdfPage[], title: string, isExercise: boolean): void {
	pages.forEach((page, index) => {
		expect([Math.round(page.width), Math.round(page.height)]).toEqual([595, 842]);
		const text = squeezed(page.text);
		expect(text).toMatch(new RegExp(`${index + 1}/${pages.length}$`));
		// the foot: which paper of which incident
		expect(text).toMatch(new RegExp(`·${squeezed(title)}·Udskrevet\\d\\d\\.\\d\\d\\.\\d{4}`));
		if (isExercise) expect(text).toMatch(new RegExp(`${MARK}[^·]+·${squeezed(title)}·Udskrevet`));
		// more than its head and foot
		expect(text.length).toBeGreaterThan(150);
	});
	const whole = textOf(pages);
	expect(whole.split(BAND).length - 1).toBe(isExercise ? 1 : 0);
	if (!isExercise) expect(whole).not.toContain(MARK);
	for (const words of AROUND) expect(whole, words).not.toContain(squeezed(words));
}

for (const exercise of [undefined, 'EX-1'])
	test(`the four papers of ${exercise ? 'an exercise' : 'an incident'} have all they should, and nothing of the screen`, async ({
		visit
	}) => {
		const page = await visit('/');
		const papers = await incidentWithPapers(page, exercise);
		const title = exercise ? 'Mailen er nede' : 'Outlook';
		const expected: Record<string, readonly string[]> = {
			log: [
				'Hændelse oprettet',
				FIRST,
				`1. ${LONG}`,
				`3. ${LONG}`,
				'Test Testesen',
				'Brud på persondatasikkerheden'
			],
			'situation report': ['Situationsbillede nr. 1', 'IT-infrastruktur: nede', 'Formand: Erik Sørensen'],
			handover: ['Vagtskifte', 'Test Testesen →', 'Anmeldelse til Datatilsynet'],
			'after-action report': ['Fra alarm til iværksættelse', 'Brud på persondatasikkerheden', 'Åbne punkter']
		};
		for (const [name, path] of Object.entries(papers)) {
			await goTo(page, path);
			await page.getByTestId('print').waitFor();
			const pages = await printed(page);
			expectPaper(pages, title, exercise !== undefined);
			for (const words of expected[name] ?? []) expect(textOf(pages), name).toContain(squeezed(words));
			if (name === 'log') expect(pages.length).toBeGreaterThan(1);
		}
	});

test('a screen that is no paper is marked as an exercise on each of its pages all the same', async ({
	visit
}) => {
	const page = await visit('/');
	const address = await incidentInUse(page, { exercise: 'EX-1' });
	await expect(page.getByTestId('saved')).toHaveText(/Gemt på denne telefon/);
	for (const below of [null, '', '/picture', '/cards/AC-01', '/log', '/people']) {
		if (below !== null) {
			await goTo(page, `${address}${below}`);
			await page.getByTestId('exercise-band').waitFor();
		}
		const pages = await printed(page);
		for (const one of pages) {
			expect(Math.round(one.width)).toBe(595);
			expect(squeezed(one.text), below ?? 'clocks').toContain(BAND);
		}
		for (const words of ['Spring til indhold', 'Gemt på denne telefon', 'Beredt'])
			expect(textOf(pages)).not.toContain(squeezed(words));
	}
});

test('a word without an end makes no paper wider than its sheet', async ({ visit }) => {
	const page = await visit('/');
	const address = await incidentInUse(page);
	await goTo(page, `${address}/log`);
	await note(page, 'x'.repeat(400));
	await goTo(page, `${address}/print/log`);
	await page.getByTestId('print').waitFor();
	const pages = await printed(page);
	// a paper that is too wide is made smaller, or cut off: then who wrote it is gone
	expectPaper(pages, 'Outlook', false);
	expect(textOf(pages)).toContain('x'.repeat(400));
	await page.emulateMedia({ media: 'print' });
	const over = await page.locator('.paper__flow').evaluate((flow) => flow.scrollWidth - flow.clientWidth);
	expect(over).toBeLessThanOrEqual(1);
});

test('of a log, the part that is wanted is printed, and the paper says that it is a part', async ({
	page: held,
	visit
}) => {
	await held.clock.install({ time: new Date('2026-11-24T20:00:00Z') });
	const page = await visit('/');
	const address = await incidentInUse(page);
	await page.clock.fastForward('02:00:00');
	await goTo(page, `${address}/log`);
	await note(page, 'Skrevet to timer senere');
	await goTo(page, `${address}/print/log`);
	const range = page.getByTestId('print-range');
	// a short log is printed whole
	await expect(range.getByRole('button', { name: 'Hele loggen' })).toHaveAttribute('aria-pressed', 'true');
	expect(textOf(await printed(page))).not.toContain('UDDRAG');

	await range.getByRole('button', { name: 'Et tidsrum' }).click();
	await range.getByLabel('Fra').fill('2026-11-24T22:30');
	await range.getByLabel('Fra').blur();
	await expect(page.getByTestId('print-size')).toHaveText(/^1 af \d+ poster/);
	const part = textOf(await printed(page));
	expect(part).toMatch(/UDDRAG:1af\d+poster/);
	expect(part).toContain(squeezed('Skrevet to timer senere'));
	expect(part).not.toContain(squeezed('Hændelse oprettet'));

	await range.getByLabel('Fra').fill('2026-11-25T09:00');
	await range.getByLabel('Fra').blur();
	await expect(page.getByTestId('print')).toContainText('Der er ingen poster i tidsrummet.');
});
