/**
 * How each kind of entry changes an incident. Called by fold.ts alone, on a state of its own: here, and nowhere else,
 * a state is changed in place.
 */
import type { EntryId } from '../log/entry';
import type { EntryKind, KnownEntry, Payload } from '../log/kinds';
import { advance, type FlowEvent } from './flow';
import { contestAfter, isSamePerson, stepAfter } from './opposing';
import type { CardState, IncidentState, RoleHolding, Said, StepState, Trace } from './state';

type Writable<Value> =
	Value extends ReadonlyMap<infer Key, infer Item>
		? Map<Key, Item>
		: Value extends ReadonlySet<infer Item>
			? Set<Item>
			: Value extends readonly (infer Item)[]
				? Item[]
				: Value;
/** A state while it is being made. */
export type Draft = { -readonly [Key in keyof IncidentState]: Writable<IncidentState[Key]> };

type Handlers = { [Kind in EntryKind]: (draft: Draft, payload: Payload<Kind>, trace: Trace) => void };

/** Changes `draft` as `known` says. */
export function apply(draft: Draft, known: KnownEntry, trace: Trace): void {
	const handler = handlers[known.kind] as (draft: Draft, payload: unknown, trace: Trace) => void;
	handler(draft, known.payload, trace);
}

const handlers: Handlers = {
	incidentOpened(draft, payload, trace) {
		// the first one stands: whether it is an exercise can never be changed
		draft.opened ??= { ...payload, ...trace };
	},
	participantJoined(draft, payload, trace) {
		const { deviceId, sequence } = trace;
		draft.participants.set(deviceId, { ...payload, ...trace });
		const holders = [...(draft.holders.get(deviceId) ?? []), { sequence, name: payload.name }];
		draft.holders.set(
			deviceId,
			holders.sort((a, b) => a.sequence - b.sequence)
		);
	},
	alarmReceived(draft, payload, trace) {
		draft.alarms.push({ ...payload, ...trace });
		for (const serviceId of payload.serviceIds) serviceHit(draft, serviceId, trace);
		move(draft, 'alarm', trace);
	},
	assessed(draft, payload, trace) {
		draft.assessments.push({ ...payload, ...trace });
		for (const serviceId of payload.serviceIds) serviceHit(draft, serviceId, trace);
		move(draft, 'assessment', trace);
		if (payload.outcome === 'handledInOperations') move(draft, 'leftToOperations', trace);
	},
	notified(draft, payload, trace) {
		const key = personKey(payload);
		draft.notified.set(key, [...(draft.notified.get(key) ?? []), { ...payload, ...trace }]);
		if (payload.isDecider && (payload.outcome === 'reached' || payload.outcome === 'acknowledged'))
			move(draft, 'deciderTold', trace);
	},
	decided(draft, payload, trace) {
		draft.decisions.push({ ...payload, ...trace });
		if (payload.outcome === 'doNotActivate') move(draft, 'activationRefused', trace);
	},
	activated(draft, payload, trace) {
		const activation = { ...payload, ...trace };
		draft.activation = activation;
		draft.firstActivation ??= activation;
		draft.deactivation = null;
		move(draft, 'activation', trace);
	},
	groupAssembled(draft, payload, trace) {
		draft.assemblies.push({ ...payload, ...trace });
		move(draft, 'assembly', trace);
	},
	deactivated(draft, payload, trace) {
		draft.deactivation = { ...payload, ...trace };
		draft.activation = null;
		yieldRoles(draft, () => true);
		move(draft, 'deactivation', trace);
	},
	roleTaken(draft, payload, trace) {
		const { roleId, name, contactId, isSubstitute } = payload;
		const contested = draft.contested.get(roleId);
		draft.contested.delete(roleId);
		// said again, of two: they have had it since they took it
		if (contested && isSamePerson(contested[1], payload)) return;
		const holding: RoleHolding = {
			...trace,
			roleId,
			name,
			contactId,
			isSubstitute,
			function: payload.function,
			untilMs: null,
			isYielded: false,
			returned: []
		};
		const held = draft.holdings.findLast((one) => one.roleId === roleId && one.untilMs === null);
		const contest = contestAfter(held, contested, holding);
		if (contest) draft.contested.set(roleId, contest);
		endHolding(draft, (one) => one.roleId === roleId, trace.atMs);
		draft.holdings.push(holding);
		if (payload.function !== 'coordinator') return;
		move(draft, 'appointment', trace);
		if (!payload.mustAdjustGroup) move(draft, 'coordinatorWasNoMember', trace);
		else {
			draft.adjustment = { ...trace, coordinator: name };
			move(draft, 'coordinatorWasMember', trace);
		}
	},
	absenceNoted(draft, payload, trace) {
		if (payload.isAbsent) {
			draft.absences.set(personKey(payload), { ...payload, ...trace });
			yieldRoles(draft, (one) => isSamePerson(one, payload));
		} else {
			const { name, contactId } = payload;
			draft.absences.delete(personKey(payload));
			changeHeld(draft, (one) =>
				isSamePerson(one, payload)
					? { ...one, isYielded: false }
					: { ...one, returned: [...one.returned, { name, contactId }] }
			);
		}
	},
	groupAdjusted(draft, payload, trace) {
		// who leaves the group to coordinate goes on to do that
		if (payload.way !== 'stays')
			yieldRoles(draft, (one) => one.name === payload.name && one.function !== 'coordinator');
		draft.adjustments.push({ ...payload, ...trace });
		draft.adjustment = null;
		move(draft, 'adjustment', trace);
	},
	callDownAdded(draft, payload, trace) {
		draft.calledIn.set(personKey(payload), { ...payload, ...trace });
	},
	staffJoined(draft, payload, trace) {
		draft.staff.set(payload.name, { ...payload, ...trace });
	},
	staffLeft(draft, payload) {
		draft.staff.delete(payload.name);
		yieldRoles(draft, (one) => one.name === payload.name);
	},
	meetingPlaceSet(draft, payload, trace) {
		draft.meetingPlace = { ...payload, ...trace };
	},
	channelStatusSet(draft, payload, trace) {
		draft.channels.set(payload.channelId, { ...payload, ...trace });
	},
	serviceStatusSet(draft, payload, trace) {
		const before = draft.services.get(payload.serviceId);
		// since when it is as it is: a note on the same status does not start it anew
		const sinceMs =
			payload.sinceMs ?? (before?.status === payload.status ? (before.sinceMs ?? before.atMs) : null);
		draft.services.set(payload.serviceId, { ...payload, ...trace, sinceMs });
	},
	cardOpened(draft, payload, trace) {
		cardOf(draft, payload.cardId, trace);
	},
	cardAssigned(draft, { cardId, roleId, name }, trace) {
		const card = cardOf(draft, cardId, trace);
		draft.cards.set(cardId, { ...card, assigned: { ...trace, roleId, name } });
	},
	stepTicked: (draft, payload, trace) => setStep(draft, payload, trace, { state: 'ticked', reason: null }),
	stepUnticked: (draft, payload, trace) => setStep(draft, payload, trace, { state: 'open', reason: null }),
	stepDismissed: (draft, payload, trace) =>
		setStep(draft, payload, trace, { state: 'dismissed', reason: payload.reason }),
	stepNoted(draft, payload, trace) {
		const { card, step } = stepOf(draft, payload, trace);
		const notes = [...step.notes, { ...trace, text: payload.text }];
		putStep(draft, card, payload.stepId, { ...step, notes });
	},
	taskGiven(draft, payload, trace) {
		draft.tasks.set(trace.entryId, { ...payload, ...trace, taken: null, done: null });
	},
	taskTaken(draft, payload, trace) {
		const task = draft.tasks.get(payload.taskId as EntryId);
		if (task) draft.tasks.set(task.entryId, { ...task, taken: trace });
	},
	taskDone(draft, payload, trace) {
		const task = draft.tasks.get(payload.taskId as EntryId);
		if (task) draft.tasks.set(task.entryId, { ...task, done: { ...trace, note: payload.note } });
	},
	observed(draft, payload, trace) {
		draft.observations.push({ ...payload, ...trace });
	},
	messageSent(draft, payload, trace) {
		draft.messages.push({ ...payload, ...trace });
	},
	deadlineStarted(draft, payload, trace) {
		draft.deadlines.set(trace.entryId, { ...payload, ...trace, moves: [], met: null });
	},
	deadlineMet(draft, payload, trace) {
		const deadline = draft.deadlines.get(payload.deadlineId as EntryId);
		if (!deadline) return;
		const met = { ...trace, metAtMs: payload.atMs, note: payload.note };
		draft.deadlines.set(deadline.entryId, { ...deadline, met });
	},
	deadlineMoved(draft, { deadlineId, dueMs, why }, trace) {
		const deadline = draft.deadlines.get(deadlineId as EntryId);
		if (!deadline) return;
		const moves = [...deadline.moves, { ...trace, dueMs, why }];
		draft.deadlines.set(deadline.entryId, { ...deadline, dueMs, moves });
	},
	pictureWritten(draft, payload, trace) {
		draft.picture.set(payload.section, { ...payload, ...trace });
	},
	situationReportIssued(draft, payload, trace) {
		draft.reports.push({ ...payload, ...trace });
	},
	shiftHandedOver(draft, payload, trace) {
		draft.handovers.set(trace.entryId, { ...payload, ...trace, acknowledged: null });
		const { roleId, from } = payload;
		yieldRoles(draft, (one) => (roleId === null ? one.name === from : one.roleId === roleId));
	},
	handoverAcknowledged(draft, payload, trace) {
		const handover = draft.handovers.get(payload.handoverId as EntryId);
		if (handover)
			draft.handovers.set(handover.entryId, { ...handover, acknowledged: { ...trace, by: payload.by } });
	},
	injectPlayed(draft, payload, trace) {
		draft.injects.set(payload.injectId, { ...payload, ...trace });
	},
	attached(draft, payload, trace) {
		draft.attachments.push({ ...payload, ...trace });
	},
	corrected(draft, payload, trace) {
		const of = payload.entryId as EntryId;
		draft.corrections.set(of, [...(draft.corrections.get(of) ?? []), { ...payload, ...trace }]);
	},
	evaluationPointAdded(draft, payload, trace) {
		draft.evaluationPoints.push({ ...payload, ...trace });
	},
	evaluated(draft, payload, trace) {
		draft.evaluation = { ...payload, ...trace };
		move(draft, 'evaluation', trace);
	},
	incidentClosed(draft, payload, trace) {
		draft.closing = { ...payload, ...trace };
		move(draft, 'closing', trace);
	}
};

