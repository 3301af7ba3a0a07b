import { contactById, holdersOf, roleById, type Holder } from '../plan/roles';
import type { Contact, Plan } from '../plan/schema';
import { personKey } from './apply';
import type { IncidentState, RoleHolding, Said } from './state';

/** Who has a role now, by what the log says; null when nobody has taken it. */
export function holdingOf(state: IncidentState, roleId: string | null): RoleHolding | null {
	return state.holdings.findLast((one) => one.roleId === roleId && one.untilMs === null) ?? null;
}

/** Whether the log has them away now. */
export function isAbsent(state: IncidentState, contact: Pick<Contact, 'id'>): boolean {
	return [...state.absences.values()].some((absence) => absence.contactId === contact.id);
}

/**
 * Who has `roleId` by the plan's own order: the first whom the log does not have away.
 * @returns `null` where the plan names nobody, or all of them are away: the plan is silent, and a person must say.
 */
export function holderByPlan(plan: Plan, state: IncidentState, roleId: string): Holder | null {
	return holdersOf(plan, roleId).find((holder) => !isAbsent(state, holder.contact)) ?? null;
}

/** Whether they have the role as a substitute: somebody before them in the plan's order is the one it belongs to. */
export function isSubstituteFor(plan: Plan, roleId: string, contactId: string | null): boolean {
	const place = holdersOf(plan, roleId).findIndex((holder) => holder.contact.id === contactId);
	return place > 0;
}

/** Whether a contact is one of the group by the plan, so that the group is to be adjusted when they coordinate. */
export function isGroupMember(plan: Plan, contactId: string | null): boolean {
	return holdersOf(plan, plan.response.group).some((holder) => holder.contact.id === contactId);
}

/** One who is to be told, and how far that is. */
export interface CallDownRow {
	readonly key: string;
	readonly name: string;
	/** What they are: their title in the plan, or their task in the staff. */
	readonly title: string;
	readonly contact: Contact | null;
	readonly history: readonly Said<'notified'>[];
	/** `notTried` until somebody has tried; then as the last try went. */
	readonly status: 'notTried' | Said<'notified'>['outcome'];
	readonly isAway: boolean;
}

/**
 * The call-down list: the plan's group with its substitutes, the working staff, whoever has a role, and whoever else
 * was tried; each once.
 * @param also Contacts that somebody put on the list.
 */
export function callDownList(plan: Plan, state: IncidentState, also: readonly Contact[] = []): CallDownRow[] {
	const rows = new Map<string, CallDownRow>();
	const add = (name: string, title: string, contact: Contact | null) => {
		const key = personKey({ contactId: contact?.id ?? null, name });
		if (rows.has(key)) return;
		const history = state.notified.get(key) ?? [];
		const last = history.at(-1);
		rows.set(key, {
			key,
			name,
			title,
			contact,
			history,
			status: last?.outcome ?? 'notTried',
			isAway: contact !== null && isAbsent(state, contact)
		});
	};
	const addContact = (contact: Contact) => {
		add(contact.name ?? contact.title, contact.title, contact);
	};
	for (const holder of holdersOf(plan, plan.response.group)) addContact(holder.contact);
	for (const holder of holdersOf(plan, plan.response.chair)) addContact(holder.contact);
	for (const one of state.holdings) {
		if (one.untilMs !== null) continue;
		const contact = one.contactId === null ? undefined : contactById(plan, one.contactId);
		add(one.name, roleById(plan, one.roleId)?.name ?? one.roleId, contact ?? null);
	}
	for (const one of state.staff.values()) {
		const contact = one.contactId === null ? undefined : contactById(plan, one.contactId);
		add(one.name, one.task ?? '', contact ?? null);
	}
	also.forEach(addContact);
	for (const history of state.notified.values()) {
		const last = history.at(-1);
		if (!last) continue;
		const contact = last.contactId === null ? undefined : contactById(plan, last.contactId);
		add(last.name, contact?.title ?? '', contact ?? null);
	}
	return [...rows.values()];
}

/** Those who have not been reached: still to be told. */
export function stillMissing(rows: readonly CallDownRow[]): CallDownRow[] {
	return rows.filter((row) => !row.isAway && row.status !== 'reached' && row.status !== 'acknowledged');
}
