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

/**
 * Runs a command and keeps what it prints, errors among it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(command, args, options = {}) {
	return new Promise((resolve) => {
		let output = '';
		const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
		child.stdout?.on('data', (chunk) => (output += chunk));
		child.stderr?.on('data', (chunk) => (output += chunk));
		child.on('error', (error) => resolve({ code: 127, output: error.message }));
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
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
