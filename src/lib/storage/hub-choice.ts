import type { HubChoice } from '../ports/hub';

const KEY = 'beredt.hub';

/**
 * In localStorage: it is of this phone alone, and worth no row in the database; where it is refused, or lost, the hub is to
 * be chosen again.
 */
export const hubChoice: HubChoice = {
	read() {
		try {
			return localStorage.getItem(KEY);
		} catch {
			return null;
		}
	},
	write(address) {
		try {
			if (address === null) localStorage.removeItem(KEY);
			else localStorage.setItem(KEY, address);
		} catch {
			// refused or full: it holds for as long as the page stands
		}
	}
};
