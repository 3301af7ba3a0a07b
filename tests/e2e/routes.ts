/**
 * Every screen, for tests that hold for all of them. A new route stands here too: tests/unit/tooling/routes.test.ts
 * sees to it.
 */
import type { Page } from '@playwright/test';
import { goTo } from './helpers';
import { activatedIncident, closedIncident, incidentInUse, openIncident, sayWho } from './incident';
import { letIn, MEETING } from './meeting';

export interface Screen {
	readonly name: string;
	/** As a link to it would have it. */
	readonly path: string;
	/** What the place in `path` after # is; it must be in sight. */
	readonly anchor?: string;
	/** There is no such page: the helpful one is shown. */
	readonly isMissing?: true;
	/** The route to which `arrange` leads, where that is another than the one of `path`. */
	readonly reaches?: string;
	/** What a person did there before one looks. */
	readonly arrange?: (page: Page) => Promise<void>;
}

/** A screen of an incident that was activated, with a service down and a deadline running; then `act`. */
function ofIncident(name: string, below: string, act?: (page: Page) => Promise<void>): Screen {
	return {
		name,
		path: '/alarm',
		reaches: `/incident/[incidentId]${below}`,
		async arrange(page) {
			const address = await incidentInUse(page);
			await page.goto(new URL(`${address}${below}`, page.url()).href);
			await page.getByTestId('incident').waitFor();
			await act?.(page);
			await openAll(page);
		}
	};
}

/** A screen of an incident in which another phone of the group wrote too, and contradicts; then `act`. */
function amongTwo(name: string, below: string, act?: (page: Page) => Promise<void>): Screen {
	return {
		name: `${name} among two phones`,
		path: '/',
		reaches: `/incident/[incidentId]${below.replace('AC-08', '[cardId]')}`,
		async arrange(page) {
			const address = await contradictedIncident(page);
			await goTo(page, `${address}${below}`);
			await page.getByTestId('news').getByRole('link').waitFor();
			await act?.(page);
			await openAll(page);
		}
	};
}

