import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupId } from '$lib/ports/group';
import type { GroupCrypto } from '$lib/ports/group-crypto';
import { createGroupCrypto } from '$lib/security/group-crypto';
import {
	makeInvite,
	openAnswer,
	openInvite,
	openOffer,
	readCode,
	sealAnswer,
	sealOffer,
	type AnswerCode,
	type InviteCode,
	type OfferCode
} from '$lib/sync/signaling/code';
import { codeText, findCode } from '$lib/sync/signaling/code-text';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '$lib/base/bytes';
import { DESCRIPTION, someDescription } from '../../../doubles/descriptions';
import { protocolVectors } from '../../../doubles/protocol-vectors';
import { unhex } from '../../../doubles/entry-vectors';
import { valued } from '../../../doubles/valued';

const group = createGroupCrypto(crypto) as GroupCrypto;
const GROUP = protocolVectors.codes.groupId;
const OTHER_GROUP = '00000000-2b9a-4c67-9e0d-6f1a2b3c4d5e' as GroupId;
const epochs = [1, 2, 3].map((epoch) => ({ epoch, secret: new Uint8Array(32).fill(epoch) }));
const [first, second, third] = epochs as [(typeof epochs)[0], (typeof epochs)[0], (typeof epochs)[0]];
const OTHER = { ...DESCRIPTION, ufrag: 'andr', candidates: DESCRIPTION.candidates.slice(1) };

const readOffer = (bytes: Uint8Array) => valued(readCode(bytes)) as OfferCode;
const readAnswer = (bytes: Uint8Array) => valued(readCode(bytes)) as AnswerCode;
const kinds = ['offer', 'answer', 'invite', 'inviteAnswer'] as const;
const VECTORS = kinds.map((kind) => unhex(protocolVectors.codes[kind].bytes));
const someCode = fc.constantFrom(...VECTORS);

describe('an offer and its answer', () => {
	it('bring two phones of a group together, whatever they say', async () => {
		await fc.assert(
			fc.asyncProperty(someDescription, someDescription, async (mine, theirs) => {
				const offer = await sealOffer(group, GROUP, third, mine);
				expect(offer.bytes).toHaveLength(162);
				const opened = valued(await openOffer(group, GROUP, epochs, readOffer(offer.bytes)));
				expect(opened.description).toEqual(mine);
				const answer = await sealAnswer(group, opened, theirs);
				expect(answer).toHaveLength(170);
				expect(valued(await openAnswer(group, offer, readAnswer(answer)))).toEqual(theirs);
			}),
			{ numRuns: 25 }
		);
	});

	it('are opened with whichever epoch both have', async () => {
		const offer = await sealOffer(group, GROUP, second, DESCRIPTION);
		const opened = valued(await openOffer(group, GROUP, [first, second, third], readOffer(offer.bytes)));
		expect(opened.epoch).toBe(2);
		const answer = await sealAnswer(group, opened, OTHER);
		expect(valued(await openAnswer(group, offer, readAnswer(answer)))).toEqual(OTHER);
	});

	it('are closed to a phone that was put out, and to other groups', async () => {
		const offer = readOffer((await sealOffer(group, GROUP, third, DESCRIPTION)).bytes);
		const otherGroup = { ok: false, error: { code: 'otherGroup' } };
		expect(await openOffer(group, GROUP, [first, second], offer)).toEqual(otherGroup);
		expect(await openOffer(group, OTHER_GROUP, epochs, offer)).toEqual(otherGroup);
		expect(await openOffer(group, GROUP, [{ ...third, epoch: 4 }], offer)).toEqual(otherGroup);
		expect(await openOffer(group, GROUP, [], offer)).toEqual(otherGroup);
	});

	it('belong together: an answer to another offer is told from one of another group', async () => {
		const offer = await sealOffer(group, GROUP, third, DESCRIPTION);
		const before = await sealOffer(group, GROUP, third, DESCRIPTION);
		const toBefore = readAnswer(await sealAnswer(group, before, OTHER));
		expect(await openAnswer(group, offer, toBefore)).toEqual({ ok: false, error: { code: 'otherOffer' } });
		const forged = readAnswer(await sealAnswer(group, { ...offer, key: new Uint8Array(32) }, OTHER));
		expect(await openAnswer(group, offer, forged)).toEqual({ ok: false, error: { code: 'otherGroup' } });
	});

	it('do not look alike, though they say the same', async () => {
		const one = await sealOffer(group, GROUP, third, DESCRIPTION);
		const two = await sealOffer(group, GROUP, third, DESCRIPTION);
		const inBoth = [...one.bytes].filter((byte, at) => byte === two.bytes[at]).length;
		expect(inBoth).toBeLessThan(20);
	});

	it('are damaged where somebody of the group seals what is no description', async () => {
		const offer = await sealOffer(group, GROUP, third, DESCRIPTION);
		const head = offer.bytes.slice(0, 2);
		const nonce = group.random(12);
		const sealed = await group.seal(offer.key, nonce, new Uint8Array(128), head);
		const body = concatBytes(head, nonce, sealed);
		const code = readOffer(concatBytes(body, sha256(body).subarray(0, 4)));
		expect(await openOffer(group, GROUP, epochs, code)).toEqual({ ok: false, error: { code: 'damaged' } });
	});
});

