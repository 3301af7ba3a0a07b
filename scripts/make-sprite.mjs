// Writes static/icons/sprite.svg: the icons that screens use, from lucide-static (ISC), as one file of symbols.
// Add a name to ICONS in src/lib/ui/shared/icon-names.ts and run `node scripts/make-sprite.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';

const names = [
	...readFileSync('src/lib/ui/shared/icon-names.ts', 'utf8').matchAll(/^\t'([a-z0-9-]+)',?$/gm)
].map(([, name]) => name);

const symbols = names.map((name) => {
	const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8');
	const inner = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '');
	return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '')}</symbol>`;
});
writeFileSync(
	'static/icons/sprite.svg',
	`<!-- Lucide icons, ISC licence: https://lucide.dev/license -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`
);
console.log(`${names.length} icons in static/icons/sprite.svg`);
