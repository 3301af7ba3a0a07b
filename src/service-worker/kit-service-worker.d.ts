/** What SvelteKit gives a service worker; its own types would bring the DOM's with them. */
declare module '$service-worker' {
	/** Where the app is mounted: '' or '/some/path'. */
	export const base: string;
	/** The build's version, `kit.version.name` in svelte.config.js. */
	export const version: string;
}
