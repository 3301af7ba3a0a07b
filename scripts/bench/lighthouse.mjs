// Lighthouse on some screens. It is too large to be a dependency: npx fetches it when it can be had.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../lib/browsers.mjs';
import { runQuietly } from '../lib/run.mjs';
import { createServer } from '../lib/server.mjs';
import { ROOT } from '../lib/sources.mjs';
import { note, report } from './stats.mjs';

const VERSION = '13.5.0';
const REACH = 95;
const PATHS = ['/', '/plan', '/cards', '/cards/AC-08', '/contacts', '/search?q=netv%C3%A6rk', '/settings'];
const CATEGORIES = { accessibility: 'accessibility', 'best-practices': 'best practices' };

/** @param {string} build The built folder. */
export async function benchLighthouse(build) {
	const { path: chrome } = await findChromium();
	const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
	const reports = join(ROOT, '.cache/lighthouse');
	mkdirSync(reports, { recursive: true });
	try {
		for (const path of PATHS) {
			const file = join(reports, `${path.replaceAll(/\W+/g, '-')}.json`);
			const { code, output } = await runQuietly(
				'npx',
				[
					'--yes',
					`lighthouse@${VERSION}`,
					`${server.url}${path}`,
					'--quiet',
					'--output=json',
					`--output-path=${file}`,
					`--only-categories=${Object.keys(CATEGORIES).join(',')}`,
					'--chrome-flags=--headless=new --no-sandbox --disable-gpu'
				],
				{ cwd: ROOT, env: { ...process.env, CHROME_PATH: chrome }, timeout: 180_000 }
			);
			if (code !== 0) {
				console.log(`NONE  Lighthouse ${VERSION} could not be run: ${output.trim().split('\n').at(-1)}`);
				return;
			}
			tell(path, JSON.parse(readFileSync(file, 'utf8')));
		}
	} finally {
		await server.close();
	}
}

/** The scores of a page, and what took points away. */
function tell(path, { categories, audits }) {
	const scores = Object.keys(CATEGORIES).map((id) => Math.round((categories[id]?.score ?? 0) * 100));
	const told = Object.values(CATEGORIES).map((name, index) => `${name} ${scores[index]}`);
	report(`Lighthouse on ${path}`, told.join(', '), Math.min(...scores) >= REACH, `≥ ${REACH}`);
	for (const id of Object.keys(CATEGORIES)) {
		for (const { id: audit, weight } of categories[id]?.auditRefs ?? []) {
			const { score, title } = audits[audit] ?? {};
			if (weight > 0 && score !== null && score !== undefined && score < 1) note(`${audit}: ${title}`);
		}
	}
}
