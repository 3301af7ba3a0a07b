import { describe, expect, it } from 'vitest';
import {
	chooseFirstScreen,
	composeFirstScreen,
	FIRST_SCREEN_MARKER,
	SNAPSHOT_SCHEMA
} from '../../../src/service-worker/compose-first-screen';

const shell = `<!doctype html>\n<html lang="da">\n<body><div id="first-screen">${FIRST_SCREEN_MARKER}</div></body></html>`;
const stored = (change: object) =>
	JSON.stringify({ schema: SNAPSHOT_SCHEMA, version: '1', html: '<p>plan</p>', ...change });
const plain = { lang: null, theme: null };

describe('what paints the start page', () => {
	it('is the prerendered page on a phone that never kept a picture', () => {
		expect(chooseFirstScreen(null)).toEqual({ kind: 'prerendered' });
	});

	it('is the picture that the phone kept, whichever build took it', () => {
		for (const version of ['1', '2', undefined]) {
			expect(chooseFirstScreen(stored({ version }))).toEqual({
				kind: 'picture',
				snapshot: { html: '<p>plan</p>', ...plain }
			});
		}
	});

	it.each([
		['the picture was taken away', stored({ html: '' })],
		['it is of another schema', stored({ schema: SNAPSHOT_SCHEMA + 1 })],
		['it has no schema', stored({ schema: undefined })],
		['it has no html', stored({ html: undefined })],
		['its html is no text', stored({ html: { toString: 'x' } })],
		['it is cut off', stored({}).slice(0, -3)],
		['it is empty', ''],
		['it is null', 'null'],
		['it is a list', '[]']
	])('is the empty shell, never the embedded plan, when %s', (_, text) => {
		expect(chooseFirstScreen(text)).toEqual({ kind: 'shell' });
	});

	it('takes over the language and the theme of the page, and only plain words', () => {
		const htmlAttributes = { lang: 'en', theme: 'night' };
		expect(chooseFirstScreen(stored({ htmlAttributes }))).toMatchObject({ snapshot: htmlAttributes });
		const hostile = { lang: '" onclick="x', theme: ['night'] };
		expect(chooseFirstScreen(stored({ htmlAttributes: hostile }))).toMatchObject({ snapshot: plain });
	});
});

describe('the picture in the shell', () => {
	it('stands where the marker stood, and all else stays', () => {
		const page = composeFirstScreen(shell, { html: '<main>Beredt</main>', ...plain });
		expect(page).toBe(shell.replace(FIRST_SCREEN_MARKER, '<main>Beredt</main>'));
	});

	it('may hold what replacement patterns look like', () => {
		const html = "<p>$& $1 $` $' $$</p>";
		expect(composeFirstScreen(shell, { html, ...plain })).toContain(`<div id="first-screen">${html}</div>`);
	});

	it('may hold the marker itself', () => {
		const html = `<p>${FIRST_SCREEN_MARKER}</p>`;
		expect(composeFirstScreen(shell, { html, ...plain })).toContain(`<div id="first-screen">${html}</div>`);
	});

	it('brings its language and theme along', () => {
		const page = composeFirstScreen(shell, { html: 'x', lang: 'en', theme: 'dark' });
		expect(page).toContain('<html lang="en" data-theme="dark">');
		expect(page).not.toContain('lang="da"');
	});

	it('is painted before anything is fetched that only the scripts need', () => {
		const style = '<link rel="stylesheet" href="/beredt.css" />';
		const preload = '<link href="/_app/immutable/entry/start.x.js" rel="modulepreload">';
		const whole = shell.replace('<body>', `${style}\n\t${preload}\n\t${preload}\n<body>`);
		const html = `<p>${preload}</p>`;
		const page = composeFirstScreen(whole, { html, ...plain });
		expect(page).toContain(style);
		expect(page.split('modulepreload')).toHaveLength(2);
		expect(page).toContain(html);
	});

	it('leaves a shell without a marker as it is', () => {
		const other = '<html><body></body></html>';
		expect(composeFirstScreen(other, { html: 'x', lang: 'en', theme: 'dark' })).toBe(other);
	});
});
