import { beforeAll, describe, expect, it } from 'vitest';
import { createDeviceKeys } from '$lib/security/device-keys';
import { createGroupCrypto } from '$lib/security/group-crypto';
import type { GroupId } from '$lib/ports/group';
import type { GroupCrypto } from '$lib/ports/group-crypto';
import type { DeviceKeys } from '$lib/ports/log';
import { prove, type Common, type ProofParts } from '$lib/sync/session/proof';
import { encodeMessage } from '$lib/sync/session/messages';
import { TestDevice } from '../../../doubles/log-entries';
import { VirtualTime } from '../../../simulation/virtual-time';
import { Wire } from '../../../simulation/wire';

const GROUP_ID = '99999999-9999-4999-8999-999999999999' as GroupId;
const SECRET = new Uint8Array(32).fill(7);
const common: Common = { kind: 'group', groupId: GROUP_ID, epoch: 1, secret: SECRET };
const [a, b] = [new TestDevice(1), new TestDevice(2)];
const groupCrypto = createGroupCrypto(crypto) as GroupCrypto;

let keys: DeviceKeys;
beforeAll(async () => {
	keys = await createDeviceKeys();
});

function parts(device: TestDevice, time: VirtualTime, isMember = (_key: string) => true): ProofParts {
	return {
		crypto: groupCrypto,
		signer: device.signer,
		verifier: keys,
		timers: time,
		isMember
	};
}

/** Both sides' outcomes. */
async function proven(
	first: Common,
	second: Common,
	{
		devices = [a, b],
		isMember = () => true
	}: { devices?: readonly TestDevice[]; isMember?: (key: string) => boolean } = {}
) {
	const time = new VirtualTime();
	const wire = new Wire(time, { delayMs: () => 5 });
	const [one, two] = devices as [TestDevice, TestDevice];
	const both = Promise.all([
		prove(wire.ends[0], first, parts(one, time, isMember)),
		prove(wire.ends[1], second, parts(two, time, isMember))
	]);
	// WebCrypto works beside the virtual clock
	let isDone = false;
	void both.then(() => (isDone = true));
	for (let turn = 0; turn < 200 && !isDone; turn += 1) {
		await time.pass(10);
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	await time.pass(30_000);
	return both;
}

describe('the proof', () => {
	it('tells each side which device is at the other end, on one and the same connection', async () => {
		const [ofA, ofB] = await proven(common, common);
		if (!ofA.ok || !ofB.ok) throw new Error('it did not hold');
		expect(ofA.value).toMatchObject({ deviceId: b.deviceId, deviceKey: b.authorKey });
		expect(ofB.value).toMatchObject({ deviceId: a.deviceId, deviceKey: a.authorKey });
		expect(ofA.value.transcript).toEqual(ofB.value.transcript);
	});

	it.each([
		['another secret', { ...common, secret: new Uint8Array(32).fill(8) }],
		['another epoch', { ...common, epoch: 2 }],
		['another group', { ...common, groupId: '88888888-8888-4888-8888-888888888888' as GroupId }],
		['an invite', { kind: 'invite', secret: SECRET } as const]
	])('does not hold with %s', async (_what, other) => {
		for (const one of await proven(common, other))
			expect(one.ok ? 'held' : one.error.code).toMatch(/^(notOfTheGroup|refused)$/);
	});

	it('does not hold for a device that is no member', async () => {
		const [ofA] = await proven(common, common, { isMember: (key) => key === a.authorKey });
		expect(ofA).toEqual({ ok: false, error: { code: 'notOfTheGroup' } });
	});

	it('does not take a phone for another', async () => {
		const [ofA] = await proven(common, common, { devices: [a, a] });
		expect(ofA).toEqual({ ok: false, error: { code: 'ownDevice' } });
	});

	it('does not hold on another connection than the one it was made for', async () => {
		const time = new VirtualTime();
		const wire = new Wire(time, { delayMs: () => 5 });
		// somebody in between: each side sees another certificate
		wire.ends[1].remoteFingerprint.fill(9);
		const both = Promise.all([
			prove(wire.ends[0], common, parts(a, time)),
			prove(wire.ends[1], common, parts(b, time))
		]);
		for (let turn = 0; turn < 50; turn += 1) {
			await time.pass(10);
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		for (const one of await both) expect(one.ok).toBe(false);
	});

	it.each([
		['nothing', [], 'timedOut'],
		['what is no message', [Uint8Array.of(99)], 'malformed'],
		[
			'another version',
			[encodeMessage({ type: 'hello', version: 2, kind: 'group', commitment: new Uint8Array(32) })],
			'otherVersion'
		],
		['a log before the proof', [encodeMessage({ type: 'logs', logs: [] })], 'malformed'],
		['a goodbye', [encodeMessage({ type: 'bye', why: 'refused' })], 'refused']
	])('fails when the other side sends %s', async (_what, sent, code) => {
		const time = new VirtualTime();
		const wire = new Wire(time, { delayMs: () => 5 });
		const proving = prove(wire.ends[0], common, parts(a, time));
		let closed: string | null = null;
		wire.ends[1].listen({ message: () => undefined, closed: (end) => (closed = end) });
		for (const message of sent) wire.ends[1].send(message);
		await time.pass(30_000);
		expect(await proving).toEqual({ ok: false, error: { code } });
		await time.pass(1_000);
		expect(closed).toBe('closedThere');
	});

	it('does not take another nonce than the one that was committed to', async () => {
		const time = new VirtualTime();
		const wire = new Wire(time, { delayMs: () => 5 });
		const proving = prove(wire.ends[0], common, parts(a, time));
		wire.ends[1].send(
			encodeMessage({ type: 'hello', version: 1, kind: 'group', commitment: new Uint8Array(32) })
		);
		wire.ends[1].send(encodeMessage({ type: 'nonce', nonce: new Uint8Array(32).fill(1) }));
		await time.pass(1_000);
		expect(await proving).toEqual({ ok: false, error: { code: 'malformed' } });
	});

	it('fails, and lets go, when the connection is lost in the middle', async () => {
		const time = new VirtualTime();
		const wire = new Wire(time, { delayMs: () => 5 });
		const proving = prove(wire.ends[0], common, parts(a, time));
		await time.pass(2);
		wire.cut();
		expect(await proving).toEqual({ ok: false, error: { code: 'lost' } });
	});
});
