import { createDecipheriv, createHash } from 'node:crypto';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
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
import { decodeDescription, encodeDescription, sdpOf } from '$lib/sync/signaling/description';
import { hex, unhex } from '../../../doubles/entry-vectors';
import { asDescription, protocolVectors as vectors } from '../../../doubles/protocol-vectors';
import { valued } from '../../../doubles/valued';

const { codes } = vectors;
const secret = { epoch: codes.epoch, secret: unhex(codes.epochSecret) };
const crypto_ = createGroupCrypto(crypto) as GroupCrypto;
const withNonce = (nonce: string): GroupCrypto => ({ ...crypto_, random: () => unhex(nonce) });
const readVector = <Of>({ bytes }: { readonly bytes: string }) => valued(readCode(unhex(bytes))) as Of;
const offererDescription = valuedDescription(codes.offer.description);
const answererDescription = valuedDescription(codes.answer.description);

function valuedDescription(bytes: string) {
	const description = decodeDescription(unhex(bytes));
	if (!description) throw new Error('no description');
	return description;
}

describe.each(vectors.descriptions)('$name', ({ description, bytes, offerSdp, answerSdp }) => {
	it('is written as these bytes, and read from them', () => {
		expect(hex(encodeDescription(asDescription(description)))).toBe(bytes);
		expect(decodeDescription(unhex(bytes))).toEqual(asDescription(description));
	});

	it('becomes these session descriptions', () => {
		expect(sdpOf(asDescription(description), 'actpass')).toBe(offerSdp);
		expect(sdpOf(asDescription(description), 'active')).toBe(answerSdp);
	});
});

describe('the codes', () => {
	it('are written as these bytes', async () => {
		const offer = await sealOffer(withNonce(codes.offer.nonce), codes.groupId, secret, offererDescription);
		expect(hex(offer.bytes)).toBe(codes.offer.bytes);
		expect(hex(offer.offerId)).toBe(codes.offer.offerId);
		expect(hex(await sealAnswer(withNonce(codes.answer.nonce), offer, answererDescription))).toBe(
			codes.answer.bytes
		);
		const invite = await makeInvite(crypto_, unhex(codes.inviteSecret), offererDescription);
		expect(hex(invite.bytes)).toBe(codes.invite.bytes);
		expect(hex(invite.offerId)).toBe(codes.invite.offerId);
		expect(hex(await sealAnswer(withNonce(codes.inviteAnswer.nonce), invite, answererDescription))).toBe(
			codes.inviteAnswer.bytes
		);
	});

	it('are read from them', async () => {
		const offer = valued(
			await openOffer(crypto_, codes.groupId, [secret], readVector<OfferCode>(codes.offer))
		);
		expect(offer.description).toEqual(offererDescription);
		const answer = readVector<AnswerCode>(codes.answer);
		expect(valued(await openAnswer(crypto_, offer, answer))).toEqual(answererDescription);
		const invite = await openInvite(crypto_, readVector<InviteCode>(codes.invite));
		expect(invite.description).toEqual(offererDescription);
		const answerToInvite = readVector<AnswerCode>(codes.inviteAnswer);
		expect(valued(await openAnswer(crypto_, invite, answerToInvite))).toEqual(answererDescription);
	});

	it.each(['offer', 'answer', 'invite', 'inviteAnswer'] as const)('%s stands in its text', (kind) => {
		expect(codeText(unhex(codes[kind].bytes))).toBe(codes[kind].text);
		expect(hex(valued(findCode(codes[kind].text)).bytes)).toBe(codes[kind].bytes);
	});

	it('are what other implementations of HKDF, AES-GCM and SHA-256 make of docs/protocol.md', () => {
		const ascii = (text: string) => hex(new TextEncoder().encode(`${text}\0`));
		const epoch = codes.epoch.toString(16).padStart(8, '0');
		const info = unhex(ascii('beredt/code/1') + codes.groupId.replaceAll('-', '') + epoch);
		expect(codes.offer.key).toBe(hex(hkdf(sha256, unhex(codes.epochSecret), undefined, info, 32)));
		expect(codes.answer.key).toBe(codes.offer.key);
		expect(codes.inviteAnswer.key).toBe(
			hex(hkdf(sha256, unhex(codes.inviteSecret), undefined, unhex(ascii('beredt/invite-code/1')), 32))
		);
		for (const { before, code } of [
			{ before: 2, code: codes.offer },
			{ before: 10, code: codes.answer },
			{ before: 10, code: codes.inviteAnswer }
		]) {
			const bytes = unhex(code.bytes);
			const cipher = createDecipheriv('aes-256-gcm', unhex(code.key), bytes.subarray(before, before + 12));
			cipher.setAAD(bytes.subarray(0, before));
			cipher.setAuthTag(bytes.subarray(-20, -4));
			const plain = Buffer.concat([cipher.update(bytes.subarray(before + 12, -20)), cipher.final()]);
			expect(plain.toString('hex')).toBe(code.description);
			expect(createHash('sha256').update(bytes.subarray(0, -4)).digest('hex').slice(0, 8)).toBe(
				hex(bytes.subarray(-4))
			);
		}
		const idOf = (label: string, bytes: string) =>
			createHash('sha256')
				.update(unhex(ascii(label) + bytes))
				.digest('hex');
		expect(idOf('beredt/offer/1', codes.offer.bytes).slice(0, 16)).toBe(codes.answer.answers);
		expect(idOf('beredt/offer/1', codes.invite.bytes).slice(0, 16)).toBe(codes.inviteAnswer.answers);
		expect(idOf('beredt/invite/1', codes.inviteSecret).slice(0, 32)).toBe(codes.inviteId);
	});
});

describe('is refused', () => {
	it.each(vectors.refusedDescriptions)('a description with $name', ({ bytes }) => {
		expect(decodeDescription(unhex(bytes))).toBeNull();
	});
	it.each(vectors.refusedCodes)('a code: $name', ({ bytes, problem }) => {
		expect(readCode(unhex(bytes))).toEqual({ ok: false, error: { code: problem } });
	});
	it.each(vectors.refusedTexts)('a text: $name', ({ text, problem }) => {
		expect(findCode(text)).toEqual({ ok: false, error: { code: problem } });
	});
});
