// Reads what vitest and Playwright report in JSON, so that nothing that went wrong is counted as well.
import { existsSync, readFileSync } from 'node:fs';

/**
 * What came of one stage.
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped What was left out, and why.
 * @property {string[]} oddities What else is wrong; each counts as failed.
 */

/**
 * What is read of vitest's report.
 * @typedef {{ status: string, fullName: string }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults?: VitestTest[] }} VitestFile
 *
 * What is read of Playwright's report.
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations?: Annotation[], results?: unknown[] }} PlaywrightTest
 * @typedef {{ title: string, tests: PlaywrightTest[] }} Spec
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite
 */

/**
 * One check that is a single program: lint, types.
 * @param {number} code Its exit code.
 * @returns {Tally}
 */
export function tallyOfCheck(code) {
	return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], oddities: [] };
}

/**
 * @param {string} file vitest's JSON report.
 * @param {number} code Its exit code.
 * @returns {Tally}
 */
export function tallyOfVitest(file, code) {
	/** @type {{ testResults?: VitestFile[] } | null} */
	const report = readReport(file);
	if (!report) return crashed('vitest', code);
	const tally = newTally();
	for (const { name, status, message, assertionResults = [] } of report.testResults ?? []) {
		if (status === 'failed' && !assertionResults.some((one) => one.status === 'failed'))
			tally.oddities.push(`${name} could not be run: ${firstLine(message)}`);
		for (const one of assertionResults) {
			if (one.status === 'passed') tally.passed += 1;
			else if (one.status === 'failed') tally.failed += 1;
			else tally.skipped.push(`${one.fullName} (${one.status})`);
		}
	}
	return settled(tally, 'vitest', code);
}

/**
 * @param {string} file Playwright's JSON report.
 * @param {number} code Its exit code.
 * @returns {Tally}
 */
export function tallyOfPlaywright(file, code) {
	/** @type {{ errors?: { message?: string }[], suites?: Suite[] } | null} */
	const report = readReport(file);
	if (!report) return crashed('Playwright', code);
	const tally = newTally();
	for (const { message } of report.errors ?? []) tally.oddities.push(firstLine(message));
	for (const { title, tests } of specsIn(report.suites ?? [])) {
		for (const { status, annotations = [], results = [] } of tests) {
			const reason = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
			if (status === 'expected') tally.passed += 1;
			else if (status === 'skipped' && results.length > 0 && reason)
				tally.skipped.push(`${title}: ${reason}`);
			else if (status === 'skipped') tally.oddities.push(`“${title}” was not run, and nobody said why`);
			// one that passed at the second try has failed once
			else tally.failed += 1;
		}
	}
	return settled(tally, 'Playwright', code);
}

/** @param {readonly Tally[]} tallies */
export function sumOf(tallies) {
	return {
		passed: tallies.reduce((sum, one) => sum + one.passed, 0),
		failed: tallies.reduce((sum, one) => sum + one.failed + one.oddities.length, 0)
	};
}

/** @returns {Tally} */
function newTally() {
	return { passed: 0, failed: 0, skipped: [], oddities: [] };
}

/**
 * @param {string} name
 * @param {number} code
 * @returns {Tally}
 */
function crashed(name, code) {
	return { ...newTally(), oddities: [`${name} ended with code ${code} and left no report`] };
}

/**
 * @param {Tally} tally
 * @param {string} name
 * @param {number} code
 */
function settled(tally, name, code) {
	const failed = tally.failed + tally.oddities.length;
	if (tally.passed + failed === 0) tally.oddities.push(`${name} ran no test at all`);
	else if (code !== 0 && failed === 0)
		tally.oddities.push(`${name} ended with code ${code}, though no test failed`);
	return tally;
}

/**
 * @param {string} file
 * @returns {any} null when there is none, or it was cut off when the runner died.
 */
function readReport(file) {
	if (!existsSync(file)) return null;
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}

/**
 * @param {readonly Suite[]} suites
 * @returns {Spec[]}
 */
function specsIn(suites) {
	return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsIn(suite.suites ?? [])]);
}

/** @param {unknown} text */
function firstLine(text) {
	return String(text ?? 'no message').split('\n')[0] ?? '';
}
