// `npm start`: installs what is missing, builds what has changed, serves the app and says where. `npm run hub`, which is
// `npm start -- --hub`: the same, and phones on the local network find each other over it (docs/protocol.md, 8).
import { hostname, networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies, requireNode } from './lib/dependencies.mjs';
import { certificateFor } from './lib/certificate.mjs';
import { createServer } from './lib/server.mjs';

const FIRST_PORT = 4173;
const FIRST_HUB_PORT = 4443;
const PORTS_TRIED = 20;

requireNode();
const { values } = parseArgs({
	options: {
		port: { type: 'string' },
		host: { type: 'string', default: '0.0.0.0' },
		hub: { type: 'boolean', default: false }
	}
});

try {
	await ensureDependencies();
	await ensureBuild();
	const asked = values.port ?? process.env.PORT;
	const servers = values.hub ? await startHub(asked) : [await startApp(values.host, asked)];
	for (const signal of ['SIGINT', 'SIGTERM']) {
		process.once(signal, () => {
			console.log('\nStopped.');
			void Promise.all(servers.map((server) => server.close())).then(() => process.exit(0));
		});
	}
} catch (error) {
	console.error(`\nBeredt could not be started: ${error instanceof Error ? error.message : error}`);
	process.exit(1);
}

/** The app alone, over http. */
async function startApp(host, asked) {
	const server = await serve({ host }, asked, FIRST_PORT);
	announce(server, host);
	return server;
}

/**
 * The app and the hub: over https for the network, since phones give a page the camera and keys on nothing else, and over
 * http on this machine alone.
 */
async function startHub(asked) {
	const near = addresses();
	const names = ['localhost', hostname(), `${hostname()}.local`, '127.0.0.1', ...near];
	const folder = new URL('../.cache/hub', import.meta.url).pathname;
	const certificate = await certificateFor(folder, [...new Set(names)], Date.now());
	const secure = await serve({ host: values.host, certificate, isHub: true }, asked, FIRST_HUB_PORT);
	const here = await serve({ host: '127.0.0.1', isHub: true }, undefined, FIRST_PORT);
	await announceHub(secure, here, near, certificate.fingerprint);
	return [secure, here];
}

/** A port that was asked for must be free; otherwise the next free one is taken. */
async function serve(options, asked, firstPort) {
	const root = new URL('../build', import.meta.url).pathname;
	if (asked !== undefined) {
		const port = Number(asked);
		if (!Number.isInteger(port) || port < 0 || port > 65535)
			throw new Error(`“${asked}” is not a port number.`);
		try {
			return await createServer({ root, port, ...options });
		} catch (error) {
			throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken.`) : error;
		}
	}
	for (let port = firstPort; port < firstPort + PORTS_TRIED; port += 1) {
		try {
			return await createServer({ root, port, ...options });
		} catch (error) {
			if (error.code !== 'EADDRINUSE') throw error;
		}
	}
	throw new Error(
		`all ports from ${firstPort} to ${firstPort + PORTS_TRIED - 1} are taken; give one with --port.`
	);
}

/** This machine's on the networks that it is in. */
function addresses() {
	return Object.values(networkInterfaces())
		.flat()
		.filter((one) => one && one.family === 'IPv4' && !one.internal)
		.map((one) => one.address);
}

function announce({ port, url }, host) {
	const base = new URL(url).pathname.replace(/\/$/, '');
	const isOpen = host === '0.0.0.0' || host === '::';
	const near = isOpen ? addresses().map((address) => `http://${address}:${port}${base}/`) : [];
	console.log(`\nBeredt is running.\n\n  On this machine   ${url}/`);
	for (const address of near) console.log(`  On this network   ${address}`);
	if (near.length > 0) {
		console.log(`
From another device the network address is good for a look only: a browser gives a page a service worker (life
without a network), the camera and keys only on https or on localhost. To put Beredt on phones, lay the folder
build/ on an https host: see README.md.`);
	}
	console.log('\nStop with Ctrl-C.');
}

/** What is to be done on the phones stands in README.md. */
async function announceHub(secure, here, near, fingerprint) {
	const { encodeQR } = await import('qr');
	const base = new URL(secure.url).pathname.replace(/\/$/, '');
	const hubs = near.map((address) => `https://${address}:${secure.port}${base}/hub`);
	console.log(`\nThe hub is running, with Beredt on it.\n\n  On this machine   ${here.url}/`);
	for (const hub of hubs) console.log(`  On this network   ${hub}`);
	for (const hub of hubs) console.log(`\n${hub}\n${encodeQR(hub, 'term', { ecc: 'medium' })}`);
	console.log(`
Its certificate was made on this machine, so a phone warns of it. Before anybody goes on past the warning: the
certificate's SHA-256 fingerprint must be

  ${fingerprint}
  
also as a QR code:
${encodeQR(`SHA-256 ${fingerprint}`, 'term', { ecc: 'low' })}
Then, in Beredt on the phone: Gruppen, Knudepunkt, and ${hubs.join(' or ') || 'its address'}. The hub passes on sealed codes alone, keeps nothing,
and nobody needs it: phones meet without it too. Stop with Ctrl-C.`);
}
