import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { toStorageError } from '$lib/storage/storage-errors';

const dom = (name: string) => new DOMException('words', name);

describe('a storage error', () => {
	it.each([
		['the phone is full', dom('QuotaExceededError'), 'storageFull'],
		[
			'the transaction was aborted by it',
			new Dexie.AbortError('aborted', dom('QuotaExceededError')),
			'storageFull'
		],
		[
			'one of many rows found no room',
			new Dexie.BulkError('bulk', { 3: new Dexie.AbortError(dom('QuotaExceededError') as never) }),
			'storageFull'
		],
		['no room was the cause', new Error('outer', { cause: dom('QuotaExceededError') }), 'storageFull'],
		['the database is newer', dom('VersionError'), 'storageOutdated'],
		['it was closed', new Dexie.DatabaseClosedError(), 'storageOutdated'],
		['the browser has none', new Dexie.MissingAPIError(), 'storageRefused'],
		['it may not be opened again', new Dexie.OpenFailedError('no', dom('UnknownError')), 'storageRefused'],
		['settings forbid it', dom('SecurityError'), 'storageRefused'],
		['a transaction came too late', dom('InvalidStateError'), 'storageFailed'],
		['it was aborted for no reason', dom('AbortError'), 'storageFailed'],
		['a string was thrown', 'words', 'storageFailed'],
		['nothing was thrown', undefined, 'storageFailed']
	])('when %s', (_, thrown, code) => {
		expect(toStorageError(thrown).code).toBe(code);
	});

	it.each(['InvalidStateError', 'UnknownError', 'SecurityError'])('when opening, %s is a refusal', (name) => {
		expect(toStorageError(dom(name), 'open').code).toBe('storageRefused');
	});

	it('has the browser’s words, within bounds', () => {
		expect(toStorageError(dom('AbortError')).detail).toBe('AbortError: words');
		expect(toStorageError(new Error('x'.repeat(1_000))).detail).toHaveLength(300);
	});

	it('ends where errors hold each other', () => {
		const ring: { name: string; inner?: unknown } = { name: 'QuotaExceededError' };
		ring.inner = { name: 'Outer', inner: ring };
		expect(toStorageError(ring).code).toBe('storageFull');
	});
});
