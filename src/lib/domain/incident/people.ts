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
	return state.absences.has(contact.id);
}

/** Who has a role at this moment, as screens name them. */
export interface RoleNow {
	readonly roleId: string;
	readonly name: string;
	/** Null for one who stands in no plan: then no number follows. */
	readonly contact: Contact | null;
	readonly isSubstitute: boolean;
	/** They have it, and the log has them away: somebody must take it. */
	readonly isAway: boolean;
	/** Null where nobody has taken it, and it is theirs by the plan's order. */
	readonly holding: RoleHolding | null;
}

/**
 * Who has `roleId` now: whoever took it; else the first in the plan's order who is not away.
 * @param plan With what was written on this phone laid over its contacts, so that the number is the right one.
 * @returns `null` where neither the log nor the plan names anybody.
 */
export function roleNow(plan: Plan, state: IncidentState, roleId: string): RoleNow | null {
	const holding = holdingOf(state, roleId);
	if (holding) {
		const { name, contactId, isSubstitute } = holding;
		const contact = contactId === null ? null : (contactById(plan, contactId) ?? null);
		return { roleId, name, contact, isSubstitute, isAway: state.absences.has(personKey(holding)), holding };
	}
	const byPlan = holderByPlan(plan, state, roleId);
	if (!byPlan) return null;
	const { contact } = byPlan;
	return {
		roleId,
		name: contact.name ?? contact.title,
		contact,
		isSubstitute: isSubstituteFor(plan, roleId, contact.id),
		isAway: false,
		holding: null
	};
}

/**
 * Who decides on an activation now: whoever has that role; where they are away, who leads the group in their place
 * (Viborg's plan, line 23: the deputy is the chair where the chief is away); where all are away, the plan's first, since
 * somebody must be called.
 * @param plan As `roleNow` takes it.
 */
export function deciderNow(plan: Plan, state: IncidentState): RoleNow | null {
	const { decider, chair } = plan.response;
	const [decides, leads] = [decider, chair].map((roleId) => (roleId ? roleNow(plan, state, roleId) : null));
	const here = [decides, leads].find((one) => one && !one.isAway);
	if (here || !decider) return here ?? leads ?? null;
	const first = holdersOf(plan, decider)[0]?.contact;
	const away = { roleId: decider, isSubstitute: false, isAway: true, holding: null };
	return decides ?? (first ? { ...away, name: first.name ?? first.title, contact: first } : null);
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
	/** Why, and since when, they are not there. */
	readonly absence: Said<'absenceNoted'> | null;
	/** They write in the log themselves: nobody has to tell them. */
	readonly isWriting: boolean;
}

/**
 * The call-down list: the plan's group with its substitutes, the working staff, whoever has a role or came into the
 * group, whom somebody put on it, and whoever else was tried; each once.
 */
export function callDownList(plan: Plan, state: IncidentState): CallDownRow[] {
	const rows = new Map<string, CallDownRow>();
	const writing = new Set([...state.participants.values()].map(personKey));
	const add = (name: string, title: string, contact: Contact | null) => {
		const key = personKey({ contactId: contact?.id ?? null, name });
		if (rows.has(key)) return;
		const history = state.notified.get(key) ?? [];
		rows.set(key, {
			key,
			name,
			title,
			contact,
			history,
			status: statusOf(history),
			absence: state.absences.get(key) ?? null,
			isWriting: writing.has(key)
		});
	};
	const addSaid = (said: { readonly name: string; readonly contactId: string | null }, title = '') => {
		const contact = said.contactId === null ? null : (contactById(plan, said.contactId) ?? null);
		add(said.name, title === '' ? (contact?.title ?? '') : title, contact);
	};
	const addContact = (contact: Contact) => {
		add(contact.name ?? contact.title, contact.title, contact);
	};
	for (const holder of holdersOf(plan, plan.response.group)) addContact(holder.contact);
	for (const holder of holdersOf(plan, plan.response.chair)) addContact(holder.contact);
	for (const one of state.holdings) {
		if (one.untilMs !== null) continue;
		addSaid(one, roleById(plan, one.roleId)?.name ?? one.roleId);
	}
	for (const { replacement } of state.adjustments) if (replacement !== null) add(replacement, '', null);
	for (const one of state.staff.values()) addSaid(one, one.task ?? '');
	for (const one of state.calledIn.values()) addSaid(one);
	for (const history of state.notified.values()) {
		const last = history.at(-1);
		if (last) addSaid(last);
	}
	return [...rows.values()];
}

/** A message that goes out later does not make one who was reached missing again. */
function statusOf(history: readonly Said<'notified'>[]): CallDownRow['status'] {
	const answered = history.findLast((one) => one.outcome !== 'sent');
	if (answered && answered.outcome !== 'notReached') return answered.outcome;
	return history.at(-1)?.outcome ?? 'notTried';
}

/** Those who have not been reached: still to be told. */
export function stillMissing(rows: readonly CallDownRow[]): CallDownRow[] {
	return rows.filter((row) => row.absence === null && !isReached(row));
}

/** Whether they know: somebody got through to them, or they write in the log themselves. */
export function isReached(row: CallDownRow): boolean {
	return row.isWriting || row.status === 'reached' || row.status === 'acknowledged';
}