describe('an invite and its answer', () => {
	it('bring in a phone that is in no group', async () => {
		const secret = group.random(16);
		const invite = await makeInvite(group, secret, DESCRIPTION);
		expect(invite.bytes).toHaveLength(150);
		const code = valued(readCode(invite.bytes)) as InviteCode;
		expect(code.secret).toEqual(secret);
		const opened = await openInvite(group, code);
		expect(opened.description).toEqual(DESCRIPTION);
		const answer = await sealAnswer(group, opened, OTHER);
		expect(answer).toHaveLength(170);
		expect(valued(await openAnswer(group, invite, readAnswer(answer)))).toEqual(OTHER);
	});

	it('are not those of the group: an answer of one type does not answer the other', async () => {
		const offer = await sealOffer(group, GROUP, third, DESCRIPTION);
		const crossed = readAnswer(await sealAnswer(group, { ...offer, answeredBy: 'inviteAnswer' }, OTHER));
		expect(await openAnswer(group, offer, crossed)).toEqual({ ok: false, error: { code: 'otherOffer' } });
	});

	it('have a secret of 16 bytes: another is a bug', async () => {
		await expect(makeInvite(group, new Uint8Array(15), DESCRIPTION)).rejects.toThrow(RangeError);
	});
});

describe('bytes', () => {
	it('are a code, or are told why not, whatever they are', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect(readCode(bytes).ok).toBe(false);
			})
		);
	});

	it('are cut short when the end is missing', () => {
		fc.assert(
			fc.property(someCode, fc.nat(), (code, cut) => {
				const short = code.subarray(0, 2 + (cut % (code.length - 2)));
				expect(readCode(short)).toEqual({ ok: false, error: { code: 'cutShort' } });
			})
		);
	});

	it('are damaged when a bit is another', () => {
		fc.assert(
			fc.property(someCode, fc.nat(), fc.nat(7), (code, at, bit) => {
				const changed = code.slice();
				const index = at % changed.length;
				changed[index] = (changed[index] ?? 0) ^ (1 << bit);
				const read = readCode(changed);
				// a type that wants more bytes than there are reads as cut short
				expect(read.ok ? 'read' : read.error.code).toMatch(
					index === 1 ? /^(damaged|cutShort)$/ : /^damaged$/
				);
			})
		);
	});
});

describe('a text', () => {
	it('has 280 characters at most, all of QR’s alphanumeric set', () => {
		expect(VECTORS.map((code) => codeText(code).length)).toEqual([268, 280, 248, 280]);
		for (const code of VECTORS) expect(codeText(code)).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
	});

	it('is read in whatever case, with line breaks, and within a message', () => {
		const white = fc.constantFrom('', ' ', '\n', '\r\n', '\u00a0', '\u200b', '\t');
		const words = fc.constantFrom(
			'',
			'Her er koden: ',
			'Beredt1: se nedenfor\n',
			' hilsen Bo',
			'\n-- \nSendt fra min telefon',
			'. ÆØÅ ß',
			'🛟'
		);
		fc.assert(
			fc.property(
				someCode,
				words,
				words,
				fc.boolean(),
				fc.array(fc.tuple(fc.nat(279), white), { maxLength: 8 }),
				(code, before, after, isLower, breaks) => {
					let text = codeText(code);
					for (const [at, character] of breaks) text = text.slice(0, at) + character + text.slice(at);
					const message = before + (isLower ? text.toLowerCase() : text) + after;
					expect(valued(findCode(message)).bytes).toEqual(code);
				}
			)
		);
	});

	it('is cut short when the end is missing, or something else stands in its midst', () => {
		fc.assert(
			fc.property(someCode, fc.nat(), fc.constantFrom('', '1', '-', 'æ', '"'), (code, cut, then) => {
				const text = codeText(code);
				const short = text.slice(0, 8 + (cut % (text.length - 8))) + then;
				expect(findCode(short)).toEqual({ ok: false, error: { code: 'cutShort' } });
			})
		);
	});

	it('is damaged when a letter is another', () => {
		fc.assert(
			fc.property(
				someCode,
				fc.nat(),
				fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
				(code, at, letter) => {
					const text = codeText(code);
					const index = 8 + (at % (text.length - 8));
					const changed = text.slice(0, index) + letter + text.slice(index + 1);
					fc.pre(changed !== text);
					const found = findCode(changed);
					expect(found.ok ? 'read' : found.error.code).toMatch(
						index < 16 ? /^(damaged|cutShort)$/ : /^damaged$/
					);
				}
			)
		);
	});

	it('is told why not, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
				expect(findCode(text).ok).toBe(false);
				expect(findCode(`BEREDT1:${text}`).ok).toBe(false);
			})
		);
	});

	it('is looked at no further than any message goes, and in no time', () => {
		const code = codeText(VECTORS[0] ?? new Uint8Array(0));
		const start = performance.now();
		expect(findCode('BEREDT1:A'.repeat(500_000) + code).ok).toBe(false);
		expect(findCode(' '.repeat(30_000) + code).ok).toBe(false);
		expect(performance.now() - start).toBeLessThan(1_000);
		expect(findCode(' '.repeat(19_000) + code).ok).toBe(true);
	});

	it('with more than one code in it gives the first that is sound', () => {
		const [offer, answer] = VECTORS.map(codeText) as [string, string];
		const found = valued(findCode(`${offer.slice(0, 100)}\n${answer}\n${offer}`));
		expect(found.kind).toBe('answer');
	});
});
