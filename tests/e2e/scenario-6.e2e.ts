/**
 * Exercise Ø6, "Skæve ure og sen ankomst", on four phones. Must hold: the order of cause and effect is kept, wrong clocks
 * are pointed out, whoever comes late has all.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { bundleScript } from '../../scripts/lib/bundle.mjs';
import { expect } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident, note } from './incident';
import { entryIds, found, letIn, meetAgain, MEETING, test, toGroup, toLog, withCamera } from './meeting';
import type { Notes } from './write-notes';

const MINUTE_MS = 60_000;
/** Sunday, 13.00 in Denmark. */
const START_MS = Date.parse('2026-11-29T12:00:00Z');
/** What the phones' clocks say when it starts: Carla's is three hours ahead, Dorthe's was reset to 1970. */
const CLOCKS = { erik: START_MS, carla: START_MS + 180 * MINUTE_MS, dorthe: 0, frede: START_MS };
const TWO_DAYS = 2 * 24 * 60;
/** Who writes how many in the two days: 2,000. */
const WRITTEN = { erik: 1000, carla: 500, dorthe: 500 };

/** A question and its answers, each written by somebody who had read the one before. */
const TALK = [
	['carla', 'Samtale 1: Hvem har ringet til leverandøren?'],
	['erik', 'Samtale 2: Det har jeg, de ringer tilbage'],
	['dorthe', 'Samtale 3: De har ringet, en kabelfejl'],
	['erik', 'Samtale 4: Godt, hvornår er den rettet?'],
	['carla', 'Samtale 5: Om to timer, siger de']
] as const;

const entry = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });

/** The talk on a phone's screen: in its order, and whose clock was how wrong beside each line of it. */
async function talkStands(page: Page): Promise<void> {
	await page.getByTestId('log-search').fill('Samtale');
	const lines = page.locator('[role=feed] article');
	await expect(lines).toHaveCount(TALK.length, MEETING);
	// the newest stands first
	await expect(lines.getByTestId('entry-text')).toHaveText(TALK.map(([, text]) => text).reverse());
	await expect(lines.nth(4)).toContainText('Uret var 3 t 0 min foran i forhold til Erik Sørensen');
	await expect(lines.nth(3)).toContainText('Uret var 3 t 0 min bagud i forhold til Carla Kold');
	await expect(lines.nth(2)).toContainText(/Telefonens ur gik \d+\sd\s\d+\st bagud/);
	await page.getByTestId('log-search').fill('');
}

test.use({ actionTimeout: 60_000 });

