import { describe, expect, it } from 'vitest';
import { bringToFront } from '../../../src/service-worker/notice-press';

const NOTICE = '/beredt/incident/one/clocks';

/** Presses a notice with pages open at `paths`; answers with what came to the front, or was opened. */
async function press(
	paths: readonly string[],
	notice: unknown = NOTICE,
	start = '/beredt/'
): Promise<string[]> {
	const done: string[] = [];
	const pages = paths.map((path) => ({
		url: `https://example.dk${path}`,
		focus: () => Promise.resolve(done.push(`front ${path}`))
	}));
	await bringToFront(pages, notice, start, (path) => Promise.resolve(done.push(`open ${path}`)));
	return done;
}

describe('a press on a notice of a deadline', () => {
	it.each(['/beredt/incident/one', '/beredt/incident/one/log?kind=decision'])(
		'brings the page of that incident to the front: %s',
		async (path) => {
			expect(await press(['/beredt/', path, '/beredt/incident/oneself'])).toEqual([`front ${path}`]);
		}
	);

	it('brings any page to the front where none is of that incident, and leaves it where it is', async () => {
		expect(await press(['/beredt/plan', '/beredt/incident/two/log'])).toEqual(['front /beredt/plan']);
	});

	it('opens the page that it is of where none is open', async () => {
		expect(await press([])).toEqual([`open ${NOTICE}`]);
	});

	it.each([null, 7, 'https://example.com/', '//example.com/', '/elsewhere/'])(
		'opens nothing but a page of Beredt: %s',
		async (notice) => {
			expect(await press([], notice)).toEqual(['open /beredt/']);
			expect((await press([], notice, '/')).join()).toMatch(/^open \/($|elsewhere)/);
		}
	);
});
