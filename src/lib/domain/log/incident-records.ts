import type { IsoInstant } from '../../base/time';
import type { IncidentId, LogEntry } from './entry';

/** The largest photo of an incident, in bytes: it is made smaller before it is kept. */
export const INCIDENT_FILE_MAX_BYTES = 200_000;

/** An incident as lists show it; all of it also stands in its entries. */
export interface IncidentSummary {
	readonly incidentId: IncidentId;
	readonly title: string;
	readonly mode: 'real' | 'exercise';
	readonly planId: string;
	readonly planFingerprint: string;
	readonly openedAt: IsoInstant;
	/** Null while it goes on. */
	readonly closedAt: IsoInstant | null;
}

/** That an incident was deleted here, and nothing of what was in it (GDPR art. 5(1)(e)). */
export interface IncidentDeletion {
	readonly incidentId: IncidentId;
	readonly mode: 'real' | 'exercise';
	readonly openedAt: IsoInstant;
	readonly closedAt: IsoInstant | null;
	readonly deletedAt: IsoInstant;
	/** Who deleted it, as this phone knows them. */
	readonly deletedBy: string;
	readonly reason: 'retentionEnded' | 'exerciseEnded' | 'asked';
	readonly entryCount: number;
}

/** A photo of an incident, by its hash. */
export interface IncidentFile {
	readonly incidentId: IncidentId;
	/** Base64url of the SHA-256 of `bytes`. */
	readonly hash: string;
	readonly mediaType: 'image/jpeg' | 'image/webp' | 'image/png';
	readonly bytes: Uint8Array;
}

/** All that a phone holds of one incident, in whatever order. */
export interface IncidentContent {
	readonly summary: IncidentSummary;
	readonly entries: readonly LogEntry[];
	readonly files: readonly IncidentFile[];
}
