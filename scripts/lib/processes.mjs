// Finds and ends processes of a test: by a mark in their environment, or by a path in their command line.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const MARK = 'BEREDT_TEST_RUN';

/**
 * A mark to put into the environment of what is started; every process below it inherits it.
 * @returns {Record<string, string>}
 */
export function newMark() {
	return { [MARK]: randomUUID() };
}

/**
 * Kills every process that has the mark: what a test left running would make the next run test old code.
 * @param {Record<string, string>} mark
 * @returns {string[]} Their command lines; none where there is no /proc (macOS, Windows).
 */
export function killLeftovers(mark) {
	const wanted = `${MARK}=${mark[MARK]}`;
	return killWhere((pid) => wordsIn(`/proc/${pid}/environ`).includes(wanted));
}

/**
 * Kills every process whose command line holds `text`, which must be a thing of one test: a profile's path.
 * @param {string} text
 */
export function killProcessesNaming(text) {
	if (existsSync('/proc/self/cmdline')) killWhere((pid, command) => command.includes(text));
	else execFileSync('pkill', ['-KILL', '-f', text]);
}

/**
 * @param {(pid: number, command: string) => boolean} isWanted
 * @returns {string[]}
 */
function killWhere(isWanted) {
	const killed = [];
	for (const pid of numbersIn('/proc')) {
		try {
			const command = wordsIn(`/proc/${pid}/cmdline`).join(' ').trim();
			// one that has ended, and that nobody has asked about yet, has none
			if (command === '' || pid === process.pid || !isWanted(pid, command)) continue;
			process.kill(pid, 'SIGKILL');
			killed.push(`${pid} ${command.slice(0, 160)}`);
		} catch {
			// gone in between, or another user's
			continue;
		}
	}
	return killed;
}

/** @param {string} file */
function wordsIn(file) {
	return readFileSync(file, 'latin1').split('\0');
}

/** @param {string} folder */
function numbersIn(folder) {
	return existsSync(folder) ? readdirSync(folder).map(Number).filter(Number.isInteger) : [];
}
