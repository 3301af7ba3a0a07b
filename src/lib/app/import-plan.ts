import { fail, ok, type Result } from '../base/result';
import { toIsoInstant, type Clock } from '../base/time';
import { parsePlanFile, type PlanProblem } from '../domain/plan/parse-plan';
import { PLAN_MAX_BYTES, type Plan } from '../domain/plan/schema';
import type { HeldPlan, PhoneStorage } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';
import { fingerprintOf } from './fingerprint';
import { readBytes, type FileProblem, type PickedFile } from './picked-file';
import type { EmbeddedPlan, EmbeddedPlanError } from './plan-in-use';

/** How a plan stands to the one in use. */
export type PlanRelation =
	/** The same, to the letter. */
	| 'same'
	/** The same plan by its id, updated later or earlier, or on the same day but with another text. */
	| 'newer'
	| 'older'
	| 'otherEdition'
	| 'otherPlan';

/**
 * Reads a plan file strictly; nothing is put in use.
 * @param file Refused unread when it is larger than a plan may be.
 */
export async function readPlanFile(file: PickedFile): Promise<Result<Plan, PlanProblem | FileProblem>> {
	if (file.size > PLAN_MAX_BYTES) return fail({ code: 'planTooLarge', bytes: file.size });
	const bytes = await readBytes(file);
	return bytes.ok ? parsePlanFile(bytes.value) : bytes;
}

/** How `plan` stands to the plan `inUse`. */
export function relationOf(plan: Plan, inUse: Plan): PlanRelation {
	if (JSON.stringify(plan) === JSON.stringify(inUse)) return 'same';
	if (plan.id !== inUse.id) return 'otherPlan';
	const [theirs, ours] = [plan.revision.lastUpdatedOn, inUse.revision.lastUpdatedOn];
	return theirs === ours ? 'otherEdition' : theirs > ours ? 'newer' : 'older';
}

/**
 * Brings the plan that was put aside back, and puts the one in use aside. The app's own plan follows the app's
 * updates again; an older one of the app's is from now on one that a person chose, or the next start would replace it.
 * @returns `null` when none was put aside.
 */
export async function usePreviousPlan(
	storage: PhoneStorage,
	embedded: EmbeddedPlan
): Promise<Result<HeldPlan | null, StorageError>> {
	const previous = await storage.plans.previous();
	if (!previous.ok || !previous.value) return previous;
	const origin = previous.value.fingerprint === embedded.fingerprint ? previous.value.origin : 'imported';
	const held = { ...previous.value, origin };
	const written = await storage.plans.replace(held);
	return written.ok ? ok(held) : written;
}

/** Puts the plan that came with the app in use, which follows the app's updates; the one in use is put aside. */
export async function useEmbeddedPlan(
	storage: PhoneStorage,
	embedded: EmbeddedPlan,
	clock: Clock
): Promise<Result<HeldPlan, StorageError | EmbeddedPlanError>> {
	const loaded = await embedded.load();
	if (!loaded.ok) return loaded;
	const held: HeldPlan = {
		plan: loaded.value,
		origin: 'embedded',
		storedAt: toIsoInstant(clock.now()),
		fingerprint: embedded.fingerprint
	};
	const written = await storage.plans.replace(held);
	return written.ok ? ok(held) : written;
}

/**
 * Puts the plan in use that another phone of the group sent, unless it is the one in use; that one is put aside.
 * @param text JSON; empty where the other phone had none.
 */
export async function takePlan(
	storage: PhoneStorage,
	embedded: EmbeddedPlan,
	clock: Clock,
	text: string
): Promise<Result<void, { readonly code: 'badPlan' | 'notKept' }>> {
	if (text === '') return ok(undefined);
	const plan = parsePlanFile(text);
	if (!plan.ok) return fail({ code: 'badPlan' });
	const fingerprint = await fingerprintOf(plan.value);
	const current = await storage.plans.current();
	if (current.ok && current.value?.fingerprint === fingerprint) return ok(undefined);
	const origin = fingerprint === embedded.fingerprint ? 'embedded' : 'imported';
	const storedAt = toIsoInstant(clock.now());
	const kept = await storage.plans.replace({ plan: plan.value, origin, storedAt, fingerprint });
	return kept.ok ? kept : fail({ code: 'notKept' });
}

/**
 * A held plan that came from a phone-data file, as this phone may hold it. What the file says of itself is not
 * trusted: a plan that claims to be the app's own is the app's own, or else one that a person chose.
 * @param slot The app's own plan in use follows the app; an older one of it is kept aside as it is.
 */
export async function heldAsOurs(
	theirs: HeldPlan | null,
	slot: 'current' | 'previous',
	embedded: EmbeddedPlan
): Promise<HeldPlan | null> {
	if (!theirs) return null;
	const isOurEdition = theirs.fingerprint === embedded.fingerprint;
	if (theirs.origin === 'embedded' && (slot === 'current' || isOurEdition)) {
		const own = await embedded.load();
		if (own.ok && own.value.id === theirs.plan.id)
			return { ...theirs, plan: own.value, fingerprint: embedded.fingerprint };
	}
	return { ...theirs, origin: 'imported', fingerprint: await fingerprintOf(theirs.plan) };
}