test(
	'Ø6: with a clock ahead and one in 1970 an answer stands after what it answers, and who comes late has all by light and file',
	{ tag: '@crowd' },
	async ({ newPhone }) => {
		// four hundred codes are filmed, by a camera that sees some in a second
		test.setTimeout(900_000);
		const script = await bundleScript('tests/e2e/write-notes.ts');
		const names = ['erik', 'carla', 'dorthe', 'frede'] as const;
		const [a, c, d, e] = [await newPhone(), await newPhone(), await newPhone(), await newPhone()];
		const phones = { erik: a, carla: c, dorthe: d, frede: e };
		/** Every phone's clock stands still at this minute of the exercise, as far off as it is. */
		const at = async (minute: number) => {
			for (const name of names)
				await phones[name].context.clock.setFixedTime(CLOCKS[name] + minute * MINUTE_MS);
		};
		await at(0);
		const erik = await a.open('/group');
		await found(erik);
		const [carla, dorthe, frede] = [await c.open('/group'), await d.open('/group'), await e.open('/group')];
		const pages = { erik, carla, dorthe, frede };
		// all four are in the group from before. What a clock says keeps nobody out
		for (const [page, who] of [
			[carla, 'Carla Kold'],
			[dorthe, 'Dorthe Dam'],
			[frede, 'Frede Falk']
		] as const) {
			await letIn(erik, page, 'member', who);
			for (const one of [erik, page]) await one.getByRole('link', { name: 'Til gruppen' }).click();
			await expect(page.locator('[data-member="Erik Sørensen"]')).toContainText('det samme', MEETING);
			// what he is known to have decides later what of the log is too much for a parcel
			await expect(erik.locator(`[data-member="${who}"]`)).toContainText('det samme', MEETING);
		}
		// Frede is away for two days: a page that is loaded anew has no connection
		const film = await withCamera(frede);
		const filmBack = await withCamera(erik);
		await goTo(frede, '/');
		for (const page of [erik, carla, dorthe]) await goTo(page, '/');

		// T+0: the incident; the three who are there meet
		await at(1);
		const incident = await activatedIncident(erik, {
			exercise: 'EX-6',
			who: 'Erik Sørensen',
			services: ['Outlook']
		});
		const incidentId = incident.split('/').at(-1) ?? '';
		const threeMeet = async () => {
			for (const page of [carla, dorthe]) {
				for (const one of [erik, page]) await toGroup(one);
				await meetAgain(erik, page);
			}
			for (const page of [erik, carla, dorthe]) await toLog(page);
		};
		await threeMeet();

		// T+10: a question and answers; each answers what their own screen shows
		await at(10);
		let before: string | null = null;
		for (const [name, text] of TALK) {
			const page = pages[name];
			if (before) await expect(entry(page, before)).toBeVisible(MEETING);
			await note(page, text);
			before = text;
		}
		for (const page of [erik, carla, dorthe]) {
			await expect(entry(page, before ?? '')).toBeVisible(MEETING);
			await talkStands(page);
		}

		// two days: 2,000 notes, by Beredt's own writer instead of as many presses, each with its phone's clock
		for (const name of ['erik', 'carla', 'dorthe'] as const) {
			const page = pages[name];
			await page.evaluate(script);
			await page.evaluate(
				(notes) => (window as unknown as { writeNotes: (notes: Notes) => Promise<void> }).writeNotes(notes),
				{
					incidentId,
					texts: Array.from({ length: WRITTEN[name] }, (_, of) => `Døgnlog ${name} ${of + 1}`),
					fromMs: CLOCKS[name] + 20 * MINUTE_MS,
					everyMs: Math.floor(((TWO_DAYS - 30) * MINUTE_MS) / WRITTEN[name])
				}
			);
		}
		await at(TWO_DAYS);
		for (const page of [erik, carla, dorthe]) await goTo(page, `${incident}/log`);
		await threeMeet();
		const sizeOf = async (page: Page) => (await page.evaluate(entryIds)).length;
		await expect.poll(() => sizeOf(erik), { timeout: 60_000 }).toBeGreaterThan(2000);
		const whole = await erik.evaluate(entryIds);
		for (const page of [carla, dorthe])
			await expect.poll(() => page.evaluate(entryIds), { timeout: 60_000 }).toEqual(whole);

		// Frede comes. The Wi-Fi keeps devices apart: what fits in codes is filmed from Erik's screen
		expect(await sizeOf(frede)).toBeLessThan(20);
		await goTo(frede, '/group/parcel');
		await frede.getByTestId('take').click();
		await frede.getByTestId('film').click();
		await expect(frede.getByTestId('qr-scanner')).toHaveAttribute('data-state', 'looking', MEETING);
		await goTo(erik, '/group/parcel');
		await erik.getByTestId('give').click();
		await erik.getByRole('combobox', { name: 'Til', exact: true }).selectOption('Frede Falk');
		await erik.getByTestId('show-parcel').click();
		// Beredt says that not all of it fits
		await expect(erik.getByTestId('left-out')).toContainText(/Der er ikke plads til de \d+ nyeste/, MEETING);
		const taken = frede.getByTestId('parcel-taken');
		await expect(async () => {
			await film(await erik.getByTestId('qr-code').screenshot());
			expect(await taken.isVisible()).toBe(true);
		}).toPass({ intervals: [0], timeout: 500_000 });
		await expect(taken).toContainText(/\d+ nye poster fra Erik Sørensen/);
		const byLight = await sizeOf(frede);
		expect(byLight).toBeGreaterThan(300);
		expect(byLight).toBeLessThan(whole.length);

		// the other way round: Erik is told by light what Frede has now
		await goTo(erik, '/group/parcel');
		await erik.getByTestId('take').click();
		await erik.getByTestId('film').click();
		await expect(erik.getByTestId('qr-scanner')).toHaveAttribute('data-state', 'looking', MEETING);
		await frede.getByTestId('give-back').click();
		await frede.getByTestId('show-parcel').click();
		await expect(async () => {
			await filmBack(await frede.getByTestId('qr-code').screenshot());
			expect(await erik.getByTestId('parcel-taken').isVisible()).toBe(true);
		}).toPass({ intervals: [0], timeout: 60_000 });

		// the rest is more than anybody films: a file with just that, on a USB stick
		await erik.getByTestId('give-back').click();
		await expect(erik.getByTestId('parcel-ready')).toHaveText(/\d+ poster er klar\./, MEETING);
		const ready = Number.parseInt((await erik.getByTestId('parcel-ready').textContent()) ?? '', 10);
		expect(ready, 'what Frede has is not given again').toBe(whole.length - byLight);
		const [download] = await Promise.all([
			erik.waitForEvent('download'),
			erik.getByTestId('file-save').click()
		]);
		await goTo(frede, '/group/parcel');
		await frede.getByTestId('take').click();
		await frede.getByTestId('parcel-file').setInputFiles({
			name: 'gruppen.beredt',
			mimeType: 'application/octet-stream',
			buffer: readFileSync(await download.path())
		});
		await expect(taken).toContainText(`${ready} nye poster fra Erik Sørensen`, MEETING);

		// who came late has all, in one order with the others; cause stands before effect, and wrong clocks are pointed out
		expect(await frede.evaluate(entryIds)).toEqual(whole);
		for (const page of [frede, erik, carla, dorthe]) {
			await goTo(page, `${incident}/log`);
			await talkStands(page);
		}
		await expect(frede.getByTestId('log-count')).toContainText('2.0');
	}
);
