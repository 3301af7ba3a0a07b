import { expect, isReady, test } from './fixtures';

const PHONES = [
	{
		guide: 'guide-iosSafari',
		name: 'Safari on an iPhone',
		userAgent:
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
		says: ['Tryk på Del', 'Føj til hjemmeskærm', 'Tilføj']
	},
	{
		guide: 'guide-androidChrome',
		name: 'Chrome on Android',
		userAgent:
			'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
		says: ['tre prikker', 'Installer app', 'Installer']
	},
	{
		guide: 'guide-androidFirefox',
		name: 'Firefox on Android',
		userAgent: 'Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0',
		says: ['tre prikker', 'Føj til startskærm', 'Tilføj']
	}
];

for (const { guide, name, userAgent, says } of PHONES) {
	test(`${name} finds its own guide first and open, each step in words and drawn, and the others too`, async ({
		server,
		browser
	}) => {
		const context = await browser.newContext({
			userAgent,
			locale: 'da-DK',
			viewport: { width: 360, height: 740 }
		});
		const page = await context.newPage();
		await page.goto(`${server.url}/install`);
		await isReady(page);
		const guides = page.locator('details[name="install-guide"]');
		await expect(guides).toHaveCount(3);
		await expect(guides.first()).toHaveAttribute('data-testid', guide);
		await expect(guides.first()).toHaveAttribute('open');
		await expect(guides.first()).toContainText('Din browser');
		const steps = guides.first().getByRole('listitem');
		await expect(steps).toHaveCount(4);
		for (const [index, words] of says.entries()) await expect(steps.nth(index)).toContainText(words);
		for (const step of await steps.all()) await expect(step.locator('svg').first()).toBeVisible();
		await guides.nth(2).locator('summary').click();
		await expect(guides.nth(2).getByRole('listitem')).toHaveCount(4);
		await expect(guides.first()).not.toHaveAttribute('open');
		await context.close();
	});
}

test.describe('where the browser itself can ask', () => {
	/** Chromium's own event, which headless never sends. */
	const offer = (outcome: 'accepted' | 'dismissed') => {
		const event = new Event('beforeinstallprompt', { cancelable: true });
		Object.assign(event, {
			prompt: () => {
				document.documentElement.dataset.asked = 'yes';
				if (outcome === 'accepted') dispatchEvent(new Event('appinstalled'));
				return Promise.resolve({ outcome });
			}
		});
		dispatchEvent(event);
	};

	test('one large button asks, whichever page was open when the browser offered it', async ({ visit }) => {
		const page = await visit('/cards');
		await page.evaluate(offer, 'accepted' as const);
		await page.getByRole('link', { name: 'Indstillinger' }).click();
		await page.getByRole('link', { name: 'Læg Beredt på hjemmeskærmen' }).click();
		const button = page.getByTestId('install-prompt');
		await expect(button).toBeInViewport();
		expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(56);
		await button.click();
		await expect(page.locator('html')).toHaveAttribute('data-asked', 'yes');
		await expect(page.getByTestId('installed')).toContainText('Beredt ligger på hjemmeskærmen.');
	});

	test('a no leaves the guides to go by', async ({ visit }) => {
		const page = await visit('/install');
		await page.evaluate(offer, 'dismissed' as const);
		await page.getByTestId('install-prompt').click();
		await expect(page.getByText('svaret var nej')).toBeVisible();
		await expect(page.getByTestId('install-prompt')).toHaveCount(0);
		await expect(page.locator('details[name="install-guide"]').first()).toHaveAttribute('open');
	});
});

test('on a computer the address to open on the phone is told', async ({ server, visit }) => {
	const page = await visit('/install');
	await expect(page.getByTestId('install')).toContainText(`${server.url}/`);
});
