// Runs in a real browser: Beredt's own storage, signing and documents, without its screens. log-journal.mjs drives it
// through `window.journal`; the app has none of this.
import { EntryWriter } from '../../../src/lib/app/write-entry.ts';
import { concatBytes, toBase64Url } from '../../../src/lib/base/bytes.ts';
import { decodeEntry, encodeDraft, FIRST_HASH } from '../../../src/lib/domain/log/entry.ts';
import { createDeviceKeys } from '../../../src/lib/security/device-keys.ts';
import { openDexieStorage } from '../../../src/lib/storage/open-dexie-storage.ts';
import { YIncidentDocument } from '../../../src/lib/sync/document/y-incident-document.ts';
import { entrySource, INCIDENT, valued } from '../log-entries.mjs';

const SUMMARY = {
	incidentId: INCIDENT,
	title: 'Rådhuset er uden net',
	mode: 'exercise',
	planId: 'bench',
	planFingerprint: 'bench',
	openedAt: '2026-11-24T14:00:00.000Z',
	closedAt: null
};
const IN_A_BATCH = 1_000;
const clock = { now: () => Date.now() };
/** One phone for each size. */
const phones = new Map();

let verified = 0;
const verify = SubtleCrypto.prototype.verify;
SubtleCrypto.prototype.verify = function (...args) {
	verified += 1;
	return verify.apply(this, args);
};

window.journal = {
	/** Makes a phone whose incident has so many entries, of others; returns how long that took, in milliseconds. */
	async fill(size) {
		const start = performance.now();
		const storage = valued(await openDexieStorage({ name: `bench-${size}` }));
		const keys = await createDeviceKeys();
		const pair = await keys.create();
		valued(await storage.identity.create({ keys: pair, createdAt: SUMMARY.openedAt, person: null }));
		const document = new YIncidentDocument(INCIDENT, [], () => crypto.getRandomValues(new Uint32Array(1))[0]);
		const next = entrySource({ concatBytes, decodeEntry, encodeDraft, FIRST_HASH, toBase64Url }, 5);
		for (let count = 0; count < size; count += IN_A_BATCH) {
			const entries = Array.from({ length: Math.min(IN_A_BATCH, size - count) }, next);
			const staged = document.stage(entries);
			const append = { entries, summary: SUMMARY, documentUpdate: staged.update, files: [] };
			valued(await storage.log.receive(append));
			staged.commit();
		}
		const writer = new EntryWriter({
			log: storage.log,
			signer: keys.signerOf(pair),
			clock,
			documentOf: () => document
		});
		phones.set(size, { storage, writer });
		return performance.now() - start;
	},

	/** Milliseconds that the newest 50 take, as a screen asks for them. */
	async newest(size) {
		const { storage } = phones.get(size);
		const start = performance.now();
		const { rows } = valued(await storage.log.newest(INCIDENT, 50));
		const took = performance.now() - start;
		if (rows.length !== 50) throw new Error(`${rows.length} rows`);
		return took;
	},

	/** Milliseconds from the press to the disk: signed, staged, stored with strict durability, committed. */
	async append(size) {
		const { writer } = phones.get(size);
		const start = performance.now();
		valued(
			await writer.write(INCIDENT, [{ kind: 'observed', payload: { certainty: 'confirmed', text: 'Målt' } }])
		);
		return performance.now() - start;
	},

	/** Milliseconds that reading all of it takes, and how many signatures were verified meanwhile. */
	async open(size) {
		const { storage } = phones.get(size);
		verified = 0;
		const start = performance.now();
		const page = valued(await storage.log.all(INCIDENT));
		return { ms: performance.now() - start, rows: page.rows.length, damaged: page.damaged.length, verified };
	},

	/** Bytes that the browser has stored in all. */
	async storedBytes() {
		return (await navigator.storage.estimate()).usage ?? 0;
	}
};
