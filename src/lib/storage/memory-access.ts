import { fail, ok, type Result } from '$lib/base/result';
import type { Observer, Read, Unsubscribe } from '$lib/ports/outcomes';
import type { StorageError } from '$lib/ports/storage-error';
import { createChanges } from './memory-changes';
import { toStorageError } from './storage-errors';

/** How the repositories in memory are read and written: what is handed out is a copy, as a database's is. */
export interface MemoryAccess {
	readonly read: <Value>(value: Value) => Read<Value>;
	/** Tells the observers when `change` succeeds; what it throws is a failed write. */
	readonly write: <Value, Failure>(
		change: () => Result<Value, Failure>
	) => Promise<Result<Value, Failure | StorageError>>;
	readonly observe: <Value>(find: () => Value, observer: Observer<Value>) => Unsubscribe;
	/** Calls `look` soon, and soon after each change. */
	readonly watch: (look: () => void) => Unsubscribe;
}

export function createMemoryAccess(): MemoryAccess {
	const changes = createChanges();
	return {
		read: (value) => Promise.resolve(ok(structuredClone(value))),
		write: async (change) => {
			try {
				const written = change();
				if (written.ok) changes.tell();
				return written;
			} catch (error) {
				return fail(toStorageError(error));
			}
		},
		observe: (find, observer) =>
			changes.observe(() => {
				observer(ok(structuredClone(find())));
			}),
		watch: (look) => changes.observe(look)
	};
}
