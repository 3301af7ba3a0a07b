/**
 * The battery dies in the instant in which the screen says "Gemt": 200 times here, 1,000 in `npm run soak`
 * (BEREDT_KILLS), spread over as many phones as there are tests.
 */
import type { Page } from '@playwright/test';
import { expect, test, type Phone } from './fixtures';
import { activatedIncident } from './incident';

const PHONES = 4;
const KILLS = Math.ceil(Number(process.env.BEREDT_KILLS ?? 200) / PHONES);

/** How many entries lie on the phone, by the browser's own count. */
function countEntries(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('beredt');
				opening.onerror = () => reject(opening.error ?? new Error('not opened'));
				opening.onsuccess = () => {
					const counting = opening.result.transaction('entries').objectStore('entries').count();
					counting.onerror = () => reject(counting.error ?? new Error('not counted'));
					counting.onsuccess = () => {
						resolve(counting.result);
						opening.result.close();
					};
				};
			})
	);
}

/**
 * Presses, and kills the phone as soon as the words stand there: no slower than a message takes.
 * @returns The words, and the time of the page that saw them.
 */
async function actAndDie(phone: Phone, page: Page, status: string): Promise<string> {
	await page.getByTestId('saved').waitFor({ state: 'attached' });
	let die: () => void = () => undefined;
	let seen = '';
	const dead = new Promise<void>((resolve, reject) => {
		die = () => void phone.kill().then(resolve, reject);
	});
	await page.exposeFunction('savedNow', (words: string) => {
		seen = words;
		die();
	});
	await page.evaluate(() => {
		const line = document.querySelector('[data-testid="saved"]');
		if (!line) throw new Error('nothing says that it is saved');
		new MutationObserver((_, observer) => {
			if (!line.textContent.includes('Gemt på denne telefon')) return;
			observer.disconnect();
			void (globalThis as unknown as { savedNow: (words: string) => Promise<void> }).savedNow(
				`${line.textContent.trim()} ${new Date().toISOString()}`
			);
		}).observe(line, { childList: true, subtree: true, characterData: true });
	});
	const service = page.locator('[data-service]').first();
	await service.getByRole('button').first().click();
	// nobody answers a click on a phone that is gone by then
	void service
		.locator(`[data-set="${status}"]`)
		.click()
		.catch(() => undefined);
	await dead;
	return seen;
}

for (let number = 1; number <= PHONES; number += 1)
	test(`no entry that was called saved is lost when the phone dies that instant, ${KILLS} times (${number})`, async ({
		server,
		phone
	}) => {
		test.setTimeout(60_000 + KILLS * 20_000);
		const page = await phone.install();
		const address = await activatedIncident(page);
		await server.stop();
		let open = await phone.open(`${address}/picture`);
		const before = await countEntries(open);
		for (let kill = 1; kill <= KILLS; kill += 1) {
			const status = kill % 2 === 1 ? 'down' : 'degraded';
			const seen = await actAndDie(phone, open, status);
			await phone.start();
			open = await phone.open(`${address}/picture`);
			// what is on the disk first: what the screen makes of it is another question
			expect(await countEntries(open), `on the disk after ${kill} kills, the last at “${seen}”`).toBe(
				before + kill
			);
			await expect(
				open.locator('[data-service]').first(),
				`on the screen after ${kill} kills, the last at “${seen}”`
			).toHaveAttribute('data-status', status);
		}
	});

test('what is called saved was written with strict durability', async ({ phone }) => {
	await phone.context.addInitScript(() => {
		const written: string[] = [];
		Object.assign(globalThis, { durabilities: written });
		const original = IDBDatabase.prototype.transaction;
		IDBDatabase.prototype.transaction = function (...given: Parameters<typeof original>) {
			const transaction = original.apply(this, given);
			if (transaction.mode === 'readwrite' && transaction.objectStoreNames.contains('entries'))
				written.push(transaction.durability);
			return transaction;
		};
	});
	const page = await phone.open('/');
	const address = await activatedIncident(page);
	const durabilities = () =>
		page.evaluate(() => (globalThis as unknown as { durabilities: string[] }).durabilities);
	const written = await durabilities();
	expect(written.length, address).toBeGreaterThan(0);
	expect(new Set(written)).toEqual(new Set(['strict']));
});
