/// <reference lib="webworker" />
import { base } from '$service-worker';
import { cacheNames, clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import {
	chooseFirstScreen,
	composeFirstScreen,
	FIRST_SCREEN_CACHE,
	FIRST_SCREEN_PATH
} from './service-worker/compose-first-screen';
import { bringToFront } from './service-worker/notice-press';
import { keepPreviousBuild, PREVIOUS_BUILD_CACHE } from './service-worker/previous-build';

declare const self: ServiceWorkerGlobalScope;

const START = `${base}/`;
const SHELL = `${base}/200.html`;
const CHUNKS = `${base}/_app/immutable/`;
/** Not a page of the app, and nothing without the network: docs/protocol.md, 8. */
const HUB = `${base}/hub`;
const manifest = self.__WB_MANIFEST;

// the build before is set aside while its files still stand in the precache; without room for that, its pages are
// loaded anew where they would have gone on
self.addEventListener('install', (event) => {
	const addresses = manifest.map((entry) => (typeof entry === 'string' ? entry : entry.url));
	const ofNewBuild = new Set(addresses.map((address) => new URL(address, self.location.href).pathname));
	event.waitUntil(
		keepPreviousBuild(self.caches, cacheNames.precache, ofNewBuild, CHUNKS).catch(() => undefined)
	);
});

// a new version waits until a person asks for it
self.addEventListener('message', (event) => {
	if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('notificationclick', (event) => {
	event.notification.close();
	const pages = self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	event.waitUntil(
		pages.then((open) =>
			bringToFront(open, event.notification.data, START, (path) => self.clients.openWindow(path))
		)
	);
});

registerRoute(
	({ request, url, sameOrigin }) => sameOrigin && request.mode === 'navigate' && url.pathname === START,
	answerStartPage
);
precacheAndRoute(manifest, { cleanURLs: false });
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(CHUNKS),
	async ({ request }) => {
		const kept = await self.caches.match(request.url, { cacheName: PREVIOUS_BUILD_CACHE });
		return kept ?? fetch(request);
	}
);
registerRoute(
	({ request, url, sameOrigin }) => request.mode === 'navigate' && !(sameOrigin && url.pathname === HUB),
	() => fromPrecache(SHELL)
);
cleanupOutdatedCaches();
clientsClaim();

/** The start page with this phone's own first screen in it, painted before any script has run. */
async function answerStartPage(): Promise<Response> {
	const answer = chooseFirstScreen(await storedSnapshot());
	if (answer.kind === 'prerendered') return fromPrecache(START);
	const shell = await fromPrecache(SHELL);
	if (answer.kind === 'shell') return shell;
	const headers = new Headers(shell.headers);
	// these spoke of the body as it was
	for (const name of ['content-length', 'content-encoding', 'etag', 'last-modified']) headers.delete(name);
	return new Response(composeFirstScreen(await shell.text(), answer.snapshot), { headers });
}

/** What the page kept of its first screen; null when it never did. */
async function storedSnapshot(): Promise<string | null> {
	try {
		const cache = await self.caches.open(FIRST_SCREEN_CACHE);
		return (await (await cache.match(`${base}${FIRST_SCREEN_PATH}`))?.text()) ?? null;
	} catch {
		// cannot be read: this phone may hold another plan, so not the embedded one
		return '';
	}
}

async function fromPrecache(path: string): Promise<Response> {
	return (await matchPrecache(path)) ?? fetch(path);
}
