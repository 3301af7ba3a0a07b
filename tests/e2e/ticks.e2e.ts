import type { Page } from '@playwright/test';
import { expect, isReady, test } from './fixtures';

const CARD = '/cards/AC-08';

const step = (page: Page, number: number) =>
	page.locator(`[data-step="AC-08.0${number}"]`).getByRole('checkbox');

/** Presses the step, and waits for the sentence that says it is stored. */
async function tick(page: Page, number: number): Promise<void> {
	await step(page, number).click();
	await page.getByText(`Trin ${number}: gemt på denne telefon`).waitFor();
}

test('a tick survives a reload, and so does taking it back', async ({ phone }) => {
	const page = await phone.open(CARD);
	await tick(page, 1);
	await tick(page, 2);
	await page.reload();
	await isReady(page);
	await expect(step(page, 1)).toBeChecked();
	await expect(step(page, 2)).toBeChecked();
	await expect(step(page, 3)).not.toBeChecked();

	await step(page, 1).click();
	await page.getByText('Trin 1 er ikke længere udført.').waitFor();
	await page.reload();
	await isReady(page);
	await expect(step(page, 1)).not.toBeChecked();
	await expect(step(page, 2)).toBeChecked();
});

test('a tick survives the phone dying in the instant that says “gemt”, with no network', async ({
	server,
	phone
}) => {
	await phone.install();
	await server.stop();
	const page = await phone.open(CARD);
	for (const number of [1, 2, 3]) {
		await tick(page, number);
	}
	await phone.kill();
	await phone.start();
	const after = await phone.open(CARD);
	for (const number of [1, 2, 3]) await expect(step(after, number)).toBeChecked();
	await expect(after.locator('[data-step="AC-08.03"]')).toContainText(/Udført kl\. \d\d\.\d\d/);
	await expect(step(after, 4)).not.toBeChecked();
});

test('two tabs agree at once, whichever of them ticks', async ({ phone }) => {
	const one = await phone.open(CARD);
	const other = await phone.open(CARD);
	expect(one).not.toBe(other);
	await tick(one, 1);
	await expect(step(other, 1)).toBeChecked({ timeout: 1_000 });
	await other.bringToFront();
	await tick(other, 2);
	await step(other, 1).click();
	await expect(step(one, 2)).toBeChecked({ timeout: 1_000 });
	await expect(step(one, 1)).not.toBeChecked({ timeout: 1_000 });
});

interface Spied {
	readonly stores: readonly string[];
	readonly durability: string | undefined;
}

test('every write is asked to be on the disk before it counts as done', async ({ phone }) => {
	await phone.context.addInitScript(() => {
		const writes: Spied[] = [];
		Object.assign(window, { writes });
		const transaction = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')
			?.value as IDBDatabase['transaction'];
		IDBDatabase.prototype.transaction = function (stores, mode, options) {
			if (mode === 'readwrite')
				writes.push({ stores: [stores].flat() as string[], durability: options?.durability });
			return transaction.call(this, stores, mode, options);
		};
	});
	// the first start stores the plan
	const page = await phone.open(CARD);
	await tick(page, 1);
	const writes = await page.evaluate(() => (window as unknown as { writes: Spied[] }).writes);
	const stores = writes.flatMap((write) => write.stores);
	expect(stores).toContain('plans');
	expect(stores).toContain('checklistEvents');
	expect(writes.map((write) => write.durability)).toEqual(writes.map(() => 'strict'));
});
