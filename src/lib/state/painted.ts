import { tick } from 'svelte';

/** Resolves when what was shown is on the screen. */
export async function painted(): Promise<void> {
	await tick();
	await new Promise<void>((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve));
		// a screen that nobody looks at is not painted
		setTimeout(resolve, 200);
	});
}
