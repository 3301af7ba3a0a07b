// `npm start`: installs what is missing, builds what has changed, serves the app and says where.
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies, requireNode } from './lib/dependencies.mjs';
import { createServer } from './lib/server.mjs';

const FIRST_PORT = 4173;
const PORTS_TRIED = 20;

requireNode();
const { values } = parseArgs({
	options: { port: { type: 'string' }, host: { type: 'string', default: '0.0.0.0' } }
});

try {
	await ensureDependencies();
	await ensureBuild();
	const host = values.host;
	const server = await serve(host, values.port ?? process.env.PORT);
	announce(server, host);
	for (const signal of ['SIGINT', 'SIGTERM']) {
		process.once(signal, () => {
			console.log('\nStopped.');
			void server.close().then(() => process.exit(0));
		});
	}
} catch (error) {
	console.error(`\nBeredt could not be started: ${error instanceof Error ? error.message : error}`);
	process.exit(1);
}

/** A port that was asked for must be free; otherwise the next free one is taken. */
async function serve(host, asked) {
	const root = new URL('../build', import.meta.url).pathname;
	if (asked !== undefined) {
		const port = Number(asked);
		if (!Number.isInteger(port) || port < 0 || port > 65535)
			throw new Error(`“${asked}” is not a port number.`);
		try {
			return await createServer({ root, port, host });
		} catch (error) {
			throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken.`) : error;
		}
	}
	for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port += 1) {
		try {
			return await createServer({ root, port, host });
		} catch (error) {
			if (error.code !== 'EADDRINUSE') throw error;
		}
	}
	throw new Error(
		`all ports from ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1} are taken; give one with --port.`
	);
}

function announce({ port, url }, host) {
	const base = new URL(url).pathname.replace(/\/$/, '');
	const isOpen = host === '0.0.0.0' || host === '::';
	const near = Object.values(networkInterfaces())
		.flat()
		.filter((one) => isOpen && one && one.family === 'IPv4' && !one.internal)
		.map((one) => `http://${one.address}:${port}${base}/`);
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
