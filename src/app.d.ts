declare global {
	/** The version in package.json. */
	const __APP_VERSION__: string;
	/** SHA-256 of the embedded plan's JSON, in hex. */
	const __EMBEDDED_PLAN_FINGERPRINT__: string;
}

export {};
