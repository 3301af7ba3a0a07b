import { onMount, tick } from 'svelte';
import { afterNavigate } from '$app/navigation';
import { navigating, page } from '$app/state';

/** The id after the # of an address; empty when there is none, or when it cannot be read. */
export function anchorOf(url: URL): string {
	try {
		return decodeURIComponent(url.hash.slice(1));
	} catch {
		return '';
	}
}

/** Scrolls to what stands under `id`, once it is drawn; nothing where there is none. */
export async function bringIntoSight(id: string, block: ScrollLogicalPosition = 'center'): Promise<void> {
	await tick();
	if (id !== '') document.getElementById(id)?.scrollIntoView({ block });
}

/**
 * Scrolls to what the address points at: also on a cold start, where the browser looked for it before it was there.
 * The way back leads to where one was instead. Called while a component is made.
 */
export function followAnchor(block: ScrollLogicalPosition = 'center'): void {
	const follow = async (type: string | null) => {
		if (type !== 'popstate') await bringIntoSight(anchorOf(page.url), block);
	};
	onMount(() => void follow(navigating.type));
	afterNavigate(({ type }) => void follow(type));
}
