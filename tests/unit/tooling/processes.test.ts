import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { killLeftovers, newMark } from '../../../scripts/lib/processes.mjs';

it.skipIf(!existsSync('/proc/self/environ'))('ends what a run left behind, and nothing else', async () => {
	const mark = newMark();
	const sleep = (env: NodeJS.ProcessEnv) =>
		spawn(process.execPath, ['-e', "process.stdout.write('up'); setTimeout(() => {}, 60_000)"], { env });
	const left = sleep({ ...process.env, ...mark });
	const other = sleep({ ...process.env, ...newMark() });
	await Promise.all(
		[left, other].map((child) => new Promise((resolve) => child.stdout.once('data', resolve)))
	);
	const ended = new Promise((resolve) => left.once('exit', (_, signal) => resolve(signal)));

	const killed = killLeftovers(mark);

	expect(killed).toHaveLength(1);
	expect(killed[0]).toContain(String(left.pid));
	expect(await ended).toBe('SIGKILL');
	expect(other.exitCode).toBeNull();
	expect(killLeftovers(mark)).toEqual([]);
	other.kill();
});
