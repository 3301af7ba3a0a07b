// Runs in a real browser: Beredt's own codes and links, without its screens. webrtc-link.e2e.ts drives it through
// `window.phone`; the app has none of this.
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64Url } from '../../../src/lib/base/bytes';
import type { Result } from '../../../src/lib/base/result';
import type { GroupId } from '../../../src/lib/ports/group';
import type { Description, LinkEnd, OfferedLink, Opened, PeerLink } from '../../../src/lib/ports/peer-link';
import { createGroupCrypto } from '../../../src/lib/security/group-crypto';
import {
	openAnswer,
	openOffer,
	sealAnswer,
	sealOffer,
	type ShownCode
} from '../../../src/lib/sync/signaling/code';
import { codeText, findCode } from '../../../src/lib/sync/signaling/code-text';
import { createWebRtcConnector } from '../../../src/lib/sync/transports/webrtc-connector';

const GROUP = '8c5f1d1e-2b9a-4c67-9e0d-6f1a2b3c4d5e' as GroupId;
const SECRET = { epoch: 1, secret: new Uint8Array(32).fill(7) };
const groupCrypto = createGroupCrypto(crypto);
if (!groupCrypto) throw new Error('an insecure origin');
const security = groupCrypto;

/** What a link brought, for the test to look at. */
export interface LinkFacts {
	readonly isOfferer: boolean;
	readonly messages: readonly { readonly length: number; readonly hash: string; readonly atMs: number }[];
	readonly ends: readonly LinkEnd[];
	readonly queuedBytes: number;
	readonly localFingerprint: string;
	readonly remoteFingerprint: string;
}

class Kept {
	readonly messages: { length: number; hash: string; atMs: number }[] = [];
	readonly ends: LinkEnd[] = [];

	constructor(
		readonly link: PeerLink,
		readonly channel: RTCDataChannel
	) {
		link.trust();
		link.listen({
			message: (message) => this.messages.push({ ...factsOf(message), atMs: performance.now() }),
			closed: (end) => this.ends.push(end)
		});
	}
}

const links: Kept[] = [];
const offers: { offer: OfferedLink; shown: ShownCode; channel: () => RTCDataChannel }[] = [];
const opening: Promise<string>[] = [];

/** A connector whose data channel the page can get at, to do what Beredt would not. */
function connector() {
	let channel: RTCDataChannel | undefined;
	const made = createWebRtcConnector({
		clock: { now: () => Date.now() },
		createConnection() {
			const connection = new RTCPeerConnection({ iceServers: [] });
			const create = connection.createDataChannel.bind(connection);
			connection.createDataChannel = (...args) => (channel = create(...args));
			return connection;
		}
	});
	const its = () => {
		if (!channel) throw new Error('no channel yet');
		return channel;
	};
	return { connector: made, channel: its };
}

function valued<Value>(result: Result<Value, unknown>): Value {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

function factsOf(message: Uint8Array): { length: number; hash: string } {
	return { length: message.length, hash: toBase64Url(sha256(message).subarray(0, 8)) };
}

function messageOf(length: number, seed: number): Uint8Array {
	const message = new Uint8Array(length);
	for (let at = 0; at < length; at += 1) message[at] = (at * 31 + (at >> 8) + seed) & 0xff;
	return message;
}

function keep(opened: Opened, channel: () => RTCDataChannel): void {
	opening.push(
		opened.then((result) => {
			if (!result.ok) return result.error.code;
			links.push(new Kept(result.value, channel()));
			return 'open';
		})
	);
}

function kept(index: number): Kept {
	const link = links[index];
	if (!link) throw new Error(`there is no link ${index}`);
	return link;
}

function newestOffer() {
	const newest = offers.at(-1);
	if (!newest) throw new Error('nothing was offered');
	return newest;
}

async function readOffer(text: string): Promise<Description> {
	const code = valued(findCode(text));
	if (code.kind !== 'offer') throw new Error(code.kind);
	return valued(await openOffer(security, GROUP, [SECRET], code)).description;
}

const phone = {
	/** The text of an offer. */
	async offer(): Promise<string> {
		const { connector: ours, channel } = connector();
		const offer = valued(await ours.offer());
		const shown = await sealOffer(security, GROUP, SECRET, offer.description);
		offers.push({ offer, shown, channel });
		return codeText(shown.bytes);
	},

	/** The text of the answer to an offer's. */
	async answer(text: string): Promise<string> {
		const code = valued(findCode(text));
		if (code.kind !== 'offer') throw new Error(code.kind);
		const opened = valued(await openOffer(security, GROUP, [SECRET], code));
		const { connector: ours, channel } = connector();
		const answer = valued(await ours.answer(opened.description));
		keep(answer.opened, channel);
		return codeText(await sealAnswer(security, opened, answer.description));
	},

	/** Takes the answer to the newest offer. */
	async accept(text: string): Promise<void> {
		const code = valued(findCode(text));
		if (code.kind !== 'answer') throw new Error(code.kind);
		const newest = newestOffer();
		keep(newest.offer.opened, newest.channel);
		newest.offer.accept(valued(await openAnswer(security, newest.shown, code)));
	},

	/** Whether the phone whose offer this is answers within so long. */
	async probe(text: string, withinMs: number): Promise<boolean> {
		return connector().connector.probe(await readOffer(text), withinMs);
	},

	/** Takes another's offer in place of an answer to the newest of its own. */
	async cross(text: string, isOfferer: boolean): Promise<void> {
		const newest = newestOffer();
		keep(newest.offer.opened, newest.channel);
		newest.offer.cross(await readOffer(text), isOfferer);
	},

	/** Its newest offer is good for nothing any more. */
	cancel: (): void => {
		newestOffer().offer.cancel();
	},

	/** What came of the newest that was answered or accepted: `open`, or why not. */
	outcome: (): Promise<string> => opening.at(-1) ?? Promise.resolve('nothing'),

	send(link: number, length: number, seed: number): { length: number; hash: string } {
		const message = messageOf(length, seed);
		kept(link).link.send(message);
		return factsOf(message);
	},

	/** Sends pieces that never end, which Beredt would not, until the channel is closed. */
	async flood(link: number, bytes: number): Promise<void> {
		const { channel } = kept(link);
		const piece = new Uint8Array(65_535);
		for (let sent = 0; sent < bytes && channel.readyState === 'open'; sent += piece.length) {
			while (channel.bufferedAmount > 1_000_000 && channel.readyState === 'open')
				await new Promise((resolve) => setTimeout(resolve, 5));
			if (channel.readyState === 'open') channel.send(piece);
		}
	},

	close: (link: number): void => kept(link).link.close(),

	facts: (): LinkFacts[] =>
		links.map(({ link, messages, ends }) => ({
			isOfferer: link.isOfferer,
			messages,
			ends,
			queuedBytes: link.queuedBytes,
			localFingerprint: toBase64Url(link.localFingerprint),
			remoteFingerprint: toBase64Url(link.remoteFingerprint)
		}))
};

declare global {
	interface Window {
		phone: typeof phone;
	}
}
window.phone = phone;
document.documentElement.setAttribute('data-app-ready', '');
