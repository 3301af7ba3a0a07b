import { ok, type Result } from '../base/result';
import { toIsoInstant, type Clock } from '../base/time';
import type { PlanProblem } from '../domain/plan/parse-plan';
import type { Plan } from '../domain/plan/schema';
import type { HeldPlan, PhoneStorage } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';
import { fingerprintOf } from './fingerprint';

/** The plan that came with the app. */
export interface EmbeddedPlan {
	/** See fingerprint.ts; known without reading the plan. */
	readonly fingerprint: string;
	/** Fetches and parses it. */
	load(): Promise<Result<Plan, EmbeddedPlanError>>;
}

/** The app's own plan file could not be had: the network was gone before the app was stored, or it is broken. */
export type EmbeddedPlanError =
	{ readonly code: 'embeddedPlanUnreachable'; readonly detail: string } | PlanProblem;

/** The plan that screens show, and what could not be kept of it. */
export interface PlanInUse {
	readonly held: HeldPlan;
	/** Why it is not on this phone, though it is shown; null when it is. */
	readonly notKept: StorageError | null;
	/** Whether the last start showed another one. */
	readonly isOther: boolean;
}

/** Whether a stored plan stays in use: an imported one does, the embedded one follows the app's updates. */
export function staysInUse(held: HeldPlan, embedded: EmbeddedPlan): boolean {
	return held.origin === 'imported' || held.fingerprint === embedded.fingerprint;
}

/**
 * The plan in use at the start of the app: the imported one, else the embedded one, which follows the app's updates.
 * A stored plan that cannot be read is left where it is; the one that is shown already stays, else the embedded one
 * is shown in its place.
 * @param shown What a first reading found.
 */
export async function loadPlanInUse(
	storage: PhoneStorage,
	embedded: EmbeddedPlan,
	clock: Clock,
	shown: HeldPlan | null = null
): Promise<Result<PlanInUse, EmbeddedPlanError>> {
	const current = await storage.plans.current();
	const held = current.ok ? current.value : null;
	if (held && staysInUse(held, embedded)) return ok({ held, notKept: storage.reason, isOther: false });
	if (!current.ok && shown) return ok({ held: shown, notKept: current.error, isOther: false });

	const loaded = await embedded.load();
	if (!loaded.ok) return held ? ok({ held, notKept: storage.reason, isOther: false }) : loaded;
	const fresh: HeldPlan = {
		plan: loaded.value,
		origin: 'embedded',
		storedAt: toIsoInstant(clock.now()),
		fingerprint: embedded.fingerprint
	};
	if (!current.ok) return ok({ held: fresh, notKept: current.error, isOther: true });
	const written = await storage.plans.replace(fresh);
	return ok({
		held: fresh,
		notKept: written.ok ? storage.reason : written.error,
		isOther: held !== null
	});
}

/** Puts a plan that a person chose in use; the one before it is put aside. */
export async function usePlan(
	storage: PhoneStorage,
	plan: Plan,
	clock: Clock
): Promise<Result<HeldPlan, StorageError>> {
	const held: HeldPlan = {
		plan,
		origin: 'imported',
		storedAt: toIsoInstant(clock.now()),
		fingerprint: await fingerprintOf(plan)
	};
	const written = await storage.plans.replace(held);
	return written.ok ? ok(held) : written;
}
