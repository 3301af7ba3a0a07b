/** What specs of phones that meet do on their way: two phones, each a browser with a disk of its own, and their codes as texts. */
import type { Page } from '@playwright/test';
import { expect, Phone, test as base } from './fixtures';
import { sayWho } from './incident';

interface Fixtures {
	other: Phone;
	third: Phone;
	/** As many as a spec asks for. */
	newPhone: () => Promise<Phone>;
}

export const test = base.extend<Fixtures>({
	newPhone: async ({ server }, use) => {
		const phones: Phone[] = [];
		await use(async () => {
			const phone = new Phone(server);
			phones.push(phone);
			await phone.start();
			return phone;
		});
		for (const phone of phones) await phone.dispose();
	},
	other: async ({ newPhone }, use) => use(await newPhone()),
	third: async ({ newPhone }, use) => use(await newPhone())
});
/** A connection is made in less than a second; a busy machine takes its time. */
export const MEETING = { timeout: 30_000 };

/** A group led by Erik. */
export async function found(page: Page, name = 'Kriseledelsen'): Promise<void> {
	await page.getByTestId('found').locator('summary').first().click();
	// who holds the phone is asked where nobody has said it
	await page.getByTestId('who-are-you').or(page.getByLabel('Gruppens navn')).first().waitFor();
	await sayWho(page, 'Erik Sørensen');
	await page.getByLabel('Gruppens navn').fill(name);
	await page.getByTestId('found-group').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** To the group, without loading a page anew. */
export async function toGroup(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Beredt', exact: true }).click();
	await page.getByRole('link', { name: 'Gruppen' }).click();
}

/** To one of the screens of the incident that goes on, without loading a page anew. */
export async function toIncident(page: Page, screen: string): Promise<void> {
	await page.getByRole('link', { name: 'Beredt', exact: true }).click();
	await page.getByTestId('open-incidents').getByRole('link').first().click(MEETING);
	// the screens outside of an incident have a link “Kort” of their own
	await page.getByTestId('incident').waitFor(MEETING);
	const link = page.getByRole('link', { name: screen, exact: true });
	await link.click();
	// what comes next may load the page anew, and would find the screen before
	await expect(link).toHaveAttribute('aria-current', 'page', MEETING);
}

/** To the log of the incident that goes on, without loading a page anew: that would drop the connection. */
export async function toLog(page: Page): Promise<void> {
	await toIncident(page, 'Log');
}

export async function codeOf(page: Page): Promise<string> {
	await page.getByTestId('code-as-text').locator('summary').click(MEETING);
	return (await page.getByTestId('code-text').textContent()) ?? '';
}

export async function put(page: Page, code: string): Promise<void> {
	const paste = page.getByTestId('paste-code');
	const field = page.getByLabel('Den andens kode');
	// what the camera says may come above it while it is pressed
	await expect(async () => {
		if (!(await field.isVisible())) await paste.locator('summary').click();
		await expect(field).toBeVisible({ timeout: 1_000 });
	}).toPass(MEETING);
	await field.fill(code);
	await page.getByTestId('use-code').click();
}

/** Brings the code that one phone shows to the other, which waits for one. */
export type Carry = (from: Page, to: Page) => Promise<void>;

/** As a text, with words before it as a message has. */
const asText: Carry = async (from, to) => put(to, `Kom ind: ${await codeOf(from)}`);

/** From the next load of its page on, the camera of a phone sees what is held before it. */
export async function withCamera(page: Page): Promise<(seen: Buffer) => Promise<void>> {
	await page.addInitScript(() => {
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = 640;
		const context = canvas.getContext('2d');
		let picture = new Image();
		navigator.mediaDevices.getUserMedia = async () => {
			// what was held before it when it was last on is gone
			picture = new Image();
			context?.clearRect(0, 0, 640, 640);
			// a camera goes on though nothing moves
			setInterval(() => {
				context?.fillRect(0, 0, 1, 1);
				if (picture.complete && picture.naturalWidth > 0) context?.drawImage(picture, 0, 0, 640, 640);
			}, 30);
			return canvas.captureStream();
		};
		(window as unknown as { hold: (png: string) => Promise<void> }).hold = async (png) => {
			const next = new Image();
			next.src = png;
			await next.decode();
			picture = next;
			// the camera's next frame, and the look at it
			await new Promise((resolve) => setTimeout(resolve, 120));
		};
	});
	return (seen) =>
		page.evaluate(
			(png) => (window as unknown as { hold: (png: string) => Promise<void> }).hold(png),
			`data:image/png;base64,${seen.toString('base64')}`
		);
}

/** As a person does: the code on one screen is held before the other's camera. */
export function byCamera(cameras: ReadonlyMap<Page, (seen: Buffer) => Promise<void>>): Carry {
	return async (from, to) => {
		const code = from.getByTestId('qr-code');
		await expect(code).toBeVisible(MEETING);
		await expect(to.getByTestId('qr-scanner')).toHaveAttribute('data-state', 'looking', MEETING);
		await cameras.get(to)?.(await code.screenshot());
	};
}

/** `host` lets `guest`, whose person is not known yet, in as a member. */
export async function letIn(
	host: Page,
	guest: Page,
	as = 'member',
	who = 'Ole Christiansen',
	carry = asText
): Promise<void> {
	await host.getByTestId('to-invite').click();
	await host.locator(`[data-invite="${as}"]`).click();
	await guest.getByTestId('to-join').click();
	await guest.getByTestId('who-are-you').waitFor();
	await sayWho(guest, who);
	await carry(host, guest);
	await host.getByTestId('scan-answer').click();
	await carry(guest, host);
	await expect(host.getByRole('heading', { name: `Er det ${who}?` })).toBeVisible(MEETING);
	const words = await host.getByTestId('check-words').textContent();
	await expect(guest.getByTestId('check-words')).toHaveText(words ?? '');
	await host.getByTestId('let-in').click();
	await expect(host.getByTestId('met')).toContainText(`Forbundet med ${who}`, MEETING);
	await expect(guest.getByTestId('met')).toBeVisible(MEETING);
}

/** Two members whose pages stand at the group exchange codes, up to the answer, which `host` waits for. */
export async function exchangeCodes(host: Page, guest: Page): Promise<{ offer: string; answer: string }> {
	await atTheCode(host, guest);
	const offer = await codeOf(host);
	await put(guest, offer);
	const answer = await codeOf(guest);
	await host.getByTestId('scan-answer').click();
	return { offer, answer };
}

/** Two members whose pages stand at the group meet again. */
export async function meetAgain(host: Page, guest: Page, carry = asText): Promise<void> {
	await atTheCode(host, guest);
	await carry(host, guest);
	await host.getByTestId('scan-answer').click();
	await carry(guest, host);
	await expect(host.getByTestId('met')).toBeVisible(MEETING);
	await expect(guest.getByTestId('met')).toBeVisible(MEETING);
}

/** One shows its code, the other looks for one. */
async function atTheCode(host: Page, guest: Page): Promise<void> {
	await host.getByTestId('to-meet').click();
	await host.getByTestId('show-code').click();
	await guest.getByTestId('to-meet').click();
	await guest.getByTestId('scan-code').click();
}

/** Runs in the page: those of `texts` that stand in no entry on this phone's disk. */
export function lackingOf(texts: readonly string[]): Promise<string[]> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open('beredt');
		opening.onerror = () => reject(opening.error ?? new Error('not opened'));
		opening.onsuccess = () => {
			const reading = opening.result.transaction('entries').objectStore('entries').getAll();
			reading.onerror = () => reject(reading.error ?? new Error('not read'));
			reading.onsuccess = () => {
				opening.result.close();
				const words = (reading.result as Record<string, unknown>[])
					.flatMap((row) => Object.values(row))
					.map((value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : ''))
					.join('\n');
				resolve(texts.filter((text) => !words.includes(text)));
			};
		};
	});
}

/** Runs in the page: the ids of all entries on this phone's disk, in one order. */
export function entryIds(): Promise<string[]> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open('beredt');
		opening.onerror = () => reject(opening.error ?? new Error('not opened'));
		opening.onsuccess = () => {
			const reading = opening.result.transaction('entries').objectStore('entries').getAll();
			reading.onerror = () => reject(reading.error ?? new Error('not read'));
			reading.onsuccess = () => {
				opening.result.close();
				const rows = reading.result as { readonly order: string; readonly id: string }[];
				resolve(rows.sort((a, b) => (a.order < b.order ? -1 : 1)).map((row) => row.id));
			};
		};
	});
}