function move(draft: Draft, event: FlowEvent, trace: Trace): void {
	const { stage, skipped } = advance(draft.stage, event);
	if (stage === draft.stage) return;
	draft.stage = stage;
	draft.stages.push({ ...trace, stage, skipped });
}

/** A service that somebody says is hit, and that nobody has given a status yet. */
function serviceHit(draft: Draft, serviceId: string, trace: Trace): void {
	const known = draft.services.get(serviceId);
	if (known && known.status !== 'normal') return;
	const hit: Said<'serviceStatusSet'> = { ...trace, serviceId, status: 'unknown', note: null, sinceMs: null };
	draft.services.set(serviceId, hit);
}

/** By whom a person is known in a list: their contact, else their name. */
export function personKey(person: { readonly contactId: string | null; readonly name: string }): string {
	return person.contactId ?? `name:${person.name}`;
}

function endHolding(draft: Draft, whose: (one: RoleHolding) => boolean, untilMs: number): void {
	changeHeld(draft, (one) => (whose(one) ? { ...one, untilMs } : one));
}

/** They have it until somebody else does, and nobody who does contradicts them. */
function yieldRoles(draft: Draft, whose: (one: RoleHolding) => boolean): void {
	changeHeld(draft, (one) => (whose(one) ? { ...one, isYielded: true } : one));
	for (const [roleId, contest] of draft.contested) if (contest.some(whose)) draft.contested.delete(roleId);
}

