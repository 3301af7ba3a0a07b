import { fail, ok, type Result } from '../base/result';
import { toIsoInstant, type Clock, type IsoInstant } from '../base/time';
import {
	parsePhoneData,
	PHONE_DATA_MAX_BYTES,
	serialisePhoneData,
	type PhoneData,
	type PhoneDataProblem,
	type PhoneSettings
} from '../domain/phone-data/phone-data';
import type { PhoneStorage, Written } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';
import { heldAsOurs } from './import-plan';
import { summarise, type PhoneSummary } from './phone-summary';
import { readBytes, type FileProblem, type PickedFile } from './picked-file';
import type { EmbeddedPlan } from './plan-in-use';

/** A phone-data file that was made. */
export interface PhoneDataText {
	readonly text: string;
	readonly exportedAt: IsoInstant;
	readonly summary: PhoneSummary;
	/** Things on this phone that could not be read, and are not in the file. */
	readonly leftOut: number;
}

/** Makes a file of all that this phone holds. */
export async function exportPhoneData(
	storage: PhoneStorage,
	settings: PhoneSettings,
	clock: Clock
): Promise<Result<PhoneDataText, StorageError | PhoneDataProblem>> {
	const damaged = new Set<string>();
	const content = await storage.readAll();
	// tells at once what was found when it was read
	storage.onTrouble(({ code, detail }) => {
		if (code === 'storageDamaged') damaged.add(detail);
	})();
	if (!content.ok) return content;
	const exportedAt = toIsoInstant(clock.now());
	const text = serialisePhoneData(content.value, settings, exportedAt);
	if (!text.ok) return text;
	return ok({ text: text.value, exportedAt, summary: summarise(content.value), leftOut: damaged.size });
}

/**
 * Reads a phone-data file strictly; nothing is added to this phone.
 * @param file Refused unread when it is larger than such a file may be.
 */
export async function readPhoneDataFile(
	file: PickedFile
): Promise<Result<PhoneData, PhoneDataProblem | FileProblem>> {
	if (file.size > PHONE_DATA_MAX_BYTES) return fail({ code: 'phoneDataTooLarge', bytes: file.size });
	const bytes = await readBytes(file);
	return bytes.ok ? parsePhoneData(bytes.value) : bytes;
}

/** Adds what `data` holds to this phone, all or nothing (ports/repositories.ts has the rules). */
export async function restorePhoneData(
	storage: PhoneStorage,
	embedded: EmbeddedPlan,
	{ content }: PhoneData
): Written {
	return storage.restore({
		...content,
		plan: await heldAsOurs(content.plan, 'current', embedded),
		previousPlan: await heldAsOurs(content.previousPlan, 'previous', embedded)
	});
}
