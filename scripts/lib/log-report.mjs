// Says what the verifier found in a log file, for a terminal.

/** What cannot be seen is not printed: names and titles come from whoever wrote them. */
const visible = (text) => String(text).replace(/\p{C}/gu, '\ufffd').slice(0, 200);

const time = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Copenhagen',
	dateStyle: 'short',
	timeStyle: 'medium'
});

const UNPROVEN = {
	tail: 'that an author wrote nothing after the last entry that is here',
	absent: 'that no device was left out altogether',
	person: 'that a device was held by the person it names',
	clock: 'that a device’s clock was right',
	around: 'the title, the dates and the names that stand around the entries'
};

/**
 * @param {import('../../src/lib/app/verify-log').LogReport} report
 * @returns {string}
 */
export function describeReport({
	incident,
	exportedAt,
	names,
	entryCount,
	authors,
	findings,
	isSound,
	unproven
}) {
	const nameOf = (deviceId) => {
		const own = authors.find((author) => author.deviceId === deviceId)?.name;
		if (own) return visible(own);
		return Object.hasOwn(names, deviceId) ? `${visible(names[deviceId])} (by the file)` : 'nobody named';
	};
	const mode = incident.mode === 'exercise' ? 'exercise' : 'real incident';
	const lines = [
		`${visible(incident.title)} (${mode}, ${incident.incidentId})`,
		`exported ${exportedAt}, ${entryCount} entries of ${authors.length} devices`,
		'',
		...authors.map(
			({ deviceId, entryCount: count, firstWallMs, lastWallMs }) =>
				`  ${deviceId}  ${count} entries, ${time.format(firstWallMs)} to ${time.format(lastWallMs)}  ${nameOf(deviceId)}`
		),
		'',
		isSound
			? 'SOUND: every entry is as its author signed it, and none is missing before the last of its author.'
			: `NOT SOUND: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
		...findings.map((finding) => `  ${describeFinding(finding, nameOf)}`),
		'',
		'Times are by the authors’ own clocks, in Danish time. What no log file can prove:',
		...unproven.map((code) => `  ${UNPROVEN[code]}`)
	];
	return lines.join('\n');
}

function describeFinding(finding, nameOf) {
	const which =
		'deviceId' in finding && 'sequence' in finding
			? `no. ${finding.sequence} of ${finding.deviceId} (${nameOf(finding.deviceId)})`
			: '';
	// as a person counts
	const entry = 'place' in finding ? `entry ${finding.place + 1}` : '';
	switch (finding.code) {
		case 'otherMode':
			return `altered: by its signed entries this is ${finding.signed === 'exercise' ? 'an exercise' : 'a real incident'}`;
		case 'entryUnreadable':
			return `altered: ${entry} is no entry any more (${visible(finding.problem)})`;
		case 'badSignature':
			return `altered: ${entry}, ${which}: the signature does not hold`;
		case 'otherIncident':
			return `foreign: ${entry}, ${which}, is of another incident`;
		case 'duplicateEntry':
			return `duplicate: ${entry}, ${which}, is entry ${finding.firstPlace + 1} again`;
		case 'missingEntries':
			return `missing: no. ${finding.from === finding.to ? finding.from : `${finding.from} to ${finding.to}`} of ${finding.deviceId} (${nameOf(finding.deviceId)})`;
		case 'forkedChain':
			return `forked: ${which} was signed ${finding.places.length} times, entries ${finding.places.map((place) => place + 1).join(', ')}`;
		case 'brokenChain':
			return `altered: what ${entry}, ${which}, follows on was signed anew by its author`;
		case 'timeRanBack':
			return `backdated: ${entry}, ${which}, is set before its author’s entry before it`;
	}
}

/**
 * @param {import('../../src/lib/domain/log/log-file').LogFileProblem} problem
 * @returns {string}
 */
export function describeProblem(problem) {
	switch (problem.code) {
		case 'logFileTooLarge':
			return `too large, ${problem.bytes} bytes`;
		case 'logFileNotJson':
			return `not JSON (${visible(problem.detail)})`;
		case 'logFileOtherFormat':
			return 'not a log file of Beredt’s';
		case 'logFileOtherVersion':
			return `a log file of version ${visible(problem.found)}, which this Beredt does not read`;
		case 'logFileInvalid':
			return `not sound around its entries: ${visible(problem.place.path)} ${problem.place.code}`;
	}
}
