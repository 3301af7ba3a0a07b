import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureTaggedBuild } from '../../scripts/lib/build.mjs';
import { filesBelow } from '../../scripts/lib/sources.mjs';
import { expect, isOffline, isReady, test } from './fixtures';
import { goTo } from './helpers';
import { openIncident } from './incident';

const OLD = 'build';
/** A whole new version is stored before it is offered. */
const STORED_MS = 30_000;
let next = '';

// one worker: the second build is made once
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
	test.setTimeout(300_000);
	next = await ensureTaggedBuild('next');
});

const versionOf = (folder: string) =>
	(JSON.parse(readFileSync(join(folder, '_app/version.json'), 'utf8')) as { version: string }).version;
const scriptsOf = (folder: string) =>
	filesBelow(folder)
		.map((file) => `/${relative(folder, file)}`)
		.filter((path) => path.startsWith('/_app/immutable/') && path.endsWith('.js'));
/** What a page of the old build may still ask for, and the new build has not. */
const onlyInOldBuild = () => scriptsOf(OLD).filter((path) => !scriptsOf(next).includes(path));

const offer = (page: Page) => page.getByTestId('update-banner');
const expectBuild = (page: Page, folder: string) =>
	expect(page.locator('html')).toHaveAttribute('data-build', versionOf(folder));

