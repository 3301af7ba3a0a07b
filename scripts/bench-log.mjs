// `npm run bench:log`: what the incident log costs, each figure beside its reach. A miss is told, and is no error.
// Usage: npm run bench:log [-- --document --compaction --journal]
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/dependencies.mjs';

/** The first two in this Node, the last in a real Chromium with its own IndexedDB. */
const BENCHES = {
	document: async () => (await import('./bench/log-document.mjs')).benchDocument(),
	compaction: async () => (await import('./bench/log-compaction.mjs')).benchCompaction(),
	journal: async () => (await import('./bench/log-journal.mjs')).benchJournal()
};

const names = Object.keys(BENCHES);
const { values } = parseArgs({
	options: Object.fromEntries(names.map((name) => [name, { type: 'boolean', default: false }]))
});
const asked = names.filter((name) => values[name]);

await ensureDependencies();
for (const name of asked.length > 0 ? asked : names) {
	await BENCHES[name]();
	console.log('');
}
