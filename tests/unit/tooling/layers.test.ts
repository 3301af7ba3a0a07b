import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const RULES = new Set([
	'import-x/no-restricted-paths',
	'@typescript-eslint/no-restricted-imports',
	'no-restricted-syntax',
	'no-restricted-properties',
	'no-restricted-globals',
	'svelte/no-at-html-tags'
]);

let eslint: ESLint;

// the sources here stand in no file, so the rules that ask for types are left out
beforeAll(() => {
	eslint = new ESLint({
		overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
		ruleFilter: ({ ruleId }) => RULES.has(ruleId)
	});
});

/** The rules that a source breaks if it stands at `filePath`. */
async function brokenBy(filePath: string, source: string): Promise<(string | null)[]> {
	const [result] = await eslint.lintText(source, { filePath });
	return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const PATHS = 'import-x/no-restricted-paths';
const IMPORTS = '@typescript-eslint/no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';

describe('imports run one way', { timeout: 30_000 }, () => {
	it.each([
		['src/lib/base/x.ts', "import '../domain/plan/schema';"],
		['src/lib/domain/x.ts', "import type { PhoneStorage } from '../ports/repositories';"],
		['src/lib/ports/x.ts', "import '../storage/open-dexie-storage';"],
		['src/lib/storage/x.ts', "import '../app/plan-in-use';"],
		['src/lib/security/x.ts', "import '../storage/open-dexie-storage';"],
		['src/lib/sync/x.ts', "import '../storage/open-dexie-storage';"],
		['src/lib/app/plan-in-use.ts', "import '../storage/open-dexie-storage';"],
		['src/lib/app/x.ts', "import '../state/first-screen';"],
		['src/lib/state/x.svelte.ts', "import '$lib/storage/open-dexie-storage';"],
		['src/lib/state/x.svelte.ts', "import '../ui/start/phone-facts';"],
		['src/lib/ui/x.ts', "export const late = () => import('$lib/storage/open-dexie-storage');"],
		['src/lib/ui/X.svelte', '<script lang="ts">import \'$lib/storage/open-dexie-storage\';</script>'],
		['src/routes/x/+page.svelte', "<script>import '$lib/storage/open-dexie-storage';</script>"]
	])('%s must not have %s', async (filePath, source) => {
		expect(await brokenBy(filePath, source)).toEqual([PATHS]);
	});

	it.each([
		['src/lib/domain/x.ts', "import '../base/result';"],
		['src/lib/storage/x.ts', "import '../ports/repositories';"],
		['src/lib/app/create-app.ts', "import '../storage/open-dexie-storage';"],
		['src/lib/ui/x.ts', "import '$lib/state/first-screen';"],
		['src/routes/x/+page.svelte', '<script>import X from "$lib/ui/start/StartScreen.svelte";</script><X />']
	])('%s may have %s', async (filePath, source) => {
		expect(await brokenBy(filePath, source)).toEqual([]);
	});

	it('lets create-app.ts join the adapters, and import nothing to its right', async () => {
		expect(await brokenBy('src/lib/app/create-app.ts', "import '../state/first-screen';")).toEqual([PATHS]);
	});
});

describe('packages that one folder keeps to itself', { timeout: 30_000 }, () => {
	it.each([
		['src/lib/domain/x.ts', "import 'dexie';", IMPORTS],
		['src/lib/ui/X.svelte', "<script>import 'dexie';</script>", IMPORTS],
		['src/lib/app/create-app.ts', "import 'dexie';", IMPORTS],
		['src/lib/sync/x.ts', "import 'dexie';", IMPORTS],
		['src/lib/storage/x.ts', "import 'yjs';", IMPORTS],
		['src/lib/state/x.ts', "import 'y-protocols/sync';", IMPORTS],
		['src/lib/ui/x.ts', "export const late = () => import('dexie');", SYNTAX],
		['src/lib/app/x.ts', "export const late = () => import('y-protocols/sync');", SYNTAX],
		['src/lib/domain/x.ts', "export const late = () => import('yjs');", SYNTAX]
	])('%s must not have %s', async (filePath, source, rule) => {
		expect(await brokenBy(filePath, source)).toEqual([rule]);
	});

	it.each([
		['src/lib/storage/x.ts', "import 'dexie';"],
		['src/lib/sync/x.ts', "import 'yjs'; export const late = () => import('y-webrtc');"]
	])('%s may have %s', async (filePath, source) => {
		expect(await brokenBy(filePath, source)).toEqual([]);
	});
});

describe('time and chance come from outside', { timeout: 30_000 }, () => {
	it.each([
		['src/lib/domain/x.ts', 'export const t = Date.now();', 'no-restricted-properties'],
		['src/lib/base/x.ts', 'export const t = new Date();', SYNTAX],
		['src/lib/domain/x.ts', 'export const t = Math.random();', 'no-restricted-properties'],
		['src/lib/domain/x.ts', 'export const t = crypto.randomUUID();', 'no-restricted-globals'],
		['src/lib/domain/x.ts', 'export const t = globalThis.crypto.randomUUID();', SYNTAX]
	])('%s must not have %s', async (filePath, source, rule) => {
		expect(await brokenBy(filePath, source)).toEqual([rule]);
	});

	it('leaves a date of a given time alone, and the clock to the composition root', async () => {
		expect(await brokenBy('src/lib/base/x.ts', 'export const t = new Date(0);')).toEqual([]);
		expect(await brokenBy('src/lib/app/create-app.ts', 'export const t = Date.now();')).toEqual([]);
	});
});

it('refuses markup made of text', { timeout: 30_000 }, async () => {
	const source = '<script>let { text } = $props();</script>{@html text}';
	expect(await brokenBy('src/lib/ui/X.svelte', source)).toEqual(['svelte/no-at-html-tags']);
});
