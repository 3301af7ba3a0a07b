/** Acts that several specs do on their way to what they are about. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { isReady } from './fixtures';

/** The fictitious plan of another municipality, with quite another organisation. */
export const NORDOE_PLAN = 'tests/fixtures/nordoe-staff-plan.json';

/** A file as a person picks it: a path, or a name and what is in it. */
export type PickedFile = string | { readonly name: string; readonly content: string };

/** Goes to `path` of the app that `page` is in, by its address. */
export async function goTo(page: Page, path: string): Promise<void> {
	await page.goto(new URL(path, page.url()).href);
	await isReady(page);
}

/** Picks `file` in the field with `testId`. */
export async function pick(page: Page, testId: string, file: PickedFile): Promise<void> {
	const input = page.getByTestId(testId);
	if (typeof file === 'string') await input.setInputFiles(file);
	else
		await input.setInputFiles({
			name: file.name,
			mimeType: 'application/json',
			buffer: Buffer.from(file.content)
		});
}

/** Puts the plan in `file` in use on the phone that `page` is in, and stays on the settings screen. */
export async function importPlan(page: Page, file: PickedFile = NORDOE_PLAN): Promise<void> {
	await goTo(page, '/settings');
	await pick(page, 'plan-file', file);
	await page.getByTestId('plan-accept').click();
	await expect(page.getByTestId('plan-now')).toBeVisible();
}

/** The plan in `file` as JSON, with `value` at the dot path `path`, or without what is there. */
export function changedPlan(path: string, value: unknown, file = NORDOE_PLAN): string {
	const plan = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, plan);
	if (value === undefined) Reflect.deleteProperty(parent, last);
	else parent[last] = value;
	return JSON.stringify(plan);
}

/**
 * Puts a row into a table of the phone's database by the browser's own calls; open screens are not told.
 * @param bytesOf What the row's `bytes` are made of, where it has any.
 */
export async function putRow(page: Page, table: string, row: object, bytesOf?: string): Promise<void> {
	await page.evaluate(
		([name, value, text]) =>
			new Promise<void>((resolve, reject) => {
				const opening = indexedDB.open('beredt');
				opening.onerror = () => reject(opening.error ?? new Error('not opened'));
				opening.onsuccess = () => {
					const database = opening.result;
					const bytes = text === undefined ? {} : { bytes: new TextEncoder().encode(text) };
					const writing = database.transaction(name, 'readwrite', { durability: 'strict' });
					writing.objectStore(name).put({ ...value, ...bytes });
					writing.onerror = () => reject(writing.error ?? new Error('not written'));
					writing.oncomplete = () => {
						database.close();
						resolve();
					};
				};
			}),
		[table, row, bytesOf] as const
	);
}

/** Every row of every table of the phone's database; bytes as base64. */
export async function allRows(page: Page): Promise<Record<string, unknown[]>> {
	return page.evaluate(
		() =>
			new Promise<Record<string, unknown[]>>((resolve, reject) => {
				const opening = indexedDB.open('beredt');
				opening.onerror = () => reject(opening.error ?? new Error('not opened'));
				opening.onsuccess = () => {
					const database = opening.result;
					const names = [...database.objectStoreNames];
					const reading = database.transaction(names);
					const found: Record<string, unknown[]> = {};
					for (const name of names) {
						const asked = reading.objectStore(name).getAll();
						asked.onsuccess = () => {
							found[name] = (asked.result as Record<string, unknown>[]).map((row) =>
								row.bytes instanceof Uint8Array
									? { ...row, bytes: btoa(String.fromCharCode(...row.bytes)) }
									: row
							);
						};
					}
					reading.onerror = () => reject(reading.error ?? new Error('not read'));
					reading.oncomplete = () => {
						database.close();
						resolve(found);
					};
				};
			})
	);
}
