import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '$lib/base/bytes';
import type { DeviceId } from '$lib/domain/log/entry';
import type { GroupId } from '$lib/ports/group';
import { createGroupCrypto } from '$lib/security/group-crypto';
import { hubRoom, openSaid, sealSaid, type Said } from '$lib/sync/signaling/hub-room';
import { unhex } from '../../../doubles/entry-vectors';
import { protocolVectors } from '../../../doubles/protocol-vectors';

const webCrypto = createGroupCrypto(crypto);
if (!webCrypto) throw new Error('there is no WebCrypto here');
const GROUP = '8c5f1d1e-2b9a-4c67-9e0d-6f1a2b3c4d5e' as GroupId;
const SECRET = new Uint8Array(32).fill(7);
const device = (number: number) => toBase64Url(new Uint8Array(16).fill(number)) as DeviceId;
const room = await hubRoom(webCrypto, GROUP, { epoch: 1, secret: SECRET });

const SAID: Said[] = [
	{ what: 'here', from: device(1) },
	{ what: 'gone', from: device(1) },
	{ what: 'cameIn', from: device(1) },
	{ what: 'code', from: device(1), to: device(2), code: new Uint8Array(162).fill(5) },
	{ what: 'code', from: device(1), to: device(2), code: new Uint8Array(200).fill(5) }
];

describe('what is said in a hub’s room', () => {
	it('is read by whoever holds the epoch’s secret', async () => {
		for (const said of SAID)
			expect(await openSaid(webCrypto, room, await sealSaid(webCrypto, room, said))).toEqual(said);
	});

	it('is equally long, whatever it is', async () => {
		const lengths = await Promise.all(
			SAID.map(async (said) => (await sealSaid(webCrypto, room, said)).length)
		);
		expect(new Set(lengths).size).toBe(1);
	});

	it('is nothing to those of another epoch or another group', async () => {
		const others = await Promise.all([
			hubRoom(webCrypto, GROUP, { epoch: 2, secret: SECRET }),
			hubRoom(webCrypto, GROUP, { epoch: 1, secret: new Uint8Array(32).fill(8) }),
			hubRoom(webCrypto, '00000000-2b9a-4c67-9e0d-6f1a2b3c4d5e' as GroupId, { epoch: 1, secret: SECRET })
		]);
		const [said] = SAID;
		const data = said ? await sealSaid(webCrypto, room, said) : '';
		for (const other of others) {
			expect(other.topic).not.toBe(room.topic);
			expect(await openSaid(webCrypto, other, data)).toBeNull();
		}
	});

	it('is refused where a bit has changed, or some of it is missing', async () => {
		const said = SAID.find(({ what }) => what === 'code');
		const data = said ? await sealSaid(webCrypto, room, said) : '';
		const bytes = fromBase64Url(data) ?? new Uint8Array();
		for (const at of [0, 11, 12, 100, bytes.length - 1]) {
			const changed = bytes.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			expect(await openSaid(webCrypto, room, toBase64Url(changed))).toBeNull();
		}
		for (const part of ['', data.slice(1), data.slice(4), `${data}AAAA`, `${data.slice(0, -1)}!`])
			expect(await openSaid(webCrypto, room, part)).toBeNull();
	});

	it('is refused where a member seals what no phone says', async () => {
		const plain = (fill: (bytes: Uint8Array) => void) => {
			const bytes = new Uint8Array(234);
			bytes.set(new Uint8Array(16).fill(1), 1);
			fill(bytes);
			return bytes;
		};
		const sealed = async (bytes: Uint8Array) => {
			const nonce = new Uint8Array(12);
			const topic = new TextEncoder().encode(room.topic);
			const body = await webCrypto.seal(room.key, nonce, bytes, topic);
			return toBase64Url(new Uint8Array([...nonce, ...body]));
		};
		expect(await openSaid(webCrypto, room, await sealed(plain(() => undefined)))).toEqual(SAID[0]);
		const wrong = [
			plain((bytes) => (bytes[0] = 4)),
			// to one, and not to all
			plain((bytes) => (bytes[20] = 1)),
			plain((bytes) => (bytes[233] = 1)),
			// a code to nobody
			plain((bytes) => bytes.set([2], 0)),
			plain((bytes) => {
				bytes[0] = 2;
				bytes[20] = 1;
				bytes[33] = 201;
			})
		];
		for (const bytes of wrong) expect(await openSaid(webCrypto, room, await sealed(bytes))).toBeNull();
	});

	it('is what the protocol’s vectors say', async () => {
		const { hub, codes } = protocolVectors;
		const ofVector = await hubRoom(webCrypto, codes.groupId, {
			epoch: codes.epoch,
			secret: unhex(codes.epochSecret)
		});
		expect(ofVector.topic).toBe(hub.topic);
		expect(ofVector.key).toEqual(unhex(hub.key));
		for (const { data, what, from, to, code } of hub.said) {
			const read = await openSaid(webCrypto, ofVector, data);
			expect(read).toEqual(what === 'code' ? { what, from, to, code: unhex(code ?? '') } : { what, from });
		}
	});
});
