/**
 * What a person does, as the entries that say it. One press may be several entries: they are written together, all or
 * none.
 */
import { payloadOf, type EntryKind, type PayloadInput } from '../log/kinds';
import type { EntryDraft } from '../log/entry';
import { holdersOf } from '../plan/roles';
import type { CardStep, Contact, Plan, PlanClock } from '../plan/schema';
import { personKey } from './apply';
import { clocksAfter, dueOf } from './clocks';
import { holderByPlan, holdingOf, isAbsent, isGroupMember, isSubstituteFor } from './people';
import type { Deadline, IncidentState } from './state';

/** One thing that is to be written. */
export type Act = Pick<EntryDraft, 'kind' | 'payload' | 'occurredAtMs' | 'copiedFrom'>;

/** Who acts: the holder of this phone, or whoever they write for. */
export interface Actor {
	readonly name: string;
	/** The plan's role in which they act; null for none. */
	readonly roleId: string | null;
	readonly contactId: string | null;
}

/** When a thing happened, where it is written down later. */
export interface Occurrence {
	readonly occurredAtMs?: number | null;
	readonly copiedFrom?: 'paper' | null;
}

/** One act, its payload checked. Throws where it is none: a bug of the screen's. */
export function act<Kind extends EntryKind>(
	kind: Kind,
	input: PayloadInput<Kind>,
	when: Occurrence = {}
): Act {
	return {
		kind,
		payload: payloadOf(kind, input),
		occurredAtMs: when.occurredAtMs ?? null,
		copiedFrom: when.copiedFrom ?? null
	};
}

/** The first entries of an incident: that it is, who writes it, and the alarm that began it. */
export function openingActs(incident: {
	readonly title: string;
	readonly mode: 'real' | 'exercise';
	readonly exerciseId: string | null;
	readonly plan: Pick<Plan, 'id'>;
	readonly planFingerprint: string;
	readonly person: Actor;
	readonly alarm: PayloadInput<'alarmReceived'> | null;
}): Act[] {
	const { title, mode, exerciseId, plan, planFingerprint, person, alarm } = incident;
	return [
		act('incidentOpened', { title, mode, planId: plan.id, planFingerprint, exerciseId }),
		act('participantJoined', person),
		...(alarm ? [act('alarmReceived', alarm)] : [])
	];
}

/** That `actor` is not the one to whom the plan gives `roleId`, but acts for them. */
function actsAsSubstitute(plan: Plan, roleId: string | null, actor: Actor): boolean {
	if (roleId === null) return false;
	return actor.roleId !== roleId && holderIds(plan, roleId).every((id) => id !== actor.contactId);
}

function holderIds(plan: Plan, roleId: string): string[] {
	const role = plan.roles.find((one) => one.id === roleId);
	return role?.filledBy.map((one) => one.ref) ?? [];
}

/**
 * Activation: who did it and, where nobody has the chair yet, that it falls to whom the plan's order names of those
 * who are not away.
 */
export function activationActs(
	plan: Plan,
	state: IncidentState,
	actor: Actor,
	why: string | null = null
): Act[] {
	const { chair, decider } = plan.response;
	const asSubstitute = actsAsSubstitute(plan, decider, actor);
	const activated = act('activated', { by: actor.name, roleId: actor.roleId, asSubstitute, why });
	const byPlan = holdingOf(state, chair) ? null : holderByPlan(plan, state, chair);
	return byPlan ? [activated, takeRoleAct(plan, chair, byPlan.contact)] : [activated];
}

/**
 * That somebody takes a role: a contact of the plan, or a name. Whether they have it as a substitute, and whether the
 * group must be adjusted since its coordinator came out of it, follows from the plan.
 */
export function takeRoleAct(
	plan: Plan,
	roleId: string,
	who: Contact | { readonly name: string },
	why: string | null = null
): Act {
	const { chair, coordinator, adjustGroup } = plan.response;
	const contact = 'id' in who ? who : null;
	const contactId = contact?.id ?? null;
	return act('roleTaken', {
		roleId,
		name: who.name ?? contact?.title ?? roleId,
		contactId,
		function: roleId === chair ? 'chair' : roleId === coordinator ? 'coordinator' : 'other',
		mustAdjustGroup: roleId === coordinator && adjustGroup && isGroupMember(plan, contactId),
		isSubstitute: roleId !== coordinator && isSubstituteFor(plan, roleId, contactId),
		why
	});
}

