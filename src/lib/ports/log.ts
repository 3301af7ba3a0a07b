import type { Result } from '../base/result';
import type { IsoInstant } from '../base/time';
import type { DeviceId, EntryId, IncidentId, LogEntry } from '../domain/log/entry';
import type { Hlc } from '../domain/log/hlc';
import type { IncidentDeletion, IncidentFile, IncidentSummary } from '../domain/log/incident-records';
import type { Observer, Read, Unsubscribe, Written } from './outcomes';
import type { StorageError } from './storage-error';

export type { IncidentDeletion, IncidentFile, IncidentSummary };

/** Signs as this device. The private key stays behind it. */
export interface Signer {
	readonly deviceId: DeviceId;
	/** Base64url of the Ed25519 public key. */
	readonly publicKey: string;
	/** The Ed25519 signature (RFC 8032) of `message`, 64 bytes. */
	sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A signature, and what it is said to be of. */
export interface Signed {
	/** Base64url. */
	readonly publicKey: string;
	readonly message: Uint8Array;
	readonly signature: Uint8Array;
}

/** Checks signatures. */
export interface Verifier {
	/** Whether `signature` is the one that the holder of `publicKey` (base64url) made over `message`. */
	verify(publicKey: string, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
	/** `verify` of each, in their order; off the page's own thread where that is of use. */
	verifyAll(signed: readonly Signed[]): Promise<boolean[]>;
}

/** Makes and uses device keys. */
export interface DeviceKeys extends Verifier {
	/**
	 * A new key pair; non-extractable where the browser's WebCrypto has Ed25519.
	 * @param options.asBytes For a browser that has it, but cannot store the handle of a key.
	 */
	create(options?: { readonly asBytes?: boolean }): Promise<DeviceKeyPair>;
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
	/**
	 * Stores the first identity; where another tab was quicker, that one stands and is given back. One that could not
	 * be read back is put aside for it: nobody can sign with that.
	 */
	create(identity: DeviceIdentity): Read<DeviceIdentity>;
	/** Refused with `storageFailed` where there is no identity. */
	setPerson(person: Person): Written;
	observe(observer: Observer<DeviceIdentity | null>): Unsubscribe;
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
	/**
	 * Put in place of the incident's summary; null leaves it. An incident that is new here must bring one; the log of the
	 * group that this phone is in has none.
	 */
	readonly summary: IncidentSummary | null;
	/** What the entries changed in the incident's document; null where it is not loaded. */
	readonly documentUpdate: Uint8Array | null;
	/** Photos that the entries speak of. */
	readonly files: readonly IncidentFile[];
}

/** Something was written, or came in, in between: take the head and the time again, sign anew, try again. */
export interface HeadMoved {
	readonly code: 'headMoved';
}

/** The incident was deleted on this phone, by another tab or before: it does not come back in pieces. */
export interface IncidentDeleted {
	readonly code: 'incidentDeleted';
}

/**
 * The entries are signed by a key that is not, or no longer, this phone's: another tab deleted all data. Nothing may
 * go on under the old key, whose chain may be longer elsewhere.
 */
export interface IdentityChanged {
	readonly code: 'identityChanged';
}

/** The newest entry of an author in an incident. */
export interface ChainHead {
	readonly sequence: number;
	/** Base64url. */
	readonly hash: string;
}

/**
 * The append-only journal of verified entries: every screen of an incident opens from it. Entries are put in with
 * strict durability; `ok` means on the disk. A row that could not be read back is told in the page, and to `onTrouble`;
 * it stays until it is repaired, and the others are read. What could not be read back is not written at all:
 * `storageFailed`.
 */
export interface LogRepository {
	/**
	 * Adds entries that this device wrote. Refused with `headMoved` unless the first of them follows on the newest
	 * that is held of its author in its incident (sequence and hash), and its time comes after the greatest that is held
	 * there (the last time of all follows on itself); both are looked at in the same transaction, as is whether the
	 * author is still this phone's identity.
	 */
	append(append: Append): Promise<Result<void, StorageError | HeadMoved | IncidentDeleted | IdentityChanged>>;
	/**
	 * Adds entries of one incident that were verified, of whatever authors and in whatever order, leaving those held
	 * already as they are. Returns those that were new.
	 */
	receive(append: Append): Promise<Result<readonly LogEntry[], StorageError | IncidentDeleted>>;
	/**
	 * The newest entry of an author in an incident, by sequence; null before the first. It is known of a row whose
	 * bytes are damaged too, so that its author can go on without forking their chain.
	 */
	head(incidentId: IncidentId, deviceId: DeviceId): Read<ChainHead | null>;
	/** The greatest time in an incident; zero before the first. */
	latestHlc(incidentId: IncidentId): Read<Hlc>;
	/**
	 * Entries from the end, newest first, in the order of `compareEntries`.
	 * @param limit How many sound ones, at most.
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
	/**
	 * Called at once with all entries, and after each change with those that arrived since, from whichever tab. One
	 * that was repaired arrives again. Nothing is told when the incident is deleted: `observeIncidents` does that.
	 */
	follow(incidentId: IncidentId, observer: Observer<JournalPage>): Unsubscribe;
	/**
	 * Puts a verified entry in for a row that could not be read back, as the newest arrival; a row that can be read is
	 * left as it is.
	 */
	repair(arrival: number, entry: LogEntry): Written;
	/** The newest first. */
	incidents(): Read<IncidentSummary[]>;
	observeIncidents(observer: Observer<IncidentSummary[]>): Unsubscribe;
	file(incidentId: IncidentId, hash: string): Read<IncidentFile | null>;
	/** `file`, now and when it comes in. */
	observeFile(incidentId: IncidentId, hash: string, observer: Observer<IncidentFile | null>): Unsubscribe;
	/** The hashes of the photos that are held of an incident. */
	fileHashes(incidentId: IncidentId): Read<string[]>;
	/** Removes an incident with all that belongs to it, documents too, and keeps `record`, in one transaction. */
	deleteIncident(record: IncidentDeletion): Written;
	/** The newest first. */
	deletions(): Read<IncidentDeletion[]>;
}

/** A stored change of a document, and its place in the order they were stored. */
export interface DocumentUpdate {
	readonly number: number;
	readonly bytes: Uint8Array;
}

/** Updates by their numbers, the first and the last among them; without a last, all that came since. */
export interface DocumentRange {
	readonly from: number;
	readonly to?: number;
}

/**
 * Where documents (Yjs) keep their changes. `documentId` begins with the incident's id, so that the document goes when
 * the incident is deleted; or it is one of the app's own names.
 */
export interface DocumentRepository {
	append(documentId: string, update: Uint8Array): Written;
	/**
	 * By number.
	 * @param range Only these.
	 */
	load(documentId: string, range?: DocumentRange): Read<DocumentUpdate[]>;
	/**
	 * Puts `merged` in place of `parts`, in one transaction, at the lowest number's place. Where one of them is not
	 * there any more as it was loaded, since another tab merged it, nothing is done and the answer is false.
	 */
	replace(documentId: string, parts: readonly DocumentUpdate[], merged: Uint8Array): Read<boolean>;
}
