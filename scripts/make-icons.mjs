// Writes the PNG icons in static/icons from icon.svg: node scripts/make-icons.mjs
// ImageMagick then makes them small: they are flat, and every phone stores them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from './lib/browsers.mjs';

const NAVY = '#14213d';
/** `safe`: the ground fills the square and the drawing stays within the circle that every mask leaves. */
const ICONS = [
	{ file: 'icon-192.png', size: 192, safe: false },
	{ file: 'icon-512.png', size: 512, safe: false },
	{ file: 'maskable-512.png', size: 512, safe: true },
	// iOS rounds the corners itself and would show a transparent one as black
	{ file: 'apple-touch-icon.png', size: 180, safe: true }
];

const svg = readFileSync('static/icons/icon.svg', 'utf8');
const browser = await chromium.launch({
	executablePath: (await findChromium()).path,
	args: ['--no-sandbox', '--disable-gpu']
});
for (const { file, size, safe } of ICONS) {
	const page = await browser.newPage({ viewport: { width: size, height: size } });
	const drawing = size * (safe ? 0.88 : 1);
	await page.setContent(`<style>
		html { background: ${safe ? NAVY : 'transparent'} }
		body { margin: 0; height: 100vh; display: grid; place-items: center }
		svg { width: ${drawing}px; height: ${drawing}px; display: block }
	</style>${svg}`);
	const path = `static/icons/${file}`;
	await page.screenshot({ path, omitBackground: true });
	const few = ['-dither', 'None', '-colors', '48'];
	const small = [
		'-define',
		'png:compression-level=9',
		'-define',
		'png:exclude-chunk=date,time,bKGD,cHRM,gAMA'
	];
	// a palette, in which a colour can be transparent: as full colour it would be three times as large
	execFileSync('convert', [path, ...few, ...small, `PNG8:${path}`]);
	await page.close();
}
await browser.close();
console.log(`${ICONS.length} icons in static/icons`);
