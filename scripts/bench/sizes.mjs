// What the start page loads of JavaScript, and what is stored on the phone.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createServer } from '../lib/server.mjs';
import { install, withBrowser } from './browser.mjs';
import { kB, note, report } from './stats.mjs';

const SCRIPTS_REACH = 70_000;
const STORED_REACH = 1_500_000;
/** What betrays code that the start page has no need of; all of it survives minification. */
const LAZY_ONLY = {
	Yjs: /__ \$YJS\$ __|Yjs was already imported/,
	WebRTC: /RTCPeerConnection|RTCDataChannel/,
	// the name of a style sheet in the list of what routes load is no code
	QR: /BarcodeDetector|\bqrcode\b(?!\.[\w-]+\.css)/i,
	Dexie: /Dexie SchemaDiff/
};
const KINDS = {
	'.js': 'scripts',
	'.css': 'styles',
	'.html': 'pages',
	'.packed': 'the plan',
	'.svg': 'pictures',
	'.png': 'pictures'
};

/** @param {string} build The built folder. */
export async function benchSizes(build) {
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	const { first, again, stored } = await withBrowser(async (context) => {
		const loaded = new Set();
		const page = await context.newPage();
		page.on('request', (request) => {
			// what the service worker fetches to store it is not loaded by the page
			if (request.resourceType() === 'script' && !request.serviceWorker())
				loaded.add(new URL(request.url()).pathname);
		});
		await page.goto(`${server.url}/`);
		await page.waitForSelector('html[data-offline-ready]', { state: 'attached' });
		await page.waitForTimeout(1_000);
		const first = [...loaded];
		loaded.clear();
		await page.reload();
		await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
		await page.waitForTimeout(2_000);
		return { first, again: [...loaded], stored: await storedFiles(await install(context, server.url)) };
	});
	await server.close();

	const ordinary = weighed(build, again);
	const total = sum(ordinary);
	report(
		'JavaScript of the start page, gzip, at an ordinary start: installed, not the very first',
		kB(total),
		total <= SCRIPTS_REACH,
		`≤ ${kB(SCRIPTS_REACH)}`
	);
	for (const { path, bytes } of ordinary) note(`${kB(bytes).padStart(8)}  ${path}`);
	const onlyFirst = weighed(
		build,
		first.filter((path) => !again.includes(path))
	);
	note(
		`${kB(sum(weighed(build, first)))} at the very first start, which comes by the network and also stores the plan: Dexie is loaded`
	);
	for (const { path, bytes } of onlyFirst) note(`${kB(bytes).padStart(8)}  ${path}  (first start only)`);

	const found = ordinary.flatMap(({ path }) => {
		const code = readFileSync(join(build, path), 'utf8');
		return Object.entries(LAZY_ONLY).flatMap(([name, sign]) =>
			sign.test(code) ? [`${name} in ${path}`] : []
		);
	});
	const names = Object.keys(LAZY_ONLY).join(', ');
	report(`Nothing of ${names} in it`, found.join('; ') || 'none', found.length === 0, 'none');

	const storedBytes = sum(stored);
	report(
		`All that is stored for use without a network, ${stored.length} files`,
		kB(storedBytes),
		storedBytes <= STORED_REACH,
		`≤ ${kB(STORED_REACH)}`
	);
	/** @type {Map<string, number>} */
	const byKind = new Map();
	for (const { path, bytes } of stored) {
		const kind = path === '/' ? 'pages' : (KINDS[extname(path)] ?? 'others');
		byKind.set(kind, (byKind.get(kind) ?? 0) + bytes);
	}
	for (const [kind, bytes] of [...byKind].sort(([, one], [, other]) => other - one))
		note(`${kB(bytes).padStart(9)}  ${kind}`);
}

/** @param {readonly { bytes: number }[]} files */
function sum(files) {
	return files.reduce((total, { bytes }) => total + bytes, 0);
}

/** The files at `paths`, packed as a server would, the largest first. */
function weighed(build, paths) {
	return paths
		.map((path) => ({ path, bytes: gzipSync(readFileSync(join(build, path)), { level: 9 }).length }))
		.sort((one, other) => other.bytes - one.bytes);
}

/** Every file of the precache, and how large it is unpacked. */
function storedFiles(page) {
	return page.evaluate(async () => {
		const files = [];
		for (const name of (await caches.keys()).filter((one) => one.includes('precache'))) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				const response = await cache.match(request);
				const { byteLength } = (await response?.arrayBuffer()) ?? { byteLength: 0 };
				files.push({ path: new URL(request.url).pathname, bytes: byteLength });
			}
		}
		return files;
	});
}
