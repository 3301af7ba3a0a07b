/** What of a page is needed to bring it to the front. */
export interface OpenPage {
	readonly url: string;
	focus(): Promise<unknown>;
}

/**
 * Brings Beredt to the front when a notice of a deadline is pressed: the page of that incident, else any that is open. What
 * runs out stands on every screen of the incident, and a page that was sent elsewhere would lose its connections to other
 * phones. Where no page is open, one is opened.
 * @param path The page that the notice is of, as the page gave it; anything else is the start page.
 */
export async function bringToFront(
	pages: readonly OpenPage[],
	path: unknown,
	start: string,
	open: (path: string) => Promise<unknown>
): Promise<void> {
	const isOurs = typeof path === 'string' && path.startsWith(start) && !path.startsWith('//');
	const wanted = isOurs ? path : start;
	const incident = wanted.slice(0, wanted.lastIndexOf('/') + 1);
	const page = pages.find((one) => `${new URL(one.url).pathname}/`.startsWith(incident)) ?? pages[0];
	await (page ? page.focus() : open(wanted));
}
