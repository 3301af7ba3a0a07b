/**
 * What contradicts, where phones were apart: for a person to look at. Nothing is undone by it; the newest act stands.
 *
 * No entry says what its author had seen, so "apart" is read from what was done, in the log's order alone. Both rules
 * heed acts of two phones only, so that nobody contradicts themselves.
 *
 * **A step** is opposed when one phone's last act on it was a tick and another's later one is "not relevant" or takes
 * the tick away, or the other way round from "not relevant" to a tick. (A step that was opened again and then ticked is
 * simply done.) It stays opposed until somebody acts on it who is not the later of both; or the later one agrees; or
 * anybody says the later state again, which means that it is to stand as it is.
 *
 * **A role** is contested when a phone gives it to one person and another phone, after that, to another, though the
 * first did not hand it over, leave or go away in between, nor the second come back. It is so until another phone
 * than the later of both gives it to somebody; or that one gives it to one of both; or one of both yields it.
 *
 * An act that settles begins anew: what came before it is compared with nothing any more.
 */
import type { RoleHolding, StepAct, StepState, Trace } from './state';

/** Who somebody is, as the log names them. */
interface Named {
	readonly name: string;
	readonly contactId: string | null;
}

/** A step after an act on it. */
export function stepAfter(
	step: StepState,
	{ state, reason }: Pick<StepAct, 'state' | 'reason'>,
	change: Trace
): StepState {
	const isOwn = step.change?.deviceId === change.deviceId;
	const isSettled = step.isOpposed && (!isOwn || step.state === state);
	if (isSettled) {
		const settled = { ...step, before: null, isOpposed: false };
		// said again: whoever did it first did it
		return step.state === state ? settled : { ...settled, state, reason, change };
	}
	const before = isOwn || !step.change ? step.before : actOf(step, step.change);
	return {
		...step,
		state,
		reason,
		change,
		before,
		isOpposed: before !== null && opposes(before.state, state)
	};
}

function actOf({ state, reason }: StepState, change: Trace): StepAct {
	return { state, reason, change };
}

function opposes(earlier: StepAct['state'], later: StepAct['state']): boolean {
	return earlier === 'ticked' ? later !== 'ticked' : earlier === 'dismissed' && later === 'ticked';
}

/**
 * The two who were given a role that is now given to `taken`; null where they do not contradict.
 * @param held Who had it until now.
 * @param contest Those who were, until now; `taken` is not the later of them again.
 */
export function contestAfter(
	held: RoleHolding | undefined,
	contest: Contest | undefined,
	taken: RoleHolding
): Contest | null {
	const earlier = contest ? contest[0] : held;
	if (!earlier || isSamePerson(earlier, taken) || earlier.deviceId === taken.deviceId) return null;
	if (contest) {
		if (contest[1].deviceId !== taken.deviceId) return null;
	} else if (earlier.isYielded || earlier.returned.some((one) => isSamePerson(one, taken))) return null;
	return [earlier, taken];
}

/** Who was given a role, and who after them. */
export type Contest = readonly [RoleHolding, RoleHolding];

/** By their contact, or by their name: one of both may have been typed. */
export function isSamePerson(a: Named, b: Named): boolean {
	return (a.contactId !== null && a.contactId === b.contactId) || a.name === b.name;
}
