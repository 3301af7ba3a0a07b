import { base } from '$app/paths';
import type { Reroute } from '@sveltejs/kit';

/**
 * An address that was cut off within a letter (`/cards/%E0`) cannot be decoded, and Kit would show nothing at all:
 * it is taken for one of a page that is not there.
 */
export const reroute: Reroute = ({ url }) => {
	try {
		decodeURI(url.pathname);
	} catch {
		return `${base}/unreadable-address`;
	}
};
