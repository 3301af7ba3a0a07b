import { getContext, setContext } from 'svelte';
import type { App } from '../app/create-app';
import { loadPlanInUse, staysInUse, type EmbeddedPlanError } from '../app/plan-in-use';
import { calendarAge, toIsoInstant, type IsoDate, type IsoInstant } from '../base/time';
import { foldChecklist } from '../domain/checklist/checklist';
import {
	applyContactUpdate,
	type ContactUpdate,
	type EffectiveContact
} from '../domain/contacts/contact-update';
import { contactById } from '../domain/plan/roles';
import type { Contact, Plan } from '../domain/plan/schema';
import type { Acknowledgement, FirstReading, HeldPlan, Written } from '../ports/repositories';
import type { IncidentSummary } from '../ports/log';
import type { StorageError } from '../ports/storage-error';
import { ChecklistJournal, type ChecklistAct } from './checklist-journal.svelte';
import { dropFirstScreen } from './first-screen';
import { followed } from './followed';

const CONTEXT = Symbol('app state');

/** What the screens show of this phone, kept current from its storage, whichever tab wrote it. */
export class AppState {
	held = $state.raw<HeldPlan | null>(null);
	/** Why there is no plan at all to show. */
	unreachable = $state.raw<EmbeddedPlanError | null>(null);
	/** Whether the plan in use is stored on this phone. */
	isKept = $state.raw(false);
	/** The newest trouble with storage; screens say it in words. */
	trouble = $state.raw<StorageError | null>(null);
	readonly #journal = new ChecklistJournal();
	#updates = $state.raw<readonly ContactUpdate[]>([]);
	#acknowledgements = $state.raw<readonly Acknowledgement[]>([]);
	/** The ticks of this plan's steps. */
	readonly ticked = $derived(
		foldChecklist(this.#journal.events.filter((event) => event.planId === this.held?.plan.id))
	);
	/** Contact id → what was written on this phone. */
	readonly contactUpdates = $derived(
		new Map(this.#ofThisPlan(this.#updates).map((one) => [one.contactId, one]))
	);
	/** Warning id → when it was read. */
	readonly acknowledged = $derived(
		new Map(this.#ofThisPlan(this.#acknowledgements).map((one) => [one.warningId, one.at]))
	);

	#incidents = $state.raw<readonly IncidentSummary[]>([]);
	/** Those that are not closed, the newest first. */
	readonly openIncidents = $derived(this.#incidents.filter((one) => one.closedAt === null));

	#following: Promise<void> | null = null;

	/** @param app What the app is made of. */
	constructor(readonly app: App) {}

	/**
	 * Shows what lies on this phone. A first reading is enough for that, and the storage is then followed as soon as
	 * another tab writes, or when `follow` is called; without one it is followed at once.
	 */
	async start(): Promise<void> {
		const reading = await this.app.firstReading(() => void this.follow());
		const isEnough = reading !== null && staysInUse(reading.plan, this.app.embedded);
		if (isEnough && !this.#following) this.#showReading(reading);
		else await this.follow();
	}

	#showReading(reading: FirstReading): void {
		this.#journal.show(reading.checklist);
		this.#updates = reading.contactUpdates;
		this.#acknowledgements = reading.acknowledgements;
		this.#incidents = reading.incidents;
		this.held = reading.plan;
		this.isKept = true;
	}

	/**
	 * Opens the storage, and follows it from now on, whichever tab writes.
	 * @returns When all that it holds is shown.
	 */
	follow(): Promise<void> {
		return (this.#following ??= this.#beginToFollow());
	}

	async #beginToFollow(): Promise<void> {
		const { storage } = this.app;
		const tell = (error: StorageError) => {
			this.trouble = error;
		};
		storage.onTrouble(tell);
		// nothing is drawn before all of it is known: neither an open step that is ticked, nor a number that was replaced
		const [show] = await Promise.all([
			this.#load(),
			this.#journal.follow(storage.checklist, tell),
			followed<ContactUpdate[]>(
				(observer) => storage.contactUpdates.observeAll(observer),
				(updates) => (this.#updates = sameOr(this.#updates, updates)),
				tell
			),
			followed<Acknowledgement[]>(
				(observer) => storage.acknowledgements.observeAll(observer),
				(acknowledgements) => (this.#acknowledgements = sameOr(this.#acknowledgements, acknowledgements)),
				tell
			)
		]);
		show();
		// no screen waits for these: the code for them is loaded first
		storage.log.observeIncidents((incidents) => {
			if (incidents.ok) this.#incidents = incidents.value;
			else tell(incidents.error);
		});
		if (!this.held) return;
		storage.plans.observeCurrent((held) => {
			if (held.ok) this.#take(held.value);
		});
	}

	/** Loads the plan in use; what it gives shows it. */
	async #load(): Promise<() => void> {
		const { storage, embedded, clock } = this.app;
		const loaded = await loadPlanInUse(storage, embedded, clock, this.held);
		if (loaded.ok && loaded.value.isOther) await dropFirstScreen();
		return () => {
			this.unreachable = loaded.ok ? null : loaded.error;
			this.#hold(loaded.ok ? loaded.value.held : null);
			if (!loaded.ok) return;
			this.trouble ??= loaded.value.notKept;
			this.isKept = loaded.value.notKept === null;
		};
	}

	/** Shows what is stored, whichever tab stored it. */
	#take(stored: HeldPlan | null): void {
		if (stored) {
			this.#hold(stored);
			this.isKept = this.app.storage.reason === null;
		}
		// everything was deleted: as at a first start. A plan that could never be stored is not stored now either
		else if (this.isKept || this.held?.origin === 'imported')
			void this.#load().then((show) => {
				show();
			});
	}

	/** One that is shown already stays as it is: nothing is drawn anew for it. */
	#hold(held: HeldPlan | null): void {
		if (held?.fingerprint !== this.held?.fingerprint || held?.origin !== this.held?.origin) this.held = held;
	}

	/** The plan in use. Only where a screen is shown, which is when there is one. */
	get plan(): Plan {
		if (!this.held) throw new Error('the plan was asked for before it was loaded');
		return this.held.plan;
	}

	/** This phone's calendar day in Denmark. */
	get today(): IsoDate {
		return danishDay(this.app.clock.now());
	}

	/** Whole years and months since the plan was last updated; null when that lies ahead. */
	get planAge(): { years: number; months: number } | null {
		return calendarAge(this.plan.revision.lastUpdatedOn as IsoDate, this.today);
	}

	/** A contact as it is to be used now. */
	effective(contact: Contact): EffectiveContact {
		return applyContactUpdate(contact, this.contactUpdates.get(contact.id));
	}

	/**
	 * Ticks or unticks a step. The screen shows it only when it is on the disk.
	 * @returns Why it could not be kept; null when it was.
	 */
	async setTicked(cardId: string, stepId: string, kind: 'ticked' | 'unticked'): Promise<StorageError | null> {
		return this.#append([{ cardId, stepId, kind, at: this.#now }]);
	}

	/** Notes what somebody knows of a contact, or that the plan's is still right. Null when it was kept. */
	async updateContact(update: Omit<ContactUpdate, 'planId' | 'confirmedAt'>): Promise<StorageError | null> {
		const confirmedAt = this.#now;
		await this.#forgetPictureOf(update.contactId);
		return this.#keep(this.app.storage.contactUpdates.put({ ...update, planId: this.plan.id, confirmedAt }));
	}

	/** Forgets what was written about a contact on this phone. Null when it was done. */
	async resetContact(contactId: string): Promise<StorageError | null> {
		await this.#forgetPictureOf(contactId);
		return this.#keep(this.app.storage.contactUpdates.remove(this.plan.id, contactId));
	}

	/** Notes that a warning was read, or takes that back. Null when it was kept. */
	async setAcknowledged(warningId: string, read: boolean): Promise<StorageError | null> {
		const { acknowledgements } = this.app.storage;
		const planId = this.plan.id;
		const at = this.#now;
		return this.#keep(
			read ? acknowledgements.put({ planId, warningId, at }) : acknowledgements.remove(planId, warningId)
		);
	}

