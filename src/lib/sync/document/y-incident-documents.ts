import type { IncidentId } from '../../domain/log/entry';
import type { DocumentCompaction, IncidentDocuments, OpenedDocument } from '../../ports/incident-document';
import type { DocumentRepository, DocumentUpdate } from '../../ports/log';
import { StoredCompaction } from './stored-compaction';
import { YIncidentDocument, type ClientIds } from './y-incident-document';

/** Documents in Yjs, stored as updates. */
export class YIncidentDocuments implements IncidentDocuments {
	constructor(
		private readonly repository: DocumentRepository,
		private readonly clientIds: ClientIds = randomClientId
	) {}

	open(incidentId: IncidentId, stored: readonly DocumentUpdate[]): OpenedDocument {
		const document = new YIncidentDocument(incidentId, stored, this.clientIds);
		return { document, damaged: document.damaged };
	}

	compaction(documentId: string, stored: readonly DocumentUpdate[]): DocumentCompaction {
		return new StoredCompaction(this.repository, documentId, stored);
	}
}

function randomClientId(): number {
	return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
