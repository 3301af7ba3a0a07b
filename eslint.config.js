// Lint holds the architecture: which way imports run, where Dexie may stand, and that no markup comes from text.
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** From left to right; a layer imports itself and what stands to its left. */
const LAYERS = ['base', 'domain', 'ports', ['security', 'storage', 'sync'], 'app', 'state', 'ui', 'routes'];
const ADAPTERS = ['security', 'storage', 'sync'];
const MAY_HAVE_WORDS = ['app', 'state', 'ui', 'routes'];
/** Packages that one folder keeps to itself. */
const KEPT_IN = [
	{ packages: ['dexie'], folder: 'storage' },
	{ packages: ['yjs', 'y-webrtc', 'y-protocols'], folder: 'sync' }
];

const folderOf = (layer) => (layer === 'routes' ? './src/routes' : `./src/lib/${layer}`);

/** One zone for each layer: what it must not import. */
const zones = LAYERS.flatMap((step, index) =>
	[step].flat().map((layer) => ({
		target: folderOf(layer),
		from: [
			...[step].flat().filter((other) => other !== layer),
			...LAYERS.slice(index + 1).flat(),
			// the adapters are joined in app/create-app.ts alone, which an override below lets through
			...(index > 3 ? ADAPTERS : []),
			...(MAY_HAVE_WORDS.includes(layer) ? [] : ['paraglide'])
		].map(folderOf),
		message: `src/lib/${layer} may import only itself and what stands to its left: base ← domain ← ports ← {security | storage | sync} ← app ← state ← ui ← routes (docs/ARCHITECTURE.md).`
	}))
);

/** What every file outside `folder` must leave alone, imported at once or later. */
const packageRules = (folder, otherSyntax = []) => {
	const kept = KEPT_IN.filter((one) => one.folder !== folder);
	return {
		'@typescript-eslint/no-restricted-imports': [
			'error',
			{
				patterns: kept.map(({ packages, folder: home }) => ({
					group: packages.flatMap((name) => [name, `${name}/*`]),
					message: `Only src/lib/${home} may import this.`
				}))
			}
		],
		'no-restricted-syntax': [
			'error',
			...kept.map(({ packages, folder: home }) => ({
				selector: `ImportExpression[source.value=/^(${packages.join('|')})(\\u002F|$)/]`,
				message: `Only src/lib/${home} may import this.`
			})),
			...otherSyntax
		]
	};
};

const layerRules = (allowed = []) => ({
	'import-x/no-restricted-paths': [
		'error',
		{
			basePath: import.meta.dirname,
			zones: zones
				.map((zone) => ({ ...zone, from: zone.from.filter((folder) => !allowed.includes(folder)) }))
				.filter((zone) => zone.from.length > 0)
		}
	]
});

export default defineConfig(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'.cache/',
			'node_modules/',
			'src/lib/paraglide/',
			'project.inlang/',
			'test-results/',
			'playwright-report/',
			'screenshots/'
		]
	},
	ts.configs.recommendedTypeChecked,
	svelte.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: { allowDefaultProject: ['eslint.config.js'] },
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		},
		plugins: { 'import-x': importX },
		settings: {
			'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
			'import-x/extensions': ['.ts', '.js', '.mjs']
		},
		rules: {
			'no-constant-condition': 'error',
			'no-control-regex': 'error',
			'no-empty': 'error',
			'no-fallthrough': 'error',
			'no-self-assign': 'error',
			'no-self-compare': 'error',
			'no-unsafe-finally': 'error',
			'no-useless-escape': 'error',
			'no-var': 'error',
			'prefer-const': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			// an answer may be a promise because its type says so
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'import-x/no-cycle': ['error', { ignoreExternal: true }],
			'no-console': ['error', { allow: ['warn', 'error'] }],
			'no-eval': 'error',
			eqeqeq: 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			'svelte/no-at-html-tags': 'error',
			'svelte/require-each-key': 'error',
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
			// maps and sets are made anew here, never changed in place
			'svelte/prefer-svelte-reactivity': 'off',
			// the app's addresses all come from one place, which knows the base path
			'svelte/no-navigation-without-resolve': 'off',
			// parts of a runes expression that stand alone are read for their effect
			'@typescript-eslint/no-unused-expressions': 'off'
		}
	},
	{
		files: ['src/**/*.{ts,svelte}'],
		rules: { ...layerRules(), ...packageRules(null) }
	},
	{ files: ['src/lib/app/create-app.ts'], rules: layerRules(ADAPTERS.map(folderOf)) },
	...KEPT_IN.map(({ folder }) => ({
		files: [`src/lib/${folder}/**/*.{ts,svelte}`],
		rules: packageRules(folder)
	})),
	{
		// time and chance come in from outside, so that every rule gives the same answer twice
		files: ['src/lib/{base,domain}/**/*.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now', message: 'Take a Clock (base/time.ts).' },
				{ object: 'Math', property: 'random', message: 'Take an IdSource or a number from outside.' },
				{ object: 'performance', property: 'now', message: 'Take a Clock (base/time.ts).' }
			],
			'no-restricted-globals': ['error', { name: 'crypto', message: 'Take what it makes from outside.' }],
			...packageRules(null, [
				{
					selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
					message: 'Take a Clock (base/time.ts).'
				},
				{
					selector: 'MemberExpression[object.name=/^(globalThis|window|self)$/][property.name="crypto"]',
					message: 'Take what it makes from outside.'
				}
			])
		}
	},
	{
		files: ['**/*.{js,mjs}'],
		extends: [ts.configs.disableTypeChecked],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['src/service-worker.ts', 'src/service-worker/**/*.ts'],
		languageOptions: {
			parserOptions: { projectService: false, project: './tsconfig.service-worker.json' }
		}
	},
	{
		files: ['tests/**/*.ts', 'playwright.config.ts'],
		rules: {
			'no-console': 'off',
			'@typescript-eslint/unbound-method': 'off',
			// a fixture that needs no other is written with an empty pattern
			'no-empty-pattern': 'off'
		}
	}
);
