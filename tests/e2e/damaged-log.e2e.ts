/** A row of the journal that cannot be read: it is named, the rest works, and it comes back out of the document. */
import type { Page } from '@playwright/test';
import { expect, isReady, test } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident } from './incident';

/** Turns a bit of the newest row's bytes, or of every change that the document is made of. */
function damage(page: Page, what: 'entry' | 'document'): Promise<void> {
	return page.evaluate(
		(which) =>
			new Promise<void>((resolve, reject) => {
				const opening = indexedDB.open('beredt');
				opening.onerror = () => reject(opening.error ?? new Error('not opened'));
				opening.onsuccess = () => {
					const database = opening.result;
					const name = which === 'entry' ? 'entries' : 'documentUpdates';
					const writing = database.transaction(name, 'readwrite');
					const store = writing.objectStore(name);
					if (which === 'document') store.clear();
					else
						store.openCursor(null, 'prev').onsuccess = (event) => {
							const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
							if (!cursor) return;
							const row = cursor.value as { bytes: Uint8Array };
							cursor.update({ ...row, bytes: row.bytes.map((byte, at) => (at === 60 ? byte ^ 4 : byte)) });
						};
					writing.onerror = () => reject(writing.error ?? new Error('not written'));
					writing.oncomplete = () => {
						database.close();
						resolve();
					};
				};
			}),
		what
	);
}

/** Waits until the incident's document holds what the journal does. */
async function carried(page: Page): Promise<void> {
	await expect
		.poll(() =>
			page.evaluate(
				() =>
					new Promise<number>((resolve) => {
						const opening = indexedDB.open('beredt');
						opening.onsuccess = () => {
							const counting = opening.result
								.transaction('documentUpdates')
								.objectStore('documentUpdates')
								.count();
							counting.onsuccess = () => {
								opening.result.close();
								resolve(counting.result);
							};
						};
					})
			)
		)
		.toBeGreaterThan(0);
}

test('a damaged row is restored from the document, and the screen says so', async ({ visit }) => {
	const page = await visit('/');
	const incident = await activatedIncident(page, { services: ['Outlook'] });
	await carried(page);
	await damage(page, 'entry');
	await page.reload();
	await isReady(page);
	await expect(page.getByTestId('repaired-rows')).toContainText('gendannet');
	await goTo(page, `${incident}/log`);
	await expect(page.getByTestId('damaged-rows')).toHaveCount(0);
	await expect(page.locator('[role=feed] article').first()).toContainText('Erik Sørensen er Formand');
});

test('a damaged row that nothing can restore is named, and the rest works', async ({ visit }) => {
	const page = await visit('/');
	const incident = await activatedIncident(page, { services: ['Outlook'] });
	await carried(page);
	await damage(page, 'entry');
	await damage(page, 'document');
	await page.reload();
	await isReady(page);
	await expect(page.getByTestId('damaged-rows')).toContainText(
		'1 post i loggen kan ikke læses. Resten virker.'
	);
	await goTo(page, `${incident}/picture`);
	const service = page.locator('[data-service="KY4"]');
	await service.getByRole('button').first().click();
	await service.locator('[data-set="down"]').click();
	await expect(service).toHaveAttribute('data-status', 'down');
	await page.reload();
	await isReady(page);
	await expect(service).toHaveAttribute('data-status', 'down');
});