	async #keep(writing: Written): Promise<StorageError | null> {
		void this.follow();
		const written = await writing;
		if (written.ok) return null;
		this.trouble = written.error;
		return written.error;
	}

	/** Unticks all the ticked steps of a card, so that it can be used again. Every tick stays in the journal. */
	async clearCard(cardId: string): Promise<StorageError | null> {
		const card = this.plan.cards.find((one) => one.id === cardId);
		const steps = card?.steps.filter((step) => this.ticked.has(step.id)) ?? [];
		const at = this.#now;
		return this.#append(steps.map((step) => ({ cardId, stepId: step.id, kind: 'unticked' as const, at })));
	}

	/**
	 * Ticks steps of a card again, at the times that they had: what `clearCard` took is as it was. All or none.
	 * @param ticks Step id → when it was ticked.
	 */
	async restoreTicks(cardId: string, ticks: ReadonlyMap<string, IsoInstant>): Promise<StorageError | null> {
		return this.#append([...ticks].map(([stepId, at]) => ({ cardId, stepId, kind: 'ticked' as const, at })));
	}

	async #append(acts: readonly Omit<ChecklistAct, 'planId'>[]): Promise<StorageError | null> {
		// an act's place in the journal is counted from what every tab has written
		await this.follow();
		const { storage, ids } = this.app;
		const planId = this.plan.id;
		const failed = await this.#journal.append(
			storage,
			ids,
			acts.map((act) => ({ ...act, planId }))
		);
		if (failed) this.trouble = failed;
		return failed;
	}

	get #now(): IsoInstant {
		return toIsoInstant(this.app.clock.now());
	}

	/** The start page's picture has the numbers of the central people: a replaced one is never offered again. */
	async #forgetPictureOf(contactId: string): Promise<void> {
		if (contactById(this.plan, contactId)?.central) await dropFirstScreen();
	}

	#ofThisPlan<Row extends { readonly planId: string }>(rows: readonly Row[]): Row[] {
		return rows.filter((row) => row.planId === this.held?.plan.id);
	}
}

/** `shown` where the rows of `found` are the same: nothing is drawn anew for them. */
function sameOr<Rows extends readonly unknown[]>(shown: Rows, found: Rows): Rows {
	return JSON.stringify(shown) === JSON.stringify(found) ? shown : found;
}

/** The calendar day in Denmark at `epochMs`. */
export function danishDay(epochMs: number): IsoDate {
	// the Swedish way of writing a date is ISO's
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(epochMs) as IsoDate;
}

/** Hands the state to the components below. */
export function provideAppState(state: AppState): void {
	setContext(CONTEXT, state);
}

/** The state that the layout provided. */
export function useAppState(): AppState {
	return getContext<AppState>(CONTEXT);
}
