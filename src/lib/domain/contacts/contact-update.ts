import type { IsoInstant } from '../../base/time';
import type { Contact, Plan } from '../plan/schema';
import { dialOf } from './phone-number';

/**
 * What somebody wrote about a contact on this phone: a number that the plan lacks, a name that has changed, or that
 * all is still right. Kept beside the plan, never in it.
 */
export interface ContactUpdate {
	readonly planId: string;
	readonly contactId: string;
	/** Null leaves the plan's own. */
	readonly name: string | null;
	readonly phone: string | null;
	readonly mail: string | null;
	/** When somebody said that it is right. */
	readonly confirmedAt: IsoInstant;
}

/** A contact as it is to be used now: the plan's, with what was written on this phone laid over it. */
export interface EffectiveContact {
	readonly contact: Contact;
	readonly name: string | null;
	readonly phones: Contact['phones'];
	readonly mail: string | null;
	/** Whether any of the three is not the plan's. */
	readonly changedOnPhone: boolean;
	readonly confirmedAt: IsoInstant | null;
}

/** Lays `update` over `contact`. A number that cannot be dialled never takes the place of the plan's. */
export function applyContactUpdate(contact: Contact, update: ContactUpdate | undefined): EffectiveContact {
	const dial = update?.phone ? dialOf(update.phone) : null;
	return {
		contact,
		name: update?.name ?? contact.name,
		phones: update?.phone && dial ? [{ label: null, display: update.phone, dial }] : contact.phones,
		mail: update?.mail ?? contact.mail,
		changedOnPhone: update !== undefined && (update.name ?? update.phone ?? update.mail) !== null,
		confirmedAt: update?.confirmedAt ?? null
	};
}

/** The plan with its contacts as they are to be used now: what names people and numbers by it names the right ones. */
export function planWithUpdates(plan: Plan, updates: ReadonlyMap<string, ContactUpdate>): Plan {
	if (updates.size === 0) return plan;
	const contacts = plan.contacts.map((contact) => {
		const { name, phones, mail } = applyContactUpdate(contact, updates.get(contact.id));
		return { ...contact, name, phones, mail };
	});
	return { ...plan, contacts };
}
