import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlanFile } from '$lib/domain/plan/parse-plan';
import type { Plan, PlanWarning } from '$lib/domain/plan/schema';
import { formatLines, placesOfPlan } from '$lib/ui/print/paper-places';
import { placeRemarks } from '$lib/ui/print/remark-places';

function planOf(path: string): Plan {
	const parsed = parsePlanFile(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'));
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
}
const plans = [planOf('plans/viborg-it-delplan.json'), planOf('tests/fixtures/nordoe-staff-plan.json')];

const warning = (id: string, about: string[], severity: PlanWarning['severity'] = 'low'): PlanWarning => ({
	id,
	kind: 'doubtful',
	severity,
	about,
	text: id
});
const place = (key: string, rows: string[] = []) => ({ key, ids: [key], rows });

describe('a remark on paper', () => {
	it('is printed at the first place that it is about, and named by its number at the others', () => {
		const remarks = placeRemarks([warning('one', ['b', 'a'])], [place('a'), place('b')]);
		expect(remarks.at('a').full.map(({ number, remark }) => [number, remark.id])).toEqual([[1, 'one']]);
		expect(remarks.at('a').seeAlso).toEqual([]);
		expect(remarks.at('b')).toEqual({ full: [], seeAlso: [1] });
		expect(remarks.numbersOf('b')).toEqual([1]);
	});

	it('about a row is printed below the rows, and the row names its number', () => {
		const remarks = placeRemarks([warning('one', ['row'])], [place('table', ['row', 'other'])]);
		expect(remarks.at('table').full).toHaveLength(1);
		expect(remarks.numbersOf('row')).toEqual([1]);
		expect(remarks.numbersOf('other')).toEqual([]);
	});

	it('comes first where it is the graver one', () => {
		const remarks = placeRemarks(
			[warning('low', ['a']), warning('high', ['a'], 'high'), warning('medium', ['a'], 'medium')],
			[place('a')]
		);
		expect(remarks.at('a').full.map(({ remark }) => remark.id)).toEqual(['high', 'medium', 'low']);
	});

	it('about nothing on the paper is kept for the end, with the next number', () => {
		const remarks = placeRemarks([warning('away', ['x']), warning('here', ['a'])], [place('a')]);
		expect(remarks.elsewhere.map(({ number, remark }) => [number, remark.id])).toEqual([[2, 'away']]);
	});

	it.each(plans)('of $id is printed exactly once, whether the cards are printed or not', (plan) => {
		for (const cards of [plan.cards, []]) {
			const places = placesOfPlan(plan, cards);
			const remarks = placeRemarks(plan.warnings, places);
			const printed = [...places.flatMap(({ key }) => remarks.at(key).full), ...remarks.elsewhere];
			expect(printed.map(({ remark }) => remark.id).sort()).toEqual(plan.warnings.map(({ id }) => id).sort());
			expect(printed.map(({ number }) => number)).toEqual(plan.warnings.map((_, index) => index + 1));
		}
	});
});

describe('line numbers', () => {
	it('are ranges where lines follow each other, in order and once each', () => {
		expect(formatLines([])).toBe('');
		expect(formatLines([52])).toBe('52');
		expect(formatLines([12, 9, 10, 11, 10])).toBe('9–12');
		expect(formatLines([63, 66, 67, 64, 70])).toBe('63–64, 66–67, 70');
	});
});
