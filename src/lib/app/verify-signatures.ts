import { signedBytes, type LogEntry } from '../domain/log/entry';
import type { Verifier } from '../ports/log';

/** Entries that are checked at a time; between them the screen can be drawn. */
const BATCH = 128;

/**
 * Whether each entry is signed by the author that it names.
 * @param onProgress Told how many were checked.
 */
export async function verifySignatures(
	entries: readonly LogEntry[],
	verifier: Verifier,
	onProgress?: (checked: number) => void
): Promise<boolean[]> {
	const verdicts: boolean[] = [];
	while (verdicts.length < entries.length) {
		const batch = entries.slice(verdicts.length, verdicts.length + BATCH).map((entry) => {
			const { message, signature } = signedBytes(entry);
			return { publicKey: entry.authorKey, message, signature };
		});
		verdicts.push(...(await verifier.verifyAll(batch)));
		onProgress?.(verdicts.length);
		// signatures that are checked in JavaScript would hold the screen until the last
		if (verdicts.length < entries.length) await new Promise((resolve) => setTimeout(resolve));
	}
	return verdicts;
}
