import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };

const MEBIBYTE = 1024 * 1024;
const embeddedPlanFile = process.env.BEREDT_PLAN ?? 'plans/viborg-it-delplan.json';

/** SHA-256 of the embedded plan, as app/fingerprint.ts makes it: lets a start see whether its plan is still the one. */
function embeddedPlanFingerprint(): string {
	const plan: unknown = JSON.parse(readFileSync(embeddedPlanFile, 'utf8'));
	return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
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

/**
 * The embedded plan is written for people's eyes in the repository, and without its blanks in the build: a third of it,
 * on every phone.
 */
function compactPlan(): Plugin {
	return {
		name: 'beredt-compact-plan',
		generateBundle(_, bundle) {
			for (const file of Object.values(bundle))
				if (file.type === 'asset' && file.originalFileNames.some((name) => name.endsWith(embeddedPlanFile)))
					file.source = JSON.stringify(JSON.parse(String(file.source)));
		}
	};
}

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			// state/preferences.svelte.ts decides the locale: localStorage may be refused, and must not stop the app
			strategy: ['baseLocale'],
			outputStructure: 'message-modules',
			emitTsDeclarations: true
		}),
		sveltekit(),
		compactPlan(),
		SvelteKitPWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			registerType: 'prompt',
			injectRegister: false,
			manifest: false,
			injectManifest: {
				globPatterns: [
					'client/**/*.{js,css,html,ico,png,svg,webp,webmanifest,woff2,wasm,json,txt}',
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
			{
				// Dexie's own entry is its ES5 build; this one is the same code, 2.3 kB smaller (gzip)
				find: /^dexie$/,
				replacement: fileURLToPath(new URL('./node_modules/dexie/dist/modern/dexie.min.mjs', import.meta.url))
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
					include: ['tests/{unit,contracts}/**/*.test.ts'],
					setupFiles: ['tests/doubles/setup.ts']
				},
				resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } }
			}
		]
	}
});
