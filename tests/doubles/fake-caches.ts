/** As much of Cache Storage as the app's pages use. */
export class FakeCaches {
	readonly #stores = new Map<string, Map<string, string>>();

	open(name: string) {
		const store = this.#stores.get(name) ?? new Map<string, string>();
		this.#stores.set(name, store);
		return Promise.resolve({
			match: (url: string) => {
				const held = store.get(url);
				return Promise.resolve(held === undefined ? undefined : new Response(held));
			},
			put: async (url: string, response: Response) => {
				store.set(url, await response.text());
			}
		});
	}

	/** What is held at `url` in the cache `name`; undefined when nothing is. */
	text(name: string, url: string): Promise<string | undefined> {
		return Promise.resolve(this.#stores.get(name)?.get(url));
	}
}
