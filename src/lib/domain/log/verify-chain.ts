import { compareEntries, type DeviceId, type EntryId, type IncidentId, type LogEntry } from './entry';
import { compareHlc } from './hlc';

/** An entry of a log that is being checked; `place` is where it stands in it, 0 for the first. */
export type CheckedEntry =
	| { readonly place: number; readonly problem: string }
	| { readonly place: number; readonly entry: LogEntry; readonly isSigned: boolean };

/** Which entry a finding is about. */
interface About {
	readonly place: number;
	readonly deviceId: DeviceId;
	readonly sequence: number;
}

/**
 * What is wrong in a log.
 * - `entryUnreadable`: altered so that it is no entry any more; `problem` says how.
 * - `badSignature`: altered, or signed by another than it says.
 * - `otherIncident`: a sound entry of another incident.
 * - `duplicateEntry`: the same entry a second time.
 * - `missingEntries`: an author's entries from one sequence to another are not there.
 * - `forkedChain`: an author signed two entries under one sequence: one key on two phones, or an author who tells two
 *   stories.
 * - `brokenChain`: follows on another entry than the one that is there: that one was signed anew by its author.
 * - `timeRanBack`: set before the author's own entry that it follows on; no Beredt writes that.
 * - `otherMode`: the file calls a real incident an exercise, or the other way round; `signed` is what was signed.
 */
export type LogFinding =
	| { readonly code: 'otherMode'; readonly signed: 'real' | 'exercise' }
	| { readonly code: 'entryUnreadable'; readonly place: number; readonly problem: string }
	| ({ readonly code: 'badSignature' | 'otherIncident' | 'brokenChain' | 'timeRanBack' } & About)
	| ({ readonly code: 'duplicateEntry'; readonly firstPlace: number } & About)
	| {
			readonly code: 'missingEntries';
			readonly deviceId: DeviceId;
			readonly from: number;
			readonly to: number;
	  }
	| {
			readonly code: 'forkedChain';
			readonly deviceId: DeviceId;
			readonly sequence: number;
			readonly places: readonly number[];
	  };

/** What one device wrote, of what is sound. */
export interface AuthorSummary {
	readonly deviceId: DeviceId;
	/** As they last said it themselves, in a signed entry; null where they never did. */
	readonly name: string | null;
	readonly entryCount: number;
	readonly lastSequence: number;
	/** By the author's own clock, of their first and their last entry. */
	readonly firstWallMs: number;
	readonly lastWallMs: number;
}

interface Placed {
	readonly place: number;
	readonly entry: LogEntry;
}

/**
 * Checks that each author's entries are one chain, whole from its first entry to the last that is there. That nothing
 * came after that one, and that no author is left out altogether, cannot be seen in a log.
 */
export function verifyChains(
	incidentId: IncidentId,
	checked: readonly CheckedEntry[]
): { findings: LogFinding[]; authors: AuthorSummary[] } {
	const findings: LogFinding[] = [];
	const firstPlaces = new Map<EntryId, number>();
	const chains = new Map<DeviceId, Placed[]>();
	for (const one of checked) {
		if ('problem' in one) {
			findings.push({ code: 'entryUnreadable', place: one.place, problem: one.problem });
			continue;
		}
		const { place, entry, isSigned } = one;
		const about = { place, deviceId: entry.deviceId, sequence: entry.sequence };
		const firstPlace = firstPlaces.get(entry.id);
		if (!isSigned) findings.push({ code: 'badSignature', ...about });
		else if (entry.incidentId !== incidentId) findings.push({ code: 'otherIncident', ...about });
		else if (firstPlace !== undefined) findings.push({ code: 'duplicateEntry', firstPlace, ...about });
		else {
			firstPlaces.set(entry.id, place);
			const chain = chains.get(entry.deviceId);
			if (chain) chain.push({ place, entry });
			else chains.set(entry.deviceId, [{ place, entry }]);
		}
	}
	const authors: AuthorSummary[] = [];
	for (const [deviceId, chain] of chains) {
		chain.sort((a, b) => a.entry.sequence - b.entry.sequence);
		findings.push(...chainFindings(deviceId, chain));
		authors.push(summaryOf(deviceId, chain));
	}
	return { findings, authors };
}

/** Whether an incident is an exercise is said in its first entry, and signed there. */
export function modeFindings(
	{ incidentId, mode }: { readonly incidentId: IncidentId; readonly mode: 'real' | 'exercise' },
	checked: readonly CheckedEntry[]
): LogFinding[] {
	const opened = checked
		.flatMap((one) => ('entry' in one && one.isSigned ? [one.entry] : []))
		.filter((entry) => entry.kind === 'incidentOpened' && entry.incidentId === incidentId)
		.sort(compareEntries)[0];
	const signed = opened?.payload.mode;
	const isOther = (signed === 'real' || signed === 'exercise') && signed !== mode;
	return isOther ? [{ code: 'otherMode', signed }] : [];
}

/** @param chain By sequence. */
function chainFindings(deviceId: DeviceId, chain: readonly Placed[]): LogFinding[] {
	const findings: LogFinding[] = [];
	const bySequence = new Map<number, Placed[]>();
	for (const one of chain) {
		const variants = bySequence.get(one.entry.sequence);
		if (variants) variants.push(one);
		else bySequence.set(one.entry.sequence, [one]);
	}
	let expected = 1;
	for (const [sequence, variants] of bySequence) {
		if (sequence > expected)
			findings.push({ code: 'missingEntries', deviceId, from: expected, to: sequence - 1 });
		expected = sequence + 1;
		if (variants.length > 1)
			findings.push({ code: 'forkedChain', deviceId, sequence, places: variants.map(({ place }) => place) });
		const before = bySequence.get(sequence - 1);
		if (!before) continue;
		for (const { place, entry } of variants) {
			const previous = before.find((one) => one.entry.hash === entry.previousHash);
			if (!previous) findings.push({ code: 'brokenChain', place, deviceId, sequence });
			else if (compareHlc(entry.hlc, previous.entry.hlc) < 0)
				findings.push({ code: 'timeRanBack', place, deviceId, sequence });
		}
	}
	return findings;
}

/** @param chain By sequence; at least one. */
function summaryOf(deviceId: DeviceId, chain: readonly Placed[]): AuthorSummary {
	const entries = chain.map(({ entry }) => entry);
	const last = entries.at(-1);
	const name = entries.findLast((entry) => entry.kind === 'participantJoined')?.payload.name;
	return {
		deviceId,
		name: typeof name === 'string' ? name : null,
		entryCount: entries.length,
		lastSequence: last?.sequence ?? 0,
		firstWallMs: entries[0]?.wallMs ?? 0,
		lastWallMs: last?.wallMs ?? 0
	};
}
