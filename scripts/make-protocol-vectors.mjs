// Writes tests/fixtures/protocol-vectors.json: codes and what is sealed in them, for whoever reads the protocol in
// another language. Run it only when the protocol gets a new version; tests/unit/sync/signaling/protocol-vectors.test.ts
// holds the code to it.
import { createHash, webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { importBundled } from './lib/bundle.mjs';
import { ROOT } from './lib/sources.mjs';

const { createGroupCrypto } = await importBundled('src/lib/security/group-crypto.ts');
const { encodeDescription, decodeDescription, sdpOf } = await importBundled(
	'src/lib/sync/signaling/description.ts'
);
const { makeInvite, openInvite, readCode, sealAnswer, sealOffer } = await importBundled(
	'src/lib/sync/signaling/code.ts'
);
const { hubRoom, sealSaid } = await importBundled('src/lib/sync/signaling/hub-room.ts');
const { codeText, findCode } = await importBundled('src/lib/sync/signaling/code-text.ts');

/** Numbers that count up, so that nobody takes them for secrets of a group. */
const counting = (length, from) => Uint8Array.from({ length }, (_, index) => (from + index) & 0xff);
const GROUP_ID = '8c5f1d1e-2b9a-4c67-9e0d-6f1a2b3c4d5e';
const EPOCH = 3;
const EPOCH_SECRET = counting(32, 0x10);
const INVITE_SECRET = counting(16, 0x80);

let nonce = new Uint8Array(12);
const crypto = { ...createGroupCrypto(webcrypto), random: () => nonce };

const described = (fields) => ({ fingerprint: counting(32, 0xa0), ...fields });
const DESCRIPTIONS = [
	{
		name: 'one address of IPv4, as Chromium has it on a Wi-Fi',
		description: described({
			madeAtMinutes: 29_925_482,
			ufrag: 'q7Tz',
			pwd: 'kP+0aZ/4mXw8BvR2sLd6HjYu',
			candidates: [{ kind: 'ipv4', address: '192.168.43.1', port: 49_152 }]
		})
	},
	{
		name: 'each kind of address, with the lengths of Firefox',
		description: described({
			madeAtMinutes: 0,
			ufrag: 'a1b2c3d4',
			pwd: '5c8dc30bb67c9d0b4ca8f1bd7b6a3c9e',
			candidates: [
				{ kind: 'ipv4', address: '10.0.0.254', port: 1 },
				{ kind: 'mdns', address: '0b3a1f66-0c84-4c6a-9f0e-5d2b8c7a4e19.local', port: 65_535 },
				{ kind: 'ipv6', address: '2001:db8:0:1::7', port: 50_001 }
			]
		})
	},
	{
		name: 'the longest ufrag and pwd that leave room for an address',
		description: described({
			madeAtMinutes: 0xffff_ffff,
			ufrag: '+/AZaz09'.repeat(4),
			pwd: `${'+/AZaz09'.repeat(6)}2`,
			candidates: [{ kind: 'ipv4', address: '223.255.255.254', port: 9 }]
		})
	}
];
const [ofOfferer, ofAnswerer] = DESCRIPTIONS.map(({ description }) => description);

const descriptions = DESCRIPTIONS.map(({ name, description }) => ({
	name,
	description: { ...description, fingerprint: bytesToHex(description.fingerprint) },
	bytes: bytesToHex(encodeDescription(description)),
	offerSdp: sdpOf(description, 'actpass'),
	answerSdp: sdpOf(description, 'active')
}));

nonce = counting(12, 0x40);
const offer = await sealOffer(crypto, GROUP_ID, { epoch: EPOCH, secret: EPOCH_SECRET }, ofOfferer);
nonce = counting(12, 0x50);
const answer = await sealAnswer(crypto, offer, ofAnswerer);
const invite = await makeInvite(crypto, INVITE_SECRET, ofOfferer);
nonce = counting(12, 0x60);
const answerToInvite = await sealAnswer(
	crypto,
	await openInvite(crypto, valued(readCode(invite.bytes))),
	ofAnswerer
);

const codeOf = (name, bytes, more) => ({ name, bytes: bytesToHex(bytes), text: codeText(bytes), ...more });
const sealedIn = (index, key, nonceFrom) => ({
	description: descriptions[index].bytes,
	key: bytesToHex(key),
	nonce: bytesToHex(counting(12, nonceFrom))
});
const codes = {
	groupId: GROUP_ID,
	epoch: EPOCH,
	epochSecret: bytesToHex(EPOCH_SECRET),
	inviteSecret: bytesToHex(INVITE_SECRET),
	inviteId: createHash('sha256').update('beredt/invite/1\0').update(INVITE_SECRET).digest('hex').slice(0, 32),
	offer: codeOf('offer', offer.bytes, {
		offerId: bytesToHex(offer.offerId),
		...sealedIn(0, offer.key, 0x40)
	}),
	answer: codeOf('answer', answer, { answers: bytesToHex(offer.offerId), ...sealedIn(1, offer.key, 0x50) }),
	invite: codeOf('invite', invite.bytes, {
		offerId: bytesToHex(invite.offerId),
		description: descriptions[0].bytes
	}),
	inviteAnswer: codeOf('answer to an invite', answerToInvite, {
		answers: bytesToHex(invite.offerId),
		...sealedIn(1, invite.key, 0x60)
	})
};

const room = await hubRoom(crypto, GROUP_ID, { epoch: EPOCH, secret: EPOCH_SECRET });
const [caller, called] = [0xc0, 0xd0].map((from) => Buffer.from(counting(16, from)).toString('base64url'));
const said = [
	{ what: 'here', from: caller },
	{ what: 'gone', from: caller },
	{ what: 'code', from: caller, to: called, code: offer.bytes },
	{ what: 'cameIn', from: caller }
];
const hub = { topic: room.topic, key: bytesToHex(room.key), said: [] };
for (const [index, one] of said.entries()) {
	nonce = counting(12, 0x70 + index);
	const data = await sealSaid(crypto, room, one);
	hub.said.push({ ...one, ...(one.code && { code: bytesToHex(one.code) }), data });
}

const withCheck = (bytes) => concatBytes(bytes, createHash('sha256').update(bytes).digest().subarray(0, 4));
const body = offer.bytes.slice(0, -4);
const refusedCodes = [
	['nothing', new Uint8Array(0)],
	['a first byte alone', Uint8Array.of(1)],
	['an offer cut short by a byte', offer.bytes.subarray(0, -1)],
	['a byte too many', concatBytes(offer.bytes, new Uint8Array(1))],
	['a bit that is another', changed(offer.bytes, 20, offer.bytes[20] ^ 4)],
	['a check that is another', changed(offer.bytes, 161, offer.bytes[161] ^ 1)],
	['another version, damaged', changed(offer.bytes, 0, 2)],
	['another version', withCheck(changed(body, 0, 2))],
	['another type', withCheck(changed(body, 1, 5))],
	['an offer that says it is an answer', withCheck(changed(body, 1, 2))],
	['an invite whose description is none', withCheck(changed(invite.bytes.slice(0, -4), 150 - 5, 1))]
].map(([name, bytes]) => ({ name, bytes: bytesToHex(bytes), problem: refusal(readCode(bytes)) }));

const refusedTexts = [
	['another app’s', 'WIFI:S:Rådhuset;T:WPA;P:hemmeligt;;'],
	['an address', 'https://example.org/BEREDT'],
	['another version', codeText(offer.bytes).replace('BEREDT1:', 'BEREDT2:')],
	['the beginning alone', 'BEREDT1:'],
	['half of it', codeText(offer.bytes).slice(0, 140)],
	['a letter that is none of base32', codeText(offer.bytes).replace(/.$/, '1')],
	['two letters in each other’s place', swapped(codeText(offer.bytes), 30)],
	[
		'bits that belong to no byte',
		codeText(offer.bytes).slice(0, -1) + nextLetter(codeText(offer.bytes).at(-1))
	]
].map(([name, text]) => ({ name, text, problem: refusal(findCode(text)) }));

const refusedDescriptions = [
	['a byte too few', encodeDescription(ofOfferer).subarray(1)],
	['a ufrag of three', changed(encodeDescription(ofOfferer), 36, 3)],
	['a ufrag with a line break', changed(encodeDescription(ofOfferer), 38, 10)],
	['no candidate', changed(encodeDescription(ofOfferer), 66, 0)],
	['more candidates than there are', changed(encodeDescription(ofOfferer), 66, 9)],
	['a kind of address that nobody knows', changed(encodeDescription(ofOfferer), 67, 3)],
	['the address of everybody', changed(encodeDescription(ofOfferer), 68, 224)],
	['port 0', changed(changed(encodeDescription(ofOfferer), 72, 0), 73, 0)],
	['something after the last candidate', changed(encodeDescription(ofOfferer), 127, 1)]
].map(([name, bytes]) => {
	if (decodeDescription(bytes)) throw new Error(`${name} was read`);
	return { name, bytes: bytesToHex(bytes) };
});

const file = join(ROOT, 'tests/fixtures/protocol-vectors.json');
const vectors = {
	format: 'beredt/protocol/1',
	descriptions,
	refusedDescriptions,
	codes,
	hub,
	refusedCodes,
	refusedTexts
};
writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`);
console.log(
	`${file}: ${descriptions.length} descriptions, 4 codes, ${refusedDescriptions.length + refusedCodes.length + refusedTexts.length} refused`
);

function valued(result) {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

function refusal(result) {
	if (result.ok) throw new Error('it was read');
	return result.error.code;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} value */
function changed(bytes, at, value) {
	const copy = bytes.slice();
	copy[at] = value;
	return copy;
}

/** @param {string} text @param {number} at The first from there whose next one is another. */
function swapped(text, at) {
	return text[at] === text[at + 1]
		? swapped(text, at + 1)
		: text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}

/** @param {string} letter */
function nextLetter(letter) {
	return String.fromCharCode(letter.charCodeAt(0) + 1);
}
