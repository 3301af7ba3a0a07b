/** What the verifier found in a log file, in words. */
import { m } from '$lib/paraglide/messages';
import type { LogFileProblem } from '../domain/log/log-file';
import type { LogFinding } from '../domain/log/verify-chain';
import type { FileProblem } from './picked-file';
import { visible } from './place-sentences';
import type { UNPROVEN, LogReport } from './verify-log';

/** Who a device is: as they said it themselves in a signed entry, else as the file has it. */
export function deviceWord(
	{ authors, names }: Pick<LogReport, 'authors' | 'names'>,
	deviceId: string
): string {
	const own = authors.find((author) => author.deviceId === deviceId)?.name;
	if (own) return visible(own);
	const byFile = Object.hasOwn(names, deviceId) ? names[deviceId] : undefined;
	return byFile
		? m.logbook_verify_by_file({ name: visible(byFile) })
		: `${m.logbook_verify_nobody()} (${deviceId.slice(0, 6)})`;
}

/** One finding in a sentence. Places are counted as people count. */
export function findingSentence(finding: LogFinding, report: Pick<LogReport, 'authors' | 'names'>): string {
	const entry = 'place' in finding ? m.logbook_verify_entry({ place: finding.place + 1 }) : '';
	const which =
		'sequence' in finding
			? m.logbook_verify_which({
					sequence: finding.sequence,
					name: deviceWord(report, finding.deviceId)
				})
			: '';
	switch (finding.code) {
		case 'otherMode':
			return finding.signed === 'exercise' ? m.logbook_verify_was_exercise() : m.logbook_verify_was_real();
		case 'entryUnreadable':
			return m.logbook_verify_altered_unreadable({ entry });
		case 'badSignature':
			return m.logbook_verify_altered_signature({ entry, which });
		case 'otherIncident':
			return m.logbook_verify_foreign({ entry, which });
		case 'duplicateEntry':
			return m.logbook_verify_duplicate({ entry, which, first: finding.firstPlace + 1 });
		case 'missingEntries': {
			const { from, to } = finding;
			const name = deviceWord(report, finding.deviceId);
			return from === to
				? m.logbook_verify_missing_one({ from, name })
				: m.logbook_verify_missing({ from, to, name });
		}
		case 'forkedChain':
			return m.logbook_verify_forked({
				which,
				places: finding.places.map((place) => place + 1).join(', ')
			});
		case 'brokenChain':
			return m.logbook_verify_broken({ entry, which });
		case 'timeRanBack':
			return m.logbook_verify_back({ entry, which });
	}
}

const unprovenWords: Record<(typeof UNPROVEN)[number], () => string> = {
	tail: m.logbook_verify_unproven_tail,
	absent: m.logbook_verify_unproven_absent,
	person: m.logbook_verify_unproven_person,
	clock: m.logbook_verify_unproven_clock,
	around: m.logbook_verify_unproven_around
};

/** What no log file can prove, in a sentence's end. */
export function unprovenWord(code: (typeof UNPROVEN)[number]): string {
	return unprovenWords[code]();
}

/**
 * Why a file could not be checked.
 * @param formatBytes A size in words.
 */
export function logFileProblemMessage(
	problem: LogFileProblem | FileProblem,
	formatBytes: (bytes: number) => string
): string {
	switch (problem.code) {
		case 'fileUnreadable':
			return m.logbook_verify_unreadable();
		case 'logFileTooLarge':
			return m.logbook_verify_too_large({ size: formatBytes(problem.bytes) });
		case 'logFileNotJson':
			return m.logbook_verify_not_json();
		case 'logFileOtherFormat':
			return m.logbook_verify_other_format();
		case 'logFileOtherVersion':
			return m.logbook_verify_other_version({ found: visible(problem.found) });
		case 'logFileInvalid':
			return m.logbook_verify_invalid({ path: visible(problem.place.path) });
	}
}
