import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumOf, tallyOfCheck, tallyOfPlaywright, tallyOfVitest } from '../../../scripts/lib/test-reports.mjs';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'beredt-reports-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

function reportOf(value: unknown): string {
	const file = join(folder, 'report.json');
	writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
	return file;
}

const test = (status: string, fullName = 'a rule') => ({ status, fullName });
const file = (assertionResults: unknown[], status = 'passed', message = '') => ({
	name: 'rules.test.ts',
	status,
	message,
	assertionResults
});

describe('of vitest', () => {
	it('counts what passed and what failed, and names what was left out', () => {
		const report = reportOf({
			testResults: [
				file([test('passed'), test('failed')], 'failed'),
				file([test('passed'), test('skipped', 'a late rule')])
			]
		});
		expect(tallyOfVitest(report, 1)).toEqual({
			passed: 2,
			failed: 1,
			skipped: ['a late rule (skipped)'],
			oddities: []
		});
	});

	it('counts a file that could not be run', () => {
		const report = reportOf({
			testResults: [file([test('passed')]), file([], 'failed', 'SyntaxError\n at x')]
		});
		const tally = tallyOfVitest(report, 1);
		expect(tally.oddities).toEqual(['rules.test.ts could not be run: SyntaxError']);
		expect(sumOf([tally])).toEqual({ passed: 1, failed: 1 });
	});

	it.each([
		['no report', () => join(folder, 'none.json'), 0],
		['a report that was cut off', () => reportOf('{"testResults": ['), 0],
		['no test', () => reportOf({ testResults: [] }), 0],
		['an error outside of any test', () => reportOf({ testResults: [file([test('passed')])] }), 1]
	])('counts %s as a failure', (_, report, code) => {
		expect(sumOf([tallyOfVitest(report(), code)]).failed).toBe(1);
	});
});

const spec = (title: string, status: string, { annotations = [] as unknown[], results = [{}] } = {}) => ({
	title,
	tests: [{ status, annotations, results }]
});

describe('of Playwright', () => {
	it('counts in suites within suites, and says why a test was left out', () => {
		const why = [{ type: 'skip', description: 'no Firefox here' }];
		const report = reportOf({
			errors: [],
			suites: [
				{
					specs: [spec('opens', 'expected')],
					suites: [
						{ specs: [spec('ticks', 'unexpected'), spec('in Firefox', 'skipped', { annotations: why })] }
					]
				}
			]
		});
		expect(tallyOfPlaywright(report, 1)).toEqual({
			passed: 1,
			failed: 1,
			skipped: ['in Firefox: no Firefox here'],
			oddities: []
		});
	});

	it.each([
		['one that passed at the second try', [spec('opens', 'flaky')]],
		['one left out without a reason', [spec('opens', 'skipped')]],
		['one that the runner never came to', [spec('opens', 'skipped', { results: [] })]]
	])('counts %s as a failure', (_, specs) => {
		expect(sumOf([tallyOfPlaywright(reportOf({ suites: [{ specs }] }), 0)])).toEqual({
			passed: 0,
			failed: 1
		});
	});

	it('counts an error outside of any test, once', () => {
		const report = reportOf({
			errors: [{ message: 'Error: port taken\n at x' }],
			suites: [{ specs: [spec('opens', 'expected')] }]
		});
		expect(sumOf([tallyOfPlaywright(report, 1)])).toEqual({ passed: 1, failed: 1 });
	});

	it('counts a runner that died as a failure', () => {
		expect(tallyOfPlaywright(join(folder, 'none.json'), 137).oddities).toEqual([
			'Playwright ended with code 137 and left no report'
		]);
	});
});

it('adds stages up, lint and types as one each', () => {
	const odd = { passed: 5, failed: 0, skipped: [], oddities: ['left running'] };
	expect(sumOf([tallyOfCheck(0), tallyOfCheck(2), odd])).toEqual({ passed: 6, failed: 2 });
});
