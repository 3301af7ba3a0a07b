import {
	readPlanFile,
	relationOf,
	useEmbeddedPlan,
	usePreviousPlan,
	type PlanRelation
} from '../app/import-plan';
import type { PickedFile } from '../app/picked-file';
import { usePlan, type EmbeddedPlanError } from '../app/plan-in-use';
import { planProblemMessage } from '../app/plan-problems';
import { storageMessage } from '../app/storage-messages';
import type { Result } from '../base/result';
import type { Plan } from '../domain/plan/schema';
import type { StorageError } from '../ports/storage-error';
import type { AppState } from './app-state.svelte';
import { dropFirstScreen } from './first-screen';
import { settingsNews } from './settings-news.svelte';

/** A plan that was read from a file, before anybody has said yes to it. */
export interface PlanOffer {
	readonly plan: Plan;
	readonly relation: PlanRelation;
}

/** Putting another plan in use, as a person meets it. The plan in use stays until the other one is stored. */
export class PlanChoice {
	offer = $state.raw<PlanOffer | null>(null);
	/** Why the file was refused, in words. */
	refusal = $state.raw<string | null>(null);
	/** Why the plan could not be put in use, in words. */
	failure = $state.raw<string | null>(null);
	/** A file is being read, or a plan stored. */
	isBusy = $state.raw(false);

	constructor(private readonly appState: AppState) {}

	/** Reads a file that was picked: an offer, or a refusal. */
	async read(file: PickedFile): Promise<void> {
		await this.#busily(async () => {
			const plan = await readPlanFile(file);
			if (plan.ok) this.offer = { plan: plan.value, relation: relationOf(plan.value, this.appState.plan) };
			else this.refusal = planProblemMessage(plan.error);
		});
	}

	/** Puts the plan on offer in use. */
	async accept(): Promise<void> {
		const plan = this.offer?.plan;
		if (!plan) return;
		const { storage, clock } = this.appState.app;
		await this.#use('planUsed', () => usePlan(storage, plan, clock));
		this.offer = null;
	}

	/** Brings back the plan that was put aside. */
	async bringBack(): Promise<void> {
		const { storage, embedded } = this.appState.app;
		await this.#use('planBack', () => usePreviousPlan(storage, embedded));
	}

	/** Puts the plan that came with the app in use. */
	async useOwn(): Promise<void> {
		const { storage, embedded, clock } = this.appState.app;
		await this.#use('planOwn', () => useEmbeddedPlan(storage, embedded, clock));
	}

	async #use(
		done: NonNullable<typeof settingsNews.done>,
		act: () => Promise<Result<unknown, StorageError | EmbeddedPlanError>>
	): Promise<void> {
		await this.#busily(async () => {
			// before another plan is stored: no later start may paint the old one
			await dropFirstScreen();
			const used = await act();
			if (used.ok) settingsNews.done = done;
			else this.failure = messageOf(used.error);
		});
	}

	async #busily(act: () => Promise<void>): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.refusal = null;
		this.failure = null;
		settingsNews.done = null;
		try {
			await act();
		} finally {
			this.isBusy = false;
		}
	}
}

function messageOf(error: StorageError | EmbeddedPlanError): string {
	return isStorageError(error) ? storageMessage(error) : planProblemMessage(error);
}

function isStorageError(error: StorageError | EmbeddedPlanError): error is StorageError {
	return error.code.startsWith('storage');
}
