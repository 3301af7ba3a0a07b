// Bundles TypeScript of this project, for scripts and for pages that are not the app.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from './sources.mjs';

/** What vite.config.ts has as well; its plugins are the app's alone. */
const ALIASES = [
	{ find: '$lib', replacement: join(ROOT, 'src/lib') },
	{
		find: /^dexie$/,
		replacement: fileURLToPath(new URL('../../node_modules/dexie/dist/modern/dexie.min.mjs', import.meta.url))
	}
];

/**
 * Loads a TypeScript module into this Node.
 * @param {string} entry Its path in the repository.
 * @param {object} [more] Where a package is to get something else than it asks for.
 * @param {{ find: string, replacement: string }[]} [more.aliases]
 * @param {string[]} [more.bundled] The packages in which they hold.
 * @returns {Promise<any>} What it exports.
 */
export async function importBundled(entry, { aliases = [], bundled = [] } = {}) {
	const outDir = folderFor(entry, 'node');
	await build({
		...common(outDir),
		resolve: { alias: [...aliases, ...ALIASES] },
		ssr: { noExternal: bundled },
		build: { ...common(outDir).build, ssr: join(ROOT, entry), rolldownOptions: { output: fixedNames } }
	});
	return import(pathToFileURL(join(outDir, 'entry.js')).href);
}

/**
 * Bundles a page (HTML with its scripts) the way the app is bundled, without the app.
 * @param {string} page The HTML file's path in the repository.
 * @param {object} [more] For a page with components.
 * @param {import('vite').PluginOption[]} [more.plugins]
 * @param {{ find: string, replacement: string }[]} [more.aliases]
 * @returns {Promise<string>} The folder to serve; the page is its index.html.
 */
export async function bundlePage(page, { plugins = [], aliases = [] } = {}) {
	const outDir = folderFor(page, 'browser');
	const resolve = { alias: [...aliases, ...ALIASES] };
	await build({ ...common(outDir), root: join(ROOT, page, '..'), plugins, resolve });
	return outDir;
}

/**
 * Bundles a TypeScript module as one script, to be run in a page of the app itself.
 * @param {string} entry Its path in the repository.
 * @returns {Promise<string>} The script.
 */
export async function bundleScript(entry) {
	const outDir = folderFor(entry, 'script');
	await build({
		...common(outDir),
		build: {
			...common(outDir).build,
			rolldownOptions: {
				input: join(ROOT, entry),
				// only where chunks are loaded, of which there are none
				transform: { define: { 'import.meta': '{}' } },
				output: { entryFileNames: 'entry.js', format: 'iife', codeSplitting: false }
			}
		}
	});
	return readFile(join(outDir, 'entry.js'), 'utf8');
}

const fixedNames = { entryFileNames: 'entry.js', chunkFileNames: '[name]-[hash].js' };

/** @param {string} outDir */
function common(outDir) {
	return {
		configFile: /** @type {false} */ (false),
		root: ROOT,
		logLevel: /** @type {'warn'} */ ('warn'),
		resolve: { alias: ALIASES },
		build: { outDir, emptyOutDir: true, copyPublicDir: false }
	};
}

/**
 * @param {string} entry
 * @param {string} kind
 */
function folderFor(entry, kind) {
	return join(
		ROOT,
		'.cache/bundles',
		`${kind}-${createHash('sha256').update(entry).digest('hex').slice(0, 12)}`
	);
}
