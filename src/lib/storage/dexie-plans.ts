import type { HeldPlan, PlanRepository } from '$lib/ports/repositories';
import type { BeredtDatabase } from './database';
import { observe } from './observe';
import { readPlanRow, toPlanRow, type PlanRow } from './plan-rows';
import { attempt } from './storage-errors';

/** The plan in use and the one before it. */
export class DexiePlanRepository implements PlanRepository {
	constructor(private readonly database: BeredtDatabase) {}

	current() {
		return this.#held('current');
	}

	previous() {
		return this.#held('previous');
	}

	async replace(held: HeldPlan) {
		const { plans } = this.database;
		return attempt(async () => {
			const row = await toPlanRow('current', held);
			await this.database.transaction('rw', plans, async () => {
				const inUse = await plans.get('current');
				// a damaged one has its fingerprint, but not its text
				const isSame = inUse?.fingerprint === row.fingerprint && inUse.json === row.json;
				if (inUse && !isSame) await plans.put({ ...inUse, slot: 'previous' });
				await plans.put(row);
			});
		});
	}

	observeCurrent(observer: Parameters<PlanRepository['observeCurrent']>[0]) {
		const { plans } = this.database;
		return observe<unknown, HeldPlan | null>(
			() => plans.get('current'),
			(raw) => readPlanRow('current', raw),
			observer
		);
	}

	async #held(slot: PlanRow['slot']) {
		const raw = await attempt(() => this.database.plans.get(slot));
		return raw.ok ? readPlanRow(slot, raw.value) : raw;
	}
}
