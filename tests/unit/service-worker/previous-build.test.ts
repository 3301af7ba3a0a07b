import { describe, expect, it } from 'vitest';
import {
	chunksOfPreviousBuild,
	keepPreviousBuild,
	PREVIOUS_BUILD_CACHE
} from '../../../src/service-worker/previous-build';

const CHUNKS = '/beredt/_app/immutable/';
const at = (path: string) => `https://example.dk${path}`;
const old = at(`${CHUNKS}old.js`);
const both = at(`${CHUNKS}both.js`);
const fresh = at(`${CHUNKS}new.js`);
const page = at('/beredt/200.html?__WB_REVISION__=1');
const ofNewBuild = new Set([new URL(both).pathname, new URL(fresh).pathname]);

/** As much of Cache Storage as is needed here. */
function fakeCaches(content: Record<string, string[]>) {
	const stores = new Map(Object.entries(content).map(([name, urls]) => [name, new Set(urls)]));
	const open = (name: string) => {
		const urls = stores.get(name) ?? new Set<string>();
		stores.set(name, urls);
		return Promise.resolve({
			keys: () => Promise.resolve([...urls].map((url) => ({ url }))),
			match: (url: string) => Promise.resolve(urls.has(url) ? new Response(url) : undefined),
			put: (url: string) => Promise.resolve(void urls.add(url)),
			delete: (request: { url: string }) => Promise.resolve(urls.delete(request.url))
		});
	};
	return {
		caches: { open } as unknown as CacheStorage,
		heldIn: (name: string) => [...(stores.get(name) ?? [])]
	};
}

describe('the build before', () => {
	it('is the chunks that the new build does not have', () => {
		expect(chunksOfPreviousBuild([old, both, fresh, page], ofNewBuild, CHUNKS)).toEqual([old]);
	});

	it('is kept in place of the one before it', async () => {
		const older = at(`${CHUNKS}older.js`);
		const { caches, heldIn } = fakeCaches({ precache: [old, both, page], [PREVIOUS_BUILD_CACHE]: [older] });
		await keepPreviousBuild(caches, 'precache', ofNewBuild, CHUNKS);
		expect(heldIn(PREVIOUS_BUILD_CACHE)).toEqual([old]);
		expect(heldIn('precache')).toEqual([old, both, page]);
	});

	it('stays as it is when the same build is installed once more', async () => {
		const { caches, heldIn } = fakeCaches({ precache: [both, fresh, page], [PREVIOUS_BUILD_CACHE]: [old] });
		await keepPreviousBuild(caches, 'precache', ofNewBuild, CHUNKS);
		expect(heldIn(PREVIOUS_BUILD_CACHE)).toEqual([old]);
	});
});
