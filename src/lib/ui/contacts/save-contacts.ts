import type { EffectiveContact } from '$lib/domain/contacts/contact-update';

/** What became of the file. */
export type SaveOutcome =
	| { readonly kind: 'shared' | 'cancelled' | 'failed' }
	| { readonly kind: 'downloaded'; readonly name: string };

const MEDIA_TYPE = 'text/vcard';
/** A download may begin a moment after the click. */
const REVOKE_AFTER_MS = 60_000;

/**
 * Hands the contacts to the phone as one vCard file: through the system's own sharing where it takes such files (iOS),
 * else as a download (Android opens it with its contacts).
 */
export async function saveContacts(
	people: readonly EffectiveContact[],
	planId: string,
	atMs: number,
	noteOf: (person: EffectiveContact) => string
): Promise<SaveOutcome> {
	const name = `beredt-${planId}.vcf`;
	try {
		const { contactsToVCards } = await import('$lib/domain/contacts/vcard');
		const file = new File([contactsToVCards(people, planId, atMs, noteOf)], name, { type: MEDIA_TYPE });
		const shared = await share(file);
		if (shared !== 'refused') return { kind: shared };
		download(file);
		return { kind: 'downloaded', name };
	} catch {
		return { kind: 'failed' };
	}
}

async function share(file: File): Promise<'shared' | 'cancelled' | 'refused'> {
	const content = { files: [file] };
	// typed as always there, and missing on plain http and in many browsers
	const canShare = (navigator as Partial<Pick<Navigator, 'canShare'>>).canShare;
	if (!canShare?.call(navigator, content)) return 'refused';
	try {
		await navigator.share(content);
		return 'shared';
	} catch (error) {
		return error instanceof DOMException && error.name === 'AbortError' ? 'cancelled' : 'refused';
	}
}

function download(file: File): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(file);
	link.download = file.name;
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}
