import { expect, test } from './fixtures';

test('calls the chief in two taps: open the app, press Ring', async ({ visit }) => {
	const page = await visit('/');
	const call = page.getByRole('link', { name: 'Ring til It- og digitaliseringschefen, 87 87 41 50' });
	await expect(call).toBeInViewport();
	await expect(call).toHaveAttribute('href', 'tel:+4587874150');
	const box = await call.boundingBox();
	expect(box?.height).toBeGreaterThanOrEqual(56);
});

test('opens with the server gone and the browser killed, on a deep link never visited before', async ({
	server,
	phone
}) => {
	await phone.install();
	await server.stop();
	await phone.kill();
	await phone.start();
	const page = await phone.open('/cards/AC-08');
	await expect(page.getByTestId('card')).toBeVisible();
});
