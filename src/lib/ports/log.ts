import type { Result } from '../base/result';
import type { IsoInstant } from '../base/time';
import type { DeviceId, EntryId, IncidentId, LogEntry } from '../domain/log/entry';
import type { Hlc } from '../domain/log/hlc';
import type { Observer, Read, Unsubscribe, Written } from './repositories';
import type { StorageError } from './storage-error';

/** Signs as this device. The private key stays behind it. */
export interface Signer {
	readonly deviceId: DeviceId;
	/** Base64url of the Ed25519 public key. */
	readonly publicKey: string;
	/** The Ed25519 signature (RFC 8032) of `message`, 64 bytes. */
	sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Checks signatures. */
export interface Verifier {
	/** Whether `signature` is the one that the holder of `publicKey` (base64url) made over `message`. */
	verify(publicKey: string, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** Makes and uses device keys. */
export interface DeviceKeys extends Verifier {
	/** A new key pair; non-extractable where the browser's WebCrypto has Ed25519. */
	create(): Promise<DeviceKeyPair>;
	signerOf(pair: DeviceKeyPair): Signer;
}

/** A key pair as it is stored: a handle that gives no bytes away, or the 32 bytes where the browser has no such. */
export interface DeviceKeyPair {
	readonly publicKey: string;
	readonly privateKey: CryptoKey | Uint8Array;
}

/** Who holds this phone, and the key that it signs with. Never exported, in no file. */
export interface DeviceIdentity {
	readonly keys: DeviceKeyPair;
	readonly createdAt: IsoInstant;
	/** Null until somebody said who they are. */
	readonly person: Person | null;
}

/** Who holds a phone, as they said it. */
export interface Person {
	readonly name: string;
	/** The plan's role that they have; null for none. */
	readonly roleId: string | null;
	/** The plan's contact that they are; null for none. */
	readonly contactId: string | null;
}

export interface IdentityRepository {
	/** Null before the first start has made one. */
	get(): Read<DeviceIdentity | null>;
	/** Stores the first identity; where another tab was quicker, that one stands and is given back. */
	create(identity: DeviceIdentity): Read<DeviceIdentity>;
	setPerson(person: Person): Written;
	observe(observer: Observer<DeviceIdentity | null>): Unsubscribe;
}

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

/** An entry and its place in the order in which this phone came to hold entries. */
export interface JournalRow {
	readonly arrival: number;
	readonly entry: LogEntry;
}

/** A row that could not be read back; it stays where it is until it is repaired. */
export interface DamagedRow {
	readonly arrival: number;
	/** As the row has it; null where that is lost too. */
	readonly entryId: EntryId | null;
	readonly detail: string;
}

/** What was read of a journal. */
export interface JournalPage {
	readonly rows: readonly JournalRow[];
	readonly damaged: readonly DamagedRow[];
}

/** What is appended in one transaction: all or nothing. */
export interface Append {
	/** In the order of their sequence; each follows on the one before it of the same author. */
	readonly entries: readonly LogEntry[];
	/** Put in place of the incident's summary; null leaves it. */
	readonly summary: IncidentSummary | null;
	/** What the entries changed in the incident's document; null where it is not loaded. */
	readonly documentUpdate: Uint8Array | null;
	/** Photos that the entries speak of. */
	readonly files: readonly IncidentFile[];
}

/** Another tab wrote as this device in between: take the head again, sign anew, try again. */
export interface HeadMoved {
	readonly code: 'headMoved';
}

/** A photo of an incident, by its hash. */
export interface IncidentFile {
	readonly incidentId: IncidentId;
	/** Base64url of the SHA-256 of `bytes`. */
	readonly hash: string;
	readonly mediaType: 'image/jpeg' | 'image/webp' | 'image/png';
	readonly bytes: Uint8Array;
}

/**
 * The append-only journal of verified entries: every screen of an incident opens from it. Entries are put in with
 * strict durability; `ok` means on the disk.
 */
export interface LogRepository {
	/**
	 * Adds entries that this device wrote. Refused with `headMoved` unless the first of them follows on the newest
	 * that is held of its author in its incident (sequence and hash), which is looked at in the same transaction.
	 */
	append(append: Append): Promise<Result<void, StorageError | HeadMoved>>;
	/** Adds entries of others that were verified, leaving those held already as they are. Returns those that were new. */
	receive(append: Append): Read<readonly LogEntry[]>;
	/** The newest entry of an author in an incident, by sequence; null before the first. */
	head(incidentId: IncidentId, deviceId: DeviceId): Read<{ sequence: number; hash: string } | null>;
	/** The greatest time in an incident; zero before the first. */
	latestHlc(incidentId: IncidentId): Read<Hlc>;
	/**
	 * Entries from the end, newest first, by time.
	 * @param before Only those before this one.
	 * @param kind Only those of this kind.
	 */
	newest(
		incidentId: IncidentId,
		limit: number,
		options?: { readonly before?: LogEntry; readonly kind?: string }
	): Read<JournalPage>;
	/** All entries in the order of `compareEntries`. */
	all(incidentId: IncidentId): Read<JournalPage>;
	count(incidentId: IncidentId): Read<number>;
	get(incidentId: IncidentId, id: EntryId): Read<LogEntry | null>;
	/** Called at once with all entries, and after each change with those that arrived since, from whichever tab. */
	follow(incidentId: IncidentId, observer: Observer<JournalPage>): Unsubscribe;
	/** Puts a verified entry in the place of a row that could not be read back. */
	repair(arrival: number, entry: LogEntry): Written;
	incidents(): Read<IncidentSummary[]>;
	observeIncidents(observer: Observer<IncidentSummary[]>): Unsubscribe;
	file(incidentId: IncidentId, hash: string): Read<IncidentFile | null>;
	/** Removes an incident with all that belongs to it, and keeps `record`, in one transaction. */
	deleteIncident(record: IncidentDeletion): Written;
	deletions(): Read<IncidentDeletion[]>;
}

/** A stored change of a document, and its place in the order they were stored. */
export interface DocumentUpdate {
	readonly number: number;
	readonly bytes: Uint8Array;
}

/** Where documents (Yjs) keep their changes. `documentId` is an incident's id, or one of the app's own names. */
export interface DocumentRepository {
	append(documentId: string, update: Uint8Array): Written;
	/** By number. */
	load(documentId: string): Read<DocumentUpdate[]>;
	/** Puts `merged` in place of the updates with these numbers, in one transaction; at the lowest number's place. */
	replace(documentId: string, numbers: readonly number[], merged: Uint8Array): Written;
}
