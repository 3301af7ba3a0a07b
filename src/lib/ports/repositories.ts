import type { ChecklistEvent } from '../domain/checklist/checklist';
import type { ContactUpdate } from '../domain/contacts/contact-update';
import type { Acknowledgement, Attachment, HeldPlan, PhoneContent } from '../domain/phone-data/phone-content';
import type { ApartRepository, GroupRepository, ReceiptRepository } from './group';
import type { DocumentRepository, IdentityRepository, IncidentSummary, LogRepository } from './log';
import type { Observer, Read, Unsubscribe, Written } from './outcomes';
import type { StorageError } from './storage-error';

export type { Acknowledgement, Attachment, HeldPlan, Observer, PhoneContent, Read, Unsubscribe, Written };

/** A row that could not be read back as a plan is `storageDamaged`, and stays where it is. */
export interface PlanRepository {
	/** The plan in use; null when none was stored yet. */
	current(): Read<HeldPlan | null>;
	/** The one that `replace` put aside; null when there is none. */
	previous(): Read<HeldPlan | null>;
	/**
	 * Puts `held` in use and the plan in use aside, both or neither. One with the fingerprint of the plan in use only
	 * takes its place: the one put aside stays.
	 */
	replace(held: HeldPlan): Written;
	observeCurrent(observer: Observer<HeldPlan | null>): Unsubscribe;
}

/**
 * The append-only journal of ticks. Here and in the lists below, a row that could not be read back stays where it is
 * and is told to `onTrouble`; the others are read all the same. What the schemas of domain/phone-data refuse is not
 * written: `storageFailed`.
 */
export interface ChecklistRepository {
	/** Adds events; one whose id is held already is left as it is. All or none. */
	append(events: readonly ChecklistEvent[]): Written;
	/** Every event of a run, by sequence. */
	ofRun(runId: string): Read<ChecklistEvent[]>;
	/** Every event, by sequence. */
	all(): Read<ChecklistEvent[]>;
	observeRun(runId: string, observer: Observer<ChecklistEvent[]>): Unsubscribe;
}

/** One update for each contact of each plan; a newer one takes the older one's place. */
export interface ContactUpdateRepository {
	put(update: ContactUpdate): Written;
	/** Back to the plan's own. */
	remove(planId: string, contactId: string): Written;
	all(): Read<ContactUpdate[]>;
	observeAll(observer: Observer<ContactUpdate[]>): Unsubscribe;
}

export interface AcknowledgementRepository {
	put(acknowledgement: Acknowledgement): Written;
	remove(planId: string, warningId: string): Written;
	all(): Read<Acknowledgement[]>;
	observeAll(observer: Observer<Acknowledgement[]>): Unsubscribe;
}

export interface AttachmentRepository {
	put(attachment: Attachment): Written;
	get(planId: string, blockId: string): Read<Attachment | null>;
	remove(planId: string, blockId: string): Written;
	all(): Read<Attachment[]>;
}

/** What a start shows before the storage itself is opened: what lay on this phone at one instant, all of it sound. */
export interface FirstReading {
	/** The plan in use. */
	readonly plan: HeldPlan;
	/** Of the phone's own run, by sequence. */
	readonly checklist: readonly ChecklistEvent[];
	readonly contactUpdates: readonly ContactUpdate[];
	readonly acknowledgements: readonly Acknowledgement[];
	/** The newest first. */
	readonly incidents: readonly IncidentSummary[];
}

/** Everything this phone keeps, as one: the composition root hands it over. */
export interface PhoneStorage {
	/** `durable` keeps what it is given; `memory` forgets when the app is closed, and `reason` says why. */
	readonly kind: 'durable' | 'memory';
	readonly reason: StorageError | null;
	readonly plans: PlanRepository;
	readonly checklist: ChecklistRepository;
	readonly contactUpdates: ContactUpdateRepository;
	readonly acknowledgements: AcknowledgementRepository;
	readonly attachments: AttachmentRepository;
	readonly log: LogRepository;
	readonly identity: IdentityRepository;
	readonly documents: DocumentRepository;
	readonly group: GroupRepository;
	readonly receipts: ReceiptRepository;
	readonly apart: ApartRepository;
	/**
	 * Adds what a phone-data file holds to what is here, in one transaction: events by id, updates and
	 * acknowledgements where theirs is newer, attachments where none is held or theirs is newer, the plan in use
	 * replaced (and the old one put aside) when one is given and its fingerprint differs. The file's previous plan is
	 * taken only where none would be held. Entries and photos of incidents are added by id, a summary where none is held
	 * or theirs is closed and ours is not; an incident that was deleted here stays deleted. Entries must have been
	 * verified before (app/verify-phone-data.ts).
	 */
	restore(content: PhoneContent): Written;
	/**
	 * Everything that is for files, read in one transaction: nothing of the identity, and nothing of the group (its
	 * secrets and its log, receipts, what is kept apart). What cannot be read back is left out, and told to `onTrouble`.
	 */
	readAll(): Read<PhoneContent>;
	/** Deletes everything in every table, the identity and the group too: the next one is a new device. */
	deleteAll(): Written;
	/**
	 * Called when another tab takes the database over or holds it back, and for every row of a list that could not be
	 * read back (each once); at once for what was told before.
	 */
	onTrouble(listener: (error: StorageError) => void): Unsubscribe;
}
