// Finds the browsers that the tests run in, and installs Chromium when there is none.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isRoot, outputOf, runQuietly } from './run.mjs';
import { ROOT } from './sources.mjs';

/** @typedef {{ path: string, version: string }} Browser */

/**
 * The Chromium to use: BEREDT_CHROMIUM, else the machine's, else Playwright's own (installed if need be), else apt's.
 * Needs the dependencies.
 * @returns {Promise<Browser>}
 */
export async function findChromium() {
	const found = asBrowser(
		process.env.BEREDT_CHROMIUM ?? onPath('chromium', 'chromium-browser', 'google-chrome')
	);
	if (found) return found;
	const { chromium } = await import('@playwright/test');
	const ofPlaywright = () => asBrowser(chromium.executablePath());
	const installed = ofPlaywright();
	if (installed) return installed;
	console.log('No Chromium on this machine: installing Playwright’s own.');
	if (await installPlaywrights()) {
		const downloaded = ofPlaywright();
		if (downloaded) return downloaded;
	}
	if (isRoot) {
		console.log('Installing Debian’s.');
		await installDebians('chromium');
		const debians = asBrowser(onPath('chromium', 'chromium-browser'));
		if (debians) return debians;
	}
	throw new Error(
		'No Chromium was found or could be installed. Install one, or set BEREDT_CHROMIUM to its path.'
	);
}

/** Downloads Playwright's Chromium and, as root, what it stands on. Says in one line that it could not. */
async function installPlaywrights() {
	// where the download is out of reach, that is to be known in seconds
	const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000', ...process.env };
	/** @param {string} command */
	const playwright = (command) => runQuietly('npx', ['playwright', command, 'chromium'], { cwd: ROOT, env });
	const download = await playwright('install');
	if (download.code !== 0) {
		const reason = /Error: (?!Failed)(.+)/.exec(download.output)?.[1] ?? `code ${download.code}`;
		console.log(`That did not work: ${reason}.`);
		return false;
	}
	if (isRoot) await playwright('install-deps');
	return true;
}

/**
 * Installs a package of Debian's, as root. Package servers fail now and then: three tries.
 * @param {string} name
 */
export async function installDebians(name) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (let attempt = 1; attempt <= 3; attempt += 1) {
		await runQuietly('apt-get', ['update'], { env });
		const { code, output } = await runQuietly('apt-get', ['install', '-y', name], { env });
		if (code === 0) return;
		console.log(`apt-get, try ${attempt} of 3: ${output.trim().split('\n').at(-1)}`);
	}
}

/**
 * The Firefox to use: BEREDT_FIREFOX, else the machine's; null when there is none.
 * @returns {Browser | null}
 */
export function findFirefox() {
	return asBrowser(process.env.BEREDT_FIREFOX ?? onPath('firefox-esr', 'firefox'));
}

/** Both at once. */
export async function findBrowsers() {
	return { chromium: await findChromium(), firefox: findFirefox() };
}

/**
 * @param {string | null} path
 * @returns {Browser | null}
 */
function asBrowser(path) {
	if (!path || !existsSync(path)) return null;
	return { path, version: outputOf(path, ['--version'])?.split('\n').at(-1) ?? 'version unknown' };
}

/** @param {readonly string[]} names */
export function onPath(...names) {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return (
		names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file)) ??
		null
	);
}