/** A person comes back to the app: that is when it looks for a new version. */
async function comeBackTo(page: Page): Promise<void> {
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

test('a new version is offered, and is not used until it is asked for', async ({ server, phone }) => {
	const page = await phone.install();
	await expectBuild(page, OLD);
	await server.stop();
	await server.start(next);
	await comeBackTo(page);
	await expect(offer(page)).toBeVisible({ timeout: STORED_MS });
	await offer(page).getByRole('button', { name: 'Senere' }).click();
	await expect(offer(page)).toBeHidden();

	await page.reload();
	await isReady(page);
	await expectBuild(page, OLD);
	await expect(offer(page), 'it is offered again').toBeVisible({ timeout: STORED_MS });
	const other = await phone.open('/cards/AC-08');
	await expectBuild(other, OLD);
	await expect(offer(other)).toBeVisible({ timeout: STORED_MS });
});

test('when no page of the old version is open any more, the browser starts the new one, whole', async ({
	server,
	phone
}) => {
	const page = await phone.install();
	await server.stop();
	await server.start(next);
	await comeBackTo(page);
	await expect(offer(page)).toBeVisible({ timeout: STORED_MS });
	await server.stop();
	await phone.kill();
	await phone.start();
	const after = await phone.open('/cards/AC-08');
	await expectBuild(after, next);
	await expect(after.getByTestId('card')).toBeVisible({ timeout: STORED_MS });
	await expect(offer(after)).toHaveCount(0);
});

test('an old page goes on while a new version waits, into parts it had not loaded', async ({
	server,
	phone
}) => {
	const page = await phone.install();
	await server.stop();
	await server.start(next);
	await comeBackTo(page);
	await expect(offer(page)).toBeVisible({ timeout: STORED_MS });

	const asked: string[] = [];
	page.on('requestfinished', (request) => asked.push(new URL(request.url()).pathname));
	await page.getByRole('link', { name: 'Søg', exact: true }).click();
	await page.getByRole('searchbox').fill('netværk');
	await expect(page.locator('[data-group="cards"] a').first()).toBeVisible({ timeout: STORED_MS });
	await page.getByRole('link', { name: 'Kort', exact: true }).click();
	await expect(page.getByTestId('cards')).toBeVisible({ timeout: STORED_MS });
	await expectBuild(page, OLD);
	expect(
		asked.filter((path) => onlyInOldBuild().includes(path)),
		'it asked for files that the host no longer has'
	).not.toEqual([]);
});

test('asking for it loads every tab anew, and what the phone holds stays', async ({ server, phone }) => {
	await phone.install();
	const one = await phone.open('/cards/AC-08');
	await one.getByRole('checkbox').first().click();
	await one.getByText('Trin 1: gemt på denne telefon').waitFor();
	const other = await phone.open('/search?q=netv%C3%A6rk');
	await server.stop();
	await server.start(next);
	await comeBackTo(one);
	await offer(other).waitFor();
	await offer(one).getByRole('button', { name: 'Skift nu' }).click();
	for (const page of [one, other]) {
		await expectBuild(page, next);
		await isReady(page);
		await expect(offer(page)).toHaveCount(0);
	}
	await expect(one.getByRole('checkbox').first()).toBeChecked();
	await expect(other.getByRole('searchbox')).toHaveValue('netværk');

	// and all of it is on the phone
	await isOffline(one);
	await server.stop();
	await phone.kill();
	await phone.start();
	const after = await phone.open('/cards/AC-08');
	await expectBuild(after, next);
	await expect(after.getByRole('checkbox').first()).toBeChecked();
});

test('no new version is begun while an incident is open; it is when the last was closed', async ({
	server,
	phone
}) => {
	await phone.install();
	const page = await phone.open('/');
	const incident = await openIncident(page);
	const other = await phone.open('/plan');
	await server.stop();
	await server.start(next);
	await comeBackTo(page);
	for (const one of [page, other]) {
		await expect(offer(one)).toContainText('når hændelsen er afsluttet', { timeout: STORED_MS });
		await expect(one.getByTestId('apply-update')).toHaveCount(0);
	}
	await goTo(other, '/settings');
	await expect(other.getByTestId('the-app')).toContainText('når hændelsen er afsluttet');
	await expect(other.getByTestId('the-app').getByRole('button')).toHaveCount(0);

	await page.goto(new URL(`${incident}/close`, page.url()).href);
	await page.getByTestId('close-incident').click();
	await expect(page.getByText('Hændelsen er afsluttet.')).toBeVisible({ timeout: STORED_MS });
	await expectBuild(page, OLD);
	await offer(page).getByTestId('apply-update').click();
	await expectBuild(page, next);
	await page.goto(new URL(`${incident}/log`, page.url()).href);
	await expect(page.getByTestId('log')).toBeVisible({ timeout: STORED_MS });
});

test('a page of the old build that is still open finds its files after the change', async ({
	server,
	phone
}) => {
	const page = await phone.install();
	await server.stop();
	await server.start(next);
	await comeBackTo(page);
	await offer(page).getByRole('button', { name: 'Skift nu' }).click();
	await expectBuild(page, next);
	await server.stop();

	const old = onlyInOldBuild();
	expect(old.length).toBeGreaterThan(5);
	const statuses = await page.evaluate(
		(paths) => Promise.all(paths.map((path) => fetch(path).then(({ status }) => status))),
		old
	);
	expect(statuses).toEqual(old.map(() => 200));
});

test('an update that fails midway leaves the old version whole, and is taken up again later', async ({
	server,
	phone
}) => {
	const page = await phone.install();
	const added = scriptsOf(next).filter((path) => !scriptsOf(OLD).includes(path));
	const missing = added[Math.floor(added.length / 2)];
	expect(missing).toBeDefined();
	await server.stop();
	let refused = 0;
	await server.start(next, (path) => {
		if (path === missing) refused += 1;
		return path === missing;
	});
	await comeBackTo(page);
	await expect.poll(() => refused).toBeGreaterThan(0);
	await expect
		.poll(() =>
			page.evaluate(async () => {
				const registration = await navigator.serviceWorker.getRegistration();
				return [registration?.installing, registration?.waiting].filter(Boolean).length;
			})
		)
		.toBe(0);
	await expect(offer(page)).toHaveCount(0);

	await server.stop();
	await phone.kill();
	await phone.start();
	const offline = await phone.open('/cards/AC-08');
	await expectBuild(offline, OLD);
	await expect(offline.getByTestId('card')).toBeVisible({ timeout: STORED_MS });

	await server.start(next);
	await comeBackTo(offline);
	await offer(offline).getByRole('button', { name: 'Skift nu' }).click();
	await expectBuild(offline, next);
	await expect(offline.getByTestId('card')).toBeVisible({ timeout: STORED_MS });
});
