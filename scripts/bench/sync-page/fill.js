// An incident's log as thirty people have written it, signed for real, put into a phone's storage.
import { concatBytes } from '../../../src/lib/base/bytes.ts';
import { decodeEntry, encodeDraft, FIRST_HASH } from '../../../src/lib/domain/log/entry.ts';
import { nextHlc } from '../../../src/lib/domain/log/hlc.ts';
import { createDeviceKeys } from '../../../src/lib/security/device-keys.ts';
import { YIncidentDocument } from '../../../src/lib/sync/document/y-incident-document.ts';
import { INCIDENT, SAID, valued } from '../log-entries.mjs';

const AUTHORS = 30;
const IN_A_BATCH = 1_000;
const PLAN = { title: 'Rådhuset er uden net', mode: 'real', planId: 'bench', planFingerprint: 'bench' };

/**
 * @param {any} storage A phone's, with no incident in it.
 * @param {number} count How many entries.
 * @returns {Promise<{ authors: string[], bytes: number }>} The authors' public keys, and how many bytes the entries have.
 */
export async function fillLog(storage, count) {
	const keys = await createDeviceKeys();
	const authors = [];
	for (let at = 0; at < AUTHORS; at += 1) {
		const signer = keys.signerOf(await keys.create());
		authors.push({ signer, sequence: 0, hash: FIRST_HASH });
	}
	const startMs = Date.now();
	const openedAt = new Date(startMs).toISOString();
	const summary = { incidentId: INCIDENT, ...PLAN, openedAt, closedAt: null };
	const document = new YIncidentDocument(INCIDENT, [], () => crypto.getRandomValues(new Uint32Array(1))[0]);
	let hlc = { ms: startMs, counter: 0 };
	let bytes = 0;
	for (let from = 0; from < count; from += IN_A_BATCH) {
		const places = Array.from({ length: Math.min(IN_A_BATCH, count - from) }, (_, at) => {
			hlc = nextHlc(hlc, startMs);
			return { number: from + at, hlc };
		});
		// each author signs their own one after the other
		const chains = await Promise.all(
			authors.map((author, its) =>
				signed(
					author,
					places.filter(({ number }) => number % AUTHORS === its)
				)
			)
		);
		const entries = chains.flat();
		const staged = document.stage(entries);
		valued(await storage.log.receive({ entries, summary, documentUpdate: staged.update, files: [] }));
		staged.commit();
		bytes += entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
	}
	return { authors: authors.map(({ signer }) => signer.publicKey), bytes };
}

async function signed(author, places) {
	const entries = [];
	for (const { number, hlc } of places) {
		const said =
			number === 0 ? { kind: 'incidentOpened', payload: PLAN } : SAID[number % SAID.length](number);
		const { toSign, unsigned } = valued(
			encodeDraft({
				incidentId: INCIDENT,
				authorKey: author.signer.publicKey,
				sequence: author.sequence + 1,
				previousHash: author.hash,
				hlc,
				wallMs: hlc.ms,
				occurredAtMs: null,
				copiedFrom: null,
				...said
			})
		);
		const entry = valued(decodeEntry(concatBytes(unsigned, await author.signer.sign(toSign))));
		author.sequence = entry.sequence;
		author.hash = entry.hash;
		entries.push(entry);
	}
	return entries;
}
