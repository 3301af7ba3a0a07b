import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { transform } from 'lightningcss';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };

const MEBIBYTE = 1024 * 1024;
const embeddedPlan: unknown = JSON.parse(
	readFileSync(process.env.BEREDT_PLAN ?? 'plans/viborg-it-delplan.json', 'utf8')
);

/**
 * The embedded plan as phones are given it: without the blanks that it has for people's eyes, and compressed, which is
 * some 80 kB less on every phone. It is read at the first start alone. Not named .gz: hosts send that as something to
 * unpack on the way.
 */
const COMPRESSED_PLAN = fileURLToPath(new URL('./.svelte-kit/embedded-plan.packed', import.meta.url));
mkdirSync(dirname(COMPRESSED_PLAN), { recursive: true });
writeFileSync(COMPRESSED_PLAN, gzipSync(JSON.stringify(embeddedPlan), { level: 9 }));

/** SHA-256 of the embedded plan, as app/fingerprint.ts makes it: lets a start see whether its plan is still the one. */
function embeddedPlanFingerprint(): string {
	return createHash('sha256').update(JSON.stringify(embeddedPlan)).digest('hex');
}

/**
 * The revision of 200.html in the precache: Kit writes that page after the precache list is made, so
 * everything that it is made from is hashed instead. Without it phones would keep a stale shell.
 */
async function fallbackRevision(): Promise<string> {
	const hash = createHash('sha256');
	for (const file of [
		'.svelte-kit/output/client/.vite/manifest.json',
		'.svelte-kit/output/client/_app/version.json',
		'src/app.html',
		'src/hooks.server.ts',
		'svelte.config.js'
	]) {
		if (existsSync(file)) hash.update(file).update(readFileSync(file));
	}
	return hash.digest('hex').slice(0, 16);
}

/** beredt.css is written for people too, and stands beside the bundle, which has its styles packed already. */
function compactSharedStyles(): Plugin {
	return {
		name: 'beredt-compact-shared-styles',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		writeBundle({ dir = '' }) {
			const file = join(dir, 'beredt.css');
			writeFileSync(file, transform({ filename: file, code: readFileSync(file), minify: true }).code);
		}
	};
}

const MESSAGE = /\/src\/lib\/paraglide\/messages\/[a-z]\w*\.js$/;
/** What paraglide writes for each message: a function for each language, and one that asks for the language and calls it. */
const WRITTEN_MESSAGE =
	/const da_\w+ = \/\*\*.*?\*\/ (\(i?\) => \{[^]*?\n\});\n\nconst en_\w+ = \/\*\*.*?\*\/ (\(i?\) => \{[^]*?\n\});([^]*?)\(\(inputs(?: = \{\})?, options = \{\}\) => \{\n\tconst locale = experimentalStaticLocale \?\? options\.locale \?\? getLocale\(\)\n\tif \(locale === "da"\) return \w+\(inputs\)\n\treturn \w+\(inputs\)\n\}\)/;
