import { Dexie, type Table } from 'dexie';
import type { ChecklistEvent } from '$lib/domain/checklist/checklist';
import type { ContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Acknowledgement, Attachment } from '$lib/domain/phone-data/phone-content';
import type { ApartEntry, Receipt } from '$lib/ports/group';
import type { IncidentDeletion, IncidentFile, IncidentSummary } from '$lib/ports/log';
import type { StorageError } from '$lib/ports/storage-error';
import { DATABASE_NAME } from './database-facts';
import type { EntryRow, StoredEntryRow } from './entry-rows';
import type { GroupRow } from './group-rows';
import type { DamagedIdentityRow, IdentityRow } from './identity-row';
import type { PlanRow } from './plan-rows';

/** Where the database comes from; tests bring their own. */
export interface DatabaseOptions {
	readonly name?: string;
	/** Left out: the browser's. `undefined`: none, as in a browser that has none. */
	readonly indexedDB?: IDBFactory | undefined;
	readonly IDBKeyRange?: typeof globalThis.IDBKeyRange;
}

/** A change of a document, as it is written. */
export interface DocumentRow {
	readonly documentId: string;
	readonly bytes: Uint8Array;
}
export type StoredDocumentRow = DocumentRow & { readonly number: number };

/**
 * The database of one phone. The types are those of what is written; what is read is `unknown` until rows.ts or
 * another of the *-rows.ts has read it.
 *
 * A version is never changed once it has been released: add the next one, with an upgrade, below it, its number to
 * database-facts.ts, and its rows as a fixture to tests/unit/storage/migrations.test.ts.
 */
export class BeredtDatabase extends Dexie {
	declare readonly plans: Table<PlanRow, PlanRow['slot']>;
	declare readonly checklistEvents: Table<ChecklistEvent, string>;
	declare readonly contactUpdates: Table<ContactUpdate, [planId: string, contactId: string]>;
	declare readonly acknowledgements: Table<Acknowledgement, [planId: string, warningId: string]>;
	declare readonly attachments: Table<Attachment, [planId: string, blockId: string]>;
	declare readonly identity: Table<IdentityRow | DamagedIdentityRow, IdentityRow['slot'] | 'damaged'>;
	declare readonly incidents: Table<IncidentSummary, string>;
	declare readonly entries: Table<StoredEntryRow, number, EntryRow>;
	declare readonly incidentFiles: Table<IncidentFile, [incidentId: string, hash: string]>;
	declare readonly incidentDeletions: Table<IncidentDeletion, string>;
	declare readonly groups: Table<GroupRow, string>;
	declare readonly receipts: Table<Receipt, [logId: string, deviceId: string]>;
	declare readonly apartEntries: Table<ApartEntry, [logId: string, id: string]>;
	declare readonly documentUpdates: Table<StoredDocumentRow, number, DocumentRow | StoredDocumentRow>;

	/**
	 * @param report Told when another tab takes the database over, or holds it back.
	 * @throws Whatever the browser throws when it is asked for its IndexedDB.
	 */
	constructor(report: (error: StorageError) => void, options: DatabaseOptions = {}) {
		const factory = 'indexedDB' in options ? options.indexedDB : globalThis.indexedDB;
		super(options.name ?? DATABASE_NAME, {
			...(options.IDBKeyRange ? { IDBKeyRange: options.IDBKeyRange } : {}),
			// Dexie's type has no room for a browser without; its code has
			indexedDB: onlyThisVersion(factory) as IDBFactory,
			// a write is told as kept only when it is on the disk
			chromeTransactionDurability: 'strict',
			// Dexie's cache shows observers what is still to be written
			cache: 'disabled'
		});
		this.version(1).stores({
			plans: 'slot',
			checklistEvents: 'id, sequence, [runId+sequence]',
			contactUpdates: '[planId+contactId]',
			acknowledgements: '[planId+warningId]',
			attachments: '[planId+blockId]'
		});
		this.version(2).stores({
			identity: 'slot',
			incidents: 'incidentId',
			entries: '++arrival, &id, [incidentId+order], [incidentId+kind+order], [incidentId+deviceId+sequence]',
			incidentFiles: '[incidentId+hash]',
			incidentDeletions: 'incidentId',
			documentUpdates: '++number, documentId'
		});
		this.version(3).stores({
			groups: 'groupId',
			receipts: '[logId+deviceId]',
			apartEntries: '[logId+id]'
		});
		this.on('versionchange', (event: IDBVersionChangeEvent) => {
			// Dexie's own listener would open it again at the next use
			this.close({ disableAutoOpen: true });
			const detail = event.newVersion ? `version ${event.newVersion / 10}` : 'deleted';
			report({ code: 'storageOutdated', detail });
			return false;
		});
		this.on('blocked', () => {
			report({ code: 'storageBlocked', detail: 'an older version is open elsewhere' });
		});
	}
}

/**
 * `factory`, but a database is opened only at the version asked for. Dexie opens one of a newer version as it finds
 * it, and would even change it; an old Beredt is to leave a newer one's database alone.
 */
function onlyThisVersion(factory: IDBFactory | undefined): IDBFactory | undefined {
	if (!factory) return undefined;
	return {
		open(name, version) {
			if (version === undefined) throw new DOMException(`${name} has a newer version`, 'VersionError');
			return factory.open(name, version);
		},
		deleteDatabase: (name) => factory.deleteDatabase(name),
		databases: () => factory.databases(),
		cmp: (first: unknown, second: unknown) => factory.cmp(first, second)
	};
}
