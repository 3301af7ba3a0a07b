// `npm test`: sets up what is missing, then lint, types, unit and contract tests, and end-to-end tests in real
// browsers. Its last line is `N passed, N failed`. Usage: npm test [-- --lint --types --unit --e2e --crowd]
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowsers } from './lib/browsers.mjs';
import { ensureBuild, ensureTaggedBuild } from './lib/build.mjs';
import { ensureDependencies, requireNode } from './lib/dependencies.mjs';
import { killLeftovers, newMark } from './lib/processes.mjs';
import { runQuietly } from './lib/run.mjs';
import { buildVersion, ROOT } from './lib/sources.mjs';
import { sumOf, tallyOfCheck, tallyOfPlaywright, tallyOfVitest } from './lib/test-reports.mjs';

const REPORTS = join(ROOT, '.cache/test-reports');
const REPORT_OF_UNIT = join(REPORTS, 'unit.json');
const REPORT_OF_E2E = join(REPORTS, 'e2e.json');
const REPORT_OF_CROWD = join(REPORTS, 'crowd.json');
const MINUTE_MS = 60_000;

/** Each is a script of package.json, so that `npm run lint` and the like say the same as this. */
const STAGES = {
	lint: {
		title: 'Lint: eslint and prettier',
		limitMs: 20 * MINUTE_MS,
		args: ['lint'],
		tally: tallyOfCheck
	},
	types: {
		title: 'Types: svelte-check and tsc',
		limitMs: 10 * MINUTE_MS,
		args: ['check'],
		tally: tallyOfCheck
	},
	unit: {
		title: 'Unit and contract tests: vitest',
		limitMs: 20 * MINUTE_MS,
		args: [
			'test:unit',
			'--',
			'--allowOnly=false',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${REPORT_OF_UNIT}`
		],
		tally: (code) => tallyOfVitest(REPORT_OF_UNIT, code)
	},
	e2e: {
		title: 'End-to-end tests of the production build: Playwright, some minutes',
		limitMs: 100 * MINUTE_MS,
		args: ['test:e2e', '--', '--forbid-only', '--reporter=list,json', '--grep-invert=@crowd'],
		env: { PLAYWRIGHT_JSON_OUTPUT_FILE: REPORT_OF_E2E },
		tally: (code) => tallyOfPlaywright(REPORT_OF_E2E, code)
	},
	// what asks for a whole machine: beside other tests a dozen browsers are no phones any more
	crowd: {
		title: 'End-to-end tests of many phones and of long logs: Playwright, one at a time',
		limitMs: 40 * MINUTE_MS,
		args: ['test:e2e', '--', '--forbid-only', '--reporter=list,json', '--grep=@crowd', '--workers=1'],
		env: { PLAYWRIGHT_JSON_OUTPUT_FILE: REPORT_OF_CROWD },
		tally: (code) => tallyOfPlaywright(REPORT_OF_CROWD, code)
	}
};

const started = Date.now();
let total = { passed: 0, failed: 1 };
try {
	requireNode();
	const wanted = wantedStages();
	const env = await setUp(wanted);
	const tallies = [];
	for (const name of wanted) tallies.push(await runStage(STAGES[name], env));
	total = sumOf(tallies);
} catch (error) {
	console.error(`\nThe tests could not be run: ${error instanceof Error ? error.message : error}`);
}
console.log(`\nAll in all ${secondsSince(started)} s.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function wantedStages() {
	const names = Object.keys(STAGES);
	const { values } = parseArgs({
		options: Object.fromEntries(names.map((name) => [name, { type: 'boolean', default: false }]))
	});
	const asked = names.filter((name) => values[name]);
	return asked.length > 0 ? asked : names;
}

/** Installs and builds what the stages need; answers with what their environment needs to know. */
async function setUp(wanted) {
	console.log('Set-up');
	const from = Date.now();
	await ensureDependencies();
	console.log('  Packages   as in package-lock.json');
	await ensureBuild();
	console.log(`  Build      ${buildVersion()}`);
	const env = {};
	if (wanted.includes('e2e') || wanted.includes('crowd')) {
		const { chromium, firefox } = await findBrowsers();
		env.BEREDT_CHROMIUM = chromium.path;
		if (firefox) env.BEREDT_FIREFOX = firefox.path;
		console.log(`  Chromium   ${chromium.version}, ${chromium.path}`);
		console.log(
			firefox
				? `  Firefox    ${firefox.version}, ${firefox.path}`
				: '  Firefox    MISSING: its tests are skipped. Install firefox-esr, or set BEREDT_FIREFOX to its path.'
		);
		await ensureTaggedBuild('next');
	}
	rmSync(REPORTS, { recursive: true, force: true });
	mkdirSync(REPORTS, { recursive: true });
	console.log(`  ready, ${secondsSince(from)} s`);
	return env;
}

async function runStage(stage, extraEnv) {
	console.log(`\n${stage.title}`);
	const from = Date.now();
	const mark = newMark();
	const env = { ...process.env, ...extraEnv, ...stage.env, ...mark, FORCE_COLOR: '0' };
	const { code, output, isLate } = await runQuietly('npm', ['run', '--silent', ...stage.args], {
		cwd: ROOT,
		env,
		timeout: stage.limitMs
	});
	const tally = stage.tally(code);
	if (isLate) tally.oddities.push(`not done after ${stage.limitMs / MINUTE_MS} minutes, and ended`);
	for (const left of killLeftovers(mark)) tally.oddities.push(`left running, and ended now: ${left}`);

	const { passed, failed } = sumOf([tally]);
	if (failed > 0) console.log(indented(output));
	for (const odd of tally.oddities) console.log(`  WRONG    ${odd}`);
	for (const one of tally.skipped) console.log(`  SKIPPED  ${one}`);
	console.log(`  ${passed} passed, ${failed} failed, ${secondsSince(from)} s`);
	return tally;
}

function indented(text) {
	return text.trim().replace(/^/gm, '  | ');
}

function secondsSince(from) {
	return ((Date.now() - from) / 1000).toFixed(1);
}
