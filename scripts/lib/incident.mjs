/** Presses that lead a browser through an incident, as a person does them: for pictures of its screens. */

/**
 * Begins an incident in which mail is down, activates it, and does what one does in its first hour. Knows the embedded
 * plan's ids, and none of the screens' words.
 * @param page On any screen of the app.
 * @param url The app's address, without a slash at the end.
 * @param pass Called between two acts, for a clock that is moved on.
 * @returns The incident's address below `url`.
 */
export async function leadIncident(page, url, pass = async () => {}) {
	const open = (path) => openScreen(page, `${url}${path}`);
	const press = (selector) => page.locator(selector).first().click();
	/** A press that is gone from the screen when it is on the disk. */
	const write = async (selector) => {
		await press(selector);
		await page.locator(selector).first().waitFor({ state: 'detached' });
	};

	await open('/alarm');
	await page.getByTestId('open-incident').waitFor();
	await press('[data-testid="who-are-you"] button');
	await press('[aria-labelledby="alarm-source"] [role="radio"]:nth-of-type(2)');
	await press('[aria-labelledby="alarm-services"] li:nth-of-type(4) button');
	await press('[data-testid="open-incident"]');
	await page.getByTestId('now').waitFor();
	const address = new URL(page.url()).pathname;
	await pass();
	await write('[data-testid="activate-at-once"]');
	await write('[data-next="setMeetingPlace"] button');

	await pass();
	await open(`${address}/picture`);
	await press('[data-service="KY4"] button');
	await press('[data-service="KY4"] [data-set="down"]');
	await page.locator('[data-service="KY4"][data-status="down"]').waitFor();

	await pass();
	await open(`${address}/cards/AC-06`);
	await write('[data-testid="open-card"]');
	for (const at of [0, 1]) {
		const step = page.locator('[data-step] [role="checkbox"]').nth(at);
		await step.click();
		await step.and(page.locator('[aria-checked="true"]')).waitFor();
	}
	await pass();
	await open(`${address}/log`);
	await press('[data-note="observed"]');
	await page.getByTestId('note-text').fill('Mailserveren svarer ikke. Leverandøren fejlsøger.');
	await page.getByTestId('note-save').click();
	await page.getByTestId('note').waitFor({ state: 'hidden' });

	await open(`${address}/clocks`);
	await press('[data-finding]');
	await press('[data-testid="start-clocks"]');
	await page.getByTestId('clock-strip').waitFor();
	await pass();
	return address;
}

/** Opens an address, and waits until its screen stands; an incident's own screens wait for its log. */
export async function openScreen(page, address) {
	await page.goto(address);
	await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
	if (/\/incident\/./.test(address)) await page.getByTestId('incident').waitFor();
}

/** Stops, evaluates and closes an incident. */
export async function endIncident(page, address) {
	await openScreen(page, `${address}/close`);
	await page.getByTestId('deactivate').click();
	const evaluation = page.getByTestId('evaluation');
	await evaluation.getByRole('textbox').fill('Telefonlisten var forældet');
	await evaluation.getByRole('radio').last().click();
	await evaluation.locator('.button--wide').click();
	await page.locator('[data-point]').first().waitFor();
	await page.getByTestId('evaluated').click();
	await page.getByTestId('close-incident').click();
	await page.getByTestId('close-incident').waitFor({ state: 'detached' });
}
