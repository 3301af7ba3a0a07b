import { liveQuery, type PromiseExtended } from 'dexie';
import { fail, ok, type Result } from '$lib/base/result';
import type { Observer, Unsubscribe } from '$lib/ports/repositories';
import type { StorageError } from '$lib/ports/storage-error';
import { toStorageError } from './storage-errors';

/**
 * Calls `observer` with what `query` finds, now and after every change to it, from whichever tab.
 * @param query Reads by Dexie alone.
 * @param read Reads what was found back; may wait for other things than Dexie. What is overtaken is not told.
 */
export function observe<Raw, Value>(
	query: () => PromiseExtended<Raw>,
	read: (raw: Raw) => Result<Value, StorageError> | Promise<Result<Value, StorageError>>,
	observer: Observer<Value>
): Unsubscribe {
	let newest = 0;
	let isEnded = false;
	const subscription = liveQuery(() =>
		// as a value: Dexie keeps it to itself when the database was closed
		query().then(ok, (error: unknown) => fail(toStorageError(error)))
	).subscribe((found) => {
		const mine = ++newest;
		const tell = (value: Result<Value, StorageError>) => {
			if (!isEnded && mine === newest) observer(value);
		};
		if (!found.ok) tell(found);
		else void Promise.resolve(read(found.value)).then(tell);
	});
	return () => {
		isEnded = true;
		subscription.unsubscribe();
	};
}
