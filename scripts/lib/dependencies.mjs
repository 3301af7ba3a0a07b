// Installs the dependencies when they are missing or not the ones of package-lock.json.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { ROOT } from './sources.mjs';

/** npm's own note of what it has installed: the last thing it writes. */
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
const OLDEST_NODE = [20, 19];

/** Ends the program with a plain sentence when this Node is too old. */
export function requireNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
	if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
	console.error(
		`Beredt needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Get one at https://nodejs.org.`
	);
	process.exit(1);
}

/** Runs `npm ci` when it is needed; otherwise takes a few milliseconds. */
export async function ensureDependencies() {
	requireNode();
	const reason = whyInstall();
	if (reason === null) return;
	console.log(`Installing the dependencies: ${reason}.`);
	const code = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: ROOT });
	if (code !== 0)
		throw new Error('npm ci failed: see above. Is there a network, and an npm registry in reach?');
}

function whyInstall() {
	if (!existsSync(join(ROOT, 'node_modules'))) return 'node_modules is missing';
	if (!existsSync(INSTALLED)) return 'the last installation did not finish';
	const installed = packagesIn(INSTALLED);
	const wanted = packagesIn(join(ROOT, 'package-lock.json'));
	for (const [place, { version, optional, peer }] of Object.entries(wanted)) {
		const found = installed[place];
		// npm leaves out what is for other machines
		const mayBeMissing = place === '' || optional === true || peer === true;
		if (found ? found.version !== version : !mayBeMissing) {
			const name = place.replace(/^.*node_modules\//, '');
			return `${name} ${version} is wanted, ${found ? `${found.version} is there` : 'and is not there'}`;
		}
	}
	return null;
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }>}
 */
function packagesIn(lockfile) {
	return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}
