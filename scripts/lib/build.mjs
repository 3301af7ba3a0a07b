// Builds the app when its sources have changed since the last build.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from './run.mjs';
import { buildVersion, ROOT, SOURCES } from './sources.mjs';

/** Makes build/ what the sources say, if it is not already. */
export async function ensureBuild() {
	const folder = join(ROOT, 'build');
	for (;;) {
		const version = buildVersion();
		if (holdsVersion(folder, version)) return;
		console.log('Building Beredt …');
		await viteBuild(ROOT, process.env);
		if (buildVersion() === version) return;
		// half of it may say the one version, and half the other: such pages do not start
		console.log('The sources have changed meanwhile: once more.');
		rmSync(join(folder, '200.html'));
	}
}

/**
 * Builds the same sources once more under another version, in a tree of their own: what an update is tested with.
 * @param {string} tag Stands in the version, and so in the scripts.
 * @param {Record<string, string>} [more] Other variables of the build; BEREDT_PLAN as a whole path.
 * @returns {Promise<string>} The folder to serve.
 */
export async function ensureTaggedBuild(tag, more = {}) {
	const variables = { ...process.env, ...more, BEREDT_BUILD_TAG: tag };
	const tree = join(ROOT, `.cache/build-${tag}`);
	const folder = join(tree, 'build');
	if (holdsVersion(folder, buildVersion(ROOT, variables))) return folder;
	console.log(`Building Beredt once more, as “${tag}” …`);
	rmSync(tree, { recursive: true, force: true });
	for (const source of [...SOURCES, 'scripts/lib', 'project.inlang']) {
		mkdirSync(dirname(join(tree, source)), { recursive: true });
		cpSync(join(ROOT, source), join(tree, source), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'dir');
	await viteBuild(tree, variables);
	return folder;
}

/**
 * Whether a whole build of that version lies there. 200.html is what a build writes last.
 * @param {string} folder
 * @param {string} version
 */
function holdsVersion(folder, version) {
	const file = join(folder, '_app/version.json');
	if (!existsSync(file) || !existsSync(join(folder, '200.html'))) return false;
	return JSON.parse(readFileSync(file, 'utf8')).version === version;
}

/**
 * Runs the build, and shows what it said only when it failed.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
async function viteBuild(root, env) {
	const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
	const { code, output } = await runQuietly(process.execPath, [vite, 'build'], { cwd: root, env });
	if (code !== 0) throw new Error(`the build in ${root} failed:\n${output}`);
}
