/** The log of an incident on one phone: written, found, corrected, and out of the phone again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { changedPlan, goTo, importPlan, NORDOE_PLAN, pick } from './helpers';
import { note, openIncident, saved, sayWho } from './incident';
import { printed, squeezed, textOf } from './pdf';
import { TINY_PHOTO } from './photo';

/** An incident's log, with what the alarm wrote in it. */
async function openLog(page: Page, exercise?: string): Promise<string> {
	const address = await openIncident(page, exercise ? { exercise } : {});
	await goTo(page, `${address}/log`);
	await expect(entries(page).first()).toBeVisible();
	return address;
}

const entries = (page: Page) => page.locator('[role=feed] article');
const newest = (page: Page) => entries(page).first();

test('a note takes two presses, and is called kept when it is', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await page.locator('[data-note="observed"]').click();
	// the keyboard is up: what is typed lands in the field
	await expect(page.getByTestId('note-text')).toBeFocused();
	await page.keyboard.type('Ingen net på rådhuset');
	await page.getByTestId('note-save').click();
	await saved(page);
	await expect(newest(page)).toContainText('Ingen net på rådhuset');
	await expect(newest(page)).toContainText('Oplysning');
	await expect(newest(page)).toContainText('Test Testesen');
	await page.reload();
	await expect(newest(page)).toContainText('Ingen net på rådhuset');
});

test('every kind of note says what it is, and a message whom it is for', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await note(page, 'Vi lukker serverrummet', 'decided');
	await expect(newest(page)).toContainText('Besluttet af Test Testesen');
	await page.locator('[data-note="taskGiven"]').click();
	await page.getByTestId('note-text').fill('Hent nøglerne');
	await page.getByRole('button', { name: 'Test Testesen' }).click();
	await page.getByRole('button', { name: '30 min' }).click();
	await page.getByTestId('note-save').click();
	await expect(newest(page)).toContainText('Til: Test Testesen');
	await expect(newest(page)).toContainText('Senest');
	await page.locator('[data-note="messageSent"]').click();
	await page.getByTestId('note-text').fill('Vi ringer kl. 9');
	await page.getByTestId('note-save').click();
	await expect(page.getByTestId('note-problem')).toContainText('hvem beskeden er til');
	await page.getByTestId('note-to').fill('Borgerservice');
	await page.getByTestId('note-save').click();
	await expect(newest(page)).toContainText('Til Borgerservice: Vi ringer kl. 9');
});

test('what was typed is still there when the screen was left', async ({ visit }) => {
	const page = await visit('/');
	const address = await openLog(page);
	await page.locator('[data-note="observed"]').click();
	await page.getByTestId('note-text').fill('Halvt skrevet');
	await page.keyboard.press('Escape');
	await goTo(page, address);
	await goTo(page, `${address}/log`);
	await page.locator('[data-note="observed"]').click();
	await expect(page.getByTestId('note-text')).toHaveValue('Halvt skrevet');
	await page.getByTestId('note-save').click();
	await expect(newest(page)).toContainText('Halvt skrevet');
	await page.locator('[data-note="observed"]').click();
	await expect(page.getByTestId('note-text')).toHaveValue('');
});

test('a text that cannot be kept stays in its field, and it is said why', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	const before = await entries(page).count();
	await page.locator('[data-note="observed"]').click();
	await page.getByTestId('note-text').fill('x'.repeat(1_000_000));
	await page.getByTestId('note-save').click();
	await expect(page.getByTestId('note-problem')).toContainText('højst 4000');
	expect((await page.getByTestId('note-text').inputValue()).length).toBe(1_000_000);
	// the phone is full
	await page.evaluate(() => {
		IDBObjectStore.prototype.add = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		IDBObjectStore.prototype.put = IDBObjectStore.prototype.add;
	});
	await page.getByTestId('note-text').fill('Telefonen er fuld');
	await page.getByTestId('note-save').click();
	await expect(page.getByTestId('note-problem')).toContainText('Ikke gemt');
	await expect(page.getByTestId('note-text')).toHaveValue('Telefonen er fuld');
	await page.keyboard.press('Escape');
	expect(await entries(page).count()).toBe(before);
	await expect(page.getByTestId('saved')).toHaveText('');
});

test('text that turns the direction of others, or cannot be seen, does no harm', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await note(page, '\u202eמערכת למטה\u0007 exe.txt\u200f');
	await expect(newest(page).getByTestId('entry-text')).toHaveText('מערכת למטה exe.txt');
	// who wrote it still stands after it
	await expect(newest(page).locator('.foot')).toContainText('Test Testesen');
});

