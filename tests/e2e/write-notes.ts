/**
 * Runs in a page of the app, beside it, as another tab of the same phone would: writes many notes by Beredt's own
 * writer, with this phone's own key, so that a spec need not press for each of them.
 */
import { EntryWriter } from '$lib/app/write-entry';
import { act } from '$lib/domain/incident/acts';
import type { IncidentId } from '$lib/domain/log/entry';
import { createDeviceKeys } from '$lib/security/device-keys';
import { openDexieStorage } from '$lib/storage/open-dexie-storage';

/** What is to be written. */
export interface Notes {
	readonly incidentId: string;
	readonly texts: readonly string[];
	/** What the phone's clock says at the first of them. */
	readonly fromMs: number;
	/** How far apart they are. */
	readonly everyMs: number;
}

/** Notes that go to the disk at once. */
const AT_ONCE = 100;

async function writeNotes({ incidentId, texts, fromMs, everyMs }: Notes): Promise<void> {
	const opened = await openDexieStorage();
	if (!opened.ok) throw new Error(JSON.stringify(opened.error));
	const storage = opened.value;
	const keys = await createDeviceKeys();
	const identity = await storage.identity.get();
	if (!identity.ok || !identity.value) throw new Error('this phone has no identity');
	let nowMs = fromMs - everyMs;
	const clock = { now: () => (nowMs += everyMs) };
	const writer = new EntryWriter({ log: storage.log, signer: keys.signerOf(identity.value.keys), clock });
	for (let at = 0; at < texts.length; at += AT_ONCE) {
		const acts = texts
			.slice(at, at + AT_ONCE)
			.map((text) => act('observed', { certainty: 'confirmed', text, source: null, serviceIds: [] }));
		const written = await writer.write(incidentId as IncidentId, acts);
		if (!written.ok) throw new Error(JSON.stringify(written.error));
	}
}

Object.assign(globalThis, { writeNotes });
