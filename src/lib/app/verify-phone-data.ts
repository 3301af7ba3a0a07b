import type { DeviceId, EntryId, IncidentId } from '../domain/log/entry';
import type { PhoneContent } from '../domain/phone-data/phone-content';
import type { Verifier } from '../ports/log';
import { verifySignatures } from './verify-signatures';

/** An entry of a phone-data file that is not restored. */
export interface RefusedEntry {
	readonly incidentId: IncidentId;
	readonly entryId: EntryId;
	readonly deviceId: DeviceId;
	readonly sequence: number;
	readonly reason: 'badSignature';
}

/**
 * Verifies the entries of a phone-data file. Only what it gives back may be restored: a journal holds nothing that
 * was not verified.
 * @returns `content` without the entries whose signature does not hold, and which those were.
 */
export async function verifyPhoneData(
	content: PhoneContent,
	verifier: Verifier
): Promise<{ content: PhoneContent; refused: readonly RefusedEntry[] }> {
	const refused: RefusedEntry[] = [];
	const incidents: PhoneContent['incidents'][number][] = [];
	for (const incident of content.incidents) {
		const verdicts = await verifySignatures(incident.entries, verifier);
		const entries = incident.entries.filter((entry, index) => {
			if (verdicts[index]) return true;
			const { incidentId, id: entryId, deviceId, sequence } = entry;
			refused.push({ incidentId, entryId, deviceId, sequence, reason: 'badSignature' });
			return false;
		});
		incidents.push({ ...incident, entries });
	}
	return { content: { ...content, incidents }, refused };
}
