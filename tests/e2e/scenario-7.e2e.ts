/**
 * Exercise Ø7, "Tele og net nede", on one phone. Must hold: what was written on paper shows both its times, and stands
 * in the right place of the timeline.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident, saved } from './incident';

const START = new Date('2026-11-24T13:00:00Z');

async function fromPaper(page: Page, kind: string, time: string, text: string): Promise<void> {
	await page.locator(`[data-paper-kind="${kind}"]`).click();
	await page.getByTestId('paper-day').fill('2026-11-24');
	await page.getByTestId('paper-time').fill(time);
	await page.getByTestId('note-text').fill(text);
	await page.getByTestId('note-save').click();
	await expect(page.getByTestId('note-text')).toHaveValue('');
}

test('Ø7: with every channel down the ladder ends at runners, and the paper log is typed in afterwards', async ({
	server,
	phone
}) => {
	test.setTimeout(120_000);
	await phone.install();
	await phone.context.clock.install({ time: START });
	await server.stop();
	const page = await phone.open('/');
	const incident = await activatedIncident(page, { exercise: 'EX-7', who: 'Ole Christiansen' });

	// mobile network and internet are gone: the ladder falls to what needs none
	await goTo(page, `${incident}/people/channels`);
	for (const channel of ['sms', 'mobile', 'mail', 'notify-sms', 'notify-call', 'notify-mail']) {
		const row = page.locator(`[data-channel="${channel}"]`);
		if ((await row.count()) === 0 || (await row.getAttribute('data-status')) === 'down') continue;
		await row.locator('[data-set="down"]').click();
		await expect(row).toHaveAttribute('data-status', 'down');
	}
	await goTo(page, `${incident}/people`);
	const chief = page.locator('[data-call="K-CHEF"]');
	for (const means of ['sms', 'call', 'mail', 'chat'])
		await expect(chief.locator(`[data-way="${means}"]`), means).toHaveCount(0);
	await expect(chief).toContainText('Personligt');
	await expect(chief).toContainText('Analog kommunikation');
	await chief.locator('[data-outcome="reached"]').click();
	await expect(chief.getByTestId('call-state')).toContainText('Nået kl. 14.00');

	// T+240: what was written on paper meanwhile, in the order of the pile, not of the day
	await page.clock.fastForward('04:00:00');
	await goTo(page, `${incident}/log`);
	await page.getByTestId('log-paper').click();
	await fromPaper(page, 'observed', '16:30', 'Strømmen er tilbage i serverrummet');
	await fromPaper(page, 'observed', '14:45', 'Løber sendt til Beredskabet');
	await page.keyboard.press('Escape');
	await page.locator('[data-note="observed"]').click();
	await page.getByTestId('note-text').fill('Nettet virker igen');
	await page.getByTestId('note-save').click();
	await saved(page);

	const texts = page.locator('[role=feed] article');
	await expect(texts.nth(0)).toContainText('Nettet virker igen');
	await expect(texts.nth(1)).toContainText('Strømmen er tilbage');
	await expect(texts.nth(2)).toContainText('Løber sendt til Beredskabet');
	for (const [entry, time] of [
		[texts.nth(1), '16.30'],
		[texts.nth(2), '14.45']
	] as const) {
		await expect(entry).toContainText(time);
		await expect(entry).toContainText(/Indtastet fra papir af Ole Christiansen/i);
		await expect(entry).toContainText('18.00');
	}
	await expect(texts.nth(3)).toContainText('Erik Sørensen');
});
