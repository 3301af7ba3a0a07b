import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { certificateFor } from '../../../scripts/lib/certificate.mjs';
import { HUB_LIMITS, HubRooms, type Line } from '../../../scripts/lib/hub-rooms.mjs';
import { createServer, type Served } from '../../../scripts/lib/server.mjs';

let nowMs = 0;
let rooms: HubRooms;
beforeEach(() => {
	nowMs = 0;
	rooms = new HubRooms(() => nowMs);
});

function joined(address = '10.0.0.1') {
	const got: string[] = [];
	const line = { address, send: (text: string) => got.push(text), close: vi.fn() } satisfies Line;
	const one = rooms.join(line);
	if (!one) throw new Error('there was no room for it');
	const say = (message: object) => {
		one.take(JSON.stringify(message));
	};
	return { got, close: line.close, say, take: one.take, left: one.left };
}

const publish = (topic: string, data = 'x') => ({ type: 'publish', topic, data });

describe('the rooms of a hub', () => {
	it('hand on what is said to all others of the room, and to nobody else', () => {
		const [one, two, other] = [joined(), joined(), joined()];
		one.say({ type: 'subscribe', topics: ['a'] });
		two.say({ type: 'subscribe', topics: ['a', 'b'] });
		other.say({ type: 'subscribe', topics: ['b'] });
		one.say(publish('a'));
		expect(two.got).toEqual([JSON.stringify(publish('a'))]);
		expect([one.got, other.got]).toEqual([[], []]);
		two.say({ type: 'unsubscribe', topics: ['a'] });
		one.say(publish('a'));
		expect(two.got).toHaveLength(1);
	});

	it('answer a ping, as y-webrtc’s clients want it', () => {
		const one = joined();
		one.say({ type: 'ping' });
		expect(one.got).toEqual(['{"type":"pong"}']);
	});

	it('keep nothing of a line that has left', () => {
		const one = joined();
		one.say({ type: 'subscribe', topics: ['a', 'b'] });
		expect(rooms.size).toEqual({ lines: 1, rooms: 2 });
		one.left();
		expect(rooms.size).toEqual({ lines: 0, rooms: 0 });
	});

	it.each([
		['{'],
		['null'],
		['7'],
		['{"type":"announce"}'],
		['{"type":"subscribe","topics":"a"}'],
		['{"type":"subscribe","topics":[""]}'],
		['{"type":"subscribe","topics":[7]}'],
		[`{"type":"subscribe","topics":["${'a'.repeat(101)}"]}`],
		['{"type":"publish","topic":"a"}'],
		['{"type":"publish","topic":["a"],"data":"x"}']
	])('close a line that says %s', (text) => {
		const one = joined();
		one.take(text);
		expect(one.close).toHaveBeenCalledOnce();
		expect(rooms.size.lines).toBe(0);
	});

	it('close a line that wants too many rooms', () => {
		const one = joined();
		one.say({ type: 'subscribe', topics: Array.from({ length: 9 }, (_, index) => String(index)) });
		expect(one.close).toHaveBeenCalledOnce();
		expect(rooms.size).toEqual({ lines: 0, rooms: 0 });
	});

	it('make no more rooms than they can hold', () => {
		const lines = Array.from({ length: 63 }, (_, index) => {
			const line = joined(`10.0.0.${index}`);
			line.say({ type: 'subscribe', topics: Array.from({ length: 8 }, (_, at) => `${index}-${at}`) });
			return line;
		});
		expect(rooms.size.rooms).toBeLessThanOrEqual(HUB_LIMITS.rooms);
		expect(lines.at(-1)?.close).toHaveBeenCalledOnce();
	});

	it('take a burst of texts, and close a line that goes on so', () => {
		const one = joined();
		for (let count = 0; count < 200; count += 1) one.say({ type: 'ping' });
		expect(one.close).not.toHaveBeenCalled();
		nowMs = 1_000;
		for (let count = 0; count < 20; count += 1) one.say({ type: 'ping' });
		expect(one.close).not.toHaveBeenCalled();
		one.say({ type: 'ping' });
		expect(one.close).toHaveBeenCalledOnce();
	});

	it('take no more lines than they can hold, of one address and of all', () => {
		for (let count = 0; count < 100; count += 1) joined();
		expect(() => joined()).toThrow('no room');
		for (let count = 0; count < 400; count += 1) joined(`10.0.1.${count % 200}`);
		expect(() => joined('10.0.2.1')).toThrow('no room');
	});
});