export const SCREENS: readonly Screen[] = [
	{ name: 'start', path: '/' },
	{ name: 'plan', path: '/plan' },
	{ name: 'plan at a section', path: '/plan#crisis-organisation', anchor: 'crisis-organisation' },
	{ name: 'plan from a search', path: '/plan?q=beredskab#alarm', anchor: 'alarm' },
	{ name: 'cards', path: '/cards' },
	{ name: 'cards of a group', path: '/cards#leading-the-response', anchor: 'leading-the-response' },
	{ name: 'cards of a service', path: '/cards?service=KY4' },
	{ name: 'card', path: '/cards/AC-08' },
	{ name: 'card from a search', path: '/cards/AC-08?q=netv%C3%A6rk#AC-08.03', anchor: 'AC-08.03' },
	{
		name: 'card in use',
		path: '/cards/AC-01',
		arrange: async (page) => {
			const step = page.getByRole('checkbox').first();
			if ((await step.getAttribute('aria-checked')) === 'false') await step.click();
			await page.getByRole('status').getByText(/\S/).first().waitFor();
			await openAll(page);
		}
	},
	{ name: 'contacts', path: '/contacts' },
	{ name: 'a contact', path: '/contacts#K-DPO', anchor: 'K-DPO' },
	{
		name: 'contacts as they are written in',
		path: '/contacts',
		arrange: async (page) => {
			await page.locator('[data-contact="K-AFD"] [aria-expanded]').click();
			await page.locator('[data-contact="X-VAGT"] button.call-row__call').click();
			await page.locator('[data-contact="X-VAGT"] [type="submit"]').click();
			await openAll(page);
		}
	},
	{ name: 'message to nobody yet', path: '/contacts?sms=' },
	{
		name: 'message to a group',
		path: '/contacts?sms=itEmergencyGroup',
		arrange: async (page) => {
			await page.locator('label [type="checkbox"]').last().check();
			await openAll(page);
		}
	},
	{ name: 'role', path: '/roles/chair' },
	{ name: 'role for now', path: '/roles/incidentCoordinator' },
	{ name: 'role with no number', path: '/roles/dataProtectionOfficer' },
	{ name: 'body', path: '/roles/itEmergencyGroup' },
	{ name: 'body with no members', path: '/roles/workingStaff' },
	{ name: 'alarm', path: '/alarm' },
	{ name: 'alarm of an exercise', path: '/alarm?exercise=EX-1' },
	// in no group: these come first, for whoever opens all screens in turn on one phone
	{
		name: 'log as codes on paper, in no group',
		path: '/alarm',
		reaches: '/incident/[incidentId]/print/codes',
		arrange: async (page) => {
			await goTo(page, `${await openIncident(page)}/print/codes`);
			await page.getByTestId('no-codes').waitFor();
		}
	},
	{ name: 'nothing to pass on in no group', path: '/group/parcel' },
	{
		name: 'no group',
		path: '/group',
		arrange: async (page) => {
			await page.getByTestId('group').waitFor();
			await openAll(page);
		}
	},
	{
		name: 'group',
		path: '/group',
		arrange: async (page) => {
			await foundGroup(page);
			await openAll(page);
		}
	},
	{
		name: 'invite',
		path: '/group',
		reaches: '/group/invite',
		arrange: async (page) => {
			await foundGroup(page);
			await page.getByTestId('to-invite').click();
			await page.locator('[data-invite="member"]').click();
			await page.getByTestId('qr-code').waitFor({ timeout: 30_000 });
			await openAll(page);
		}
	},
	{
		name: 'meeting',
		path: '/group',
		reaches: '/group/meet',
		arrange: async (page) => {
			await foundGroup(page);
			await page.getByTestId('to-meet').click();
			await page.getByTestId('scan-code').click();
			await page.getByTestId('paste-code').waitFor();
			await openAll(page);
		}
	},
	{ name: 'coming into a group', path: '/group/join' },
	{
		name: 'passing on',
		path: '/group',
		reaches: '/group/parcel',
		arrange: async (page) => {
			await toParcel(page);
			await page.getByTestId('give').click();
			await page.getByTestId('file-ready').waitFor();
		}
	},
	{
		name: 'codes that follow on each other',
		path: '/group',
		reaches: '/group/parcel',
		arrange: async (page) => {
			await toParcel(page);
			await page.getByTestId('give').click();
			await page.getByTestId('show-parcel').click();
			await page.getByTestId('slower').click();
		}
	},
	{
		name: 'receiving',
		path: '/group',
		reaches: '/group/parcel',
		arrange: async (page) => {
			await toParcel(page);
			await page.getByTestId('take').click();
			await page
				.getByTestId('parcel-file')
				.setInputFiles({ name: 'brev.beredt', mimeType: '', buffer: Buffer.from('Kære alle') });
			await page.getByTestId('parcel-problem').waitFor();
		}
	},
	{
		name: 'filming codes',
		path: '/group',
		reaches: '/group/parcel',
		arrange: async (page) => {
			await toParcel(page);
			await page.getByTestId('take').click();
			await page.getByTestId('film').click();
			await page.getByTestId('parcel-progress').waitFor();
		}
	},
	{ name: 'incidents', path: '/incidents' },
	{
		name: 'incidents, one open and one closed',
		path: '/incidents',
		async arrange(page) {
			await closedIncident(page);
			await openIncident(page, { exercise: 'EX-1' });
			await page.goto(new URL('/incidents', page.url()).href);
			await page.locator('[data-archived]').waitFor();
			await openAll(page);
		}
	},
	ofIncident('incident', ''),
	ofIncident('situation picture', '/picture', async (page) => {
		await page.locator('[data-service] button').first().click();
		await page.locator('[data-edit="known"]').click();
	}),
	ofIncident('deadlines', '/clocks', async (page) => {
		await page.locator('[data-finding]').last().click();
		await page.locator('[data-deadline] [aria-expanded]').last().click();
	}),
	ofIncident('handover', '/handover', async (page) => {
		await page.locator('[data-pick]').first().click();
		await page.locator('[data-handover="waiting"]').waitFor();
	}),
	ofIncident('people of an incident', '/people'),
	ofIncident('channels of an incident', '/people/channels'),
	ofIncident('cards of an incident', '/cards'),
	{
		...ofIncident('card of an incident', '/cards/AC-08'),
		reaches: '/incident/[incidentId]/cards/[cardId]'
	},
	amongTwo('incident', ''),
	amongTwo('log', '/log', async (page) => {
		await page.getByTestId('received').first().click();
	}),
	amongTwo('people', '/people'),
	amongTwo('card', '/cards/AC-08'),
	ofIncident('ending', '/close'),
	ofIncident('report on an incident', '/report'),
	{
		...ofIncident('print a situation report', '/print/report/1'),
		reaches: '/incident/[incidentId]/print/report/[number]'
	},
	{
		name: 'print a handover',
		path: '/alarm',
		reaches: '/incident/[incidentId]/print/handover/[handoverId]',
		async arrange(page) {
			const address = await incidentInUse(page);
			await page.goto(new URL(`${address}/handover`, page.url()).href);
			await page.locator('[data-pick]').first().click();
			await page.locator('[data-handover="waiting"]').waitFor();
			await page.locator('a[href*="/print/handover/"]').click();
			await page.getByTestId('print').waitFor();
		}
	},
	{ name: 'missing incident', path: '/incident/none', isMissing: true },
	{ name: 'search', path: '/search' },
	{ name: 'search with hits', path: '/search?q=netv%C3%A6rk' },
	{ name: 'search without hits', path: '/search?q=xyzzy' },
	{ name: 'settings', path: '/settings', arrange: openAll },
	{ name: 'install', path: '/install', arrange: openAll },
	{ name: 'print', path: '/print' },
	{ name: 'print plan', path: '/print/plan' },
	{ name: 'print contacts', path: '/print/contacts' },
	{ name: 'print cards', path: '/print/cards' },
	{ name: 'print card', path: '/print/card/AC-08' },
	{ name: 'check of a log file', path: '/verify' },
	{
		name: 'log of an incident',
		path: '/alarm',
		reaches: '/incident/[incidentId]/log',
		arrange: async (page) => {
			await openWrittenLog(page);
			await page.getByTestId('log-filter-button').click();
		}
	},
	{
		name: 'note for the log',
		path: '/alarm',
		reaches: '/incident/[incidentId]/log',
		arrange: async (page) => {
			await openWrittenLog(page);
			await page.getByTestId('log-paper').click();
		}
	},
	{
		name: 'correction in the log',
		path: '/alarm',
		reaches: '/incident/[incidentId]/log',
		arrange: async (page) => {
			await openWrittenLog(page);
			await page.getByTestId('correct').first().click();
		}
	},
	{
		name: 'log to be shared',
		path: '/alarm',
		reaches: '/incident/[incidentId]/log/share',
		arrange: async (page) => {
			await goTo(page, `${await openWrittenLog(page)}/log/share`);
			await page.getByTestId('make-csv').click();
			await page.getByTestId('file-ready').waitFor();
		}
	},
	{
		name: 'log on paper',
		path: '/alarm',
		reaches: '/incident/[incidentId]/print/log',
		arrange: async (page) => {
			await goTo(page, `${await openWrittenLog(page)}/print/log`);
			await page.getByTestId('print').waitFor();
		}
	},
	{
		name: 'log as codes on paper',
		path: '/group',
		reaches: '/incident/[incidentId]/print/codes',
		arrange: async (page) => {
			await foundGroup(page);
			await goTo(page, `${await openIncident(page)}/print/codes`);
			await page.getByTestId('codes').first().waitFor();
		}
	},
	{ name: 'missing page', path: '/no-such-page', isMissing: true },
	{ name: 'missing page, far down', path: '/plan/no/such/page?q=x#y', isMissing: true },
	{ name: 'missing card', path: '/cards/AC-99', isMissing: true },
	{ name: 'missing card to print', path: '/print/card/AC-99', isMissing: true },
	{ name: 'missing role', path: '/roles/nobody', isMissing: true },
	{ name: 'address cut off within a letter', path: '/cards/%E0%A4', isMissing: true }
];

