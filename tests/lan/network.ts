/**
 * A network without a way out: every phone in a network namespace of its own, all of them on one bridge, as phones on
 * one Wi-Fi. Its cables can be cut, slowed down and parted, and what goes through it is recorded. Needs root and Linux.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../scripts/lib/browsers.mjs';

/** Of the namespaces, bridges and cables; an interface's name has at most 15 characters. */
const PREFIX = 'beredt';
const PORT = 4173;
const RECORDED_MS = 1_000;
/** What others on this machine say among themselves, another test's server for one, goes over no cable. */
const NOT_THIS_MACHINES = ['not', 'net', '127.0.0.0/8', 'and', 'not', 'host', '::1'];
/** A locally administered address. */
const NOBODY = '02:00:00:00:00:99';

/** Where one phone is: its browser and the host that it once got the app from. */
export interface Place {
	readonly url: string;
	/** Starts a program in this place. */
	readonly executablePath: string;
	/** The app's host is reached until this is called. */
	leaveHost(): Promise<void>;
}

export class Network {
	readonly #folder = mkdtempSync(join(tmpdir(), 'beredt-lan-'));
	readonly #names: string[] = [];
	readonly #hosts = new Set<ChildProcess>();
	#recorder: ChildProcess | null = null;

	constructor() {
		clearAway();
		for (const bridge of [bridgeOf(0), bridgeOf(1)]) {
			ip('link', 'add', bridge, 'type', 'bridge');
			ip('link', 'set', bridge, 'up');
		}
	}

