/** A long log on its way from phone to phone, and a tab that is closed in the middle of it. */
import { bundleScript } from '../../scripts/lib/bundle.mjs';
import { expect } from './fixtures';
import { goTo } from './helpers';
import { activatedIncident, note } from './incident';
import { entryIds, found, letIn, meetAgain, MEETING, test, toLog } from './meeting';
import type { Notes } from './write-notes';

const COUNT = 5_000;
const TEXTS = Array.from(
	{ length: COUNT },
	(_, at) => `Driftsvagten melder, at fagsystem nr. ${at} ikke svarer. Leverandøren er kontaktet.`
);

/** Runs in the page: how many entries are on this phone's disk. */
function countEntries(): Promise<number> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open('beredt');
		opening.onerror = () => reject(opening.error ?? new Error('not opened'));
		opening.onsuccess = () => {
			const counting = opening.result.transaction('entries').objectStore('entries').count();
			counting.onerror = () => reject(counting.error ?? new Error('not counted'));
			counting.onsuccess = () => {
				opening.result.close();
				resolve(counting.result);
			};
		};
	});
}

test(
	'a tab closed in the middle of a large sync goes on where it was, whichever of the two it is',
	{ tag: '@crowd' },
	async ({ phone, other }) => {
		test.setTimeout(300_000);
		let host = await phone.open('/');
		const incident = await activatedIncident(host, { who: 'Erik Sørensen', services: ['Outlook'] });
		await goTo(host, '/');
		await host.evaluate(await bundleScript('tests/e2e/write-notes.ts'));
		await host.evaluate(
			(notes) => (globalThis as unknown as { writeNotes: (notes: Notes) => Promise<void> }).writeNotes(notes),
			{ incidentId: incident.split('/').at(-1) ?? '', texts: TEXTS, fromMs: Date.now(), everyMs: 1 }
		);
		const all = await host.evaluate(entryIds);
		expect(all.length).toBeGreaterThan(COUNT);
		const whole = new Set(all);

		await goTo(host, '/group');
		await found(host);
		let guest = await other.open('/group');
		await letIn(host, guest);

		// who receives is gone, with some of it on the disk
		await expect
			.poll(() => guest.evaluate(countEntries), { intervals: [50], timeout: 60_000 })
			.toBeGreaterThan(500);
		await guest.close();
		guest = await other.open('/group');
		const first = await guest.evaluate(entryIds);
		expect(first.length).toBeGreaterThan(500);
		expect(first.length).toBeLessThan(COUNT);
		await goTo(host, '/group');
		await meetAgain(host, guest);

		// then who gives, as soon as they have met
		await host.close();
		host = await phone.open('/group');
		await goTo(guest, '/group');
		await meetAgain(host, guest);
		const lacking = async () => {
			const held = new Set(await guest.evaluate(entryIds));
			return all.filter((id) => !held.has(id)).length;
		};
		await expect.poll(lacking, { timeout: 120_000 }).toBe(0);
		const ids = await guest.evaluate(entryIds);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.filter((id) => whole.has(id))).toEqual(all);

		// and it is of use at once: what is written next is there too
		await toLog(guest);
		await toLog(host);
		await note(guest, 'Nu har vi det hele');
		await expect(host.getByRole('article').filter({ hasText: 'Nu har vi det hele' })).toBeVisible(MEETING);
	}
);
