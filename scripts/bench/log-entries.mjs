// Entries as an incident has them, but for the signature: nobody made it, and nothing here looks at it.

export const INCIDENT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const START_MS = Date.UTC(2026, 10, 24, 14);
/** What people write, long and short. */
const TEXTS = [
	'Ingen net på rådhuset.',
	'Driftsvagten melder, at fagsystemerne i jobcentret ikke svarer. Leverandøren er kontaktet.',
	'Borgerservice går over til nødprocedure på papir fra kl. 15.30. Skilte er sat op ved indgangen.'
];
export const SAID = [
	(n) => ({
		kind: 'stepTicked',
		payload: { cardId: `AC-${String(n % 16).padStart(2, '0')}`, stepId: `S-${n % 9}` }
	}),
	(n) => ({ kind: 'observed', payload: { certainty: 'confirmed', text: TEXTS[n % TEXTS.length] } }),
	(n) => ({ kind: 'serviceStatusSet', payload: { serviceId: `KY${n % 5}`, status: 'down' } })
];

/**
 * Chains of as many authors, their entries in turn.
 * @param {any} beredt What log-modules.mjs exports.
 * @param {number} authors
 * @returns {() => any} The next entry, of whichever author is at turn.
 */
export function entrySource(beredt, authors) {
	const { concatBytes, decodeEntry, encodeDraft, FIRST_HASH, toBase64Url } = beredt;
	const heads = Array.from({ length: authors }, (_, author) => ({
		authorKey: toBase64Url(new Uint8Array(32).fill(author + 1)),
		sequence: 0,
		hash: FIRST_HASH
	}));
	let count = 0;
	const signature = new Uint8Array(64);
	return () => {
		const head = heads[count % authors];
		count += 1;
		crypto.getRandomValues(signature);
		const { unsigned } = valued(
			encodeDraft({
				incidentId: INCIDENT,
				authorKey: head.authorKey,
				sequence: head.sequence + 1,
				previousHash: head.hash,
				hlc: { ms: START_MS + count * 900, counter: 0 },
				wallMs: START_MS + count * 900,
				occurredAtMs: null,
				copiedFrom: null,
				...SAID[count % SAID.length](count)
			})
		);
		const entry = valued(decodeEntry(concatBytes(unsigned, signature)));
		head.sequence = entry.sequence;
		head.hash = entry.hash;
		return entry;
	};
}

/**
 * What `result` holds; throws where it failed.
 * @param {any} result
 */
export function valued(result) {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}
