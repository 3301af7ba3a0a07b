/** Holds the chunks of the build before, so that a page of it can still open what it has not loaded yet. */
export const PREVIOUS_BUILD_CACHE = 'beredt-previous-build';

/** What of `held` (addresses in the precache) belongs to the build before: chunks that the new build has not. */
export function chunksOfPreviousBuild(
	held: readonly string[],
	ofNewBuild: ReadonlySet<string>,
	chunkFolder: string
): string[] {
	return held.filter((address) => {
		const { pathname } = new URL(address);
		return pathname.startsWith(chunkFolder) && !ofNewBuild.has(pathname);
	});
}

/**
 * Copies the previous build's chunks aside, in place of what was kept there. Called while the new build installs: the
 * precache then still holds both.
 */
export async function keepPreviousBuild(
	caches: CacheStorage,
	precacheName: string,
	ofNewBuild: ReadonlySet<string>,
	chunkFolder: string
): Promise<void> {
	const precache = await caches.open(precacheName);
	const held = (await precache.keys()).map((request) => request.url);
	const wanted = new Set(chunksOfPreviousBuild(held, ofNewBuild, chunkFolder));
	// a second install of the same build finds nothing old: what was kept is still the build before
	if (wanted.size === 0) return;
	const kept = await caches.open(PREVIOUS_BUILD_CACHE);
	for (const request of await kept.keys()) {
		if (!wanted.has(request.url)) await kept.delete(request);
	}
	for (const address of wanted) {
		const response = await precache.match(address);
		if (response) await kept.put(address, response);
	}
}
