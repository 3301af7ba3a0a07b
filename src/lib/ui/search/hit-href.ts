import type { SearchHit } from '$lib/domain/search/search';

/** Where a hit leads, without the base path: what was searched for is marked there, and its place scrolled to. */
export function hitPath({ entry, query }: SearchHit) {
	const { target } = entry;
	const search = `?q=${encodeURIComponent(query)}` as const;
	const hash: `#${string}` | '' = target.anchor === null ? '' : `#${encodeURIComponent(target.anchor)}`;
	switch (target.page) {
		case 'card':
			return `/cards/${target.cardId}${search}${hash}` as const;
		case 'role':
			return `/roles/${target.roleId}${search}${hash}` as const;
		case 'contacts':
			return `/contacts${search}${hash}` as const;
		case 'plan':
			return `/plan${search}${hash}` as const;
	}
}
