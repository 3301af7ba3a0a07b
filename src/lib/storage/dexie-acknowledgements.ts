import type { Acknowledgement, AcknowledgementRepository } from '$lib/ports/repositories';
import { DexieList } from './dexie-list';

/** The warnings that were read on this phone. */
export class DexieAcknowledgementRepository
	extends DexieList<'acknowledgements'>
	implements AcknowledgementRepository
{
	put(acknowledgement: Acknowledgement) {
		return this.write(acknowledgement);
	}

	remove(planId: string, warningId: string) {
		return this.removeAt([planId, warningId]);
	}
}
