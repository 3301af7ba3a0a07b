import { afterEach, describe, expect, it } from 'vitest';
import { storageMessage } from '$lib/app/storage-messages';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import type { StorageError } from '$lib/ports/storage-error';

afterEach(() => {
	overwriteGetLocale(() => 'da');
});

const codes = {
	storageRefused: 'giver ikke Beredt plads',
	storageFull: 'Telefonen er fuld',
	storageBlocked: 'ældre version',
	storageOutdated: 'nyere vindue',
	storageDamaged: 'kan ikke læses',
	storageFailed: 'kunne ikke gemme eller læse'
} satisfies Record<StorageError['code'], string>;

describe('what a person reads when storage fails', () => {
	it.each(Object.entries(codes))('names %s in Danish', (code, words) => {
		const message = storageMessage({ code: code as StorageError['code'], detail: 'plans current' });
		expect(message).toContain(words);
	});

	it('is a sentence of its own for each error, in both languages, and never the code', () => {
		const all = (locale: 'da' | 'en') => {
			overwriteGetLocale(() => locale);
			return Object.keys(codes).map((code) =>
				storageMessage({ code: code as StorageError['code'], detail: 'x' })
			);
		};
		const messages = [...all('da'), ...all('en')];
		expect(new Set(messages).size).toBe(12);
		for (const message of messages) {
			expect(message).not.toMatch(/storage[A-Z]/);
			expect(message).toMatch(/\.$/);
		}
	});

	it('tells where, when something cannot be read or written', () => {
		for (const code of ['storageDamaged', 'storageFailed'] as const)
			expect(storageMessage({ code, detail: 'checklistEvents a1: stepId' })).toContain(
				'checklistEvents a1: stepId'
			);
	});
});