test('what stands on paper gets both its times, and its place', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await note(page, 'Skrevet nu');
	await page.getByTestId('log-paper').click();
	await page.getByTestId('paper-day').fill('2026-01-02');
	await page.getByTestId('paper-time').fill('02:10');
	await page.getByTestId('note-text').fill('Kurér sendt til sygehuset');
	await page.getByTestId('note-save').click();
	// the next line of the same paper
	await expect(page.getByTestId('note')).toContainText('1 post fra papir');
	await page.locator('[data-paper-kind="decided"]').click();
	await page.getByTestId('paper-time').fill('02:30');
	await page.getByTestId('note-text').fill('Vi samles kl. 3');
	await page.getByTestId('note-save').click();
	await expect(page.getByTestId('note')).toContainText('2 poster fra papir');
	await page.keyboard.press('Escape');
	// long before all that was written today: the last two of the list
	const last = entries(page).last();
	await expect(last).toContainText('Kurér sendt til sygehuset');
	await expect(last).toContainText('skete 02.10 · skrevet');
	await expect(last).toContainText('Indtastet fra papir af Test Testesen');
	await expect(entries(page).nth(-2)).toContainText('Vi samles kl. 3');
	await expect(entries(page).nth(-2)).toContainText('fredag den 2. januar 2026');
	await expect(newest(page)).toContainText('Skrevet nu');
});

test('a correction stands beside its entry, which stays', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await note(page, 'Nettet er nede på 2. sal');
	await newest(page).getByTestId('correct').click();
	await page.getByTestId('correction-text').fill('Det er 3. sal');
	await page.getByTestId('correction-void').check();
	await page.getByTestId('correction-save').click();
	await expect(newest(page)).toContainText('Gælder ikke: Det er 3. sal');
	const wrong = entries(page).filter({ hasText: 'Nettet er nede på 2. sal' }).last();
	await expect(wrong.locator('s')).toContainText('Nettet er nede på 2. sal');
	await expect(wrong.locator('.badge')).toHaveText('Gælder ikke');
	await expect(wrong).toContainText('Det er 3. sal');
	// and the way back from the correction
	await newest(page)
		.getByRole('button', { name: /Retter posten/ })
		.click();
	await expect(wrong).toBeFocused();
});

test('the log is narrowed down by kind, person, service and words', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await note(page, 'Netværket på rådhuset');
	await note(page, 'Vi lukker serverrummet', 'decided');
	const all = await entries(page).count();
	await page.getByTestId('log-search').fill('raadhuset NETV');
	await expect(entries(page)).toHaveCount(1);
	await expect(page.getByTestId('log-count')).toHaveText(`1 af ${all} poster`);
	await page.getByTestId('log-search').fill('rumskib');
	await expect(page.getByTestId('log-nothing')).toContainText('Prøv et kortere ord');
	await page.getByTestId('log-nothing').getByRole('button').click();
	await expect(entries(page)).toHaveCount(all);
	await page.getByTestId('log-filter-button').click();
	await page.locator('[data-group="decisions"]').click();
	await expect(entries(page)).toHaveCount(1);
	await expect(newest(page)).toContainText('Vi lukker serverrummet');
	await page.locator('[data-group="decisions"]').click();
	await page.getByTestId('log-service').selectOption({ index: 1 });
	await expect(page.getByTestId('log-nothing')).toBeVisible();
	await page.getByTestId('log-service').selectOption('');
	await page.getByTestId('log-person').selectOption({ index: 1 });
	await expect(entries(page)).toHaveCount(all);
});

