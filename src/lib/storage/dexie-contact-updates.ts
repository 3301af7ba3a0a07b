import type { ContactUpdate } from '$lib/domain/contacts/contact-update';
import type { ContactUpdateRepository } from '$lib/ports/repositories';
import { DexieList } from './dexie-list';

/** What was written about contacts on this phone. */
export class DexieContactUpdateRepository
	extends DexieList<'contactUpdates'>
	implements ContactUpdateRepository
{
	put(update: ContactUpdate) {
		return this.write(update);
	}

	remove(planId: string, contactId: string) {
		return this.removeAt([planId, contactId]);
	}
}
