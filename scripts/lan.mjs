// `npm run lan`: phones on a network of their own, with no way out (tests/lan). Network namespaces need root; without it
// the phones are on loopback, and what needs cables is left out. Usage: npm run lan [-- -g 'three phones']
import { installDebians, onPath } from './lib/browsers.mjs';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies, requireNode } from './lib/dependencies.mjs';
import { isRoot, run } from './lib/run.mjs';
import { ROOT } from './lib/sources.mjs';

requireNode();
await ensureDependencies();
await ensureBuild();
if (isRoot && !onPath('tcpdump')) {
	console.log('Installing tcpdump, which records what goes over the network.');
	await installDebians('tcpdump');
}
process.exitCode = await run(
	process.execPath,
	[
		'node_modules/@playwright/test/cli.js',
		'test',
		'--config',
		'tests/lan/playwright.config.ts',
		...process.argv.slice(2)
	],
	{ cwd: ROOT }
);