test('a photo is made small, kept, and shown again', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	await page.locator('[data-note="photo"]').click();
	const noise = await page.evaluate(async () => {
		// a picture that no JPEG makes small
		const canvas = document.createElement('canvas');
		canvas.width = 2400;
		canvas.height = 1800;
		const context = canvas.getContext('2d');
		const pixels = context?.createImageData(2400, 1800);
		if (!context || !pixels) throw new Error('no canvas');
		for (let from = 0; from < pixels.data.length; from += 65_536)
			crypto.getRandomValues(pixels.data.subarray(from, from + 65_536));
		for (let alpha = 3; alpha < pixels.data.length; alpha += 4) pixels.data[alpha] = 255;
		context.putImageData(pixels, 0, 0);
		const url = canvas.toDataURL('image/jpeg', 0.95);
		return url.slice(url.indexOf(',') + 1);
	});
	const large = Buffer.from(noise, 'base64');
	expect(large.byteLength).toBeGreaterThan(2_000_000);
	await page
		.getByTestId('photo-file')
		.setInputFiles({ name: 'skærm.jpg', mimeType: 'image/jpeg', buffer: large });
	await page.getByTestId('photo-caption').fill('Skærmen i serverrummet');
	await page.getByTestId('photo-save').click();
	await expect(newest(page)).toContainText('Skærmen i serverrummet');
	const shown = async () => {
		const image = newest(page).getByTestId('photo').locator('img');
		await expect(image).toBeVisible();
		return image.evaluate(async (element: HTMLImageElement) => {
			await element.decode();
			return element.naturalWidth;
		});
	};
	expect(await shown()).toBeGreaterThan(300);
	await page.reload();
	expect(await shown()).toBeGreaterThan(300);
	const stored = await page.evaluate(
		() =>
			new Promise<number[]>((resolve) => {
				const opening = indexedDB.open('beredt');
				opening.onsuccess = () => {
					const asked = opening.result.transaction('incidentFiles').objectStore('incidentFiles').getAll();
					asked.onsuccess = () =>
						resolve((asked.result as { bytes: Uint8Array }[]).map(({ bytes }) => bytes.byteLength));
				};
			})
	);
	expect(stored).toHaveLength(1);
	expect(stored[0]).toBeLessThanOrEqual(200_000);
	await newest(page).getByTestId('photo').click();
	await expect(page.getByTestId('photo-large')).toBeVisible();
});

test('where a photo was taken is not in what is kept', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	expect(TINY_PHOTO.includes('GPS-MARK')).toBe(true);
	await page.locator('[data-note="photo"]').click();
	await page
		.getByTestId('photo-file')
		.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: TINY_PHOTO });
	await page.getByTestId('photo-save').click();
	await expect(newest(page).getByTestId('photo')).toBeVisible();
	const text = await page.evaluate(
		() =>
			new Promise<string>((resolve) => {
				const opening = indexedDB.open('beredt');
				opening.onsuccess = () => {
					const asked = opening.result.transaction('incidentFiles').objectStore('incidentFiles').getAll();
					asked.onsuccess = () => {
						const [file] = asked.result as { bytes: Uint8Array }[];
						resolve(new TextDecoder('latin1').decode(file?.bytes));
					};
				};
			})
	);
	expect(text.length).toBeGreaterThan(100);
	expect(text).not.toContain('GPS-MARK');
	expect(text).not.toContain('Exif');
});

test('a photo that is no photo is refused, and nothing is written', async ({ visit }) => {
	const page = await visit('/');
	await openLog(page);
	const before = await entries(page).count();
	await page.locator('[data-note="photo"]').click();
	for (const buffer of [Buffer.from('MZ\u0000\u0000 not a picture'), Buffer.alloc(0)]) {
		await page.getByTestId('photo-file').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
		await expect(page.getByTestId('photo-problem')).toContainText('ikke et billede');
	}
	await expect(page.getByTestId('photo-save')).toBeHidden();
	await page.keyboard.press('Escape');
	expect(await entries(page).count()).toBe(before);
});

/** Saves the log's evidence file, and gives its path. */
async function evidence(page: Page, address: string, folder: string): Promise<string> {
	await goTo(page, `${address}/log/share`);
	await page.getByTestId('make-json').click();
	const downloading = page.waitForEvent('download');
	await page.getByTestId('file-save').click();
	const download = await downloading;
	const path = join(folder, download.suggestedFilename());
	await download.saveAs(path);
	return path;
}

