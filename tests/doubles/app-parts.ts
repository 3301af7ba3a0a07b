import type { App } from '$lib/app/create-app';
import type { Timers } from '$lib/ports/sync';

export const realTimers: Timers = {
	after(milliseconds, action) {
		const timer = setTimeout(action, milliseconds);
		return () => {
			clearTimeout(timer);
		};
	}
};

/** What an app has for the group, for tests that are about something else: it is on an insecure origin. */
export const withoutGroup: Pick<App, 'groupCrypto' | 'peers' | 'hubChoice' | 'timers' | 'alone'> = {
	groupCrypto: async () => null,
	peers: () => Promise.reject(new Error('no phone is met in this test')),
	hubChoice: { read: () => null, write: () => undefined },
	timers: realTimers,
	alone: () => undefined
};
