import { fail, ok, type Result } from '$lib/base/result';
import type { PhoneStorage } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { BeredtDatabase, type DatabaseOptions } from './database';
import { DexieAcknowledgementRepository } from './dexie-acknowledgements';
import { DexieAttachmentRepository } from './dexie-attachments';
import { DexieChecklistRepository } from './dexie-checklist';
import { DexieContactUpdateRepository } from './dexie-contact-updates';
import { DexiePlanRepository } from './dexie-plans';
import { ask, laterApart, laterDocuments, laterGroup, laterIdentity, laterLog, laterReceipts } from './later';
import { toStorageError } from './storage-errors';
import { createTroubles } from './troubles';

export interface OpenOptions extends DatabaseOptions {
	/** How long another tab may hold an older database, until this one gives up. */
	readonly blockedWaitMs?: number;
	/** How long the browser may take at all. */
	readonly openWaitMs?: number;
}

/**
 * Opens this phone's database for real, so that a browser that refuses it is known at once.
 * @returns The storage; or why there is none, and then nothing was changed and nothing stays open.
 */
export async function openDexieStorage(
	options: OpenOptions = {}
): Promise<Result<PhoneStorage, StorageError>> {
	const troubles = createTroubles();
	const report = (error: StorageError) => {
		troubles.report(error);
	};
	let database: BeredtDatabase;
	try {
		database = new BeredtDatabase(report, options);
	} catch (error) {
		return fail(toStorageError(error, 'open'));
	}
	const opened = await openInTime(database, options);
	if (!opened.ok) {
		database.close({ disableAutoOpen: true });
		return opened;
	}
	return ok({
		kind: 'durable',
		reason: null,
		plans: new DexiePlanRepository(database),
		checklist: new DexieChecklistRepository(database, report),
		contactUpdates: new DexieContactUpdateRepository(database, 'contactUpdates', report),
		acknowledgements: new DexieAcknowledgementRepository(database, 'acknowledgements', report),
		attachments: new DexieAttachmentRepository(database, report),
		log: laterLog(async () => new (await import('./dexie-log')).DexieLogRepository(database, report)),
		identity: laterIdentity(
			async () => new (await import('./dexie-identity')).DexieIdentityRepository(database)
		),
		documents: laterDocuments(
			async () => new (await import('./dexie-documents')).DexieDocumentRepository(database, report)
		),
		group: laterGroup(async () => new (await loadGroup()).DexieGroupRepository(database)),
		receipts: laterReceipts(async () => new (await loadGroup()).DexieReceiptRepository(database, report)),
		apart: laterApart(async () => new (await loadGroup()).DexieApartRepository(database, report)),
		restore: (content) => ask(loadContent, ({ restore }) => restore(database, content)),
		readAll: () => ask(loadContent, ({ readAll }) => readAll(database, report)),
		deleteAll: () => ask(loadContent, ({ deleteAll }) => deleteAll(database)),
		onTrouble: (listener) => troubles.listen(listener)
	});
}

/** Code that only the settings need. */
const loadContent = () => import('./dexie-content');
/** Code that only a phone in a group needs. */
const loadGroup = () => import('./dexie-group');

function openInTime(
	database: BeredtDatabase,
	{ blockedWaitMs = 3_000, openWaitMs = 15_000 }: OpenOptions
): Promise<Result<void, StorageError>> {
	return new Promise((resolve) => {
		const timers: ReturnType<typeof setTimeout>[] = [];
		const settle = (result: Result<void, StorageError>) => {
			timers.forEach(clearTimeout);
			resolve(result);
		};
		const giveUpAfter = (waitMs: number, error: StorageError) =>
			timers.push(
				setTimeout(() => {
					settle(fail(error));
				}, waitMs)
			);
		giveUpAfter(openWaitMs, { code: 'storageFailed', detail: `not open after ${openWaitMs} ms` });
		database.on('blocked', () => {
			giveUpAfter(blockedWaitMs, { code: 'storageBlocked', detail: 'an older version is open elsewhere' });
		});
		database.open().then(
			() => {
				settle(ok(undefined));
			},
			(error: unknown) => {
				settle(fail(toStorageError(error, 'open')));
			}
		);
	});
}
