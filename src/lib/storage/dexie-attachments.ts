import { ok } from '$lib/base/result';
import type { Attachment, AttachmentRepository, Read } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import type { BeredtDatabase } from './database';
import { DexieList } from './dexie-list';
import { readRow } from './rows';
import { attempt } from './storage-errors';

/** The files of this phone, as bytes: Safari has lost Blobs that were stored. */
export class DexieAttachmentRepository extends DexieList<'attachments'> implements AttachmentRepository {
	readonly #attachments: BeredtDatabase['attachments'];

	constructor(database: BeredtDatabase, report: (error: StorageError) => void) {
		super(database, 'attachments', report);
		this.#attachments = database.attachments;
	}

	put(attachment: Attachment) {
		return this.write(attachment);
	}

	async get(planId: string, blockId: string): Read<Attachment | null> {
		const raw = await attempt(() => this.#attachments.get([planId, blockId]));
		if (!raw.ok) return raw;
		return raw.value === undefined ? ok(null) : readRow('attachments', raw.value);
	}

	remove(planId: string, blockId: string) {
		return this.removeAt([planId, blockId]);
	}
}