/** One that takes nothing is its words alone. */
const WORDS_ALONE = /^\(\) => \{\n\treturn \/\*\*.*?\*\/ \((`(?:[^`\\$]|\\.)*`)\)\n\}$/;
/** Danish and English know no plural but "one" and "other": what follows them is never reached. */
const AFTER_OTHER = /if \(\w+ === "other"\) return (.*);\n\treturn .*;\n\}$/;
const PICK_MESSAGE = '\0beredt-pick-message';

/**
 * Asks for the language in one place and not in each message, and keeps words as words and not as functions: some 60 bytes
 * of each of 1,600, on every phone. A message of another shape is left as it is.
 */
function compactMessages(): Plugin {
	return {
		name: 'beredt-compact-messages',
		apply: 'build',
		resolveId: (id) => (id === PICK_MESSAGE ? { id, moduleSideEffects: false } : undefined),
		load: (id) =>
			id === PICK_MESSAGE
				? `import { getLocale } from '${fileURLToPath(new URL('./src/lib/paraglide/runtime.js', import.meta.url))}';
const pick = (da, en, options) => (options?.locale ?? getLocale()) === 'da' ? da : en;
export const pickWords = (da, en) => (_, options) => pick(da, en, options);
export const pickMessage = (da, en) => (inputs, options) => pick(da, en, options)(inputs);`
				: undefined,
		transform(code, id) {
			if (!MESSAGE.test(id) || !WRITTEN_MESSAGE.test(code)) return undefined;
			const picks = code.replace(WRITTEN_MESSAGE, (_, da: string, en: string, between: string) => {
				const words = [da, en].map((one) => WORDS_ALONE.exec(one)?.[1]);
				const [how, given] = words.every((one) => one !== undefined)
					? ['pickWords', words]
					: ['pickMessage', [da, en].map((one) => one.replace(AFTER_OTHER, 'return $1;\n}'))];
				return `${between}/* @__PURE__ */ ${how}(${given.join(', ')})`;
			});
			return { code: `import { pickMessage, pickWords } from '${PICK_MESSAGE}';\n${picks}`, map: null };
		}
	};
}

/**
 * What is always loaded together, and so goes into one file, by what loads it: every start (the app itself, its frame, its
 * error page, the start page), whoever opens the storage or the journal, every screen of an incident, and of the group. What
 * an earlier one has, a later one leaves to it.
 */
const LOADED_TOGETHER = {
	start: [
		'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
		...['app', 'nodes/0', 'nodes/1'].map((name) => `.svelte-kit/generated/client-optimized/${name}.js`),
		'src/routes/+page.svelte'
	],
	storage: ['src/lib/storage/open-dexie-storage.ts'],
	log: ['src/lib/storage/dexie-log.ts', 'src/lib/storage/dexie-identity.ts'],
	incident: ['src/routes/incident/[incidentId]/+layout.svelte'],
	group: ['src/lib/ui/group/GroupRoot.svelte']
};

/** Cut finely, each piece of it is asked for by itself, and costs some 300 bytes in all that import it, on every phone. */
function fewerChunks(): Plugin {
	const chunkOf = new Map<string, string>();
	return {
		name: 'beredt-fewer-chunks',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		configEnvironment: (name) => {
			if (name !== 'client') return undefined;
			const groups = Object.keys(LOADED_TOGETHER).map((chunk) => ({
				name: chunk,
				test: (id: string) => chunkOf.get(id) === chunk
			}));
			return { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } };
		},
		buildEnd() {
			const messages = new Map<string, string>();
			for (const id of this.getModuleIds()) if (MESSAGE.test(id)) messages.set(basename(id, '.js'), id);
			for (const [chunk, roots] of Object.entries(LOADED_TOGETHER)) {
				// where it really lies: node_modules of a second build is a link
				const reached = new Set(roots.map((file) => realpathSync(new URL(file, import.meta.url))));
				for (const root of reached) {
					if (this.getModuleInfo(root)) continue;
					const wrong = `${root} is not in the build: see LOADED_TOGETHER`;
					this.warn(wrong); // the error itself is not shown: see tellFirstError
					this.error(wrong);
				}
				for (const id of reached) {
					const info = this.getModuleInfo(id);
					// the list of all messages is imported everywhere; what is used of it is what counts
					if (!info || chunkOf.has(id) || /\/paraglide\/messages(\/_index)?\.js$/.test(id)) continue;
					chunkOf.set(id, chunk);
					for (const imported of info.importedIds) reached.add(imported);
					for (const [, name = ''] of (info.code ?? '').matchAll(/\bm\.(\w+)/g)) {
						const message = messages.get(name);
						if (message) reached.add(message);
					}
				}
			}
		}
	};
}

/** Says what a build failed of: the error that comes out of vite then is the service worker's, which was never built. */
function tellFirstError(): Plugin {
	return {
		name: 'beredt-tell-first-error',
		apply: 'build',
		buildEnd: (error) => {
			if (error) console.error(error.message);
		},
		renderError: (error) => {
			console.error(error.message);
		}
	};
}

export default defineConfig({
	plugins: [
		tellFirstError(),
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			// state/preferences.svelte.ts decides the locale: localStorage may be refused, and must not stop the app
			strategy: ['baseLocale'],
			outputStructure: 'message-modules',
			emitTsDeclarations: true
		}),
		sveltekit(),
		compactSharedStyles(),
		compactMessages(),
		fewerChunks(),
		SvelteKitPWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			registerType: 'prompt',
			injectRegister: false,
			manifest: false,
			injectManifest: {
				globPatterns: [
					'client/**/*.{js,css,html,ico,png,svg,webp,webmanifest,woff2,wasm,json,packed,txt}',
					'prerendered/**/*.{html,json}'
				],
				globIgnores: ['client/_app/version.json'],
				maximumFileSizeToCacheInBytes: 10 * MEBIBYTE
			},
			kit: {
				adapterFallback: '200.html',
				spa: { fallbackRevision }
			}
		})
	],
	define: {
		__APP_VERSION__: JSON.stringify(packageJson.version),
		__EMBEDDED_PLAN_FINGERPRINT__: JSON.stringify(embeddedPlanFingerprint())
	},
	build: { assetsInlineLimit: 0 },
	resolve: {
		alias: [
			{ find: /^\$embedded-plan\?url$/, replacement: `${COMPRESSED_PLAN}?url` },
			{
				// Dexie's own entry is its ES5 build; this one is the same code, 2.3 kB smaller (gzip)
				find: /^dexie$/,
				replacement: fileURLToPath(new URL('./node_modules/dexie/dist/modern/dexie.min.mjs', import.meta.url))
			},
			{
				// what Yjs tells developers: as text. The browser's flavour brings 8.6 kB with it, for colors
				find: /^lib0\/logging$/,
				replacement: fileURLToPath(new URL('./node_modules/lib0/logging.node.js', import.meta.url))
			}
		]
	},
	server: { fs: { allow: ['plans'] } },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['tests/{unit,contracts,simulation}/**/*.test.ts'],
					setupFiles: ['tests/doubles/setup.ts']
				},
				resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } }
			}
		]
	}
});
