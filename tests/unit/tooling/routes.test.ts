import { relative } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow, ROOT } from '../../../scripts/lib/sources.mjs';
import { SCREENS } from '../../e2e/routes';

const routes = filesBelow(`${ROOT}/src/routes`)
	.filter((file) => file.endsWith('+page.svelte'))
	.map((file) => `/${relative(`${ROOT}/src/routes`, file)}`.replace(/\/\+page\.svelte$/, '') || '/');

it.each(routes)('%s is among the screens that end-to-end tests visit', (route) => {
	const pattern = new RegExp(`^${route.replaceAll(/\[[^\]]+\]/g, '[^/]+')}$`);
	const visited = SCREENS.filter(({ isMissing }) => !isMissing).map(
		({ path, reaches }) => reaches ?? path.split(/[?#]/)[0] ?? ''
	);
	expect(visited.filter((path) => pattern.test(path))).not.toEqual([]);
});
