// Serves a build over HTTP, as a static host would.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachHub, HUB_SIGN } from './hub.mjs';
import { hubPage } from './hub-page.mjs';

const HUB_PATH = '/hub';

/** What any host of Beredt should send; the pages carry the rest of their policy themselves. */
const SECURITY_HEADERS = {
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	'Content-Security-Policy': "frame-ancestors 'none'",
	'Referrer-Policy': 'no-referrer',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Permissions-Policy':
		'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), bluetooth=(), serial=(), hid=(), midi=(), display-capture=()'
};

/**
 * @typedef {object} Served
 * @property {string} url Where the app is, without a slash at the end.
 * @property {number} port
 * @property {() => Promise<void>} close Stops at once, open connections too.
 */

/**
 * Serves `root`. A port that is taken is an error (`EADDRINUSE`); port 0 takes a free one.
 * @param {object} options
 * @param {string} options.root The built folder.
 * @param {number} options.port
 * @param {string} options.host
 * @param {string} [options.base] The path that the app was built for (BEREDT_BASE).
 * @param {(path: string) => boolean} [options.refuse] Paths to answer with 404: for tests.
 * @param {import('./certificate.mjs').Certificate} [options.certificate] For https; http without it.
 * @param {boolean} [options.isHub] Whether phones find each other over it (docs/protocol.md, 8).
 * @returns {Promise<Served>}
 */
export async function createServer({
	root,
	port,
	host,
	base = process.env.BEREDT_BASE ?? '',
	refuse,
	certificate,
	isHub = false
}) {
	// only here: start.mjs loads this file before there are dependencies
	const { default: sirv } = await import('sirv');
	const files = sirv(root, {
		etag: true,
		dotfiles: false,
		setHeaders: (response, pathname) => {
			const isImmutable = pathname.startsWith('/_app/immutable/');
			response.setHeader('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
		}
	});
	const shell = readFileSync(join(root, '200.html'));

	/** @type {import('node:http').RequestListener} */
	const answer = (request, response) => {
		for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
		const [path = '/', query] = (request.url ?? '/').split('?');
		const notFound = () => response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			response.writeHead(405, { Allow: 'GET, HEAD' }).end();
			return;
		}
		if (path === base && base !== '') {
			response.writeHead(308, { Location: `${base}/` }).end();
			return;
		}
		if (!path.startsWith(`${base}/`) || refuse?.(path)) return void notFound();
		const local = path.slice(base.length);
		if (isHub && local === HUB_PATH) {
			const wantsPage = (request.headers.accept ?? '').includes('text/html');
			const type = wantsPage ? 'text/html; charset=utf-8' : 'application/json';
			response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
			response.end(wantsPage ? hubPage(`${base}/`, certificate?.fingerprint ?? null) : HUB_SIGN);
			return;
		}
		request.url = query === undefined ? local : `${local}?${query}`;
		files(request, response, () => {
			if (!isNavigation(request, local)) return void notFound();
			response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
			response.end(request.method === 'HEAD' ? undefined : shell);
		});
	};
	const server = certificate ? createHttpsServer(certificate, answer) : createHttpServer(answer);
	const endHub = isHub ? await attachHub(server, `${base}${HUB_PATH}`) : () => undefined;
	await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => resolve(undefined));
	});
	const address = /** @type {import('node:net').AddressInfo} */ (server.address());
	const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
	return {
		url: `${certificate ? 'https' : 'http'}://${shown}:${address.port}${base}`,
		port: address.port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				endHub();
				server.closeAllConnections();
			})
	};
}

/**
 * A page that somebody goes to, and not a file that is missing: those must answer 404, or a page of an old build
 * would be handed HTML for a script.
 * @param {import('node:http').IncomingMessage} request
 * @param {string} path
 */
function isNavigation(request, path) {
	const wantsPage = (request.headers.accept ?? '').includes('text/html');
	const isFile = path.startsWith('/_app/') || /\.[a-z0-9]+$/i.test(path);
	return wantsPage && !isFile;
}
