/**
 * Exercise Ø2, "Ransomware fredag aften", on six phones with no server at all. Must hold: all six hold the same log, the
 * clocks kept counting on every phone, every tick has its person.
 */
import type { Page } from '@playwright/test';
import { expect, isOffline, type Phone } from './fixtures';
import { goTo } from './helpers';
import { note, openIncident, saved } from './incident';
import {
	byCamera,
	entryIds,
	found,
	lackingOf,
	letIn,
	meetAgain,
	MEETING,
	test,
	toGroup,
	toIncident,
	toLog,
	withCamera
} from './meeting';

/** Friday, 18.00 in Denmark. */
const START = new Date('2026-11-27T17:00:00Z');
const CARD = 'AC-08';
const GDPR = 'clock-gdpr-33';
const NIS2 = 'clock-nis2-24';
const AWAY = 'Direktionen vil have svar inden kl. 21';
const HERE = 'Backup er koblet fra og ser hel ud';

const entry = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });
const step = (page: Page, number: string) => page.locator(`[data-step="${CARD}.${number}"]`);
const deadline = (page: Page, clock: string) => page.locator(`[data-deadline="${clock}"]`);

async function toCard(page: Page): Promise<void> {
	await toIncident(page, 'Kort');
	await page.locator(`[data-card="${CARD}"]`).click();
}

async function toClocks(page: Page): Promise<void> {
	await toIncident(page, 'Billede');
	await page.getByTestId('picture').locator('a[href$="/clocks"]').click();
}

async function toHandover(page: Page): Promise<void> {
	await toIncident(page, 'Billede');
	await page.getByTestId('picture').locator('a[href$="/handover"]').click();
}

/** States a finding, which starts its clocks. */
async function state(page: Page, clock: string): Promise<void> {
	await page.locator(`[data-finding="${clock}"]`).click();
	await page.getByTestId('start-clocks').click();
	await expect(deadline(page, clock)).toBeVisible();
}

/** What is left of both clocks, as every phone's screen says. */
async function isLeft(pages: readonly Page[], gdpr: string, nis2: string): Promise<void> {
	for (const page of pages) {
		await toClocks(page);
		await expect(deadline(page, GDPR).getByTestId('deadline-left')).toHaveText(gdpr, MEETING);
		await expect(deadline(page, NIS2).getByTestId('deadline-left')).toHaveText(nis2, MEETING);
	}
}

/** Who ticked which step, in the order in which it was done. */
const TICKS = [
	['01', 'Carla Kold', '18.30'],
	['02', 'Ole Christiansen', '18.30'],
	['05', 'Erik Sørensen', '18.30'],
	['06', 'Dorthe Dam', '18.40'],
	['10', 'Frede Falk', '18.40'],
	['11', 'Gitte Gram', '18.40'],
	['09', 'Ole Christiansen', '19.30']
] as const;

test.use({ actionTimeout: 60_000 });

