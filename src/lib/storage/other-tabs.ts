import type { Unsubscribe } from '$lib/ports/outcomes';
import { WRITTEN_CHANNEL } from './database-facts';

/**
 * Calls `listener` whenever another tab has written; never in a browser that has no BroadcastChannel. For as long as
 * Dexie, which hears the same and does more with it, is not loaded.
 */
export function onWrittenElsewhere(listener: () => void): Unsubscribe {
	// the type says it is always there; Safari before 15.4 has none
	const Channel = globalThis.BroadcastChannel as typeof BroadcastChannel | undefined;
	if (!Channel) return () => undefined;
	const channel = new Channel(WRITTEN_CHANNEL);
	channel.onmessage = listener;
	return () => {
		channel.close();
	};
}
