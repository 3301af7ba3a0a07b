import { base } from '$app/paths';
import { version } from '$app/environment';

const CACHE = 'beredt-first-screen';

/**
 * Keeps a picture of this phone's own first screen, as HTML, for the service worker to answer with: the next start
 * is painted before any script has run. `html` comes from this app's own components, which escape all text.
 */
export async function keepFirstScreen(html: string): Promise<void> {
	if (!('caches' in globalThis)) return;
	const { lang } = document.documentElement;
	const { theme } = document.documentElement.dataset;
	const body = JSON.stringify({ schema: 1, version, html, htmlAttributes: { lang, theme } });
	try {
		const cache = await caches.open(CACHE);
		const url = `${base}/__first-screen`;
		const held = await cache.match(url);
		if (held && (await held.text()) === body) return;
		await cache.put(url, new Response(body, { headers: { 'content-type': 'application/json' } }));
	} catch {
		// no room: the start page then paints when its scripts have run
		return;
	}
}

/** The HTML of `frame` for a picture: without what only buttons can answer, for they do not work in one. */
export function pictureOf(frame: Element): string {
	const picture = frame.cloneNode(true) as Element;
	picture.querySelector('.frame__banners')?.replaceChildren();
	return picture.outerHTML;
}

/** Takes the picture away, before another plan is put in use: the old one is never shown again. */
export async function dropFirstScreen(): Promise<void> {
	await keepFirstScreen('');
}

/** Forgets that there ever was a picture, once everything was deleted: the start page is the built one again. */
export async function forgetFirstScreen(): Promise<void> {
	if ('caches' in globalThis) await caches.delete(CACHE).catch(() => false);
}
