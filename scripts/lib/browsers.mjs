// Finds the browsers that the tests run in, and installs Chromium when there is none.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isRoot, outputOf, run } from './run.mjs';

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
	await run('npx', ['playwright', 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium']);
	const downloaded = ofPlaywright();
	if (downloaded) return downloaded;
	if (isRoot) {
		console.log('That did not work: installing Debian’s.');
		await run('apt-get', ['update', '-qq']);
		await run('apt-get', ['install', '-y', '-qq', 'chromium']);
		const debians = asBrowser(onPath('chromium', 'chromium-browser'));
		if (debians) return debians;
	}
	throw new Error(
		'No Chromium was found or could be installed. Install one, or set BEREDT_CHROMIUM to its path.'
	);
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
function onPath(...names) {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return (
		names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file)) ??
		null
	);
}
