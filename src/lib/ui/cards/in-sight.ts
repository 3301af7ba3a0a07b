import { tick } from 'svelte';

/** The id after the # of an address; empty when there is none, or when it cannot be read. */
export function anchorOf(url: URL): string {
	try {
		return decodeURIComponent(url.hash.slice(1));
	} catch {
		return '';
	}
}

/** Scrolls to what an address points at: on a cold start the browser looked for it before it was there. */
export async function bringIntoSight(id: string, block: ScrollLogicalPosition = 'center'): Promise<void> {
	await tick();
	if (id) document.getElementById(id)?.scrollIntoView({ block });
}
