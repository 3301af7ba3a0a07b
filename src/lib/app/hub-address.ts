import { fail, ok, type Result } from '../base/result';

const TYPED_MAX = 200;
/** The hosts that a browser trusts without a certificate. */
const OWN_HOSTS = ['localhost', '127.0.0.1'];

/** `notAnAddress`: nothing that can be dialed; `notSecure`: browsers let this page dial none but https. */
export interface HubAddressProblem {
	readonly code: 'notAnAddress' | 'notSecure';
}

/**
 * The address of a hub (docs/protocol.md, 8) as a person typed it, or as the code on its screen says.
 * @returns Scheme, host, port and the app's path there, without a slash at the end.
 */
export function hubAddressOf(typed: string): Result<string, HubAddressProblem> {
	const text = typed.trim();
	// Chromium takes blanks for part of a host's name
	const isPossible = text.length <= TYPED_MAX && !/\s/.test(text);
	const url = isPossible ? urlOf(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`) : null;
	if (!url || url.username !== '' || url.password !== '') return fail({ code: 'notAnAddress' });
	const isSecure =
		url.protocol === 'https:' || (url.protocol === 'http:' && OWN_HOSTS.includes(url.hostname));
	if (!isSecure) return fail({ code: url.protocol === 'http:' ? 'notSecure' : 'notAnAddress' });
	return ok(`${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/hub$/, '')}`);
}

function urlOf(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}
