// `npm run bench`: the figures that Beredt promises, each beside its reach. A miss is told, and is no error.
// Usage: npm run bench [-- --first-screen --sizes --search --log-screen --verify --tick --sync --sync-browser --light
// --lighthouse]
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ROOT } from './lib/sources.mjs';

const BENCHES = {
	'first-screen': async (build) => (await import('./bench/first-screen.mjs')).benchFirstScreen(build),
	sizes: async (build) => (await import('./bench/sizes.mjs')).benchSizes(build),
	search: async (build) => (await import('./bench/search.mjs')).benchSearch(build),
	'log-screen': async (build) => (await import('./bench/log-screen.mjs')).benchLogScreen(build),
	verify: async (build) => (await import('./bench/verify.mjs')).benchVerify(build),
	tick: async (build) => (await import('./bench/tick.mjs')).benchTick(build),
	sync: async () => (await import('./bench/sync.mjs')).benchSync(),
	'sync-browser': async () => (await import('./bench/sync-browser.mjs')).benchSyncBrowser(),
	light: async () => (await import('./bench/light.mjs')).benchLight(),
	lighthouse: async (build) => (await import('./bench/lighthouse.mjs')).benchLighthouse(build)
};

const names = Object.keys(BENCHES);
const { values } = parseArgs({
	options: Object.fromEntries(names.map((name) => [name, { type: 'boolean', default: false }]))
});
const asked = names.filter((name) => values[name]);

await ensureDependencies();
await ensureBuild();
for (const name of asked.length > 0 ? asked : names) {
	await BENCHES[name](join(ROOT, 'build'));
	console.log('');
}