describe('a hub that serves the app', () => {
	let folder: string;
	let served: Served;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'beredt-hub-'));
		writeFileSync(join(folder, '200.html'), 'the app');
		served = await createServer({ root: folder, port: 0, host: '127.0.0.1', isHub: true });
	});
	afterEach(async () => {
		await served.close();
		rmSync(folder, { recursive: true });
	});

	const dial = async (path = '/hub') => {
		const socket = new WebSocket(`${served.url.replace('http', 'ws')}${path}`);
		await new Promise((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('error', reject);
		});
		return socket;
	};

	it('hands on texts between websockets', async () => {
		const [one, two] = [await dial(), await dial()];
		two.send(JSON.stringify({ type: 'subscribe', topics: ['a'] }));
		two.send(JSON.stringify({ type: 'ping' }));
		await new Promise((resolve) => two.once('message', resolve));
		const heard = new Promise((resolve) => two.once('message', (data: Buffer) => resolve(data.toString())));
		one.send(JSON.stringify(publish('a')));
		expect(await heard).toBe(JSON.stringify(publish('a')));
		one.close();
		two.close();
	});

	it('says of itself that it is one, and shows people a page', async () => {
		const said = await fetch(`${served.url}/hub`);
		expect(await said.json()).toEqual({ beredt: 'hub', version: 1 });
		const page = await fetch(`${served.url}/hub`, { headers: { Accept: 'text/html' } });
		expect(await page.text()).toContain('knudepunktet');
	});

	it('takes lines nowhere else', async () => {
		await expect(dial('/')).rejects.toThrow();
		await expect(dial('/hub/x')).rejects.toThrow();
	});

	it.each([
		['a text that is too large', 'x'.repeat(1_025), 1009],
		['bytes', Buffer.from('{"type":"ping"}'), 1003],
		['what no phone says', '{"type":"announce"}', 1008]
	])('closes a line that sends %s', async (_, sent, code) => {
		const socket = await dial();
		const closed = new Promise((resolve) => socket.once('close', resolve));
		socket.send(sent, { binary: typeof sent !== 'string' });
		expect(await closed).toBe(code);
	});

	it('is none where it was not asked to be', async () => {
		const plain = await createServer({ root: folder, port: 0, host: '127.0.0.1' });
		expect((await fetch(`${plain.url}/hub`)).status).toBe(404);
		await plain.close();
	});

	it('is https by a certificate of its own, which it keeps', async () => {
		const now = Date.now();
		const certificate = await certificateFor(join(folder, 'own'), ['localhost', '127.0.0.1'], now);
		expect(statSync(join(folder, 'own/hub-key.pem')).mode & 0o077).toBe(0);
		const secure = await createServer({
			root: folder,
			port: 0,
			host: '127.0.0.1',
			certificate,
			isHub: true
		});
		const fingerprint = await new Promise((resolve, reject) => {
			const socket = connect(
				{ port: secure.port, host: '127.0.0.1', ca: certificate.cert, servername: 'localhost' },
				() => {
					resolve(socket.getPeerCertificate().fingerprint256);
					socket.destroy();
				}
			);
			socket.once('error', reject);
		});
		expect(fingerprint).toBe(certificate.fingerprint);
		await secure.close();
		const again = (hosts: string[], ms: number) => certificateFor(join(folder, 'own'), hosts, ms);
		expect(await again(['localhost'], now)).toEqual(certificate);
		const moved = await again(['localhost', '192.168.1.5'], now);
		expect(moved.fingerprint).not.toBe(certificate.fingerprint);
		const renewed = await again(['localhost', '192.168.1.5'], now + 380 * 86_400_000);
		expect(renewed.fingerprint).not.toBe(moved.fingerprint);
	});
});