/** Begins an incident whose log has a note that was corrected, and gives the incident's address. */
async function openWrittenLog(page: Page): Promise<string> {
	const address = await openIncident(page);
	await goTo(page, `${address}/log`);
	await page.locator('[data-note="observed"]').click();
	await page.getByTestId('note-text').fill('Ingen net på rådhuset');
	await page.getByTestId('note-save').click();
	await page.getByTestId('note').waitFor({ state: 'hidden' });
	await page.getByTestId('correct').first().click();
	await page.getByTestId('correction-text').fill('Kun på 2. sal');
	await page.getByTestId('correction-void').check();
	await page.getByTestId('correction-save').click();
	await page.getByTestId('correction').waitFor({ state: 'hidden' });
	return address;
}

/**
 * An incident in which a step was ticked here, and undone on another phone that gave the chair to somebody else too;
 * the other phone is gone again.
 */
async function contradictedIncident(page: Page): Promise<string> {
	const address = await activatedIncident(page, { who: 'Erik Sørensen' });
	const step = (one: Page) => one.locator('[data-step="AC-08.01"]').getByRole('checkbox');
	await goTo(page, `${address}/cards/AC-08`);
	await step(page).click();
	await page.locator('[data-step="AC-08.01"][class*="done"]').waitFor();
	await page.getByRole('link', { name: 'Beredt' }).click();
	await page.getByRole('link', { name: 'Gruppen' }).click();
	await foundGroup(page);
	const context = await page.context().browser()?.newContext({ locale: 'da-DK' });
	if (!context) throw new Error('a browser of its own has no second context');
	const other = await context.newPage();
	await other.goto(new URL('/group', page.url()).href);
	await letIn(page, other);
	await other.getByRole('link', { name: 'Beredt' }).click();
	await other.getByTestId('open-incidents').locator(`a[href="${address}"]`).click(MEETING);
	await other.locator(`.frame__nav a[href="${address}/people"]`).click();
	const chair = other.locator('[data-role-now]').first();
	await chair.getByTestId('change-role').click();
	await chair.locator('[data-pick]').last().click();
	await other.locator(`.frame__nav a[href="${address}/cards"]`).click();
	await other.locator(`a[href="${address}/cards/AC-08"]`).first().click();
	await step(other).click();
	// it has come over when this phone says so
	await page.getByRole('link', { name: 'Beredt' }).click();
	await page.getByTestId('open-incidents').locator(`a[href="${address}"]`).click();
	await page.locator('[data-testid="contradictions"] li + li').waitFor(MEETING);
	await context.close();
	return address;
}

/** A group, made on this phone where it is in none. */
async function foundGroup(page: Page): Promise<void> {
	await page.locator('[data-testid="to-join"], [data-testid="to-meet"]').first().waitFor();
	if (await page.getByTestId('to-meet').isVisible()) return;
	await page.getByTestId('found').locator('summary').first().click();
	await sayWho(page, 'Erik Sørensen');
	await page.locator('[data-testid="found"] .stack > label input').fill('Kriseledelsen');
	await page.getByTestId('found-group').click();
	await page.getByTestId('to-meet').waitFor();
}

/** To where what is on the phone is passed on, in a group. */
async function toParcel(page: Page): Promise<void> {
	await foundGroup(page);
	await page.getByTestId('to-parcel').click();
	await page.getByTestId('parcel').waitFor();
}

/** Opens all that can be opened on a screen. */
async function openAll(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const details of document.querySelectorAll('details')) details.open = true;
	});
}
