import { fromBase64Url } from '../base/bytes';
import {
	compareEntries,
	decodeEntry,
	idOfHash,
	type DeviceId,
	type EntryId,
	type IncidentId,
	type LogEntry
} from '../domain/log/entry';
import type { Hlc } from '../domain/log/hlc';
import type { ApartReason } from '../ports/group';
import type { CarriedEntry } from '../ports/incident-document';
import type { Verifier } from '../ports/log';
import { inSlices } from './in-slices';
import { verifySignatures } from './verify-signatures';

/** What the gate asks of the group: what somebody was when an entry was written. */
export type Membership = (deviceId: DeviceId, hlc: Hlc) => 'member' | 'revoked' | 'none';

export interface GateRules {
	readonly verifier: Verifier;
	/** Null for a log whose own fold judges its authors: the group's. */
	readonly membership: Membership | null;
	/** Whether the journal has an entry. */
	holds(id: EntryId): Promise<boolean>;
}

export type JudgedApart = CarriedEntry & { readonly reason: ApartReason };

export interface Judged {
	/** Each author's in the order of their sequence. */
	readonly accepted: readonly LogEntry[];
	readonly apart: readonly JudgedApart[];
}

/** Those of `candidates` that are entries of this log, in its order, and those that are not. */
export async function readCandidates(
	candidates: readonly CarriedEntry[],
	logId: IncidentId
): Promise<{ entries: LogEntry[]; malformed: CarriedEntry[] }> {
	const entries: LogEntry[] = [];
	const malformed: CarriedEntry[] = [];
	await inSlices(candidates, (candidate) => {
		const decoded = decodeEntry(candidate.bytes);
		if (decoded.ok && decoded.value.incidentId === logId) entries.push(decoded.value);
		else malformed.push(candidate);
	});
	return { entries: entries.sort(compareEntries), malformed };
}

/**
 * The gate (docs/protocol.md, 4): which of what came from elsewhere may enter the journal. An entry must be signed by
 * its author, who is a member, and follow on an entry that is held or that enters with it.
 */
export async function judge(entries: readonly LogEntry[], rules: GateRules): Promise<Judged> {
	const accepted: LogEntry[] = [];
	const apart: JudgedApart[] = [];
	const verdicts = await verifySignatures(entries, rules.verifier);
	const entering = new Set<string>();
	for (const [at, entry] of bySequence(entries)) {
		const reason = verdicts[at]
			? (membershipReason(entry, rules) ?? (await chainReason(entry, entering, rules)))
			: 'badSignature';
		if (reason) apart.push({ id: entry.id, bytes: entry.bytes, reason });
		else {
			accepted.push(entry);
			entering.add(entry.hash);
		}
	}
	return { accepted, apart };
}

/** With their places, each after those that it may follow on. */
function bySequence(entries: readonly LogEntry[]): [number, LogEntry][] {
	return [...entries.entries()].sort(([, a], [, b]) => a.sequence - b.sequence);
}

function membershipReason({ deviceId, hlc }: LogEntry, { membership }: GateRules): ApartReason | null {
	const was = membership?.(deviceId, hlc) ?? 'member';
	return was === 'member' ? null : was === 'revoked' ? 'revoked' : 'notAMember';
}

async function chainReason(
	{ sequence, previousHash }: LogEntry,
	entering: ReadonlySet<string>,
	rules: GateRules
): Promise<ApartReason | null> {
	if (sequence === 1 || entering.has(previousHash)) return null;
	return (await rules.holds(idOfHash(fromBase64Url(previousHash) ?? new Uint8Array())))
		? null
		: 'brokenChain';
}
