interface TrustedTypes {
	createPolicy(
		name: string,
		rules: { createScriptURL(url: string): string }
	): { createScriptURL(url: string): string };
}

/**
 * A script's address as the browser wants it where it asks for Trusted Types. Call it once for each policy.
 * @param policyName Stands in the Content-Security-Policy (svelte.config.js).
 * @param url The one address that this policy lets through.
 */
export function trustedScriptUrl(policyName: string, url: string): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	const policy = trustedTypes?.createPolicy(policyName, {
		createScriptURL: (wanted) => {
			if (wanted !== url) throw new TypeError(`not the script of ${policyName}: ${wanted}`);
			return wanted;
		}
	});
	return policy ? policy.createScriptURL(url) : url;
}
