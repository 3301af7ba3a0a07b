// What the compaction of a document costs in all while a log grows to 100,000 entries, one by one, of 30 writers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as Y from 'yjs';
import { importBundled } from '../lib/bundle.mjs';
import { ROOT } from '../lib/sources.mjs';
import { entrySource, INCIDENT, valued } from './log-entries.mjs';
import { asciiPlot, exponentOf, svgPlot } from './log-plot.mjs';
import { ms, note, report } from './stats.mjs';

const POINTS = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
/** n log16 n has an exponent of 1.11 from 1,000 to 100,000; what is rewritten on every so-manieth write has 2. */
const EXPONENT_REACH = 1.25;
const BYTES_REACH = 30;
const WRITERS = 30;
const NAIVE_EVERY = 500;
const NAIVE_UP_TO = 20_000;
const PICTURE = 'docs/pictures/compaction.svg';

export async function benchCompaction() {
	const beredt = await importBundled('scripts/bench/log-modules.mjs');
	const { updates, ownBytes } = makeUpdates(beredt, POINTS.at(-1));
	const tiers = await growByTiers(beredt, updates);
	const naive = growNaively(updates);

	const exponent = exponentOf(tiers.points.map(({ n, cost }) => [n, cost]));
	const writtenExponent = exponentOf(tiers.points.map(({ n, written }) => [n, written]));
	const naiveExponent = exponentOf(naive.map(({ n, cost }) => [n, cost]));
	report(
		'Total time of the compaction, from 1,000 to 100,000 entries',
		`n^${exponent.toFixed(2)}`,
		exponent <= EXPONENT_REACH,
		`≤ n^${EXPONENT_REACH}`
	);
	const last = tiers.points.at(-1);
	note(
		`bytes written: n^${writtenExponent.toFixed(2)}, at 100,000 each ${(last.written / tiers.appendedBytes).toFixed(1)} times; ` +
			`${ms(last.cost)} in all, the longest run ${ms(tiers.longestMs)}`
	);
	note(
		`everything rewritten on every ${NAIVE_EVERY}th entry: n^${naiveExponent.toFixed(2)}, measured up to ${NAIVE_UP_TO}`
	);
	const extra = tiers.storedBytes / POINTS.at(-1) - ownBytes;
	report(
		'Bytes stored of the document an entry, as the compaction leaves it',
		`entry + ${extra.toFixed(1)} in ${tiers.rows} updates`,
		extra <= BYTES_REACH,
		`≤ entry + ${BYTES_REACH}`
	);
	note('total ms over entries, both axes logarithmic:');
	const series = [
		{ name: 'tiers of 16', mark: '●', points: tiers.points.map(({ n, cost }) => [n, cost]) },
		{ name: `all on every ${NAIVE_EVERY}th`, mark: '○', points: naive.map(({ n, cost }) => [n, cost]) }
	];
	note(asciiPlot(series));
	mkdirSync(dirname(join(ROOT, PICTURE)), { recursive: true });
	writeFileSync(
		join(ROOT, PICTURE),
		svgPlot(series, {
			title: 'Total cost of the compaction while a log grows',
			x: 'entries',
			y: 'ms in all'
		})
	);
	note(`drawn in ${PICTURE}`);
}

/** What is stored of a log that grows by one entry at a time, each by one of 30 writers. */
function makeUpdates(beredt, count) {
	const next = entrySource(beredt, WRITERS);
	const writers = Array.from(
		{ length: WRITERS },
		(_, index) => new beredt.YIncidentDocument(INCIDENT, [], () => 4_000_000_000 - 1_234_567 * (index + 1))
	);
	let bytes = 0;
	const updates = Array.from({ length: count }, (_, index) => {
		const entry = next();
		bytes += entry.bytes.length;
		const staged = writers[index % WRITERS].stage([entry]);
		staged.commit();
		return staged.update;
	});
	return { updates, ownBytes: bytes / count };
}

async function growByTiers(beredt, updates) {
	const { documents } = beredt.createMemoryStorage(null);
	const compaction = new beredt.StoredCompaction(documents, INCIDENT, []);
	const points = [];
	let cost = 0;
	let written = 0;
	let longestMs = 0;
	let appendedBytes = 0;
	for (const [index, update] of updates.entries()) {
		await documents.append(INCIDENT, update);
		appendedBytes += update.length;
		const start = performance.now();
		const done = valued(await compaction.run());
		const took = performance.now() - start;
		cost += took;
		written += done.writtenBytes;
		longestMs = Math.max(longestMs, took);
		if (POINTS.includes(index + 1)) points.push({ n: index + 1, cost, written });
	}
	const rows = valued(await documents.load(INCIDENT));
	const storedBytes = rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
	const document = new beredt.YIncidentDocument(INCIDENT, rows, () => 1);
	if (document.size !== updates.length || document.damaged.length > 0) throw new Error('something was lost');
	return { points, longestMs, appendedBytes, storedBytes, rows: rows.length };
}

/** What many do: merge everything into one on every so-manieth write. */
function growNaively(updates) {
	const points = [];
	let all = new Uint8Array([0, 0]);
	let cost = 0;
	for (let n = NAIVE_EVERY; n <= NAIVE_UP_TO; n += NAIVE_EVERY) {
		const start = performance.now();
		const doc = new Y.Doc();
		doc.transact(() => {
			for (const update of [all, ...updates.slice(n - NAIVE_EVERY, n)]) Y.applyUpdate(doc, update);
		});
		all = Y.encodeStateAsUpdate(doc);
		cost += performance.now() - start;
		if (POINTS.includes(n)) points.push({ n, cost });
	}
	return points;
}
