import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { buildVersion } from './scripts/lib/sources.mjs';

/** Kit hashes only the scripts it writes itself: the one in app.html (theme before first paint) is added here. */
const appHtml = readFileSync(new URL('./src/app.html', import.meta.url), 'utf8');
const inlineScriptHashes = [...appHtml.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
	([, code = '']) => /** @type {const} */ (`sha256-${createHash('sha256').update(code).digest('base64')}`)
);

/** @type {Map<string, string>} */
const scopes = new Map();

/**
 * The class that keeps a component's styles its own: five letters and not fourteen, which is 15 kB on every phone.
 * @param {string} filename
 * @param {(text: string) => string} hash
 */
function shortScope(filename, hash) {
	const file = relative(process.cwd(), filename);
	const scope = `s${hash(file).slice(0, 4)}`;
	const other = scopes.get(scope) ?? file;
	if (other !== file) throw new Error(`${file} and ${other} have the same scope ${scope}: take more letters`);
	scopes.set(scope, file);
	return scope;
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: {
		runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
		cssHash: ({ filename, hash }) => shortScope(filename, hash)
	},
	kit: {
		adapter: adapter({ fallback: '200.html', strict: true }),
		paths: { base: /** @type {'' | `/${string}`} */ (process.env.BEREDT_BASE ?? ''), relative: false },
		version: { name: buildVersion() },
		serviceWorker: { register: false },
		files: { serviceWorker: 'src/service-worker' },
		alias: {
			'$embedded-plan': process.env.BEREDT_PLAN ?? 'plans/viborg-it-delplan.json'
		},
		prerender: { handleHttpError: 'fail', entries: ['/'], crawl: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self', 'wasm-unsafe-eval', ...inlineScriptHashes],
				'style-src': ['self'],
				// the one style attribute that stands in markup: the hidden element in which Kit tells screen readers of
				// a new page. Components set theirs through the DOM.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				// a hub on the local network has an address that nobody knows beforehand (docs/adr/0014)
				'connect-src': ['self', 'wss:'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'frame-src': ['self', 'blob:'],
				'base-uri': ['none'],
				'form-action': ['none'],
				'object-src': ['none'],
				'require-trusted-types-for': ['script'],
				'trusted-types': [
					'svelte-trusted-html',
					'sveltekit-trusted-url',
					'beredt-service-worker',
					'beredt-verifying-worker'
				]
			}
		}
	}
};