test('the evidence file is found whole, and whatever is done to it is found out', async ({
	visit
}, testInfo) => {
	const page = await visit('/');
	const address = await openLog(page);
	for (const text of ['Den første', 'Den anden', 'Den tredje']) await note(page, text);
	const path = await evidence(page, address, testInfo.outputDir);
	await goTo(page, '/verify');
	await page.getByTestId('verify-file').setInputFiles(path);
	await expect(page.getByTestId('verify-sound')).toContainText('Filen er hel');
	await expect(page.getByTestId('verify')).toContainText('Test Testesen');

	const file = JSON.parse(readFileSync(path, 'utf8')) as { entries: string[] };
	const changed = async (name: string, change: (all: string[]) => string[]) => {
		const tampered = join(testInfo.outputDir, `${name}.json`);
		writeFileSync(tampered, JSON.stringify({ ...file, entries: change([...file.entries]) }));
		await page.getByTestId('verify-file').setInputFiles(tampered);
		return page.getByTestId('verify-findings');
	};
	const flipped = (entry: string) => {
		const bytes = Buffer.from(entry, 'base64url');
		// within the words of the entry
		const at = bytes.length - 80;
		bytes[at] = (bytes[at] ?? 0) ^ 1;
		return bytes.toString('base64url');
	};
	await expect(
		await changed('altered', (all) => all.map((one, at) => (at === 3 ? flipped(one) : one)))
	).toContainText('Ændret: Post 4');
	await expect(await changed('removed', (all) => all.filter((_, at) => at !== 3))).toContainText(
		'Mangler: nr. 4 af Test Testesen'
	);
	await expect(await changed('twice', (all) => [...all, all[2] ?? ''])).toContainText('Gentaget');
	await page.getByTestId('verify-file').setInputFiles({
		name: 'x.json',
		mimeType: 'application/json',
		buffer: Buffer.from('{"format":"other"}')
	});
	await expect(page.getByTestId('verify-refused')).toContainText('ikke en logfil fra Beredt');
});

test('the table runs nothing in a spreadsheet, and an exercise says so everywhere', async ({
	visit
}, testInfo) => {
	const page = await visit('/');
	const exercise = (
		JSON.parse(readFileSync('plans/viborg-it-delplan.json', 'utf8')) as { exercises: { id: string }[] }
	).exercises[0]?.id;
	const address = await openLog(page, exercise);
	await note(page, '=HYPERLINK("http://x")');
	await goTo(page, `${address}/log/share`);
	await page.getByTestId('make-csv').click();
	const downloading = page.waitForEvent('download');
	await page.getByTestId('file-save').click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/^beredt-log-oevelse-.*\.csv$/);
	const path = join(testInfo.outputDir, 'log.csv');
	await download.saveAs(path);
	const csv = readFileSync(path, 'utf8');
	expect(csv.startsWith('\uFEFF"Øvelse";"Skete"')).toBe(true);
	expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
	const rows = csv.trimEnd().split('\r\n').slice(1);
	expect(rows.length).toBeGreaterThan(2);
	expect(rows.every((row) => row.startsWith('"ØVELSE"'))).toBe(true);

	const evidencePath = await evidence(page, address, testInfo.outputDir);
	expect(evidencePath).toMatch(/beredt-log-oevelse-[^/]*\.json$/);
	const file = JSON.parse(readFileSync(evidencePath, 'utf8')) as { incident: { mode: string } };
	expect(file.incident.mode).toBe('exercise');
	await goTo(page, '/verify');
	await page.getByTestId('verify-file').setInputFiles(evidencePath);
	await expect(page.getByTestId('verify-sound')).toBeVisible();
	await expect(page.getByTestId('verify')).toContainText('øvelse ·');
	// what was an exercise is made out to be real
	file.incident.mode = 'real';
	await page.getByTestId('verify-file').setInputFiles({
		name: 'real.json',
		mimeType: 'application/json',
		buffer: Buffer.from(JSON.stringify(file))
	});
	await expect(page.getByTestId('verify-findings')).toContainText('den underskrevne log er en øvelse');
});

test('two tabs have the same log at once', async ({ phone }) => {
	const one = await phone.open('/');
	const address = await openLog(one);
	const other = await phone.context.newPage();
	await other.goto(one.url());
	await expect(entries(other).first()).toBeVisible();
	await note(other, 'Fra den anden fane');
	await expect(newest(one)).toContainText('Fra den anden fane');
	await note(one, 'Fra den første fane');
	await expect(newest(other)).toContainText('Fra den første fane');
	expect(new URL(one.url()).pathname).toBe(`${address}/log`);
});

