/**
 * Every fact of the plan (../shared/domain/plan-model.md, F01–F58) stands in the plan's own words on the screen where
 * it belongs: a table of facts, so that what is lost is named.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

interface Fact {
	id: string;
	path: string;
	texts: string[];
}
const facts = JSON.parse(readFileSync(new URL('../fixtures/facts.json', import.meta.url), 'utf8')) as Fact[];

/** A fact of several texts stands in one place: that is no longer than this. */
const ONE_PLACE = 300;

/**
 * What a person can read on the screen, place by place, with every kind of space as one: first all of it, then each
 * element's. Neither what is folded away nor what only a screen reader is told counts.
 */
async function readablePlaces(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const sheet = new CSSStyleSheet();
		sheet.insertRule('.visually-hidden { display: none !important; }');
		document.adoptedStyleSheets = [sheet];
		const main = document.querySelector('main');
		if (!main) throw new Error('no main');
		return [main, ...main.querySelectorAll<HTMLElement>('*')].map((one) =>
			(one.innerText || '').replace(/\s+/g, ' ').trim()
		);
	});
}
const asRead = (text: string) => text.replace(/\s+/g, ' ').trim();

test('the table has every fact from F01 to F58', () => {
	const ids = Array.from({ length: 58 }, (_, at) => `F${String(at + 1).padStart(2, '0')}`);
	expect([...new Set(facts.map((fact) => fact.id))]).toEqual(ids);
});

for (const path of new Set(facts.map((fact) => fact.path))) {
	test(`every fact that belongs on ${path} stands there, word for word`, async ({ visit }) => {
		const page = await visit(path);
		await expect(page.locator('main h1').first()).toBeVisible();
		const [all = '', ...places] = await readablePlaces(page);
		const lost = facts
			.filter((fact) => fact.path === path)
			.filter(({ texts }) => {
				const [first = '', ...more] = texts.map(asRead);
				if (more.length === 0) return !all.includes(first);
				return !places.some(
					(place) => place.length <= ONE_PLACE && [first, ...more].every((text) => place.includes(text))
				);
			});
		expect(lost).toEqual([]);
	});
}
