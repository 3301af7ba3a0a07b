// What an entry costs in the document and in its parts, in this Node.
import * as Y from 'yjs';
import { importBundled } from '../lib/bundle.mjs';
import { entrySource, INCIDENT, valued } from './log-entries.mjs';
import { median, ms, note, report } from './stats.mjs';

const SMALL = 1_000;
const LARGE = 100_000;
const APPEND_REACH = 1.5;
const BYTES_REACH = 30;
/** Appends are measured in runs, by turns in both documents, so that whatever else the machine does hits both. */
const RUNS = 60;
const IN_A_RUN = 50;

export async function benchDocument() {
	const beredt = await importBundled('scripts/bench/log-modules.mjs');
	let seed = 0;
	const open = (stored = []) =>
		new beredt.YIncidentDocument(
			INCIDENT,
			stored,
			() => 1_000_000 * ++seed + Math.floor(Math.random() * 1e6)
		);
	const next = entrySource(beredt, 5);
	const entries = Array.from({ length: LARGE }, next);

	const small = open();
	small.stage(entries.slice(0, SMALL)).commit();
	const large = open();
	for (let at = 0; at < LARGE; at += 500) large.stage(entries.slice(at, at + 500)).commit();
	const state = Y.encodeStateAsUpdate(large.doc);
	const times = { small: [], large: [] };
	for (let run = 0; run < RUNS; run += 1)
		for (const [name, document] of run % 2 === 0
			? [
					['small', small],
					['large', large]
				]
			: [
					['large', large],
					['small', small]
				])
			times[name].push(
				timed(Array.from({ length: IN_A_RUN }, next), (entry) => document.stage([entry]).commit())
			);
	// the first runs are the compiler's
	const [smallMs, largeMs] = [times.small, times.large].map((all) => median(all.slice(6)));
	report(
		`Append to the document at ${LARGE} entries`,
		`${(largeMs / smallMs).toFixed(2)} × that at ${SMALL}`,
		largeMs / smallMs <= APPEND_REACH,
		`≤ ${APPEND_REACH}`
	);
	note(
		`staged and committed: ${us(largeMs)} at ${LARGE}, ${us(smallMs)} at ${SMALL} (median of ${RUNS - 6} runs in turn)`
	);

	const ownBytes = entries.reduce((sum, { bytes }) => sum + bytes.length, 0) / LARGE;
	const extra = state.length / LARGE - ownBytes;
	report(
		'Bytes of the document an entry, compacted',
		`entry + ${extra.toFixed(1)}`,
		extra <= BYTES_REACH,
		`≤ entry + ${BYTES_REACH}`
	);
	const v2 = Y.encodeStateAsUpdateV2(large.doc).length / LARGE - ownBytes;
	note(
		`an entry has ${ownBytes.toFixed(0)} bytes on average; in format V2 it would be entry + ${v2.toFixed(1)}`
	);

	const stored = [{ number: 1, bytes: state }];
	const strictMs = timedOnce(() => valued(beredt.readStrictly(state, beredt.NO_LIMITS)));
	const openMs = timedOnce(() => open(stored));
	const again = open(stored);
	const reconcileMs = timedOnce(() => again.reconcile(entries));
	note(
		`${LARGE} entries: opened in ${ms(openMs)} (of which read strictly ${ms(strictMs)}), ` +
			`compared with the journal in ${ms(reconcileMs)}; off the path of every screen`
	);
	await notePrices(beredt, entries.slice(0, 5_000));
}

/** What one entry costs in each step of its way. */
async function notePrices(beredt, entries) {
	const keys = await beredt.createDeviceKeys();
	const pair = await keys.create();
	const signer = keys.signerOf(pair);
	const noblePair = await beredt.nobleEd25519.create();
	const few = entries.slice(0, 300);
	const messages = few.map((entry) => beredt.signedBytes(entry).message);
	const signatures = [];
	const prices = [
		['encoded', timed(entries, (entry) => beredt.encodeDraft(entry))],
		['decoded', timed(entries, (entry) => beredt.decodeEntry(entry.bytes))],
		['its id alone', timed(entries, (entry) => beredt.entryIdOf(entry.bytes))],
		['given its time', timed(entries, (entry) => beredt.nextHlc(entry.hlc, entry.wallMs + 1))],
		[
			'signed by WebCrypto',
			await timedAsync(messages, async (message) => signatures.push(await signer.sign(message)))
		],
		[
			'verified by WebCrypto',
			await timedAsync(messages, async (message, index) => {
				if (!(await keys.verify(signer.publicKey, message, signatures[index])))
					throw new Error('not verified');
			})
		]
	];
	const nobleSignatures = await Promise.all(
		messages.map((message) => beredt.nobleEd25519.sign(noblePair.privateKey, message))
	);
	prices.push([
		'verified by noble',
		await timedAsync(messages, async (message, index) => {
			if (!(await beredt.nobleEd25519.verify(noblePair.publicKey, message, nobleSignatures[index])))
				throw new Error('not verified');
		})
	]);
	note(`an entry is ${prices.map(([what, price]) => `${what} in ${us(price)}`).join(', ')}`);
}

/** Milliseconds for each, on average. */
function timed(items, work) {
	const start = performance.now();
	for (const item of items) work(item);
	return (performance.now() - start) / items.length;
}

async function timedAsync(items, work) {
	const start = performance.now();
	for (const [index, item] of items.entries()) await work(item, index);
	return (performance.now() - start) / items.length;
}

/** Milliseconds, the best of three. */
function timedOnce(work) {
	return Math.min(...[0, 1, 2].map(() => timed([0], work)));
}

/** @param {number} milliseconds */
function us(milliseconds) {
	return `${(milliseconds * 1000).toFixed(milliseconds < 0.01 ? 2 : 0)} µs`;
}
