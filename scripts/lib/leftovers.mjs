// Finds and ends what a test left running: a browser or server that lives on would make the next run test old code.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const MARK = 'BEREDT_TEST_RUN';

/**
 * A mark to put into the environment of what is started; every process below it inherits it.
 * @returns {Record<string, string>}
 */
export function newMark() {
	return { [MARK]: randomUUID() };
}

/**
 * Kills every process that has the mark.
 * @param {Record<string, string>} mark
 * @returns {string[]} Their command lines; none where there is no /proc (macOS, Windows).
 */
export function killLeftovers(mark) {
	const wanted = `${MARK}=${mark[MARK]}`;
	const killed = [];
	for (const pid of numbersIn('/proc')) {
		try {
			if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(wanted)) continue;
			const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
			// one that has ended, and that nobody has asked about yet, has none
			if (command === '') continue;
			process.kill(pid, 'SIGKILL');
			killed.push(`${pid} ${command.slice(0, 160)}`);
		} catch {
			// gone in between, or another user's
			continue;
		}
	}
	return killed;
}

/** @param {string} folder */
function numbersIn(folder) {
	try {
		return readdirSync(folder).map(Number).filter(Number.isInteger);
	} catch {
		return [];
	}
}