test('who reads further down stays there when something new comes in', async ({ phone }) => {
	const page = await phone.open('/');
	await openLog(page);
	for (let number = 0; number < 14; number += 1) await note(page, `Post ${number} `.repeat(12));
	const other = await phone.context.newPage();
	await other.goto(page.url());
	await expect(entries(other).first()).toBeVisible();
	await page.bringToFront();
	await page.mouse.wheel(0, 900);
	const read = entries(page).filter({ hasText: 'Post 6' });
	await expect(read).toBeInViewport();
	const before = await read.boundingBox();
	await note(other, 'Nyt ovenfor');
	await page.bringToFront();
	await expect(page.getByTestId('log-unseen')).toContainText('1 ny post');
	expect(Math.abs(((await read.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(2);
	await page.getByTestId('log-unseen').click();
	await expect(newest(page)).toContainText('Nyt ovenfor');
	await expect(newest(page)).toBeInViewport();
	await expect(page.getByTestId('log-unseen')).toBeHidden();
});

test('another municipality’s log is written, shared, printed and checked in its own words', async ({
	visit
}, testInfo) => {
	const page = await visit('/');
	await importPlan(page);
	const address = await openIncident(page, { services: ['Omsorgsjournal', 'Nødkald'] });
	await goTo(page, `${address}/log`);
	await expect(page.getByTestId('log')).toContainText('Omsorgsjournal, Nødkald');
	await page.locator('[data-note="observed"]').click();
	await page.getByTestId('note').getByRole('button', { name: 'Nødkald', exact: true }).click();
	await page.getByTestId('note-text').fill('Ingen nødkald fra Vesterby');
	await page.getByTestId('note-save').click();
	await expect(newest(page)).toContainText('Ingen nødkald fra Vesterby');
	await page.getByTestId('log-filter-button').click();
	await page.getByTestId('log-service').selectOption({ label: 'Nødkald' });
	// the alarm is about it too
	await expect(entries(page)).toHaveCount(2);

	await goTo(page, `${address}/print/log`);
	await page.getByTestId('print').waitFor();
	const paper = textOf(await printed(page));
	for (const words of ['Omsorgsjournal, Nødkald', 'Ingen nødkald fra Vesterby'])
		expect(paper).toContain(squeezed(words));
	const path = await evidence(page, address, testInfo.outputDir);
	await goTo(page, '/verify');
	await page.getByTestId('verify-file').setInputFiles(path);
	await expect(page.getByTestId('verify-sound')).toContainText('Filen er hel');
});

/** The other municipality's plan with so many services. */
function planWithServices(count: number): string {
	const { services } = JSON.parse(readFileSync(NORDOE_PLAN, 'utf8')) as { services: object[] };
	const more = Array.from({ length: count - services.length }, (_, at) => ({
		...services[0],
		id: `service-${at}`,
		name: `Fagsystem nr. ${at} 🚑`
	}));
	return changedPlan('services', [...services, ...more]);
}

test('every service that a plan may have can be hit at once, and more than that is no plan', async ({
	visit
}) => {
	const page = await visit('/');
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error)));
	await goTo(page, '/settings');
	await pick(page, 'plan-file', { name: 'plan.json', content: planWithServices(500) });
	await expect(page.getByTestId('plan-refused')).toContainText('højst have 50 punkter');

	await importPlan(page, { name: 'plan.json', content: planWithServices(50) });
	await goTo(page, '/alarm');
	await page.getByTestId('open-incident').waitFor();
	const chips = page.getByTestId('alarm').locator('[aria-pressed]');
	await expect(chips).toHaveCount(50);
	for (const chip of await chips.all()) await chip.click();
	const address = await openHere(page);
	await goTo(page, `${address}/log`);
	await expect(page.getByTestId('log')).toContainText('Fagsystem nr. 45 🚑');
	// its title is cut, not its log
	await expect(page.locator('.incident__title')).toHaveText(/^Omsorgsjournal, .*…$/);
	await page.locator('[data-note="observed"]').click();
	for (const chip of await page.getByTestId('note').getByRole('button', { name: 'Fagsystem' }).all())
		await chip.click();
	await page.getByTestId('note-text').fill('Alt er nede');
	await page.getByTestId('note-save').click();
	await expect(newest(page)).toContainText('Alt er nede');
	await page.getByTestId('log-filter-button').click();
	await page.getByTestId('log-service').selectOption({ index: 50 });
	await expect(page.getByTestId('log-count')).toHaveText(/^2 af \d+ poster$/);
	expect(errors).toEqual([]);
});

/** Begins the incident of the alarm that is in sight. */
async function openHere(page: Page): Promise<string> {
	await sayWho(page, 'Test Testesen');
	await page.getByTestId('open-incident').click();
	await page.getByTestId('now').waitFor();
	return new URL(page.url()).pathname;
}

test('the evidence can be shared where the phone shares files, as the text that it lets through', async ({
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
	await visit('/');
	const incident = await openIncident(page);
	await goTo(page, `${incident}/log/share`);
	await page.getByTestId('make-json').click();
	await page.getByRole('button', { name: 'Del filen' }).click();
	await expect
		.poll(() => page.evaluate(() => (globalThis as unknown as { shared: string[] }).shared))
		.toEqual([expect.stringMatching(/\.txt$/), expect.stringContaining('beredt-log')]);
});