test(
	'Ø2: six phones with no server have one log, whoever came late or was away, and the clocks count on all of them',
	{ tag: '@crowd' },
	async ({ server, newPhone }) => {
		// eighteen codes are shown and read, and six phones take their turns on one machine
		test.setTimeout(900_000);
		const phones = await Promise.all(
			Array.from({ length: 6 }, async () => {
				const phone = await newPhone();
				await phone.open('/');
				return phone;
			})
		);
		/** Every phone's clock stands still at this minute of the exercise, however slow the machine is. */
		const at = async (minute: number) => {
			for (const { context } of phones) await context.clock.setFixedTime(START.getTime() + minute * 60_000);
		};
		const pageOf = (phone: Phone | undefined) => {
			const page = phone?.context.pages()[0];
			if (!page) throw new Error('the phone has no page');
			return page;
		};
		const [erik, ole, carla, dorthe, frede, gitte] = [0, 1, 2, 3, 4, 5].map((of) => pageOf(phones[of])) as [
			Page,
			Page,
			Page,
			Page,
			Page,
			Page
		];
		const all = [erik, ole, carla, dorthe, frede, gitte];
		const cameras = new Map<Page, (seen: Buffer) => Promise<void>>();
		for (const page of all) cameras.set(page, await withCamera(page));

		// a week before: the chief founds the group, and lets in the deputy, the coordinator-to-be and one of the staff
		await at(-7 * 24 * 60);
		await goTo(erik, '/group');
		await found(erik);
		for (const [page, rank, who] of [
			[ole, 'leader', 'Ole Christiansen'],
			[carla, 'leader', 'Carla Kold'],
			[dorthe, 'member', 'Dorthe Dam']
		] as const) {
			await goTo(page, '/group');
			await letIn(erik, page, rank, who);
			await erik.getByRole('link', { name: 'Til gruppen' }).click();
			await page.getByRole('link', { name: 'Til gruppen' }).click();
			await expect(page.locator('[data-member="Erik Sørensen"]')).toContainText('det samme', MEETING);
		}
		// Beredt is on all of them from before: without a server none could get it
		for (const page of all) await isOffline(page);
		// Friday evening each is at home: a page that is loaded anew has no connection
		await at(0);
		for (const page of all) await goTo(page, '/');

		// T+0: monitoring alarms the deputy
		const incident = await openIncident(ole, {
			exercise: 'EX-2',
			who: 'Ole Christiansen',
			source: 'Overvågningssystemer',
			services: ['IT-infrastruktur']
		});

		// T+10: files are encrypted; the deputy activates before the chief is reached
		await at(10);
		await goTo(ole, `${incident}/log`);
		await note(ole, 'Filer er krypteret på to servere');
		await toIncident(ole, 'Nu');
		await ole.getByTestId('activate-at-once').click();
		await expect(ole.getByTestId('activate-at-once')).toHaveCount(0);
		await saved(ole);

		// T+15: the network is pulled. A hotspot is played by the machine's own loopback; `npm run lan` has cables
		await at(15);
		await server.stop();
		await expect(ole.evaluate(() => fetch('/version.json?anew').then(() => 'there'))).rejects.toThrow();

		// T+25: A, B and C meet at the town hall, and hold their phones up to each other in a chain A–C–B
		await at(25);
		for (const page of [erik, carla, ole]) await toGroup(page);
		await meetAgain(erik, carla, byCamera(cameras));
		await carla.getByRole('link', { name: 'Til gruppen' }).click();
		await meetAgain(carla, ole, byCamera(cameras));
		for (const page of [erik, carla, ole]) {
			await toLog(page);
			await expect(entry(page, 'Filer er krypteret på to servere')).toBeVisible(MEETING);
			const activation = page.getByRole('article').filter({ has: page.locator('[data-kind="activated"]') });
			await expect(activation, 'ahead of the flow, by whom, when').toContainText(
				/18\.10.*Før planens gang\. Sprunget over: .*Ole Christiansen/s
			);
		}

		// T+30: the chief names the coordinator; the card of ransomware, and who ticks what
		await at(30);
		await toIncident(erik, 'Folk');
		const coordinator = erik.locator('[data-role-now="incidentCoordinator"]');
		await coordinator.getByTestId('change-role').click();
		await coordinator.getByLabel('En anden: skriv navn').fill('Carla Kold');
		await coordinator.getByRole('button', { name: 'Vælg' }).click();
		await expect(coordinator.getByTestId('role-holder')).toHaveText('Carla Kold');
		await toIncident(carla, 'Kort');
		// nobody has marked anything as hit by it: the card is among the others
		await carla.getByTestId('other-cards').locator('summary').click();
		await carla.locator(`[data-open-card="${CARD}"]`).click();
		const tick = async (page: Page, [number, who, time]: readonly [string, string, string]) => {
			// where its box is drawn: in the middle of some stands the name of a role, which leads to its people
			await step(page, number)
				.getByRole('checkbox')
				.click({ position: { x: 24, y: 24 } });
			await expect(step(page, number)).toContainText(`Udført kl. ${time} af ${who}`);
		};
		await tick(carla, TICKS[0]);
		for (const [page, which] of [
			[ole, TICKS[1]],
			[erik, TICKS[2]]
		] as const) {
			await toCard(page);
			await expect(step(page, '01')).toContainText('af Carla Kold', MEETING);
			await tick(page, which);
		}

		// T+40: D and E arrive; E is invited on the spot, and F with them
		await at(40);
		for (const page of [carla, dorthe]) await toGroup(page);
		await meetAgain(carla, dorthe, byCamera(cameras));
		for (const [host, page, who] of [
			[carla, frede, 'Frede Falk'],
			[ole, gitte, 'Gitte Gram']
		] as const) {
			for (const one of [host, page]) await toGroup(one);
			await letIn(host, page, 'member', who, byCamera(cameras));
		}
		for (const [page, which] of [
			[dorthe, TICKS[3]],
			[frede, TICKS[4]],
			[gitte, TICKS[5]]
		] as const) {
			await toCard(page);
			await expect(step(page, '05')).toContainText('af Erik Sørensen', MEETING);
			await tick(page, which);
		}

		// T+45: personal data are probably hit; the clocks of the GDPR start, and of NIS2, which the plan has switched on
		await at(45);
		await toLog(carla);
		await carla.locator('[data-note="observed"]').click();
		await carla.getByTestId('note-text').fill('Persondata er berørt');
		await carla.getByRole('button', { name: 'sandsynlig', exact: true }).click();
		await carla.getByTestId('note-save').click();
		await expect(entry(carla, 'Persondata er berørt')).toContainText('sandsynlig');
		await toClocks(carla);
		await state(carla, GDPR);
		await state(carla, NIS2);
		await isLeft(all, '3 d 0 t tilbage', '1 d 0 t tilbage');

		// T+90: situation report 1 for the top crisis staff; the chief leaves with it, out of everybody's reach
		await at(90);
		await isLeft(all, '2 d 23 t tilbage', '23 t 15 min tilbage');
		await toIncident(carla, 'Billede');
		await carla.getByTestId('issue-report').click();
		await carla.getByTestId('report-accept').click();
		await expect(carla.locator('[data-report="1"]')).toContainText('27.11.2026 19.30');
		await toIncident(erik, 'Billede');
		await expect(erik.locator('[data-report="1"]')).toContainText('27.11.2026 19.30', MEETING);
		await goTo(erik, `${incident}/print/report/1`);
		await expect(erik.getByTestId('print')).toContainText('Anmeldelse til Datatilsynet');
		await goTo(erik, `${incident}/log`);
		await note(erik, AWAY);
		await toLog(gitte);
		await note(gitte, HERE);
		await toCard(ole);
		await tick(ole, TICKS[6]);
		const here = all.slice(1);
		for (const page of here)
			await expect.poll(() => page.evaluate(lackingOf, [AWAY, HERE]), MEETING).toEqual([AWAY]);
		expect(await erik.evaluate(lackingOf, [AWAY, HERE])).toEqual([HERE]);

		// T+150: the chief is back: what both sides wrote is on all, and each is told that something came in
		await at(150);
		// far from all others the clocks counted on
		await isLeft([erik], '2 d 22 t tilbage', '22 t 15 min tilbage');
		for (const page of [erik, carla]) await toGroup(page);
		await meetAgain(erik, carla, byCamera(cameras));
		for (const page of all)
			await expect.poll(() => page.evaluate(lackingOf, [AWAY, HERE]), MEETING).toEqual([]);
		await toIncident(erik, 'Nu');
		await expect(erik.getByTestId('news')).toContainText(/nye poster/, MEETING);
		await toLog(erik);
		await expect(entry(erik, HERE)).toContainText('Gitte Gram', MEETING);
		await toLog(gitte);
		await expect(entry(gitte, AWAY)).toContainText('Erik Sørensen', MEETING);

		// T+180: the deputy hands over to D, who takes over on their own phone
		await at(180);
		await toHandover(ole);
		await ole.getByTestId('handover').getByRole('button', { name: 'Dorthe Dam' }).click();
		await expect(ole.locator('[data-handover="waiting"]')).toContainText('Dorthe Dam');
		await toHandover(dorthe);
		await expect(dorthe.locator('[data-handover="waiting"]')).toContainText(
			'Anmeldelse til Datatilsynet',
			MEETING
		);
		await dorthe.getByTestId('handover-take').click();
		await expect(dorthe.locator('[data-handover="waiting"]')).toHaveCount(0);
		for (const page of all) {
			await toLog(page);
			await expect(entry(page, 'Ole Christiansen afløses af Dorthe Dam')).toBeVisible(MEETING);
			await expect(entry(page, 'Dorthe Dam har overtaget')).toBeVisible(MEETING);
		}

		// the clocks kept counting on every phone, and every tick has its person
		await isLeft(all, '2 d 21 t tilbage', '21 t 45 min tilbage');
		for (const page of all) {
			await toCard(page);
			await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(TICKS.length);
			for (const [number, who, time] of TICKS)
				await expect(step(page, number)).toContainText(`Udført kl. ${time} af ${who}`);
		}
		// all six hold the same log, the group's and the incident's
		const whole = await carla.evaluate(entryIds);
		expect(whole.length).toBeGreaterThan(30);
		for (const page of all) await expect.poll(() => page.evaluate(entryIds), MEETING).toEqual(whole);
	}
);