/**
 * That the chair, or another, is away or back. Where a role of theirs falls to the next in the plan's order by it (or
 * comes back to them), that is an entry of its own. It falls only from the one who leaves, and comes back only from
 * one who is away too or stands after them in the plan's order: who was given the chair by people keeps it whoever else comes or goes.
 */
export function absenceActs(
	plan: Plan,
	state: IncidentState,
	who: Contact | { readonly name: string },
	absence: {
		readonly isAbsent: boolean;
		readonly reason: PayloadInput<'absenceNoted'>['reason'];
		readonly note: string | null;
	}
): Act[] {
	const contact = 'id' in who ? who : null;
	const person = { name: who.name ?? contact?.title ?? '', contactId: contact?.id ?? null };
	const noted = act('absenceNoted', { ...person, ...absence });
	const { chair } = plan.response;
	const held = holdingOf(state, chair);
	if (!held && state.activation === null) return [noted];
	const order = holdersOf(plan, chair).map((holder) => holder.contact);
	const next = order.find((one) => (one.id === contact?.id ? !absence.isAbsent : !isAbsent(state, one)));
	if (!next) return [noted];
	const place = (contactId: string | null) => {
		const at = order.findIndex((one) => one.id === contactId);
		return at === -1 ? order.length : at;
	};
	const falls = absence.isAbsent
		? held === null || personKey(held) === personKey(person)
		: next.id === person.contactId &&
			(held === null || state.absences.has(personKey(held)) || place(next.id) < place(held.contactId));
	return falls ? [noted, takeRoleAct(plan, chair, next)] : [noted];
}

/** What was decided of a question that the plan asks by its id, in its own words. */
export function planDecisionAct(
	plan: Plan,
	decisionId: string | null,
	{ name: by, roleId }: Actor,
	decided: Pick<PayloadInput<'decided'>, 'answer' | 'why' | 'outcome'>
): Act {
	const question = plan.decisions.find((one) => one.id === decisionId)?.question ?? null;
	return act('decided', { by, roleId, decisionId, question, ...decided });
}

/**
 * A step that somebody must decide, done: what was decided and by whom, and the tick where the step is still open.
 * @param decider Who decided; not always the one who writes.
 */
export function decidedStepActs(
	plan: Plan,
	cardId: string,
	step: CardStep,
	decision: { readonly answer: string; readonly why: string | null; readonly isOpen: boolean },
	decider: Actor
): Act[] {
	const { answer, why, isOpen } = decision;
	const decided = act('decided', {
		by: decider.name,
		roleId: decider.roleId,
		asSubstitute: decider.roleId !== null && isSubstituteFor(plan, decider.roleId, decider.contactId),
		question: step.text,
		answer,
		why
	});
	return isOpen ? [decided, act('stepTicked', { cardId, stepId: step.id })] : [decided];
}

/**
 * A finding that starts legal clocks ("persondata sandsynligvis berørt"): the decision, and a deadline for each clock,
 * counted from when the municipality knew.
 * @param awareMs Stated by a person, never the moment of a press or of a sync.
 */
export function findingActs(
	finding: string,
	clocks: readonly PlanClock[],
	awareMs: number,
	actor: Actor,
	why: string | null
): Act[] {
	return [
		act('decided', {
			by: actor.name,
			roleId: actor.roleId,
			answer: finding,
			why,
			clockIds: clocks.map((clock) => clock.id)
		}),
		...clocks.flatMap((clock) => clockActs(clock, awareMs))
	];
}

/** That a deadline was met, and the clocks that its meeting starts. */
export function deadlineMetActs(plan: Plan, deadline: Deadline, atMs: number, note: string | null): Act[] {
	return [
		act('deadlineMet', { deadlineId: deadline.entryId, atMs, note }),
		...clocksAfter(plan, deadline).flatMap((clock) => clockActs(clock, atMs))
	];
}

/** None where the law says "without undue delay": then it is due at once, and never "late" by the clock. */
function clockActs(clock: PlanClock, anchorMs: number): Act[] {
	const dueMs = dueOf(clock, anchorMs);
	const { id: clockId, title, source, certainty } = clock;
	if (dueMs === null) return [act('taskGiven', { text: `${title} (${source})` })];
	return [act('deadlineStarted', { clockId, title, anchorMs, dueMs, source, certainty })];
}
