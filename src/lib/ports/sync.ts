import type { Result } from '../base/result';
import type { DeviceId } from '../domain/log/entry';
import type { NamedLog } from '../domain/log/named-log';
import type { EpochSecret, Head } from './group';
import type { IncidentDocument, UpdateProblem } from './incident-document';
import type { Unsubscribe } from './outcomes';

/** The photos of an incident: they travel by their hash, apart from its log, once its entries are here. */
export interface SyncedPhotos {
	/** The hashes (base64url of SHA-256) of those on the disk. */
	held(): readonly string[];
	/** Those that entries speak of and that are not on the disk, the newest first. */
	lacking(): readonly string[];
	/** Called when other photos are held, or lack. */
	observe(listener: () => void): Unsubscribe;
	/** Null where it is not on the disk any more, or can't be read. */
	bytesOf(hash: string): Promise<Uint8Array | null>;
	/** Keeps one that lacked, whose hash was found to be the one that was asked for. */
	take(hash: string, bytes: Uint8Array): Promise<void>;
}

/**
 * A log that phones are given and give: a document, which travels, and the journal behind it, which says what was
 * received.
 */
export interface SyncedLog extends NamedLog {
	readonly document: Pick<IncidentDocument, 'clocks' | 'changesOf' | 'observe'>;
	/** Null for the group's log. */
	readonly photos: SyncedPhotos | null;
	/** Whether it was deleted on this phone: nothing of it is given or taken any more. */
	readonly isGone: boolean;
	/** How far the journal reaches, on the disk: a head for each author. */
	heads(): readonly Head[];
	/** Called when heads moved, with those that did. */
	observeHeads(listener: (moved: readonly Head[]) => void): Unsubscribe;
	/**
	 * Takes in what another phone sent: into the document, and what the gate lets through into the journal.
	 * @returns When that is on the disk, or could not be put there.
	 */
	take(update: Uint8Array, from: DeviceId): Promise<Result<void, UpdateProblem>>;
	/** The same for entries that came by themselves. */
	takeEntries(entries: readonly Uint8Array[], from: DeviceId): Promise<void>;
	/** The bytes of an author's entries from one sequence to another, in order. */
	entriesOf(deviceId: DeviceId, from: number, to: number): Promise<readonly Uint8Array[]>;
}

/** The logs of this phone, for whoever syncs them. */
export interface LogSource {
	/** Opens the group's log and the open incidents; others are opened when a phone names them. */
	start(): Promise<void>;
	/** The group's log first, then the open incidents. */
	offered(): readonly SyncedLog[];
	/**
	 * A log that another phone named; begun here where it is open and this phone does not have it.
	 * @returns Null where it is not for this phone: deleted here, closed and unknown, or not to be opened.
	 */
	find(named: NamedLog): Promise<SyncedLog | null>;
	/** Called when there is another log to offer, or one is gone. */
	observe(listener: () => void): Unsubscribe;
	/** What a device said that it holds of a log. */
	received(log: SyncedLog, from: DeviceId, heads: readonly Head[]): void;
}

/** Where waiting comes from; injected, so that tests can let time pass. */
export interface Timers {
	/** Calls `action` after so long, unless what it gives back is called before. */
	after(milliseconds: number, action: () => void): () => void;
}

/** What sessions must know of the group, and may give it. */
export interface SyncedGroup {
	readonly epoch: number;
	/** Whether the device with this key (base64url) may be in a session now. */
	isMember(deviceKey: string): boolean;
	/** The secrets of the epochs after `epoch`. */
	secretsAfter(epoch: number): readonly EpochSecret[];
	/** Takes secrets from a member: those that the group's log has the commitment of. */
	takeSecrets(secrets: readonly EpochSecret[]): Promise<void>;
	/** Called when members or the epoch have changed. */
	observe(listener: () => void): Unsubscribe;
}
