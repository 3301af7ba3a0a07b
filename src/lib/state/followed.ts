import type { Observer, Unsubscribe } from '../ports/repositories';
import type { StorageError } from '../ports/storage-error';

/**
 * Hands each value of an observation to `take`, and each error to `tell`.
 * @returns Done when the first has come.
 */
export function followed<Value>(
	observe: (observer: Observer<Value>) => Unsubscribe,
	take: (value: Value) => void,
	tell: (error: StorageError) => void
): Promise<void> {
	return new Promise((resolve) => {
		observe((observed) => {
			if (observed.ok) take(observed.value);
			else tell(observed.error);
			resolve();
		});
	});
}
