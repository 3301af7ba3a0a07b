import { readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { filesBelow, ROOT } from '../../scripts/lib/sources.mjs';
import { expect, test } from './fixtures';
import { SCREENS } from './routes';

const BUILD = join(ROOT, 'build');
const PICTURES = ['.png', '.ico', '.webp', '.woff2', '.wasm'];

/** Hosts that stand in the build as names or words, and that nothing is ever fetched from. */
const NAMED_ONLY: Record<string, string> = {
	'www.w3.org': 'the names of SVG and XHTML',
	'lucide.dev': 'the icons’ licence',
	'svelte.dev': 'in the texts of Svelte’s errors',
	'paraglidejs.com': 'in the text of an error of paraglide’s',
	'tinyurl.com': 'in the text of an error of Dexie’s',
	'bit.ly': 'in the texts of errors of Dexie’s and Workbox’s',
	'github.com': 'in the text of a warning of Yjs’s',
	'dummy.com': 'paraglide’s base for parsing an address without one'
};

test.use({ serviceWorkers: 'allow' });

test('no screen asks any other host for anything, and none breaks its own security policy', async ({
	server,
	context,
	visit
}) => {
	test.setTimeout(600_000);
	// the service worker's requests are among these
	const asked = new Set<string>();
	context.on('request', (request) => asked.add(request.url()));
	const complaints: string[] = [];
	await context.exposeFunction('complain', (complaint: string) => complaints.push(complaint));
	await context.addInitScript(() => {
		addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
			const { complain } = window as unknown as { complain: (complaint: string) => void };
			complain(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sample}`);
		});
	});
	context.on('weberror', (error) => complaints.push(String(error.error())));
	context.on('console', (message) => {
		if (/security policy|trusted ?types|refused to/i.test(message.text())) complaints.push(message.text());
	});

	for (const { path, arrange } of SCREENS) {
		const page = await visit(path);
		await arrange?.(page);
		// what is loaded a moment later is wanted too
		await page.waitForLoadState('networkidle');
	}
	expect([...asked].some((url) => url === `${server.url}/service-worker.js`)).toBe(true);
	expect([...asked].filter((url) => !/^(data|blob):/.test(url) && !isOwn(url, server.url))).toEqual([]);
	expect(complaints).toEqual([]);
});

function isOwn(url: string, own: string): boolean {
	return new URL(url).origin === new URL(own).origin;
}

test('a script from elsewhere, or written into a page, is not run', async ({ visit }) => {
	const page = await visit('/');
	const outcome = await page.evaluate(async () => {
		const violated: string[] = [];
		addEventListener('securitypolicyviolation', (event) => violated.push(event.violatedDirective));
		// out of the test's own call, in which the browser lets more through
		await new Promise((resolve) => setTimeout(resolve));
		const refused: string[] = [];
		const attempt = (what: string, act: () => void) => {
			try {
				act();
			} catch {
				refused.push(what);
			}
		};
		attempt('script', () => (document.createElement('script').textContent = 'window.wasRun = true'));
		attempt('markup', () => (document.createElement('p').innerHTML = '<img src=x onerror=window.wasRun=1>'));
		// eslint-disable-next-line no-eval -- that it cannot be done is what is tested
		attempt('eval', () => void eval('window.wasRun = true'));
		attempt('attribute', () => {
			document.body.setAttribute('onclick', 'window.wasRun = true');
			document.body.click();
		});
		await fetch('https://example.org/').catch(() => refused.push('fetch'));
		await new Promise((resolve) => setTimeout(resolve, 200));
		return { refused, violated: [...new Set(violated)].sort(), wasRun: 'wasRun' in window };
	});
	expect(outcome).toEqual({
		refused: ['script', 'markup', 'eval', 'attribute', 'fetch'],
		violated: ['connect-src', 'require-trusted-types-for'],
		wasRun: false
	});
});

test('the build names no other host', () => {
	const found: string[] = [];
	for (const file of filesBelow(BUILD)) {
		if (PICTURES.includes(extname(file))) continue;
		for (const [, host = ''] of readFileSync(file, 'utf8').matchAll(
			/(?:https?:|wss?:|["'`(=])\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi
		)) {
			if (!(host in NAMED_ONLY)) found.push(`${relative(BUILD, file)}: ${host}`);
		}
	}
	expect(found).toEqual([]);
});

test('every page carries a policy that lets in its own scripts alone', () => {
	const pages = filesBelow(BUILD).filter((file) => extname(file) === '.html');
	expect(pages.map((file) => relative(BUILD, file)).sort()).toEqual(['200.html', 'index.html']);
	for (const file of pages) {
		const html = readFileSync(file, 'utf8');
		const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(html)?.[1] ?? '';
		const directives = new Map(
			policy.split(';').map((directive) => {
				const [name = '', ...sources] = directive.trim().split(/\s+/);
				return [name, sources];
			})
		);
		// one before the policy would not be held by it
		expect(html.indexOf('<script')).toBeGreaterThan(html.indexOf('content-security-policy'));
		expect(directives.get('default-src')).toEqual(["'none'"]);
		for (const source of directives.get('script-src') ?? ['missing'])
			expect(source).toMatch(/^('self'|'wasm-unsafe-eval'|'sha256-[\w+/]+=*')$/);
		// a hub on the local network has an address that nobody knows beforehand (docs/adr/0014)
		expect(directives.get('connect-src')).toEqual(["'self'", 'wss:']);
		expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
		const foreign = [...directives.values()].flat().filter((source) => /[.*]|https?:/.test(source));
		expect(foreign).toEqual([]);
		expect(policy).not.toContain("'unsafe-inline'");
		expect(policy).not.toContain("'unsafe-eval'");
	}
});

test('the server adds what a policy in the page cannot say', async ({ server, request }) => {
	const headers = (await request.get(`${server.url}/`)).headers();
	expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
	expect(headers['x-content-type-options']).toBe('nosniff');
	expect(headers['referrer-policy']).toBe('no-referrer');
});
