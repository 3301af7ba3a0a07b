// Runs a command and waits for it.
import { spawn, spawnSync } from 'node:child_process';

/**
 * Runs a command with this terminal's output, and answers with its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: 'inherit', ...options });
		child.on('error', (error) => {
			console.error(`${command}: ${error.message}`);
			resolve(127);
		});
		child.on('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
	});
}

/** A process that the command left behind may hold its output open: it is not waited for longer than this. */
const OUTPUT_WAIT_MS = 2_000;

/**
 * Runs a command and keeps what it prints, errors among it. It reads nothing. With `timeout` it is killed then.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string, isLate: boolean }>}
 */
export function runQuietly(command, args, options = {}) {
	const from = Date.now();
	return new Promise((resolve) => {
		let output = '';
		const child = spawn(command, args, {
			killSignal: 'SIGKILL',
			...options,
			stdio: ['ignore', 'pipe', 'pipe']
		});
		/** @param {number} code */
		const settle = (code) =>
			resolve({ code, output, isLate: Date.now() - from >= (options.timeout ?? Infinity) });
		child.stdout?.on('data', (chunk) => (output += chunk));
		child.stderr?.on('data', (chunk) => (output += chunk));
		child.on('error', (error) => {
			output += error.message;
			settle(127);
		});
		child.on('exit', (code) => setTimeout(settle, OUTPUT_WAIT_MS, code ?? 1).unref());
		child.on('close', (code) => settle(code ?? 1));
	});
}

/**
 * What a command prints; null when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function outputOf(command, args) {
	const done = spawnSync(command, args, { encoding: 'utf8' });
	return done.status === 0 ? done.stdout.trim() : null;
}

export const isRoot = process.getuid?.() === 0;