function changeHeld(draft: Draft, change: (held: RoleHolding) => RoleHolding): void {
	draft.holdings = draft.holdings.map((one) => (one.untilMs === null ? change(one) : one));
}

function cardOf(draft: Draft, cardId: string, trace: Trace): CardState {
	const known = draft.cards.get(cardId);
	if (known) return known;
	const card: CardState = { cardId, opened: trace, assigned: null, steps: new Map() };
	draft.cards.set(cardId, card);
	return card;
}

interface StepPlace {
	readonly cardId: string;
	readonly stepId: string;
}

function stepOf(draft: Draft, place: StepPlace, trace: Trace): { card: CardState; step: StepState } {
	const card = cardOf(draft, place.cardId, trace);
	const untouched: StepState = {
		state: 'open',
		change: null,
		reason: null,
		before: null,
		isOpposed: false,
		notes: []
	};
	return { card, step: card.steps.get(place.stepId) ?? untouched };
}

function setStep(
	draft: Draft,
	place: StepPlace,
	trace: Trace,
	change: Pick<StepState, 'state' | 'reason'>
): void {
	const { card, step } = stepOf(draft, place, trace);
	putStep(draft, card, place.stepId, stepAfter(step, change, trace));
}

function putStep(draft: Draft, card: CardState, stepId: string, step: StepState): void {
	draft.cards.set(card.cardId, { ...card, steps: new Map(card.steps).set(stepId, step) });
}
