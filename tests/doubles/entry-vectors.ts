import { readFileSync } from 'node:fs';
import type { EntryDraft, EntryProblem } from '$lib/domain/log/entry';

/** What tests/fixtures/entry-vectors.json holds; bytes are in hex. */
interface EntryVectors {
	readonly entries: readonly {
		readonly name: string;
		readonly secretKey: string;
		readonly draft: EntryDraft;
		readonly message: string;
		readonly bytes: string;
		readonly id: string;
		readonly hash: string;
		readonly deviceId: string;
	}[];
	readonly refused: readonly {
		readonly name: string;
		readonly bytes: string;
		readonly problem: EntryProblem;
	}[];
}

// not imported: Vite's own JSON reader refuses a surrogate that stands alone
export const entryVectors = JSON.parse(
	readFileSync(new URL('../fixtures/entry-vectors.json', import.meta.url), 'utf8')
) as EntryVectors;

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
