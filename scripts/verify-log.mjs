// `npm run verify-log FILE`: tells every altered, missing, forked or duplicated entry of a log file.
// Exit code 0: sound; 1: something was found; 2: the file could not be read.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { describeProblem, describeReport } from './lib/log-report.mjs';

const src = (path) => fileURLToPath(new URL(`../src/lib/${path}`, import.meta.url));
/** Loads one of the app's own modules; Node 20 cannot read TypeScript by itself. */
const load = async (path) =>
	(await runnerImport(src(path), { configFile: false, envFile: false, logLevel: 'error' })).module;

const [file, ...rest] = process.argv.slice(2);
if (!file || rest.length > 0) {
	console.error('Usage: npm run verify-log FILE');
	process.exit(2);
}
const { verifyLog } = await load('app/verify-log.ts');
const { createDeviceKeys } = await load('security/device-keys.ts');

let bytes;
try {
	bytes = readFileSync(file);
} catch (error) {
	console.error(`${file} could not be read: ${error.message}`);
	process.exit(2);
}
const report = await verifyLog(new Uint8Array(bytes), await createDeviceKeys());
if (!report.ok) {
	console.error(`${file}: ${describeProblem(report.error)}`);
	process.exit(2);
}
console.log(describeReport(report.value));
process.exitCode = report.value.isSound ? 0 : 1;
