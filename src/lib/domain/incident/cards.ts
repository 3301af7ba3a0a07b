import type { ActionCard, CardStep, Plan } from '../plan/schema';
import { awareMs } from './clocks';
import type { CardState, IncidentState, StepState } from './state';

const MINUTE_MS = 60_000;

/** A step of a card as it stands in an incident. */
export interface StepNow {
	readonly card: ActionCard;
	readonly step: CardStep;
	readonly state: StepState['state'];
	readonly done: StepState | null;
	/** When it is due; null where it has no time, or what it counts from has not happened. */
	readonly dueMs: number | null;
	/** What its time counts from and has not happened, or nobody has said; null where it has, or there is no time. */
	readonly waitsFor: Exclude<CardStep['dueAnchor'], 'cardStarted'>;
}

/** A card as it stands in an incident. */
export interface CardNow {
	readonly card: ActionCard;
	/** Null until somebody opened it. */
	readonly opened: CardState | null;
	/** Ticked, or found not relevant. */
	readonly done: number;
	readonly total: number;
	readonly steps: readonly StepNow[];
}

/** `card` as it stands. */
export function cardNow(card: ActionCard, state: IncidentState): CardNow {
	const opened = state.cards.get(card.id) ?? null;
	const steps = card.steps.map((step): StepNow => {
		const done = opened?.steps.get(step.id) ?? null;
		const dueMs = stepDueMs(step, opened, state);
		const anchor = step.dueAnchor === 'cardStarted' ? null : step.dueAnchor;
		const waitsFor = step.dueMinutes !== null && dueMs === null && opened ? anchor : null;
		return { card, step, done, state: done?.state ?? 'open', dueMs, waitsFor };
	});
	const done = steps.filter((step) => step.state !== 'open').length;
	return { card, opened, done, total: steps.length, steps };
}

/** The cards that were opened, in the order they were. */
export function openedCards(plan: Plan, state: IncidentState): CardNow[] {
	return [...state.cards.keys()].flatMap((id) => {
		const card = plan.cards.find((one) => one.id === id);
		return card ? [cardNow(card, state)] : [];
	});
}

/**
 * The cards that fit: those made for few services first, among them the ones hit; then those for whatever is hit.
 * Those that were opened, and the retired, are left out.
 */
export function proposedCards(plan: Plan, state: IncidentState): ActionCard[] {
	const hit = new Set(
		[...state.services.values()].filter((one) => one.status !== 'normal').map((one) => one.serviceId)
	);
	const isForAll = (card: ActionCard) => plan.services.every((service) => card.services.includes(service.id));
	const fits = plan.cards.filter(
		(card) =>
			card.approval.status !== 'retired' &&
			!state.cards.has(card.id) &&
			card.services.some((id) => hit.has(id))
	);
	const ownFirst = (a: ActionCard, b: ActionCard) => a.services.length - b.services.length;
	return [...fits.filter((card) => !isForAll(card)).sort(ownFirst), ...fits.filter(isForAll)];
}

/** Open steps past their time, the longest overdue first. */
export function overdueSteps(plan: Plan, state: IncidentState, nowMs: number): StepNow[] {
	return openedCards(plan, state)
		.flatMap((card) => card.steps)
		.filter((step) => step.state === 'open' && step.dueMs !== null && step.dueMs < nowMs)
		.sort((a, b) => (a.dueMs ?? 0) - (b.dueMs ?? 0));
}

/** Open steps of opened cards that somebody must decide. */
export function stepsAwaitingDecision(plan: Plan, state: IncidentState): StepNow[] {
	return openedCards(plan, state)
		.flatMap((card) => card.steps)
		.filter((one) => one.state === 'open' && one.step.decisionBy !== null);
}

function stepDueMs(step: CardStep, opened: CardState | null, state: IncidentState): number | null {
	if (step.dueMinutes === null || !opened) return null;
	const anchorMs = anchorOf(step, opened, state);
	return anchorMs === null ? null : anchorMs + step.dueMinutes * MINUTE_MS;
}

function anchorOf(step: CardStep, opened: CardState, state: IncidentState): number | null {
	switch (step.dueAnchor) {
		case 'awareness':
			return awareMs(state);
		case 'notificationSent':
			return notificationSentMs(state);
		default:
			return countsFromMs(opened, state);
	}
}

/** What a card's own times count from: its opening; the activation, where it was opened before that. */
export function countsFromMs(opened: CardState, state: IncidentState): number {
	return Math.max(opened.opened.atMs, state.firstActivation?.atMs ?? 0);
}

/** When a deadline of the law was met by a report: what a final report counts from. */
function notificationSentMs(state: IncidentState): number | null {
	const met = [...state.deadlines.values()].flatMap((one) =>
		one.clockId !== null && one.met ? one.met.metAtMs : []
	);
	return met.length > 0 ? Math.max(...met) : null;
}