	/** A place on the network, with the app's host on its own loopback: browsers give keys and camera to that alone. */
	async addPlace(name: string, chromium: string): Promise<Place> {
		this.#names.push(name);
		const [space, cable] = [spaceOf(name), cableOf(name)];
		ip('netns', 'add', space);
		ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'wlan0', 'netns', space);
		ip('link', 'set', cable, 'master', bridgeOf(0), 'up');
		ip('-n', space, 'addr', 'add', `${this.#addressOf(name)}/24`, 'dev', 'wlan0');
		ip('-n', space, 'link', 'set', 'wlan0', 'up');
		ip('-n', space, 'link', 'set', 'lo', 'up');
		const executablePath = join(this.#folder, `chromium-${name}`);
		writeFileSync(executablePath, `#!/bin/sh\nexec ip netns exec ${space} ${chromium} "$@"\n`);
		chmodSync(executablePath, 0o755);
		const host = spawn(
			'ip',
			[
				'netns',
				'exec',
				space,
				process.execPath,
				'scripts/start.mjs',
				'--port',
				`${PORT}`,
				'--host',
				'127.0.0.1'
			],
			{ stdio: ['ignore', 'pipe', 'inherit'] }
		);
		this.#hosts.add(host);
		await new Promise<void>((resolve, reject) => {
			host.once('exit', (code) => reject(new Error(`the app's host ended with ${code}`)));
			let said = '';
			host.stdout.on('data', (chunk: Buffer) => {
				said += chunk.toString();
				if (said.includes(`${PORT}`)) resolve();
			});
		});
		return {
			url: `http://localhost:${PORT}`,
			executablePath,
			leaveHost: async () => {
				if (!this.#hosts.delete(host)) return;
				const ended = once(host, 'exit');
				host.kill('SIGKILL');
				await ended;
			}
		};
	}

	/** The cable of a phone is pulled out; its own end stays up, as a phone that has walked out of reach. */
	cut(name: string): void {
		ip('link', 'set', cableOf(name), 'nomaster');
	}

	/** It is put back. */
	restore(name: string): void {
		ip('link', 'set', cableOf(name), 'master', bridgeOf(0));
	}

	/** Those are in another building from now on: among themselves, and out of reach of the rest. */
	part(names: readonly string[]): void {
		for (const name of names) ip('link', 'set', cableOf(name), 'master', bridgeOf(1));
	}

	/** What goes to a phone comes so much later, and a part of it never: tc netem, which not every kernel has. */
	slow(name: string, delayMs: number, lossPercent: number): void {
		const worse = ['delay', `${delayMs}ms`, 'loss', `${lossPercent}%`];
		execFileSync('tc', ['qdisc', 'replace', 'dev', cableOf(name), 'root', 'netem', ...worse]);
	}

	/** A phone sends, and nothing comes to it: the others send to a card that is nobody's. */
	deafen(name: string): void {
		for (const other of this.#names) if (other !== name) this.#sendToNobody(other, name);
	}

	/** Two phones never reach each other, though both reach the rest. */
	keepApart(a: string, b: string): void {
		for (const [one, other] of [
			[a, b],
			[b, a]
		] as const)
			this.#sendToNobody(one, other);
	}

	undeafen(name: string): void {
		for (const other of this.#names)
			if (other !== name) ip('-n', spaceOf(other), 'neigh', 'del', this.#addressOf(name), 'dev', 'wlan0');
	}

	/**
	 * Records every packet from now on, in either building.
	 * @returns False where nothing here can: then `recorded` must not be called.
	 */
	async record(): Promise<boolean> {
		if (onPath('tcpdump') === null) return false;
		const file = join(this.#folder, 'packets.pcap');
		const recorder = spawn(
			'tcpdump',
			['-i', 'any', '--immediate-mode', '-U', '-s', '0', '-w', file, ...NOT_THIS_MACHINES],
			{ stdio: ['ignore', 'ignore', 'pipe'] }
		);
		this.#recorder = recorder;
		await new Promise<void>((resolve, reject) => {
			recorder.once('error', reject);
			recorder.stderr.on('data', (chunk: Buffer) => {
				if (chunk.includes('listening on')) resolve();
			});
		});
		return true;
	}

	/** What was recorded, as it went over the network. */
	async recorded(): Promise<Buffer> {
		const recorder = this.#recorder;
		if (!recorder) throw new Error('nothing was recorded');
		// what is on its way is still to be written
		await new Promise((resolve) => setTimeout(resolve, RECORDED_MS));
		const ended = once(recorder, 'exit');
		recorder.kill('SIGINT');
		await ended;
		this.#recorder = null;
		return readFileSync(join(this.#folder, 'packets.pcap'));
	}

	/** Sends `text` as it is from one phone to all: what the recording must be able to see. */
	shout(name: string, text: string): void {
		const send = `
			const socket = require('node:dgram').createSocket('udp4');
			socket.bind(() => {
				socket.setBroadcast(true);
				socket.send(${JSON.stringify(text)}, 9, '10.77.0.255', () => socket.close());
			});`;
		execFileSync('ip', ['netns', 'exec', spaceOf(name), process.execPath, '-e', send]);
	}

	/** What `name` sends to `other` gets nowhere. */
	#sendToNobody(name: string, other: string): void {
		ip(
			...['-n', spaceOf(name), 'neigh', 'replace', this.#addressOf(other), 'dev', 'wlan0'],
			...['lladdr', NOBODY, 'nud', 'permanent']
		);
	}

	#addressOf(name: string): string {
		return `10.77.0.${this.#names.indexOf(name) + 1}`;
	}

	dispose(): void {
		this.#recorder?.kill('SIGKILL');
		for (const host of this.#hosts) host.kill('SIGKILL');
		clearAway();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

const spaceOf = (name: string) => `${PREFIX}-${name}`;
const cableOf = (name: string) => `${PREFIX}-c-${name}`;
const bridgeOf = (number: number) => `${PREFIX}-br${number}`;

function ip(...args: string[]): void {
	execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** What a run that was killed has left. A namespace takes its cables with it. */
function clearAway(): void {
	const spaces = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
	for (const [space] of spaces.matchAll(new RegExp(`^${PREFIX}-\\S+`, 'gm'))) ip('netns', 'del', space);
	const links = execFileSync('ip', ['-o', 'link', 'show', 'type', 'bridge'], { encoding: 'utf8' });
	for (const [, link] of links.matchAll(new RegExp(`: (${PREFIX}-br\\d):`, 'g')))
		ip('link', 'del', `${link}`);
}

/** Whether this machine lets us make a network. */
export function canMakeNetwork(): boolean {
	if (process.getuid?.() !== 0) return false;
	try {
		execFileSync('ip', ['netns', 'add', `${PREFIX}-try`], { stdio: 'ignore' });
		execFileSync('ip', ['netns', 'del', `${PREFIX}-try`], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** Whether this kernel can slow a cable down. */
export function canSlow(): boolean {
	try {
		execFileSync('tc', ['qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '0ms'], { stdio: 'ignore' });
		execFileSync('tc', ['qdisc', 'del', 'dev', 'lo', 'root'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
