// Says what a build is made from, and names its version after that.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Files and folders that a build is made from. */
export const SOURCES = [
	'src',
	'static',
	'plans',
	'messages',
	'project.inlang/settings.json',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];
/** Made by the build itself. */
const MADE = ['src/lib/paraglide'];

/** Environment variables that change what is built. */
const VARIABLES = ['BEREDT_BASE', 'BEREDT_PLAN', 'BEREDT_BUILD_TAG'];

/**
 * The version of a build: package.json's, and a hash of all that it is made from, so that the same sources give the
 * same version and any change gives another. BEREDT_BUILD_TAG makes another one of the same sources.
 * @param {string} [root]
 * @param {Record<string, string | undefined>} [variables]
 */
export function buildVersion(root = ROOT, variables = process.env) {
	const hash = createHash('sha256');
	for (const name of VARIABLES) hash.update(`${name}=${variables[name] ?? ''}\n`);
	// by what it holds: a copy of the tree names it from elsewhere
	if (variables.BEREDT_PLAN) hash.update(readFileSync(resolve(root, variables.BEREDT_PLAN)));
	for (const source of SOURCES) {
		for (const file of filesBelow(resolve(root, source))) {
			const name = relative(root, file);
			if (MADE.some((folder) => name.startsWith(folder))) continue;
			hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
		}
	}
	/** @type {{ version: string }} */
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const tag = variables.BEREDT_BUILD_TAG ? `.${variables.BEREDT_BUILD_TAG}` : '';
	return `${version}+${hash.digest('hex').slice(0, 12)}${tag}`;
}

/**
 * All files below a folder in a fixed order; a file's own path; nothing where there is nothing.
 * @param {string} path
 * @returns {string[]}
 */
export function filesBelow(path) {
	if (!existsSync(path)) return [];
	if (statSync(path).isFile()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesBelow(join(path, name)));
}
