import { toIsoInstant } from '$lib/base/time';
import { PHONE_RUN_ID, type ChecklistEvent } from '$lib/domain/checklist/checklist';
import type { ContactUpdate } from '$lib/domain/contacts/contact-update';
import type { Acknowledgement, Attachment, PhoneContent } from '$lib/domain/phone-data/phone-content';

const START_MS = Date.parse('2026-11-24T14:00:00.000Z');
/** The instant `minutes` after the tests' own. */
export const minute = (minutes: number) => toIsoInstant(START_MS + minutes * 60_000);

/** What a phone holds that holds nothing. */
export const NOTHING: PhoneContent = {
	plan: null,
	previousPlan: null,
	checklist: [],
	contactUpdates: [],
	acknowledgements: [],
	attachments: [],
	incidents: [],
	incidentDeletions: []
};

export function tick(sequence: number, overrides: Partial<ChecklistEvent> = {}): ChecklistEvent {
	return {
		id: `event-${sequence}`,
		runId: PHONE_RUN_ID,
		planId: 'tiny',
		cardId: 'card-1',
		stepId: 'step-1',
		kind: 'ticked',
		at: minute(sequence),
		sequence,
		...overrides
	};
}

export function contactUpdate(overrides: Partial<ContactUpdate> = {}): ContactUpdate {
	return {
		planId: 'tiny',
		contactId: 'contact-1',
		name: null,
		phone: '87 65 43 21',
		mail: null,
		confirmedAt: minute(0),
		...overrides
	};
}

export function acknowledgement(overrides: Partial<Acknowledgement> = {}): Acknowledgement {
	return { planId: 'tiny', warningId: 'warning-1', at: minute(0), ...overrides };
}

/** A PDF only as far as its first bytes go. */
export function pdf(text = '1.7'): Uint8Array {
	return new TextEncoder().encode(`%PDF-${text}`);
}

export function attachment(overrides: Partial<Attachment> = {}): Attachment {
	return {
		planId: 'tiny',
		blockId: 'network-drawing',
		name: 'tegning.pdf',
		mediaType: 'application/pdf',
		bytes: pdf(),
		addedAt: minute(0),
		...overrides
	};
}
