// Incidents of any length as a phone has them on its disk: signed entries, in the rows that Beredt itself writes.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { importBundled } from '../lib/bundle.mjs';

const START_MS = Date.UTC(2026, 10, 24, 14);
const AUTHORS = 5;
/** Rows that go to the page at a time. */
const IN_A_BATCH = 5_000;
const TEXTS = [
	'Ingen net på rådhuset.',
	'Driftsvagten melder, at fagsystemerne i jobcentret ikke svarer. Leverandøren er kontaktet.',
	'Borgerservice går over til nødprocedure på papir fra kl. 15.30. Skilte er sat op ved indgangen.'
];
const SAID = [
	(n) => ['stepTicked', { cardId: `AC-${String((n % 15) + 1).padStart(2, '0')}`, stepId: `S-${n % 9}` }],
	(n) => ['observed', { certainty: 'confirmed', text: `${TEXTS[n % 3]} ${n}`, source: null, serviceIds: [] }],
	(n) => ['serviceStatusSet', { serviceId: `KY${(n % 5) + 1}`, status: 'down', note: null, sinceMs: null }],
	(n) => [
		'decided',
		{
			by: 'Bo Bech',
			roleId: null,
			asSubstitute: false,
			decisionId: null,
			question: null,
			answer: `Vi venter med nr. ${n}`,
			why: null,
			outcome: null,
			clockIds: []
		}
	]
];

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const entryModule = importBundled('src/lib/domain/log/entry.ts');
const bytesModule = importBundled('src/lib/base/bytes.ts');
const fileModule = importBundled('src/lib/domain/log/log-file.ts');
const rowsModule = importBundled('src/lib/storage/entry-rows.ts');

/** The id of the incident of so many entries. */
export const incidentOf = (size) => `3f2504e0-4f89-41d3-9a0c-${String(size).padStart(12, '0')}`;

/**
 * Puts an incident of `size` entries into the database that `page` has, which Beredt must have made.
 * @param {import('@playwright/test').Page} page
 * @param {number} size
 */
export async function seed(page, size) {
	const incidentId = incidentOf(size);
	await putRows(page, 'incidents', [summaryOf(size)]);
	let batch = [];
	for await (const row of rowsOf(incidentId, size)) {
		batch.push(row);
		if (batch.length < IN_A_BATCH) continue;
		await putRows(page, 'entries', batch);
		batch = [];
	}
	await putRows(page, 'entries', batch);
}

async function* rowsOf(incidentId, size) {
	const { toEntryRow } = await rowsModule;
	for await (const entry of entriesOf(incidentId, size)) {
		const { bytes, ...rest } = valued(toEntryRow(entry));
		yield { ...rest, base64: Buffer.from(bytes).toString('base64') };
	}
}

function valued(result) {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

/**
 * The text of a log file of an incident of `size` entries.
 * @param {number} size
 */
export async function logFileOf(size) {
	const { serialiseLogFile } = await fileModule;
	const entries = [];
	for await (const entry of entriesOf(incidentOf(size), size)) entries.push(entry);
	return valued(serialiseLogFile(summaryOf(size), entries, {}, new Date(START_MS).toISOString()));
}

const summaryOf = (size) => ({
	incidentId: incidentOf(size),
	title: `Log med ${size} poster`,
	mode: 'real',
	planId: 'bench',
	planFingerprint: 'bench',
	openedAt: new Date(START_MS).toISOString(),
	closedAt: null
});

async function* entriesOf(incidentId, size) {
	const { encodeDraft, decodeEntry, FIRST_HASH } = await entryModule;
	const { concatBytes, toBase64Url } = await bytesModule;
	const authors = Array.from({ length: AUTHORS }, (_, number) => {
		const secret = createHash('sha256').update(`bench author ${number}`).digest();
		const privateKey = createPrivateKey({
			key: Buffer.concat([PKCS8, secret]),
			format: 'der',
			type: 'pkcs8'
		});
		const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
		return { privateKey, authorKey: toBase64Url(publicKey), sequence: 0, hash: FIRST_HASH };
	});
	for (let count = 0; count < size; count += 1) {
		const author = authors[count % AUTHORS];
		const [kind, payload] =
			count === 0
				? [
						'incidentOpened',
						{
							title: `Log med ${size} poster`,
							mode: 'real',
							planId: 'bench',
							planFingerprint: 'bench',
							exerciseId: null
						}
					]
				: count <= AUTHORS
					? ['participantJoined', { name: `Deltager ${count}`, roleId: null, contactId: null }]
					: SAID[count % SAID.length](count);
		const ms = START_MS + count * 700;
		const { toSign, unsigned } = valued(
			encodeDraft({
				incidentId,
				authorKey: author.authorKey,
				sequence: author.sequence + 1,
				previousHash: author.hash,
				hlc: { ms, counter: 0 },
				wallMs: ms,
				occurredAtMs: null,
				copiedFrom: null,
				kind,
				payload
			})
		);
		const entry = valued(decodeEntry(concatBytes(unsigned, sign(null, toSign, author.privateKey))));
		author.sequence = entry.sequence;
		author.hash = entry.hash;
		yield entry;
	}
}

/** By the browser's own calls, as Dexie would have it. */
async function putRows(page, table, rows) {
	await page.evaluate(
		([name, values]) =>
			new Promise((resolve, reject) => {
				const opening = indexedDB.open('beredt');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const database = opening.result;
					const writing = database.transaction(name, 'readwrite');
					const store = writing.objectStore(name);
					for (const { base64, ...row } of values)
						store.put(
							base64 === undefined
								? row
								: { ...row, bytes: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) }
						);
					writing.onerror = () => reject(writing.error);
					writing.oncomplete = () => {
						database.close();
						resolve();
					};
				};
			}),
		[table, rows]
	);
}
