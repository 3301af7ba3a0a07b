// Writes tests/fixtures/entry-vectors.json: entries as bytes, for whoever reads the format in another language.
// Run it only when the format gets a new version; tests/unit/domain/log/entry-vectors.test.ts holds the code to it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { importBundled } from './lib/bundle.mjs';
import { ROOT } from './lib/sources.mjs';

const { encodeDraft, decodeEntry, FIRST_HASH } = await importBundled('src/lib/domain/log/entry.ts');
const { toBase64Url } = await importBundled('src/lib/base/bytes.ts');

/** RFC 8032, section 7.1: the secret keys of TEST 1 and TEST 2. */
const AUTHORS = {
	first: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
	second: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'
};
const INCIDENT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const START_MS = Date.UTC(2026, 10, 24, 14, 2, 11);

/** What stands in `draft` is added to what the format wants besides. */
const WRITTEN = [
	{ name: 'the first entry of an author', author: 'first', kind: 'incidentOpened', payload: {} },
	{
		name: 'the second, which names the first by its hash',
		author: 'first',
		kind: 'observation',
		payload: {
			text: 'Ingen net på rådhuset. Ærø, Ålborg og 東京 🛟',
			services: ['KY4'],
			certain: false,
			count: -3
		}
	},
	{
		name: 'another author, copied from paper half an hour later, by a clock that is right',
		author: 'second',
		kind: 'decision',
		payload: { why: null, what: 'Staben samles', to: { role: 'chair', people: ['K-01', 'K-02'] } },
		occurredAtMs: START_MS - 1_800_000,
		copiedFrom: 'paper'
	},
	{
		name: 'a kind that nobody knows, every escape of JSON, a lone surrogate, and keys in order of UTF-16',
		author: 'second',
		kind: 'kindOfTomorrow',
		payload: {
			'\ufb33': 2,
			'😂': 1,
			10: 4,
			9: 3,
			'': '\b\t\n\f\r"\\/\u0000\u001f\u007f\u2028\ud800',
			z: [[], {}]
		},
		wallMs: 0
	},
	{
		name: 'the greatest numbers, and the deepest body',
		author: 'first',
		sequence: 4_294_967_295,
		kind: 'note',
		payload: { most: Number.MAX_SAFE_INTEGER, least: Number.MIN_SAFE_INTEGER, deep: [[[[[[7]]]]]] },
		hlc: { ms: 7_258_118_399_999, counter: 65_535 },
		wallMs: 281_474_976_710_655
	}
];

const heads = new Map();
const entries = WRITTEN.map(({ name, author, ...given }, index) => {
	const secretKey = hexToBytes(AUTHORS[author]);
	const head = heads.get(author) ?? { sequence: 0, hash: FIRST_HASH };
	const draft = {
		incidentId: INCIDENT,
		authorKey: toBase64Url(ed25519.getPublicKey(secretKey)),
		sequence: head.sequence + 1,
		previousHash: head.hash,
		hlc: { ms: START_MS + index * 1000, counter: index },
		wallMs: START_MS + index * 1000 + 5,
		occurredAtMs: null,
		copiedFrom: null,
		...given
	};
	const { unsigned, toSign } = valued(encodeDraft(draft));
	const signature = ed25519.sign(toSign, secretKey);
	const entry = valued(decodeEntry(concatBytes(unsigned, signature)));
	heads.set(author, entry);
	return {
		name,
		secretKey: AUTHORS[author],
		draft,
		message: bytesToHex(toSign),
		bytes: bytesToHex(entry.bytes),
		id: entry.id,
		hash: entry.hash,
		deviceId: entry.deviceId
	};
});

const [first, second, paper] = entries.map(({ bytes }) => hexToBytes(bytes));
const bodyOf = (text) => withBody(first, new TextEncoder().encode(text));
const refused = [
	['nothing', new Uint8Array(0)],
	['another version', changed(first, 0, 2)],
	['a signature cut short by a byte', first.subarray(0, -1)],
	['a byte too many', concatBytes(first, new Uint8Array(1))],
	['more than 16,384 bytes', concatBytes(first, new Uint8Array(16_384))],
	['sequence 0', changed(first, 49, 0)],
	['sequence 2 after nothing', changed(first, 49, 2)],
	['sequence 1 after something', changed(second, 49, 1)],
	['sequence 1 in two bytes', concatBytes(first.subarray(0, 49), Uint8Array.of(0x81, 0), first.subarray(50))],
	[
		'sequence 4,294,967,296',
		concatBytes(second.subarray(0, 49), hexToBytes('8080808010'), second.subarray(50))
	],
	[
		'a hybrid clock past 2199',
		concatBytes(first.subarray(0, 82), hexToBytes('0699eb8c2400'), first.subarray(88))
	],
	['a body longer than there is', changed(first, 96, 127)],
	['white space', bodyOf('{"k":"note", "p":{}}')],
	['keys out of order', bodyOf('{"p":{},"k":"note"}')],
	['a key twice', bodyOf('{"k":"note","k":"note","p":{}}')],
	['a key that is not of the format', bodyOf('{"k":"note","p":{},"x":1}')],
	['no payload', bodyOf('{"k":"note"}')],
	['a payload that is a list', bodyOf('{"k":"note","p":[]}')],
	['a kind with a space', bodyOf('{"k":"a note","p":{}}')],
	['a fraction', bodyOf('{"k":"note","p":{"n":0.5}}')],
	['minus zero', bodyOf('{"k":"note","p":{"n":-0}}')],
	['an exponent', bodyOf('{"k":"note","p":{"n":1e3}}')],
	['an integer past 2^53', bodyOf('{"k":"note","p":{"n":9007199254740993}}')],
	['an escape that need not be', bodyOf('{"k":"note","p":{"t":"\\u00e6"}}')],
	['a happening at null', bodyOf('{"k":"note","o":null,"p":{}}')],
	['a happening before 1970', bodyOf('{"k":"note","o":-1,"p":{}}')],
	['copied from a screen', bodyOf('{"k":"note","p":{},"w":"screen"}')],
	['arrays nine deep', bodyOf('{"k":"note","p":{"deep":[[[[[[[]]]]]]]}}')],
	['a byte order mark', bodyOf('\ufeff{"k":"note","p":{}}')],
	[
		'bytes that are no UTF-8',
		withBody(first, hexToBytes('7b226b223a226e6f7465222c2270223a7b2274223a22ff227d7d'))
	],
	[
		'a surrogate as three bytes',
		withBody(first, hexToBytes('7b226b223a226e6f7465222c2270223a7b2274223a22eda080227d7d'))
	]
].map(([name, bytes]) => {
	const read = decodeEntry(bytes);
	if (read.ok) throw new Error(`${name} was read`);
	return { name, bytes: bytesToHex(bytes), problem: read.error };
});

const file = join(ROOT, 'tests/fixtures/entry-vectors.json');
writeFileSync(file, `${JSON.stringify({ format: 'beredt/entry/1', entries, refused }, null, 2)}\n`);
console.log(
	`${file}: ${entries.length} entries, ${refused.length} refused; the paper one has ${paper.length} bytes`
);

function valued(result) {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} value */
function changed(bytes, at, value) {
	const copy = bytes.slice();
	copy[at] = value;
	return copy;
}

/** An entry of one-byte lengths with another body; its signature is not the one any more. */
function withBody(entry, body) {
	if (body.length > 127) throw new Error('too long for this');
	return concatBytes(entry.subarray(0, 96), Uint8Array.of(body.length), body, entry.subarray(-64));
}
