/** Three phones: what two of them have met is enough for all. */
import { expect } from './fixtures';
import { activatedIncident, note } from './incident';
import { found, letIn, MEETING, test, toLog } from './meeting';

test('two phones that never met connect through a third, and go on when that is gone', async ({
	phone,
	other,
	third
}) => {
	test.setTimeout(180_000);
	const erik = await phone.open('/');
	await activatedIncident(erik, { who: 'Erik Sørensen', services: ['Outlook'] });
	await erik.getByRole('link', { name: 'Beredt' }).click();
	await erik.getByRole('link', { name: 'Gruppen' }).click();
	await found(erik);
	const ole = await other.open('/group');
	await letIn(erik, ole);
	await ole.getByRole('link', { name: 'Til gruppen' }).click();
	const kim = await third.open('/group');
	await letIn(ole, kim, 'observer', 'Kim Kimsen');

	// only codes between Erik and Ole, and Ole and Kim, were seen by anybody
	await erik.getByRole('link', { name: 'Til gruppen' }).click();
	await kim.getByRole('link', { name: 'Til gruppen' }).click();
	for (const page of [erik, kim])
		await expect(page.getByTestId('connected')).toHaveText('2 telefoner er forbundet nu.', MEETING);
	await expect(erik.getByTestId('mesh').getByRole('listitem')).toHaveCount(3);

	await toLog(kim);
	await toLog(erik);
	await other.kill();
	await note(erik, 'Ole er væk');
	await expect(kim.getByText('Ole er væk')).toBeVisible(MEETING);
	await note(kim, 'Det så jeg');
	await expect(erik.getByText('Det så jeg')).toBeVisible(MEETING);
});
