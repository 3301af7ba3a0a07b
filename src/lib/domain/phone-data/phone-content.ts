import type { IsoInstant } from '../../base/time';
import type { ChecklistEvent } from '../checklist/checklist';
import type { ContactUpdate } from '../contacts/contact-update';
import type { IncidentContent, IncidentDeletion } from '../log/incident-records';
import type { Plan } from '../plan/schema';

/** A plan on this phone, and where it came from. */
export interface HeldPlan {
	readonly plan: Plan;
	/** `embedded` came with the app and follows its updates; `imported` was chosen by a person and stays. */
	readonly origin: 'embedded' | 'imported';
	readonly storedAt: IsoInstant;
	/** SHA-256 of the plan's JSON, in hex: tells two plans apart. */
	readonly fingerprint: string;
}

/** That somebody has read a warning: it stays in sight, but quieter. */
export interface Acknowledgement {
	readonly planId: string;
	readonly warningId: string;
	readonly at: IsoInstant;
}

/** A file that belongs to a place in the plan (a block of kind `attachment`), held on this phone only. */
export interface Attachment {
	readonly planId: string;
	readonly blockId: string;
	readonly name: string;
	readonly mediaType: 'application/pdf';
	readonly bytes: Uint8Array;
	readonly addedAt: IsoInstant;
}

/** All that one phone holds, but for its identity: that never leaves it, or two phones could write as one. */
export interface PhoneContent {
	readonly plan: HeldPlan | null;
	readonly previousPlan: HeldPlan | null;
	readonly checklist: readonly ChecklistEvent[];
	readonly contactUpdates: readonly ContactUpdate[];
	readonly acknowledgements: readonly Acknowledgement[];
	readonly attachments: readonly Attachment[];
	/** Those that were read from a file are not verified: see app/verify-phone-data.ts. */
	readonly incidents: readonly IncidentContent[];
	readonly incidentDeletions: readonly IncidentDeletion[];
}
