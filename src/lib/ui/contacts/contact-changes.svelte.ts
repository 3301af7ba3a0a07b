import { tick } from 'svelte';
import { storageMessage } from '$lib/app/storage-messages';
import type { ContactValues } from '$lib/domain/contacts/contact-input';
import type { ContactUpdate, EffectiveContact } from '$lib/domain/contacts/contact-update';
import { m } from '$lib/paraglide/messages';
import type { StorageError } from '$lib/ports/storage-error';
import type { AppState } from '$lib/state/app-state.svelte';
import { bringIntoSight } from '../cards/in-sight';

const SHOWN_WITHIN_MS = 1_000;
const NOTHING: ContactValues = { name: null, phone: null, mail: null };

/** What a person does to contacts on this phone: what is being written, what was kept, and what can be undone. */
export class ContactChanges {
	/** Whose form is open. */
	editing = $state.raw<string | null>(null);
	isBusy = $state.raw(false);
	failure = $state.raw<{ readonly contactId: string; readonly text: string } | null>(null);
	/** What was last kept, in words. */
	said = $state.raw('');
	/** The last change, and what was there before it. */
	last = $state.raw<{ readonly contactId: string; readonly before: ContactUpdate | null } | null>(null);

	constructor(private readonly appState: AppState) {}

	/** Opens a contact's form; null closes it. */
	edit(contactId: string | null): void {
		this.editing = contactId;
		this.failure = null;
	}

	/**
	 * Keeps what was written; all of it the plan's own again takes back what was written before.
	 * @returns False when there was nothing to keep.
	 */
	async save(person: EffectiveContact, values: ContactValues): Promise<boolean> {
		const isPlans = values.name === null && values.phone === null && values.mail === null;
		if (isPlans && !person.changedOnPhone) return false;
		await this.#act(
			person,
			() =>
				isPlans
					? this.appState.resetContact(person.contact.id)
					: this.appState.updateContact({ ...values, contactId: person.contact.id }),
			isPlans ? m.contacts_reset_said : m.contacts_saved
		);
		return true;
	}

	/** Notes that a contact, as it is used now, is still right. */
	async confirm(person: EffectiveContact): Promise<void> {
		const { name, phone, mail } = this.appState.contactUpdates.get(person.contact.id) ?? NOTHING;
		await this.#act(
			person,
			() => this.appState.updateContact({ contactId: person.contact.id, name, phone, mail }),
			m.contacts_confirmed_said
		);
	}

	/** Back to the plan's own. */
	async reset(person: EffectiveContact): Promise<void> {
		await this.#act(person, () => this.appState.resetContact(person.contact.id), m.contacts_reset_said);
	}

	/** Puts back what was there before the last change, with the time that it had. */
	async undo(person: EffectiveContact): Promise<void> {
		const before = this.last?.contactId === person.contact.id ? this.last.before : null;
		await this.#act(
			person,
			() => (before ? this.#putBack(before) : this.appState.resetContact(person.contact.id)),
			m.contacts_undone
		);
		this.last = null;
	}

	async #putBack(before: ContactUpdate): Promise<StorageError | null> {
		const written = await this.appState.app.storage.contactUpdates.put(before);
		if (written.ok) return null;
		this.appState.trouble = written.error;
		return written.error;
	}

	async #act(
		{ contact }: EffectiveContact,
		act: () => Promise<StorageError | null>,
		words: (inputs: { who: string }) => string
	): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.failure = null;
		const updates = this.appState.contactUpdates;
		const before = updates.get(contact.id) ?? null;
		const error = await act();
		this.isBusy = false;
		if (error) {
			this.said = '';
			this.failure = {
				contactId: contact.id,
				text: m.contacts_not_saved({ reason: storageMessage(error) })
			};
			return;
		}
		const said = words({ who: contact.title });
		this.said = this.appState.app.storage.kind === 'memory' ? m.contacts_until_closed({ said }) : said;
		this.last = { contactId: contact.id, before };
		this.editing = null;
		await this.#shown(updates);
		// it may stand in another group now
		await bringIntoSight(contact.id, 'center');
		document.getElementById(contact.id)?.focus({ preventScroll: true });
	}

	/** Waits, for a moment at most, until the screens have what storage just kept. */
	async #shown(before: unknown): Promise<void> {
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, SHOWN_WITHIN_MS);
			const stop = $effect.root(() => {
				$effect(() => {
					if (this.appState.contactUpdates === before) return;
					clearTimeout(timer);
					resolve();
				});
			});
			setTimeout(stop, SHOWN_WITHIN_MS);
		});
		await tick();
	}
}
