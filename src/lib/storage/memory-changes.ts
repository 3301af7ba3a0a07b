import type { Unsubscribe } from '$lib/ports/repositories';

/** Calls whoever observes, once now and once after each change; never before `observe` has returned. */
export function createChanges() {
	const observers = new Set<() => void>();
	const callSoon = (observer: () => void) => {
		queueMicrotask(() => {
			if (observers.has(observer)) observer();
		});
	};
	return {
		tell(): void {
			for (const observer of observers) callSoon(observer);
		},
		observe(call: () => void): Unsubscribe {
			const own = () => {
				call();
			};
			observers.add(own);
			callSoon(own);
			return () => observers.delete(own);
		}
	};
}
