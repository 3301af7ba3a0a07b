import { SvelteSet } from 'svelte/reactivity';
import type { EffectiveContact } from '$lib/domain/contacts/contact-update';
import { textableNumber } from '$lib/domain/contacts/phone-number';
import { smsHref, type SmsPlatform } from '$lib/domain/contacts/sms-link';
import { m } from '$lib/paraglide/messages';
import type { ReadyText } from './ready-texts';

/** Somebody who can get the message. */
export interface Recipient {
	readonly person: EffectiveContact;
	readonly number: string;
}

/** A message on its way to several people: to whom, and what it says. */
export class SmsDraft {
	/** Ids of contacts. */
	readonly chosen = new SvelteSet<string>();
	text = $state.raw('');
	isExercise = $state.raw(false);
	/** What a ready text took the place of. */
	replaced = $state.raw('');

	constructor(
		private readonly platform: SmsPlatform,
		private readonly ready: readonly ReadyText[]
	) {}

	/** What is sent: an exercise says so before anything else. */
	get body(): string {
		const text = this.text.trim();
		return this.isExercise ? `${m.sms_exercise_prefix()}${text}` : text;
	}

	/** Only these get the message. */
	chooseOnly(ids: readonly string[]): void {
		this.chosen.clear();
		for (const id of ids) this.chosen.add(id);
	}

	/** Whether these and nobody else get it. */
	isExactly(ids: readonly string[]): boolean {
		return ids.length > 0 && this.chosen.size === ids.length && ids.every((id) => this.chosen.has(id));
	}

	toggle(id: string): void {
		if (!this.chosen.delete(id)) this.chosen.add(id);
	}

	/** Takes a ready text; what a person wrote is kept aside. */
	take(ready: ReadyText): void {
		const isOwn = this.text.trim() !== '' && !this.ready.some((one) => one.text === this.text);
		if (isOwn) this.replaced = this.text;
		this.text = ready.text;
	}

	/** Brings back what a ready text took the place of. */
	bringBack(): void {
		this.text = this.replaced;
		this.replaced = '';
	}

	hrefTo(recipients: readonly Recipient[]): string {
		return smsHref(
			this.platform,
			recipients.map(({ number }) => number),
			this.body
		);
	}
}

/** Those of `people` who have a number for text messages. */
export function recipientsAmong(people: readonly EffectiveContact[]): Recipient[] {
	return people.flatMap((person) => {
		const number = textableNumber(person.phones);
		return number === null ? [] : [{ person, number }];
	});
}
